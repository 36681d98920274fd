"""How the sites of an answer stand to the gap list, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ui.words.figures import figure, listed, ordinal
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED: Final = 3
# Below this share it is no number that a reader needs.
LEAST: Final = 0.01
MINUTES: Final = "minutes"
TO_LIST, FROM_LIST = "The gap list of this question", "Where to put something here"


def lie(sites: Sequence[tuple[str, int]], areas: int) -> str:
    """Say where the first sites lie, and which rank each place has on the gap list; 0 is none."""
    of = f"{areas:,} neighbourhoods" if areas != 1 else "1 neighbourhood"
    told = [_lies(number, place, rank) for number, (place, rank) in enumerate(sites[:NAMED], start=1)]
    more = [f"{len(sites) - NAMED:,} more elsewhere"] if len(sites) > NAMED else []
    return f"On the gap list of {of}, {listed([*told, *more])}."


def _lies(number: int, place: str, rank: int) -> str:
    if not place:
        return f"site {number} lies beyond the border"
    return f"site {number} lies in {plain(place)} ({ordinal(rank) if rank else 'not ranked'})"


def has_site(place: str) -> str:
    """Say that a site lies in the first of the list."""
    return f"The first of the list, {plain(place)}, has a site of its own."


def gains(place: str, site: str, before: float, after: float, unit: str) -> str:
    """Say that the first of the list gains by a site elsewhere."""
    begun = "nothing in reach" if math.isinf(before) else figure(before)
    return (
        f"The first of the list, {plain(place)}, has no site of its own and gains by {plain(site)}: from {begun} to {figure(after)} {unit}."
    )


def enough(place: str, minutes: float | None) -> str:
    """Say that the first of the list has what the objective counts already: access, or something within some minutes."""
    short = "its access is not below the target, and only what is short counts"
    has = short if minutes is None else f"it is within {minutes:g} minutes already, and only families who are not count"
    return f"**The greatest gap, {plain(place)}, gets no site:** {has} here."


def out_of_reach(place: str) -> str:
    """Say that no possible site helps the first of the list."""
    return f"**The greatest gap, {plain(place)}, gets no site:** none of the possible sites would bring its families anything nearer."


def less(place: str, site: str, alone: float, first_alone: float) -> str:
    """Say that a site that would help the first of the list does less for all whom the question counts."""
    share = alone / first_alone if first_alone > 0 else math.nan
    if not math.isfinite(share):
        does = "would help it, and does less for all families together"
    elif share >= 1:
        does = "does as much alone as site 1, and less beside the others"
    else:
        does = f"does {'next to nothing' if share < LEAST else 'less than site 1'} for all families together"
    return f"**The greatest gap, {plain(place)}, gets no site:** of those that would help it even the best, {plain(site)}, {does}."
