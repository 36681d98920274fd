"""Every sentence of the area panel. No arithmetic here, no layout."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words import maps as maps_words
from ui.words.figures import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.analysis.why import Why
    from geo.base.vocabulary import Level

PICK_LABEL = "Choose a place"
PICK_HELP = "Type part of a name"
CLOSE = "Close this place"
HINT_TITLE = "What is behind a colour?"
HINT = (
    "Click an area on the map, choose it above by name, or press one in the list. You see its figures beside its district and the "
    "whole area, why it is a gap, the measures behind its need, and the providers that families there can reach."
)
FIGURES_TITLE = "Figures"
FIGURE_COLUMNS = ("", "Here", "District", "Whole area")
FIGURE_NAMES = {
    "need_score": "Need (0-100)",
    "access": "Access",
    "nearest_minutes": "Nearest provider (minutes, estimated)",
    "nearest_km": "Nearest provider (km by road, estimated)",
    "providers_in_reach": "Providers in reach",
    "gap_score": "Gap (0-100)",
    "children_0_4": "Children under five",
    "shortfall_places": "Shortfall",
}
FIGURES_NOTE = (
    "District and whole area: means weighted by children, of children the sum. Shortfall has no mean and does not add up to that of a "
    "larger area: neighbours share places."
)
MEASURES_TITLE = "Measures behind need"
MEASURE_COLUMNS = ("", "Here", "District", "Whole area")
ROLE_TITLES = {
    "outcome": "Outcomes: the result itself",
    "driver": "Drivers: what evidence says pushes it",
    "context": "Context: shown, never scored",
}
PROVIDER_COLUMNS = ("", "By road (est.)", "Places")
NO_PROVIDER = "None within the catchment."
ONLY_PVI = "private, voluntary or independent: none is public"
ONLY_PUBLIC = "public: none is private, voluntary or independent"
SECTORS = {"all": "", "public": "public ", "pvi": "private and voluntary "}
TITLE = "Does the gap show at other scales?"
COLUMNS = ("", "Need", "Access", "Gap", "Rank", "Priority")
YES_NO = {True: "Yes", False: "No"}
OTHER_MEASURES = "by other measures"


def place(level_one: str, parents: Sequence[str], official: str, children: str) -> str:
    """Say what kind of area it is, where, its official name where it has another, and how many young children live there."""
    where = f"{level_one.capitalize()}{' in ' + ', '.join(parents) if parents else ''}"
    return " · ".join(filter(None, (where, official, children)))


def need_sentence(score: str, third: str) -> str:
    """Say how great the need is; the other half of a gap."""
    rank = {"high": "among the highest third", "mid": "in the middle third", "low": "among the lowest third"}[third]
    return f"Need is {rank} of the whole area: {score} of 100."


def no_reason(share: float) -> str:
    """Say that no warning sign holds; ``share`` is what one provider must give for an area to depend on it."""
    return (
        "No warning sign: provision in reach is not among the lowest third, not of one sector only where both are known, and no one "
        f"provider gives {figures.or_more(share)} of it."
    )


def scored_sentence(outcomes: int, drivers: int) -> str:
    """Say on what the need score of this level rests."""
    if outcomes + drivers == 0:
        return "No measure of this outcome area is published for areas of this size, so there is no need score."
    return (
        f"Need here mixes {_count(outcomes, 'measured outcome')} and {_count(drivers, 'driver')}, "
        "because few outcomes are published for small areas."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def providers_title(count: int, catchment: str) -> str:
    """Heading of the list of providers."""
    return f"{_count(count, 'provider')} {common.CHOSEN_KIND} within an estimated {catchment}"


def provider_detail(service: str, sector: str) -> str:
    """Small print of one provider."""
    return f"{service}, {maps_words.SECTOR_WORDS[sector]}"


def distance(km: float, minutes: float) -> str:
    """Distance and time of one provider."""
    return f"{km:.1f} km, {minutes:.0f} min"


def places(number: float | None, basis: str | None) -> str:
    """Places in a table cell."""
    if basis == "unknown":
        return "not published"
    if number is None:
        return NONE
    return f"{number:,.0f}{f' ({basis})' if basis in ('assumed', 'planned') else ''}"


def further(count: int) -> str:
    """Say how many providers the short list leaves out."""
    return f"and {count:,} more within reach"


def unknown_places(count: int) -> str:
    """Say what unknown places mean for the figures."""
    publish = "publishes" if count == 1 else "publish"
    return f"{_count(count, 'provider')} in reach {publish} no number of places: counted as a site, with no places."


def assumed_places(schools: int, number: float, *, counted: bool) -> str:
    """Say how much of the provision in reach is assumed."""
    what = f"{number:,.0f} nursery places at {_count(schools, 'school')} in reach are assumed, because the register does not publish them"
    return f"{what}." if counted else f"{what}; by your choice they are left out of access."


def not_in_data(services: str) -> str:
    """Name the services of this outcome area that nobody has supplied."""
    return f"No data yet on {services}. That is missing data, not a gap."


def access_unscored(services: str) -> str:
    """Name the services that answer the outcome but do not enter its access."""
    return f"Also answers this outcome, but is not counted in places: {services}."


def none_in_reach(sector: str, catchment: str, nearest: str, km: float | None) -> str:
    """No provider in reach, and how far the nearest is."""
    sentence = f"No {SECTORS[sector]}provider of the chosen kind is within an estimated {catchment}"
    if km is None:
        return f"{sentence}."
    return f"{sentence}: the nearest{f', {nearest},' if nearest else ''} is about {km:.1f} km away by road."


def few_places(access: float, unit: str, lower: int, areas: int, middle: float, level: Level) -> str:
    """Low access, with its rank among all areas of the level."""
    rank = "the lowest" if lower == 0 else f"the {figures.ordinal(lower + 1)} lowest"
    all_areas, middle_one = common.areas_of(level, areas), common.LEVEL_ONE[level]
    return f"Access is {_figure(access)} {unit}, {rank} of {all_areas}; the middle {middle_one} has {_figure(middle)}."


def one_sector(providers: int, catchment: str, only: str) -> str:
    """Only one sector in reach."""
    everyone = "The only provider" if providers == 1 else f"All {providers:,} providers"
    return f"{everyone} {common.CHOSEN_KIND} within an estimated {catchment} {'is' if providers == 1 else 'are'} {only}."


def quality(judged: int, unjudged: int, sector: str) -> str:
    """No provider in reach judged good or better."""
    kind = f"{SECTORS[sector]}provider"
    sentence = (
        f"The only {kind} in reach with a grade was not judged good or outstanding"
        if judged == 1
        else f"None of the {judged:,} {kind}s in reach with a grade was judged good or outstanding"
    )
    others = f"; {unjudged:,} more {'has' if unjudged == 1 else 'have'} no single grade" if unjudged else ""
    return f"{sentence} at the last inspection in the data{others}."


def short_of(places: float, target: float, unit: str) -> str:
    """Say how many places are missing to the target."""
    count = "under 1 place" if places < 1 else f"{places:,.0f} place{'' if round(places) == 1 else 's'}"
    return f"That is {count} short of the target of {_figure(target)} {unit}, if nobody else shared them."


def single_provider(name: str, facts: Why, unit: str, touched: str, level: Level, depends_from: float) -> str:
    """One provider gives a great part of what families can reach."""
    share = "all" if facts.key_share > 0.995 else f"{facts.key_share:.0%}"  # noqa: PLR2004 - what per cents without decimals can show
    return (
        f"{name or 'One provider'} gives {share} of what families here can reach: without it access would fall from "
        f"{_figure(facts.access)} to {_figure(facts.access_without)} {unit}. {common.LEVEL_NAMES[level]} with {touched} depend on it for "
        f"{figures.or_more(depends_from)}."
    )


def age_gap(ages: Sequence[int], providers: int, sector: str) -> str:
    """Ages for which nobody in reach has a place."""
    kind = f"{SECTORS[sector]}provider"
    nobody = f"The only {kind} in reach does not take" if providers == 1 else f"None of the {providers:,} {kind}s in reach takes"
    return f"{nobody} {_aged(ages)}, by the ages in the register."


def _aged(ages: Sequence[int]) -> str:
    if tuple(ages) == tuple(range(len(ages))):
        return f"children under {len(ages)}"
    return f"children aged {figures.listed([str(age) for age in ages])}"


def _figure(value: float) -> str:
    """Write access; little is never rounded to nothing."""
    return "under 0.01" if 0 < value < 0.01 else figures.figure(value)  # noqa: PLR2004 - what two decimals can show


def rank(place: float, of: int) -> str:
    """Say the place among all areas of a level; a place that is missing is not a number."""
    return NONE if isnan(place) else f"{place:,.0f} of {of:,}"


def verdict(classes: Sequence[tuple[Level, str]]) -> list[str]:
    """Say at which scales the gap shows, and why it vanishes where it does.

    Parameters
    ----------
    classes : sequence of (level, gap class)
        The area first, then the larger ones that hold it.
    """
    names = [common.LEVEL_ONE[level] for level, _ in classes]
    priority = [gap_class == "priority" for _, gap_class in classes]
    if all(priority):
        return [f"It is a priority gap at every scale: as a {', as a '.join(names)}."]
    if not any(priority):
        return [f"It is not a priority gap at any scale: {figures.listed([f'not as a {name}' for name in names])}."]
    sentences = []
    for (level, gap_class), name in zip(classes[1:], names[1:], strict=True):
        larger = gap_class == "priority"
        if priority[0] and not larger:
            sentences.append(f"At {name} level it is not among the priority gaps: {_why(level, gap_class)}.")
        elif priority[0]:
            sentences.append(f"At {name} level it is a priority gap too.")
        elif larger:
            sentences.append(f"By itself it is not a priority gap, but the {name} that holds it is one.")
    return sentences


def _why(level: Level, gap_class: str) -> str:
    """Say what the larger area has that the small one has not."""
    name = common.LEVEL_ONE[level]
    if gap_class == "no_data":
        return f"there is no score for the {name}"
    need, _, access, _ = gap_class.split("_")
    has = [f"need in the {name} as a whole is {_among(need)}"] if need != "high" else []
    has += [f"the {name} as a whole has more provision (access {_among(access)})"] if access != "low" else []
    return " and ".join(has)


def _among(third: str) -> str:
    return {"high": "among the highest third", "mid": "in the middle third", "low": "among the lowest third"}[third]


def other_need(added: Mapping[Level, Sequence[str]]) -> str:
    """Say which measures need counts only at larger scales."""
    compared = "Each row compares with all areas of its kind, so ranks do not compare between rows."
    if not added:
        return f"{compared} Need mixes the same measures in every row."
    parts: list[str] = []
    known: set[str] = set()
    for level, names in added.items():
        new = [name for name in names if name not in known]
        known.update(names)
        if new:
            parts.append(f"for {common.LEVEL_NAMES[level].lower()} {'also' if parts else 'need also counts'} {figures.listed(new)}")
    return f"{compared} Need is not made of the same measures: {'; '.join(parts)}, because these are published only there."
