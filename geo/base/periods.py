"""Periods of figures as publishers write them."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
_SPAN = re.compile(r"(\d{4})(?:/(\d{2})(?!\d))?")


def last_year(period: object) -> float:
    """Give the last year that a period names: ``2024/25`` gives 2025, ``FYE 2024; FYE 2025`` too; NaN if it names none."""
    if not isinstance(period, str):
        return float("nan")
    years = [int(start[:2] + end) if end else int(start) for start, end in _SPAN.findall(period)]
    return float(max(years, default=float("nan")))


def date_words(period: str) -> str:
    """Write ``2025-12-31`` or ``2026-02`` as people do; leave any other period as the publisher writes it."""
    parts = period.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) not in (2, 3) or len(parts[0]) != 4:  # noqa: PLR2004 - digits of a year
        return period
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)  # noqa: PLR2004 - year, month, day
    except ValueError:
        return period
    return f"{day.day} {day:%B %Y}" if len(parts) == 3 else f"{day:%B %Y}"  # noqa: PLR2004 - year, month, day


def in_words(text: str) -> str:
    """Write every day and month of a text as people do."""
    return _DAY.sub(lambda found: date_words(found[0]), text)
