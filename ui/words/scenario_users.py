"""What a scenario says of the children who are expected to use a place: every sentence. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.demand.users_change import UsersChange

TITLE = "Expected users: the places that they need, and those that are missing"
TO_DEMAND = "Year by year and on a map: Demand"
IN_SITES = "Take-up does not change these figures: this outcome area counts sites, not places."
# What is short is counted area by area, as everywhere.
NOTE = (
    "Expected users are children who take an entitlement to funded hours; a place is missing where they need more than are within reach. "
    "Each area is counted for itself. Access that every child shares, as on the gap map and in the gap list, does not change with take-up."
)
COLUMNS: Final = {
    "area_label": "Place", "district": "District", "expected_users_before": "Users before", "expected_users": "Users after",
    "places_needed_before": "Places needed before", "places_needed": "Places needed after",
    "shortfall_expected_before": "Places short before", "shortfall_expected": "Places short after",
}  # fmt: skip
# What a list beside a name has room for.
OF_AREAS: Final = ("area_label", "district", "shortfall_expected_before", "shortfall_expected", "expected_users_before", "expected_users")
DISTRICTS_TITLE, AREAS_TITLE = "Expected users by district", "Where most more places are short"
NOWHERE = "In no area are more places short than before."


def cannot_be_told(ages: str) -> str:
    """Say why nobody knows how many places are missing; ages parted by ``;``."""
    names = figures.listed(["under one" if age == "0" else age for age in ages.split(";")])
    return f"How many places are missing of all cannot be told: take-up is not held at the ages {names}, whose children use places too."


def a_place(hours: float) -> str:
    """Say how many children a place serves."""
    return f"A place is {hours:g} hours a week, so two children who take {hours / 2:g} hours each fill one."


def found(who: str, facts: UsersChange, level: Level) -> str:
    """Say in one sentence what a scenario does to expected users and to the places that are short."""
    # Whole numbers as they are written, so that the difference is that of the two beside it.
    more = round(facts.users) - round(facts.users_before)
    count = f"{abs(more):,.0f} {'more' if more >= 0 else 'fewer'}"
    users = (
        f"{count} {'child uses' if abs(more) == 1 else 'children use'} a place ({facts.users:,.0f} instead of {facts.users_before:,.0f})"
    )
    needed = round(facts.needed) - round(facts.needed_before)
    places = f"about {abs(needed):,.0f} {'more' if needed >= 0 else 'fewer'} places are needed"
    if facts.ages_not_held:
        return f"**{plain(common.sentence_case(who))}: {users}, {places}.** {cannot_be_told(facts.ages_not_held)}"
    short = f"{facts.short:,.0f} places are missing, {facts.short_before:,.0f} before"
    where = ""
    if facts.areas_more:
        is_short = "is" if facts.areas_more == 1 else "are"
        most = f", most in {plain(facts.district)} ({facts.of_district:,.0f} more)" if facts.district else ""
        where = f"; {common.areas_of(level, facts.areas_more)} {is_short} short of more{most}"
    return f"**{plain(common.sentence_case(who))}: {users}, {places}; {short}{where}.**"
