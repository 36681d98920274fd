"""Figures, dates and lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base import periods

if TYPE_CHECKING:
    from collections.abc import Sequence


NONE = "\N{EN DASH}"
NO_DATA = "No data yet"
# A report of `geo` writes days as the screen does.
date_words: Final = periods.date_words


def listed(names: Sequence[str], last: str = "and") -> str:
    """Join names as a sentence does: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def ordinal(number: int) -> str:
    """Write a rank: 1st, 2nd, 11th, 1,234th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004 - 11th to 13th
    return f"{number:,}{ending}"


def figure(value: float) -> str:
    """Write a measured value with about three figures."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"  # noqa: PLR2004 - three figures


MOST_DECIMALS = 4


def change_decimals(now: float, before: float) -> int:
    """Decimals with which two figures are as far apart as the change between them, and no change is written as none.

    28.34 and 16.66 are 11.68 apart; with one decimal they would be 11.6 apart and the change 11.7.
    """
    moved = round(now - before, 10)
    usual = max(len(figure(now).partition(".")[2]), 1)
    fitting = (
        d for d in range(usual, MOST_DECIMALS)
        if (round(moved, d) or not moved) and round(round(now, d) - round(before, d), d) == round(moved, d)
    )  # fmt: skip
    return next(fitting, MOST_DECIMALS)


def change(now: float, before: float) -> float:
    """Give a change as it is written everywhere, with its sign: a fall is never written as nought."""
    decimals = change_decimals(now, before)
    return round(round(now, decimals) - round(before, decimals), decimals) + 0.0  # adding nought takes the sign from nought


def or_more(share: float) -> str:
    """Write a share of 0-1 from which on something holds: half or more, 60% or more."""
    return "half or more" if share == 0.5 else f"{share:.0%} or more"  # noqa: PLR2004 - a half


def minutes(value: float) -> str:
    """Write a journey; a short one is never rounded to none."""
    return "under 1 min" if round(value) < 1 else f"{value:.0f} min"
