"""Every sentence of the page *Place*. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures, sure
from ui.words import panel as panel_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

LINK = "Open the full profile"
PURPOSE = "One page about a place, to read or to print: who lives there, what is missing and why, who is near, and how sure that is."
EMPTY = "*Areas shown* in the sidebar says whether neighbourhoods, wards or districts can be chosen."
EMPTY_START = "Or start with one of the greatest gaps of your choice"
TO_MAP = "Show on the map"
TO_LIST = "Show the gap list"

# --- who lives here ----------------------------------------------------------------------------------------------------

WHO_TITLE = "Who lives here"
WHO_COLUMNS = ("Age", "Children")
UNDATED = "undated"
AGES = ("Under 1", "1", "2", "3", "4")
LOCATOR_TITLE = "Where it is"


def who(children: int, share: str, parent: str, period: str, *, about: bool) -> str:
    """Say how many young children live here, of how many in the district; ``about`` where the number is approximate."""
    people = common.people(children, about=about)
    sentence = f"{people[:1].upper()}{people[1:]} live here ({figures.date_words(period)} estimate)"
    return f"{sentence}, {share} of those in {parent}." if parent else f"{sentence}."


def who_source(title: str, publisher: str) -> str:
    """Name the source of the children."""
    return f"Source: {title}, {publisher}."


def locator(name: str, area: str, parents: Sequence[str]) -> str:
    """Describe the locator map."""
    inside = f", in {', '.join(parents)}" if parents else ""
    return f"Map of {area} with its districts outlined; {name} is filled in orange{inside}."


# --- all outcome areas -------------------------------------------------------------------------------------------------

OVERVIEW_TITLE = "Need and gap in every outcome area"
OVERVIEW_COLUMNS = ("Outcome area", "Need here", "District", "Whole area", "Gap class", "Rank of its gap")
OVERVIEW_NOTE = (
    "Need: 0 to 100, 100 is the greatest need among all areas of this kind. The grey band holds nine of ten runs with other "
    "reasonable weights, scaling and values within their intervals. District and whole area: means weighted by children. Rank 1 is the "
    f"greatest gap of the whole area; its range holds nine of ten runs {sure.SETTINGS}, which are not the truth either."
)
KEY = {"here": "here", "indistrict": "its district", "inatlas": "the whole area", "band": "could also be"}
CHOSEN_OUTCOME = "chosen in the sidebar"


def summary(priority: Sequence[str], outcomes: int, greatest: str, need: float, inside: tuple[int, int] | None) -> str:
    """Say the one thing about the area; ``inside``: of a ward or district, how many neighbourhoods are a priority, of how many."""
    where = f"*{plain(greatest.lower())}* ({need:.0f} of 100)"
    if not greatest:
        sentence = ""
    elif need < MIDDLE:
        sentence = f"Need is below the middle of the whole area in every outcome area; it comes nearest in {where}."
    else:
        sentence = f"Need compared with the whole area is greatest in {where}."
    names = figures.listed([f"*{plain(name.lower())}*" for name in priority])
    first = f"a priority gap in {len(priority)} of {outcomes} outcome areas: {names}."
    if not priority:
        first = f"not a priority gap in any of the {outcomes} outcome areas."
    first = first[:1].upper() + first[1:] if inside is None else f"As a whole {first}"
    return " ".join(filter(None, (first, _within(*inside) if inside else "", sentence)))


def _within(priority: int, of: int) -> str:
    """Say how many neighbourhoods of an area are a priority, as the home page counts them."""
    if not priority:
        return f"None of its {of:,} neighbourhoods is." if of > 1 else "Nor is its one neighbourhood."
    if of == 1:
        return "Its one neighbourhood is, in at least one."
    return f"Of its {of:,} neighbourhoods {priority:,} {'is' if priority == 1 else 'are'} a priority in at least one."


PRINT = "Print this place"


def rank(number: int | None, ranked: int, limits: tuple[str, int | None, int | None], *, border: bool) -> tuple[str, str]:
    """Write the rank of a gap and between which ranks it may lie."""
    if number is None:
        return common.NO_DATA, ""
    return f"{number:,} of {ranked:,}", sure.rank_range(*limits, border=border)


# --- measures ----------------------------------------------------------------------------------------------------------

# A percentile.
MIDDLE = 50.0
MEASURES_COLUMNS = ("Measure", "Here", "District", "Whole area")
MEASURES_KEY = {"here": "here", "indistrict": "its district", "inatlas": "the whole area", "band": "95% interval"}
MEASURES_NOTE = "Each line runs from the lowest to the highest figure of all areas for which the measure is shown."


def measures_title(outcome: str) -> str:
    """Heading of the measures."""
    return f"Measures behind need: {outcome.lower()}"


def ends(low: str, high: str, unit: str, period: str) -> str:
    """Say what a strip runs between, in which unit, and when."""
    return f"{low} to {high} · {unit} · {figures.date_words(period)}"


SOURCES_TITLE = "Sources, intervals and changes of each measure"
TREND_TITLE = "How it has changed"
TREND_COLUMNS = ("Measure", "Over time", "Change")
TREND_NONE = "No measure of this outcome area has figures of two comparable dates for this place."


def line_words(name: str, period: tuple[str, str], change: str) -> str:
    """Describe a small line chart."""
    return f"{name}, {figures.date_words(period[0])} to {figures.date_words(period[1])}. {change}"


# --- provision ---------------------------------------------------------------------------------------------------------

REACH_COLUMNS = ("Kind of provider", "Providers", "Places", "Nearest (km by road, estimated)")


def reach_title(outcome: str) -> str:
    """Heading of the provision in reach."""
    return f"Provision in reach: {outcome.lower()}"


def reach(count: int, catchment: str, public: int) -> str:
    """Say how many providers are in reach and how many are public."""
    if not count:
        return f"No provider of the chosen kind is within an estimated {catchment}."
    sectors = "none of them is" if not public else "1 of them is" if public == 1 else f"{public:,} of them are"
    return f"{panel_words.providers_title(count, catchment)}; {sectors} public."


def reach_places(places: float | None, assumed: float, unknown: int, planned: float) -> tuple[str, str]:
    """Write places of one kind, and what of them is assumed, planned or unknown."""
    notes = [f"{assumed:,.0f} assumed"] if assumed else []
    notes += [f"{planned:,.0f} planned"] if planned else []
    notes += [f"{unknown:,} not published"] if unknown else []
    return (figures.NONE if places is None else f"{places:,.0f}"), "; ".join(notes)


REASONS_TITLE = "Why it is, or is not, a gap"


def reasons_title(outcome: str) -> str:
    """Heading of the reasons."""
    return f"{REASONS_TITLE}: {outcome.lower()}"


# --- neighbours --------------------------------------------------------------------------------------------------------

NEIGHBOURS_TITLE = "Its neighbours"
TOUCHING = "Neighbours share a border or a corner; areas beyond the data are not shown."
NEIGHBOUR_COLUMNS = ("Place", "Need (0-100)", "Access", "Gap (0-100)", "Gap class")
NO_NEIGHBOURS = "No other area in the data touches this one."
THIS = "this place"


def neighbours(count: int, priority: int, level: Level, outcome: str) -> str:
    """Say how many areas touch this one and how many of them are priority gaps."""
    if count == 1:
        gap_words = "it is a priority gap" if priority else "it is not a priority gap"
        return f"1 {common.LEVEL_ONE[level]} touches this one; {gap_words} for *{plain(outcome.lower())}*."
    gaps = "none of them is a priority gap" if not priority else f"{priority:,} of them {'is a' if priority == 1 else 'are'} priority gap"
    return (
        f"{common.areas_of(level, count).capitalize()} touch this one; {gaps}{'s' if priority > 1 else ''} for *{plain(outcome.lower())}*."
    )


def neighbour_note(unit: str) -> str:
    """Say the unit of access and what touching means."""
    return f"Access in {unit}; below it minutes to the nearest, and how many are in reach. {TOUCHING}"
