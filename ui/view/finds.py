"""What single pages look for and set apart: ``name:value`` pairs in the one parameter ``find`` of the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.view.state import change, saved

if TYPE_CHECKING:
    from collections.abc import Iterable

# The page of providers has filters of its own; a name more is a line here.
PROVISION = ("words", "services", "beyond", "inspections", "bases", "least_places", "most_places", "ringed")
NAMES = (
    *PROVISION,
    "place",  # Gap list: part of a name
    "cards",  # Gap list: how many cards a narrow screen shows
    "about",  # Report: the chosen place or the one that was asked for, not a district
    "provider",  # Fragile provision: part of a name
    "closure",  # Fragile provision: the provider whose neighbourhood is shown on the map
    "county_measure",  # Measures: the measure of counties and unitary authorities
    "evidence",  # What works: service types
    "few",  # Compare: the reader's own choice of fewer than two
    "first",  # Compare: the pair
    "second",
    "then",  # Then and now: the number of the earlier version
    "act",  # What if: the change that is being written, and where
    "act_inside",  # the ward or district, and the sector, that narrow the list of providers
    "act_whose",
    "act_provider",
    "act_service",
    "act_sector",
    "act_places",
    "act_ages",
    "act_by",
    "act_at",
    "act_place",  # a town, village or ward, and one of its neighbourhoods
    "act_near",
    "act_postcode",
    "act_area",
    "act_homes",
    "act_yield",
    "act_year",
    "act_children",
    "act_age",
    "act_percent",
    "act_entitlement",
    "act_district",
    "shows",  # What if: before, after or change on the map
    "changed",  # What if: part of a name
    "site_asked",  # Where to put it: whether the question is asked, and all of it
    "site_aim",
    "site_opens",
    "site_sector",
    "site_places",
    "site_add",
    "site_kind",
    "site_within",
    "site_people",
    "site_year",
    "site_near",
    "site_must",
    "site_never",
    "site_apart",
    "site_in",
    "site_least",
    "site_most",
    "site_total",
    "site_cap",
    "site_budget",
    "site_why",
    "ahead_year",  # Demand: the year on the map, how new homes are counted, and who shares the places
    "ahead_homes",
    "ahead_shared",
    "ahead_take_up",
    "report_year",  # Sufficiency report: the year that it is of
    "site_found",  # Where to put it: the sites of an answer that a search found, after the mark of their question
)
# What a reader types into a box.
TYPED = frozenset({"words", "place", "provider", "changed", "act_postcode", "act_ages"})
ASKED = "asked"
MOST_CHARACTERS, MOST_WORDS, MOST = 120, 100, 40


def valid(entry: str) -> bool:
    """Whether a value of ``find`` can mean something; words to search for are no longer than their boxes take."""
    name, colon, value = entry.partition(":")
    most = MOST_WORDS if name in TYPED else MOST_CHARACTERS
    return name in NAMES and bool(colon) and bool(value) and len(entry) <= MOST_CHARACTERS and len(value) <= most


def several(find: Iterable[str], name: str) -> list[str]:
    """Give all values of a name."""
    return [value for own, _, value in (entry.partition(":") for entry in find) if own == name]


def one(find: Iterable[str], name: str) -> str:
    """Give the value of a name, or nothing."""
    return next(iter(several(find, name)), "")


def asked(find: Iterable[str]) -> bool:
    """Whether a report is on the place that was asked for by its name."""
    return one(find, "about") == ASKED


def also(find: Iterable[str], **values: str) -> tuple[str, ...]:
    """Give what a link looks for with other values of some names; an empty value takes a name out."""
    others = [entry for entry in find if entry.partition(":")[0] not in values]
    return (*others, *(f"{name}:{value}"[:MOST_CHARACTERS] for name, value in values.items() if value))


def keep(name: str, values: str | Iterable[str] | None) -> None:
    """Write the values of a name into the view; for callbacks of widgets."""
    wanted = [values] if isinstance(values, str) else list(values or ())
    others = [entry for entry in saved().get("find", ()) if entry.partition(":")[0] != name]
    change(find=[*others, *(f"{name}:{value}"[:MOST_CHARACTERS] for value in wanted if value)])
