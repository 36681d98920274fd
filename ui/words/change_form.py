"""The form of What if that adds a change, and the file that brings some: every sentence of both. No arithmetic here, no layout."""

from __future__ import annotations

import re
from typing import Final

from geo.places.outskirts import CALLED_WITHIN_M, NEAR_M
from ui.words import common
from ui.words.plain import plain
from ui.words.scenarios import places

# --- the form ------------------------------------------------------------------------------------------------------------

# The first change asks for an answer; a further one joins a list.
ADD_TITLE, FIRST, ADD = "Add a change", "See what happens", "Add this change"
KIND = "What changes"
KINDS: Final = {
    "open": "Open", "close": "Close", "move": "Move", "resize": "Change size", "homes": "New homes", "children": "Children",
    "take_up": "Take-up",
}  # fmt: skip
KIND_HELP = (
    "Open or close provision, move it, change its size; build homes whose children share what is there; say that more or fewer children "
    "live somewhere, or that more of those who are entitled take up funded hours."
)
INSIDE, INSIDE_PLACEHOLDER = "In which town, ward or district", "All; type a town, a ward or a district"
INSIDE_HELP = (
    "Narrows the list below to one ward or district, or to one town and what is just outside it: at most"
    f" {NEAR_M / 1000:g} km away, or {CALLED_WITHIN_M / 1000:g} km where it is called after the town, and in no other town."
    " The figures stay those of the whole area."
)
WHOSE, WHOSE_HELP = "Whose", "Registers do not tell private from voluntary and independent providers apart: one choice is all three."
PROVIDER, PROVIDER_PLACEHOLDER = "Which provider", "Choose from the list, or type a name or postcode"
PROVIDER_HELP = "The one with the most places comes first, those beyond the border last. Type a postcode with its space."
NO_PROVIDER = "No provider of this kind lies there. Choose another town, ward or district."
BEYOND = "beyond the border"
PROVIDERS_TITLE = "Providers to choose from"
LIES_IN, LIES_OUTSIDE = "inside", "just outside"
PROVIDER_COLUMNS: Final = {
    "name": "Provider", "places": "Places", "lies": "Where", "sector": "Whose", "service": "Type", "ward": "Ward", "district": "District",
    "postcode": "Postcode",
}  # fmt: skip
SERVICE, SECTOR = "Type", "Sector"
PLACES, NEW_PLACES = "Places", "Places from now on"
PLACES_HELP = "Children who can be there at the same time. One class is taken as 26."
AGES = "Ages in months, if known"
AGES_HELP = "For example 36-60 for three- and four-year-olds. It counts in the table by age of the page *Demand* alone."
BY = "Where"
BYS: Final = {
    "at": "At a school or provider", "place": "In a town, village or ward", "postcode": "At a postcode", "area": "In a neighbourhood",
}  # fmt: skip
PLACE, PLACE_PLACEHOLDER = "Which town, village or ward", "Type its name"
NEAR = "In which of its neighbourhoods"
NEAR_HELP = "Those that its name means in the search too, the one in its middle first. A change lies in one of them."
AT, AT_PLACEHOLDER = "At which address", "Type the name of a school or provider, or its postcode"
POSTCODE, POSTCODE_HELP = "Postcode", "Inside the area, or at most 8 km outside."
AREA, AREA_PLACEHOLDER = "Which neighbourhood", "Type a ward, or the name of a neighbourhood"
HOMES = "New homes"
YIELD = "Children under five in 100 homes"
YIELD_HELP = "Assumed. Published county figures lie between 20 and 30 children in 100 new homes."
YEAR, YEAR_HELP = "From which year, if known", "The page *Demand* counts it from that year on. Here the figures are those after it."
CHILDREN, CHILDREN_HELP = "More children under five", "Below 0: so many fewer. How many there are stays to be counted: this is a try."
CHILD_AGES, ALL_AGES = "Of which age", "All under five"
TAKE_UP_AGES, TAKE_UP_AGES_HELP = "Take-up at which age", "Ages at which the data say how many are entitled."
PERCENT, PERCENT_HELP = "So many per cent take it up", "Of the children of this age who are entitled to funded hours."
ENTITLEMENT, ALL_ENTITLEMENTS = "Which funded hours", "All at this age"
TAKE_UP_WHERE, WHOLE_AREA = "Where take-up changes", "The whole area"
NO_TAKE_UP = (
    "The data hold no take-up of funded hours with how many children are entitled, so it cannot be changed here. The file is "
    "`take_up.csv`: the page below says where to get it."
)
TO_GUIDE = "Demand: which file to bring, and from where"
PUBLISHED = (
    "The data hold no take-up by age and entitlement, so it cannot become a change of a scenario. For whole authorities published "
    "figures tell what it means."
)
# A register may write *St.Mary*; a single letter is one of initials.
_JOINED_ABBREVIATION: Final = re.compile(r"\.(?=[^\W\d_]{2})")
FAULTS_TITLE = "This change cannot be made yet"
# Column of a change -> what the form calls it.
FIELDS: Final = {
    "target": "Provider or neighbourhood", "service_type": SERVICE, "sector": SECTOR, "places": PLACES, "ages": AGES, "where": BY,
    "homes": HOMES, "yield_0_4": YIELD, "from_year": YEAR, "kind": KIND, "children": CHILDREN, "percent": PERCENT,
    "entitlement": ENTITLEMENT,
}  # fmt: skip
CHOOSE_PROVIDER = "Choose the provider first."
CHOOSE_PLACE = "Say where: choose a school, a provider, a town, a ward or a neighbourhood, or write a postcode."
WHENEVER = "The figures are those after the change, whenever it comes, next month or in some years."


def aged(span: str) -> str:
    """Say an age, or a span of ages, as ``take_up.csv`` writes it: ``3-4``."""
    first, _, last = span.partition("-")
    return ALL_AGES if not span else f"Aged {first} to {last}" if last else "Under one" if first == "0" else f"Aged {first}"


def a_name(written: str) -> str:
    """Say that what was written as a postcode is the name of a place, which is chosen by name."""
    return f"**{POSTCODE}:** “{plain(written)}” is the name of a place. Choose *{BYS['place']}* above, and then its name."


def fault(column: str, message: str) -> str:
    """Say what is wrong with one field."""
    return f"**{FIELDS.get(column, column)}:** {plain(common.sentence_case(message))}"


def provider_label(name: str, postcode: str, ward: str, district: str, number: float | None) -> str:
    """Name a provider in a box that is searched, written as people type it; one that lies in no district is beyond the border."""
    typed = _JOINED_ABBREVIATION.sub(". ", " ".join(name.split()))
    return ", ".join(part for part in (typed, "" if number is None else places(number), ward, district or BEYOND, postcode) if part)


def just_outside(label: str) -> str:
    """Mark the label of a provider that lies just outside the town whose providers are listed."""
    return f"{LIES_OUTSIDE.capitalize()}: {label}"


def in_area(area: str) -> str:
    """Say that providers lie in a ward or district."""
    return f"In {area}"


def in_town(town: str) -> str:
    """Say that providers lie in a town or beside it."""
    return f"In {town}, and {LIES_OUTSIDE}"


def listed(within: str) -> str:
    """Say which providers the box lists."""
    return f"{plain(within)}. To find one elsewhere, clear the box *{INSIDE}*."


def providers_note(within: str) -> str:
    """Say which providers the table lists, in which order, and how one is chosen."""
    return f"{plain(within)}. The largest first. Press a row to choose it; a press on a heading sorts the list."


def ward_label(ward: str, district: str) -> str:
    """Name a ward with its district in a box that is searched."""
    return f"{ward} ward, {district}"


def place_label(name: str, kind: str, ward: str, district: str) -> str:
    """Name a town, village or ward in a box that is searched, so that two of one name are told apart."""
    return ward_label(ward, district) if kind == "ward" else f"{name} ({kind}), {ward} ward, {district}"


def twice(label: str) -> str:
    """Say that a provider is changed already."""
    return f"**{PROVIDER}:** {plain(label)} is changed already. Remove that change from the list first."


def too_many(most: int) -> str:
    """Say that no more changes fit."""
    return f"A scenario has {most:,} changes at most. Remove one first."


# --- a file of changes --------------------------------------------------------------------------------------------

BRING_TITLE = "Bring changes from a file"
BRING = "File of changes (CSV)"
BRING_HELP = "One row a change, with the columns of the file of changes that this page offers. Nothing is used while a row is wrong."
BROKEN_FILE = "Nothing of this file is used. Mend these and bring it again."
USE, REPLACE, COMBINE = "Use these changes", "Replace the list", "Add to the list"
OF_LIST, OF_FILE = "list", "file"
NOT_IN_LINK = "Notes and names of changes stay in your file: the link and this list number the changes."
EMPTY_FILE = "has no change in it. Each row after the first is one change."


def brought(file: str, count: int) -> str:
    """Say what a file holds."""
    return f"**{plain(file)}** has {'1 change' if count == 1 else f'{count:,} changes'}, all of which can be made."


TAKE_UP_ONCE = "Take-up of the same children"


def too_large(most_kb: int) -> str:
    """Say that a file is too large to be one of changes."""
    return f"is larger than {most_kb:,} kB, more than any list of changes. Check that it is the right file."


def both(name: str) -> str:
    """Ask which of two changes of one provider, or of one take-up, is kept."""
    return f"**{plain(name)}** is changed by the list and by the file. Choose one:"


def keep(told: str, side: str) -> str:
    """Label the button that keeps one of two changes, that of the list or that of the file."""
    return f"Keep that of the {side}: {told}"
