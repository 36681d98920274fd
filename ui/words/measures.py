"""Every phrase about a published measure: its interval, its mark, its level, its change, what is withheld. No arithmetic, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from collections.abc import Sequence

# --- what a value is ---------------------------------------------------------------------------------------------------

# The symbols of the Government Statistical Service; some publishers put them in square brackets.
FLAGS = {
    "c": ("Suppressed", "withheld by the publisher, because the numbers are so small that they could tell of single children (symbol c)"),
    "low": ("Close to 0", "less than half of the last digit that the publisher shows (symbol low)"),
    "u": ("Unreliable", "withheld by the publisher, because it is too unreliable (symbol u)"),
    "z": ("Not applicable", "the figure does not apply here (symbol z)"),
    "x": ("Not available", "the publisher has no figure (symbol x)"),
}
NO_VALUE = "No data"
BASIS = {"residence": "by where people live", "school": "by where children go to school"}
KIND = {
    "observed": "observed (counted or recorded)",
    "modelled": "modelled (estimated from other records)",
    "derived": "derived (worked out from other figures)",
}
LEVEL_CHIP = {
    "county": "county value",
    "district": "district value",
    "former_district": "value of a district of today",
    "ward": "ward value",
}
PUBLISHED_FOR = {**common.PUBLISHED_FOR, "former_district": "districts of today"}
SCORED, NOT_SCORED = "counts in need here", "not counted in need here"
MARKS = {"higher": "higher than the whole area", "lower": "lower than the whole area", "same": "not distinguishable from the whole area"}
NO_INTERVAL = "no interval published"
INTERVAL_ORIGIN = {
    "published": "95% interval of the publisher",
    "wilson": "95% interval from the counts",
    "carried": "mean of smaller areas, no interval",
    "": NO_INTERVAL,
}

WAYS = {"steady": "steady over the years", "uneven": "up and down over the years, without a clear way"}
CARRIED_CHANGE = "Only smaller areas with a figure at both dates are compared."


def figure(value: float) -> str:
    """Write a measured value; one that is missing is said to be."""
    return figures.figure(value) if value == value else NO_VALUE  # noqa: PLR0124 - only a missing value differs from itself


def flag_words(flag: str) -> tuple[str, str]:
    """Give the word for a cell and the explanation of a publisher's symbol."""
    symbol = flag.strip("[]").lower()
    return FLAGS.get(symbol, ("Withheld", f"withheld by the publisher (symbol {flag})"))


def withheld(flags: Sequence[str]) -> str:
    """Say on the map why areas have no figure; ``flags`` are the publisher's different symbols there."""
    if len(flags) != 1:
        return maps_words.WITHHELD
    return maps_words.SUPPRESSED if flags[0].strip("[]").lower() == "c" else flag_words(flags[0])[0]


def interval(lower: float, upper: float) -> str:
    """Write an interval: ``31.2 to 35.0``; empty if there is none."""
    return f"{figures.figure(lower)} to {figures.figure(upper)}" if lower == lower else ""  # noqa: PLR0124 - missing differs from itself


def detail(unit: str, period: str, source: str, marks: Sequence[str], *, scored: bool) -> str:
    """Small print of one measure: unit, date, what else is known of it, whether it counts, where it is from."""
    return " · ".join([unit, figures.date_words(period), *marks, SCORED if scored else NOT_SCORED, source])


# --- change ------------------------------------------------------------------------------------------------------------


def change(row: dict[str, object], unit: str, latest: str) -> str:
    """Say how a measure has changed, by its first and last figure, in which direction, and what may be said of it.

    Parameters
    ----------
    row : dict
        A row of `geo.analysis.trends.changes`.
    unit : str
        Unit of the indicator.
    latest : str
        Period of the figure that is shown as that of today: later than the last one of the change where its publisher only repeats it.
    """
    now, then = figures.date_words(str(row["to_period"])), figures.date_words(str(row["from_period"]))
    value, before = float(str(row["to_value"])), float(str(row["from_value"]))
    decimals, size = figures.change_decimals(value, before), figures.change(value, before)
    start = f"since {then} ({before:,.{decimals}f})"
    repeated = f" (its publisher repeats it for {figures.date_words(latest)})" if latest > str(row["to_period"]) else ""
    head = f"{now}: {value:,.{decimals}f}{repeated}"
    if row["direction"] == "none":
        return f"{head}, no change {start}."
    way = "up" if size > 0 else "down"
    points = " points" if unit.startswith(("per cent", "%")) else ""
    return f"{head}, {way} {abs(size):,.{decimals}f}{points} {start}: {verdict(row)}."


def verdict(row: dict[str, object]) -> str:
    """Say direction and kind of a change: ``better, more than chance``, or what the years show: ``rising (worse)``."""
    direction = {"better": "better", "worse": "worse", "up": "higher", "down": "lower", "none": "no change"}[str(row["direction"])]
    if row["noise"] == "interval":
        return f"{direction}, more than chance" if row["beyond"] == "yes" else "no clear change, it may be chance"
    way = str(row["trend"])
    if way in WAYS:
        return WAYS[way]
    if way:
        return f"{way} ({direction})" if row["direction"] in ("better", "worse") else way
    return f"{direction}, not known whether by chance"


# --- the map's control ---------------------------------------------------------------------------------------------------

SHOW_LEVEL = {"district": "Show districts", "ward": "Show wards"}
WHERE = "Where they can be seen"


def not_offered(level: str, count: int) -> str:
    """Say why measures of a coarser level are not coloured at this one."""
    exists = "1 more measure of this outcome area is" if count == 1 else f"{count} more measures of this outcome area are"
    return (
        f"{exists} published for larger areas only. One value for a whole area says nothing about differences between the "
        f"{common.LEVEL_NAMES[level].lower()} inside it, so the map does not colour it here."
    )


def published_for(names: Sequence[str], published: str) -> str:
    """Name the measures that exist for one coarser level."""
    return f"For {PUBLISHED_FOR[published]}: {'; '.join(names)}."


def wider_values(name: str, period: str, unit: str, values: Sequence[tuple[str, str]]) -> str:
    """Give the figures of a measure that no level of the map can show."""
    return f"{name}, {figures.date_words(period)}, {unit}: {'; '.join(f'{value} in {area}' for area, value in values)}."
