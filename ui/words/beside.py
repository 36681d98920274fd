"""What stands beside the rank of one area: how near, on foot, under another catchment, in England, and what the data cannot say."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from ui.words import common, figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

TITLE = "How near, on foot, and in England"
APPROXIMATE = "The number of children is approximate: the neighbourhood was split since they were counted, and this is its share."
ONLY_HERE = "Need is high only by the standards here: fewer families here have low incomes than in the middle of England."


def nearest(name: str, km: float, minutes: float, count: int, catchment: str, level: Level) -> str:
    """Say how far the nearest provider is, and how many are within the catchment; ``minutes`` may be missing."""
    mean = "" if level == "lsoa" else "on average of all children "
    named, time = f"{name}, " if name else "", "" if isnan(minutes) else f", {figures.minutes(minutes)}"
    return f"Nearest: {named}{mean}{km:.1f} km by road{time} (estimated); {count:,} within an estimated {catchment}."


def on_foot(minutes: float, rank: int, areas: str, now: str) -> str:
    """Say where the area would stand if families walked; ``now`` as `stays` gives it."""
    return f"On foot ({minutes:g} minutes at most) it would rank {rank:,} of all {areas} of the whole area: {now}."


def other_form(now: str) -> str:
    """Say whether its gap stays under another form of catchment; ``now`` as `stays` gives it."""
    return f"Under another form of catchment (3SFCA) {now}."


def stays(*, priority: bool, there: bool) -> str:
    """Compare the area as it is listed with the same elsewhere."""
    if priority:
        return "it stays a priority" if there else "it is no priority"
    return "it is a priority there, though not here" if there else "it is no priority there either"


def england(place: float, level: Level) -> str:
    """Say where an area stands in England by low income."""
    mean = "" if level == "lsoa" else ", the mean of its neighbourhoods"
    return f"In England {place:.0f} of 100 neighbourhoods have more children in income-deprived families (IDACI{mean})."


def access_in_england(decile: float, period: str, level: Level) -> str:
    """Say where an area stands in England by the published access to childcare."""
    mean = "" if level == "lsoa" else ", the mean of its neighbourhoods"
    when = f", {figures.date_words(period)}" if period else ""
    tenth = f"the {figures.ordinal(round(decile))} tenth of England (the 1st has the least, the 10th the most{mean}; Ofsted and ONS{when})"
    return f"Its access to childcare is in {tenth}."


def border(plurals: Sequence[str]) -> str:
    """Say that providers beyond the border may be missing."""
    services = figures.listed(plurals)
    return f"{services[:1].upper()}{services[1:]} beyond the border are not in the data: check first."


def driver(measure: str) -> str:
    """Say what lifts need most."""
    return f"What lifts it most: {common.plain_name(measure)}."
