"""Every sentence of the brief on one place. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import common
from ui.words.ask import in_places
from ui.words.figures import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level
    from geo.places.answer import PlacesHere

# So many providers are numbered on the map and listed, and so many reasons are told.
SHOWN, REASONS = 10, 2
MAP_TITLE, WHY_TITLE, SURE_TITLE, TABLE_TITLE = "Where it is", "Why", "How sure", "Providers within reach"
CAVEAT_TITLE, NEXT_TITLE = "Before you act", "Next step"
MAP_NOTE = "Numbers: the providers listed, squares public, circles private or voluntary."
ROADS_NOTE = "Roads are schematic."
COLUMNS: Final = ("No.", "Provider", "What it is", "Whose", "Places", "Minutes")
WIDTHS, ALIGN = (8, 62, 44, 30, 20, 14), ("RIGHT", "LEFT", "LEFT", "LEFT", "RIGHT", "RIGHT")
ABOUT = "What it is on"
ABOUT_HELP = "The scenario, on one page; a place, on one or two; or the gap list of the chosen districts."
NO_RANK = "not ranked"


def title(place: str, outcome: str) -> str:
    """Title of the brief."""
    return f"{place}: {outcome.lower()}"


def headline(kind: str, parents: Sequence[str], gap_class: str) -> str:
    """Say in one sentence what the place is, and as what it stands in the list."""
    where = f" in {', '.join(parents)}" if parents else ""
    return f"{kind.capitalize()}{where}. {common.gap_class_words(gap_class)}."


NEED, CHILDREN = "need, 0 to 100", "children under five"

# A brief on a place that was asked for by its name: so many of its providers are listed, more would not fit on two pages.
LISTED, NAMED = 20, 6
SHORT_TITLE, HERE_TITLE = "What is here, and what is missing", "Providers here, public first"
PRIORITY = "neighbourhoods with high need and low provision"


def asked_headline(what: str, wards: Sequence[str], inside: Sequence[str]) -> str:
    """Say what the place is, and which wards and neighbourhoods are meant by it."""
    in_wards = f"{'Ward' if len(wards) == 1 else 'Wards'}: {_few(wards)}."
    return f"{what[:1].upper()}{what[1:]}. {in_wards} {'Neighbourhood' if len(inside) == 1 else 'Neighbourhoods'}: {_few(inside)}."


def _few(names: Sequence[str]) -> str:
    shown = list(names[:NAMED])
    return listed([*shown, f"{len(names) - NAMED:,} more"] if len(names) > NAMED else shown)


def where(wards: int) -> str:
    """Say where the listed providers are; without a number of wards the place is all of it."""
    return "here" if not wards else "in its ward" if wards == 1 else f"in its {wards:,} wards"


def of_sector(sector: str, where: str, here: PlacesHere) -> str:
    """Say what a number of providers is of, and how many places they have together."""
    return ", ".join(filter(None, (f"{sector.lower()} {where}", in_places(here))))


def children(where: str) -> str:
    """Say which children a number is of."""
    return f"children under five {where}"


def inside(neighbourhoods: int, here: PlacesHere) -> str:
    """Say which children live in the neighbourhoods alone, and how many of the providers and places are there."""
    which = "neighbourhood" if neighbourhoods == 1 else f"{neighbourhoods:,} neighbourhoods"
    providers = f"{here.count:,} of these providers" if here.count else "none of these providers"
    return f"children under five in the {which} alone, with {providers}{f' and {here.places:,.0f} places' if here.places else ''}"


def asked_rest(count: int, shown: int, mode: str) -> str:
    """Say how many providers are here, how many of them are listed, and what minutes are."""
    more = f"{shown:,} of {count:,} are listed, the nearest of each sector; the page Provision has all. " if count > shown else ""
    return f"{more}Minutes {common.BY[mode]}, estimated, from the middle of the nearest neighbourhood of the place."


def ranked(level: Level) -> str:
    """Say what a rank is of."""
    return f"rank among all {common.LEVEL_NAMES[level].lower()} of the whole area; 1 is the greatest gap"


def within_reach(unit: str) -> str:
    """Say what access is."""
    return f"{unit} within reach"


def nearest(count: int) -> str:
    """Say what minutes are to, and how many providers are in reach."""
    return f"to the nearest; {count:,} within the catchment"


def rest(count: int, catchment: str) -> str:
    """Say how many providers are within reach, and how many of them are not listed."""
    more = f"; the {SHOWN} nearest are listed" if count > SHOWN else ""
    return f"{count:,} within a {catchment}{more}. Minutes are estimated."


def none(catchment: str) -> str:
    """Say that there is no provider."""
    return f"No provider of the kind that counts is within a {catchment}."


def next_step(nearest: Sequence[str], *, in_places: bool, priority: bool) -> str:
    """Say what to do with the brief: whom to ask first, by name, and where to go on."""
    what = "how many places are free now, and for which ages" if in_places else "which families from here they reach"
    ask = f"Ask {listed(list(nearest))} {what}. " if nearest else ""
    if priority:
        return f"{ask}If families go without: Where to put it shows which site would help most, and What if what that would change."
    return f"{ask}This is not among the greatest gaps: compare with the head of the gap list before money is spent here."


def alt(place: str, count: int) -> str:
    """Say what the map shows to somebody who cannot see it."""
    return f"Map of {place} and the {count} nearest providers within reach; the table of providers names them."


FORM = "One or two A4 pages as a PDF, and the same as one web page."


def holds(place: str) -> list[str]:
    """Say what a brief will hold before it is made."""
    return [
        f"What {place} is, its rank, need and provision within reach.",
        "A map with the nearest providers, numbered, and a table that names them, public and private.",
        "Two reasons, how sure it is, one caveat and a next step.",
        FORM,
    ]


def asked_holds(place: str) -> list[str]:
    """Say what a brief on a place that was asked for by its name will hold before it is made."""
    return [
        f"Which wards and neighbourhoods {place} means, and what is there: providers and places, public and private.",
        "A map with the providers, numbered, and a table that names them with places and minutes.",
        "What is missing, how sure that is, and a next step.",
        FORM,
    ]
