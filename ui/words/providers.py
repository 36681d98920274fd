"""Every sentence of the page of providers. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures, scenarios
from ui.words import maps as maps_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

INTRO = "Providers by name and place, public and private. Search by name or postcode, or narrow the list."
WORDS, WORDS_HELP = "Name, postcode or reference number", "Parts of words are enough, in any order: for example “acorn pe13”."
KIND, KIND_ALL = "Type of provider", "All that answer an outcome area"
INSPECTION, INSPECTION_ALL = "Last inspection", "All results"
INSPECTION_HELP = "Ofsted gave one grade until November 2025, and a report card without a single grade since then. The two do not compare."
BASIS, BASIS_ALL = "How places are known", "All"
BASIS_HELP = "Schools publish no nursery places: one class is assumed. Some registered providers publish none."
LEAST, MOST = "Places from", "Places to"
PLACES_HELP = "Providers whose places are not known are left out while a number stands here."
BEYOND = "Beyond the border too"
BEYOND_HELP = "Providers within about 8 km outside the area. Families inside can reach them, so access counts them."
SEARCH_TITLE = "Narrow the list"
INSPECTIONS = {
    **{grade: f"{word} (grade to November 2025)" for grade, word in maps_words.GRADES.items()},
    "report_card": "Report card (since November 2025)",
    "none": "No result in the data",
}
BASES = {"registered": "Registered", "assumed": "Assumed", "unknown": "Not published", "none": "Has no places"}
BASIS_NAMES = {**BASES, "planned": scenarios.PLANNED.capitalize()}
LIST_TITLE, COUNT_TITLE, MISSING_TITLE = "The list", "By type and sector", "What is not shown, and why"
COUNT_COLUMNS = ("Type", "Sector", "Providers", "Registered places", "Assumed places", "Places not published", "Planned places")
COLUMNS = {
    "name": "Name",
    "type": "Type",
    "sector": "Sector",
    "places": "Places",
    "basis": "Places are",
    "inspection": "Last inspection",
    "inspection_date": "Inspected on",
    "postcode": "Postcode",
    "ward": "Ward",
    "district": "District",
    "as_at": "As at",
}
MISSING_COLUMNS = ("What", "How many", "Why")
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "Every provider found, with all columns of the data. Opens in Excel."
UNNAMED = "No name in the source"
NOTHING = (
    "No provider matches. Take away a filter: fewer words, all types, no number of places, or more districts in the sidebar. "
    "A type without data shows here as nothing found; the table at the foot of the page says which types have no data."
)
LEGEND_TITLE, LEGEND_NOTE = "Providers", "Each mark is a provider of the list. Choose a row of the list to ring it on the map."
MAP_TITLE = "On the map"
CHOSEN = "Ringed on the map"


def with_beyond(where: str) -> str:
    """Name an area together with what is just beyond its border."""
    return f"{where} and beyond the border"


def finding(count: int, total: int | None, public: int, places: str, assumed: str, where: str, *, complete: bool, planned: str = "") -> str:
    """Say how many providers were found, and how many places they have.

    Parameters
    ----------
    count, public : int
        Providers found, and public ones among them.
    total : int, optional
        Those that count for an outcome area, among which these are; None where a kind that counts for none was chosen.
    places, assumed, planned : str
        Places, by how they are known; empty for none.
    where : str
        The area.
    complete : bool
        Whether childminders are among them.
    """
    number = f"{count:,} of {total:,}" if total is not None and count < total else f"{count:,}"
    which = common.CHOSEN_KIND if total is None else common.COUNTING
    listed = f"**{number} providers {which}** in {plain(where)}"
    if count == 1:
        return f"{listed.replace('**1 providers', '**1 provider')}."
    parts = (
        f"{places} registered places" if places else "",
        f"{assumed} assumed" if assumed else "",
        f"{planned} planned" if planned else "",
    )
    known = figures.listed([part for part in parts if part])
    without = "" if complete else f", {common.WITHOUT_CHILDMINDERS}"
    return f"{listed}, {public:,} of them public{f': {known}{without}' if known else ''}."


def alt(count: int, where: str) -> str:
    """Describe the map to somebody who cannot see it."""
    return (
        f"Map of {where} with {count:,} providers: squares are public, circles private, voluntary or independent. The list holds them all."
    )


def beyond(count: int) -> tuple[str, str, str]:
    """Say how many providers lie beyond the border."""
    return (
        "Providers beyond the border",
        f"{count:,}",
        "They count for families near the border. Switch on “Beyond the border too” to list them.",
    )


def unknown(count: int) -> tuple[str, str, str]:
    """Say how many publish no places."""
    return (
        "Places of registered providers",
        f"{count:,} providers",
        "Ofsted's register leaves them empty: they count as a site, not as places.",
    )


def assumed(count: int, places: str) -> tuple[str, str, str]:
    """Say how many places are assumed."""
    return (
        "Nursery places of schools",
        f"{count:,} schools",
        f"Not published; {places} places are assumed and can be switched off in the sidebar.",
    )


def not_services(plurals: Sequence[str], count: int) -> tuple[str, str, str]:
    """Say which kinds are in the data but answer no outcome area."""
    why = f"They answer no outcome area by themselves. Choose them under “{KIND}” to list them."
    return figures.listed(plurals).capitalize(), f"{count:,}", why


CHILDMINDERS = "Childminders by authority and parliamentary constituency"
CHILDMINDER_COLUMNS = ("Authority", "Parliamentary constituency", "Childminders")


def childminders(placed: int, counted: Sequence[tuple[str, int]]) -> tuple[str, str, str]:
    """Say how many childminders there are, and why they have no point: ``placed`` by a list of the council's, ``counted`` by authority."""
    why = "Ofsted withholds their addresses, so they are counted, never placed, and their places are in no figure."
    if placed:
        return "Childminders", f"{placed:,} in a list of your own", "Ofsted withholds their addresses: only your own list has points."
    if not counted:
        here = "Ofsted withholds their addresses, so they have no point and their places are in no figure."
        return "Childminders", "no count held yet: bring Ofsted's register", here
    return "Childminders", "; ".join(f"{name} {count:,}" for name, count in counted), why


def without_data(plurals: Sequence[str]) -> tuple[str, str, str]:
    """Name service types that nobody has supplied."""
    return (
        "Service types without data",
        f"{len(plurals):,}",
        f"Nobody has supplied {figures.listed(plurals)} yet. Their absence is never counted as a gap.",
    )


def sources(lines: Sequence[str]) -> str:
    """Name where the list is from."""
    return "Sources: " + "; ".join(lines) + "."
