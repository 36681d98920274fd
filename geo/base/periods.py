"""Periods of figures as publishers write them."""

from __future__ import annotations

import re

_SPAN = re.compile(r"(\d{4})(?:/(\d{2})(?!\d))?")


def last_year(period: object) -> float:
    """Give the last year that a period names: ``2024/25`` gives 2025, ``FYE 2024; FYE 2025`` too; NaN if it names none."""
    if not isinstance(period, str):
        return float("nan")
    years = [int(start[:2] + end) if end else int(start) for start, end in _SPAN.findall(period)]
    return float(max(years, default=float("nan")))
