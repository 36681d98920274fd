"""Every sentence of the area panel. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import map_text

if TYPE_CHECKING:
    from collections.abc import Sequence

PICK_LABEL = "Choose a place"
PICK_HELP = "Type part of a name"
HINT_TITLE = "What is behind a colour?"
HINT = (
    "Click an area on the map, choose it above by name, or choose a row of the table. You see its figures beside its district and the "
    "whole atlas, why it is a gap, the measures behind its need, and the providers that families there can reach."
)
FIGURES_TITLE = "Figures"
FIGURE_COLUMNS = ("", "Here", "District", "Atlas")
FIGURE_NAMES = {
    "need_score": "Need (0-100)",
    "access": "Access",
    "gap_score": "Gap (0-100)",
    "children_0_4": "Children under five",
    "shortfall_places": "Shortfall (places)",
    "nearest_km": "Nearest provider (km by road, estimated)",
    "providers_in_reach": "Providers in reach",
}
FIGURES_NOTE = "District and atlas: means weighted by children; children and shortfall are sums."
MEASURES_TITLE = "Measures behind need"
MEASURE_COLUMNS = ("", "Here", "District", "Atlas")
ROLE_TITLES = {
    "outcome": "Outcomes: the result itself",
    "driver": "Drivers: what evidence says pushes it",
    "context": "Context: shown, never scored",
}
NONE = "\N{EN DASH}"
PROVIDER_COLUMNS = ("", "By road (est.)", "Places")
NO_PROVIDER = "None within the catchment."


def place(level_one: str, parents: Sequence[str], children: str) -> str:
    """Say what kind of area it is, where, and how many young children live there."""
    return f"{level_one.capitalize()}{' in ' + ', '.join(parents) if parents else ''} · {children}"


def need_sentence(score: str, third: str) -> str:
    """Say how great the need is; the other half of a gap."""
    rank = {"high": "among the highest third", "mid": "in the middle third", "low": "among the lowest third"}[third]
    return f"Need is {rank} of the atlas: {score} of 100."


def sure(words: str, rank: int, ranked: int, share: str, draws: int) -> str:
    """Say how firm the rank is, and what was tried."""
    return (
        f"How sure: rank {rank:,} of {ranked:,} in the whole atlas. {words} in nine of ten of {draws:,} trials with other reasonable "
        f"weights, scaling, distances and assumed places; among the worst fifth in {share} of them."
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
    return f"{_count(count, 'provider')} within an estimated {catchment}"


def provider_detail(service: str, sector: str) -> str:
    """Small print of one provider."""
    return f"{service}, {map_text.SECTOR_WORDS[sector]}"


def distance(km: float, minutes: float) -> str:
    """Distance and time of one provider."""
    return f"{km:.1f} km, {minutes:.0f} min"


def places(number: float | None, basis: str | None) -> str:
    """Places in a table cell."""
    if basis == "unknown":
        return "not published"
    if number is None:
        return NONE
    return f"{number:,.0f}{' (assumed)' if basis == 'assumed' else ''}"


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
