"""Why an area is a gap, in full sentences that carry the figures behind each reason. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import map_text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.settings import Level

ONLY_PVI = "private, voluntary or independent: none is public"
ONLY_PUBLIC = "public: none is private, voluntary or independent"
SECTORS = {"all": "", "public": "public ", "pvi": "PVI "}
NO_REASON = (
    "No warning sign: provision in reach is not among the lowest third, not of one sector only where both are known, and no single closure "
    "would take it below the target."
)


def none_in_reach(sector: str, catchment: str, nearest: str, km: float | None) -> str:
    """No provider in reach, and how far the nearest is."""
    told = f"No {SECTORS[sector]}provider of the chosen kind is within an estimated {catchment}"
    if km is None:
        return f"{told}."
    return f"{told}: the nearest{f', {nearest},' if nearest else ''} is about {km:.1f} km away by road."


def few_places(access: float, unit: str, lower: int, areas: int, middle: float, level: Level) -> str:
    """Low access, with its rank among all areas of the level."""
    rank = "the lowest" if lower == 0 else f"the {text.ordinal(lower + 1)} lowest"
    all_areas, middle_one = text.areas_of(level, areas), text.LEVEL_ONE[level]
    return f"Access is {_figure(access)} {unit}, {rank} of {all_areas}; the middle {middle_one} has {_figure(middle)}."


def one_sector(providers: int, catchment: str, only: str) -> str:
    """Only one sector in reach."""
    everyone = "The only provider" if providers == 1 else f"All {providers:,} providers"
    return f"{everyone} within an estimated {catchment} {'is' if providers == 1 else 'are'} {only}."


def quality(judged: int, unjudged: int, sector: str) -> str:
    """No provider in reach judged good or better."""
    kind = f"{SECTORS[sector]}provider"
    told = (
        f"The only {kind} in reach with a grade was not judged good or outstanding"
        if judged == 1
        else f"None of the {judged:,} {kind}s in reach with a grade was judged good or outstanding"
    )
    others = f"; {unjudged:,} more {'has' if unjudged == 1 else 'have'} no single grade" if unjudged else ""
    return f"{told} at the last inspection in the data{others}."


def single_provider(name: str, access: float, without: float, unit: str, target: float, touched: str, level: Level) -> str:
    """One closure takes the area below the target."""
    return (
        f"Access would fall below the target of {_figure(target)} if one provider closed: without {name or 'the one that gives most'} it "
        f"would drop from {_figure(access)} to {_figure(without)} {unit}. That closure would take {text.LEVEL_NAMES[level].lower()} with "
        f"{touched} below the target."
    )


def age_gap(ages: Sequence[int], providers: int, sector: str) -> str:
    """Ages for which nobody in reach has a place."""
    kind = f"{SECTORS[sector]}provider"
    nobody = f"The only {kind} in reach does not take" if providers == 1 else f"None of the {providers:,} {kind}s in reach takes"
    return f"{nobody} {_aged(ages)}, by the ages in the register."


def _aged(ages: Sequence[int]) -> str:
    if tuple(ages) == tuple(range(len(ages))):
        return f"children under {len(ages)}"
    return f"children aged {text.listed([str(age) for age in ages])}"


def _figure(value: float) -> str:
    """Write access; little is never rounded to nothing."""
    return "under 0.01" if 0 < value < 0.01 else map_text.figure(value)  # noqa: PLR2004 - what two decimals can show
