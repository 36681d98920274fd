"""Every sentence of the page *Can I trust this?*. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

LEAD = (
    "Good enough to decide where to look first, not to decide alone. What stands behind the figures, in five answers; each leads to more."
)
COMPLETE, OLD, SURE, ESTIMATED, OTHERWISE = TITLES = (
    "How complete are they?",
    "How old are they?",
    "How sure is an order?",
    "What is estimated?",
    "Who says otherwise?",
)
TO_PROVISION = "See every provider"
TO_SOURCES = "See every source and its age"
TO_LIST = "See how sure each row is"
TO_CLOSURES = "See what hangs on one provider"
TO_CLUSTERS = "See whether gaps lie side by side"
TO_BORDERS = "See what other borders change"
TO_MEASURES = "See each measure with its margin"
TO_METHODS = "See how it is worked out"
TO_EVIDENCE = "See what research says helps"
TO_AGREEMENT = "See where published figures differ"
TO_LOCAL = "See what people on the ground know"
NO_NOTES = "Nobody has written down local knowledge yet."
NOTHING_PUBLISHED = "The data hold no published figure to compare with."
NOT_RANKED = "With these filters nothing is ranked, so there is no order to be sure of."


def complete(providers: int, area: str, unknown: int, without: Sequence[str]) -> str:
    """Say how many providers there are, how many of them publish no places, and which services nobody has supplied data on.

    Parameters
    ----------
    providers : int
        Providers in the area that count for an outcome area.
    area : str
        Its name.
    unknown : int
        Providers of services that are counted in places whose number is not known.
    without : sequence of str
        Service types without a provider, in the plural.
    """
    gap = f" Of {figures.listed(without)} there are no data yet: that is not counted as a gap." if without else ""
    places = f" {unknown:,} of those that offer places publish no number: they count as sites." if unknown else ""
    held = f"The data hold {providers:,} providers {common.COUNTING} in {area}, public, private and voluntary."
    return plain(f"{held}{places}{gap}")


def old(ages: str, old: int, sources: int, years: int) -> str:
    """Say how old the data are, and how many sources are older than they should be."""
    aged = f" {old:,} of {sources:,} sources are more than {years} years old." if old else f" None is more than {years} years old."
    return plain(f"Data: {ages}.{aged}")


def sure(priority: int, certain: int, level: Level, outcome: str, draws: int) -> str:
    """Say how many of the priority areas stay among the worst under other settings."""
    if not priority:
        return f"No area has priority for *{plain(outcome.lower())}* with these filters."
    name = common.areas_of(level, priority)
    return (
        f"{certain:,} of the {name} with priority for *{plain(outcome.lower())}* are certainly among the worst: they stay there when "
        f"everything is worked out {draws:,} times with other reasonable settings. A few ranks between two others say nothing."
    )


def estimated(places: float, assumed: float, measures: int, fine: int) -> str:
    """Say which figures are estimates.

    Parameters
    ----------
    places, assumed : float
        Places in the area, and how many of them are assumed.
    measures, fine : int
        Measures of need, and how many of them are published for neighbourhoods or wards.
    """
    share = f" {assumed:,.0f} of {places:,.0f} places are assumed: schools publish no nursery places." if assumed else ""
    return (
        f"Journeys are worked out from distances, not from timetables or traffic.{share} Of {measures:,} measures of need {fine:,} are "
        "published for neighbourhoods or wards; the others, many of them the results themselves, are known for districts or counties only."
    )


def published(name: str, strength: str, same_order: float, outliers: int) -> str:
    """Say how far access agrees with the published measure."""
    return (
        f"Access agrees {strength} with the official measure ({plain(name)}): of any two neighbourhoods both put the same one ahead in "
        f"{same_order:.0%} of cases. {outliers:,} neighbourhoods differ much."
    )


def notes(count: int) -> str:
    """Say how many notes people have left."""
    return f"{count:,} {'note' if count == 1 else 'notes'} by people on the ground stand beside the figures." if count else NO_NOTES
