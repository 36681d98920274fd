"""Demand and supply by age: every sentence of that part of the page *Demand*. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import figures

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE, AGE = "By age", "Age"
AGES: Final = {"0": "Under one", "1": "One", "2": "Two", "3-4": "Three and four"}
NOTE = (
    "Places in reach are all places of providers that are known to take the age: one that takes several ages is counted at each, because "
    "nobody publishes how it shares its places out. Providers whose ages are not known stand apart and are not guessed. Hours fill "
    "places as the take-up table and `[demand] hours_a_place` say; a dash: not held."
)


def title(year: int, *, held: bool) -> str:
    """Say which year the table is of."""
    return f"{TITLE}, {year}" if held else f"{TITLE}, today"


def filled(entitlement: str) -> str:
    """Head the column of the places that the hours of an entitlement fill."""
    return f"Places filled: {entitlement}"


def columns(hours: Mapping[str, str]) -> dict[str, str]:
    """Name the columns; ``hours`` are those of the entitlements that are held."""
    return {
        "children": "Children",
        "expected_users": "Expected users",
        "places_needed": "Places that they fill",
        **hours,
        "providers_taking": "Providers in reach that take the age",
        "places_taking": "Places of these",
        "providers_ages_unknown": "Providers in reach, ages not known",
        "places_ages_unknown": "Places, ages not known",
        "children_no_place": "Children whom nobody in reach takes",
        "children_place_unknown": "Children of whom that is not known",
    }


def found(unknown: float, known: float, gaps: Mapping[str, float]) -> str:
    """Say of how many providers the ages are known, and at which ages children find nobody."""
    said = f"Which ages they take is not known of {unknown:,.0f} providers in reach; at no age more than {known:,.0f} are known to take it."
    if not unknown:
        said = "The ages that they take are known of all providers in reach."
    if not gaps:
        return f"{said} No child is known to live where nobody in reach takes its age."
    told = [f"{number:,.0f} aged {AGES[age].lower()}" for age, number in gaps.items()]
    return f"{said} **Nobody in reach takes them: {figures.listed(told)}.**"
