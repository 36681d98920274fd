"""Every phrase on the map, its legend and its hover cards. No arithmetic here, no layout."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ui.words import figures as figures_words
from ui.words import scenarios
from ui.words.figures import date_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

# --- providers -------------------------------------------------------------------------------------------------------

SECTOR_WORDS = {"public": "public", "pvi": "private, voluntary or independent"}
GRADES = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"}
SYMBOLS = {
    "public": "Public provider",
    "pvi": "Private, voluntary or independent provider",
    "site": "Possible site: primary school without a nursery class",
    "note": "Ring: local knowledge",
    "opens": "Triangle: opens, or moves here, in the scenario",
    "closes": "Crossed out: closes, or moves away, in the scenario",
    "changes": "Filled diamond: another size, or new homes, in the scenario",
    "chosen": "Numbered: sites of the answer, the one that helps most first",
}


def places_words(places: float | None, basis: str | None) -> str | None:
    """Say how many places a provider has and how that is known; None for services that have no places."""
    if basis == "registered" and places is not None:
        return "1 registered place" if places == 1 else f"{places:,.0f} registered places"
    if basis == "assumed" and places is not None:
        return f"{places:,.0f} nursery places assumed: the register does not publish them"
    if basis == "planned" and places is not None:
        return f"{scenarios.places(places)}, {scenarios.PLANNED}"
    if basis == "unknown":
        return "Number of places not published"
    return None


def quality_words(scheme: str | None, quality: str | None, inspected: str | None) -> str | None:
    """Say the result of the last inspection in the scheme that it was given in; None if the data has none."""
    when = f" (inspected {date_words(inspected)})" if inspected else ""
    if scheme == "graded" and quality:
        return f"Ofsted grade: {GRADES.get(quality, quality)}{when}"
    if scheme == "report_card":
        return f"Ofsted report card since November 2025: no single grade{when}"
    return None


def as_at(period: str | None, publisher: str) -> str:
    """Say how old a record is and who keeps it."""
    return f"As at {date_words(period)}, {publisher}" if period else publisher


# --- areas -----------------------------------------------------------------------------------------------------------


def area_detail(parents: list[str], children: int) -> str:
    """Second line of an area's hover card: where it is, and how many young children live there."""
    count = "1 child under five" if children == 1 else f"{children:,} children under five"
    return "\n".join([", ".join(parents), count] if parents else [count])


# --- legend ----------------------------------------------------------------------------------------------------------

LEGEND_SCORES = {
    "gap": (
        "Gap score, 0 to 100 (100 = highest need with least access)",
        "Need and lack of access in one score, compared with the whole area.",
    ),
    "need": (
        "Need, 0 to 100 (100 = greatest need)",
        "Percentile among all areas of this kind: one fifth of them in each class.",
    ),
}
LEGEND_DESERTS = (
    "Childcare deserts: children under five for each place within reach",
    (
        "After the Center for American Progress (Malik and others, 2018), here with the modelled access of each area; assumed places count "
        "unless they are switched off. Childminders are not in it unless a list of your own has them."
    ),
)
LEGEND_BOTH = "Need and access together"
NOTE_NEAR = "The card of an area has the minutes to the nearest provider and how many are in reach."
NOTE_FIFTHS = "Each class holds about one fifth of all areas."
NOTE_THIRDS = "Thirds of all areas of this kind. The darkest corner is a priority: high need, low access."
LEGEND_MIX = (
    "Public share of provision in reach",
    "Of the places or sites in reach, the part that is council, school or NHS. The rest is private, voluntary or independent.",
)
MIX_NONE = "None public: private and voluntary only"
MIX_NOTHING = "Nothing in reach"
MIX_CARD = "Public share"
NO_DATA = figures_words.NO_DATA
SUPPRESSED = "Suppressed by the publisher (small numbers)"
WITHHELD = "Withheld by the publisher (the panel of an area says why)"
LEGEND_NAME = "What the colours and marks mean"
BEYOND = "Faint marks: beyond the border"
PRIORITY = "Outlined: priority (highest third of need, lowest third of access)"
FADED = "Faded: outside your districts"
NEED_AXIS = ("low need", "middle need", "high need")
ACCESS_AXIS = ("high access", "middle access", "low access")


def legend_access(unit: str) -> str:
    """Title of the legend of access."""
    return f"Access: {unit} within reach" if unit else "Access"


def desert_labels(limit: float) -> list[str]:
    """Classes of the deserts layer."""
    return ["No place in reach", f"Desert: more than {limit:g} children for each place", f"{limit:g} children for each place, or fewer"]


def class_labels(edges: Sequence[float], top: float | None = None) -> list[str]:
    """Say each class by its exact edges; ``top`` closes the last class of a score."""
    if not edges:
        return ["All areas"]
    figures = [_figure(edge) for edge in edges]
    first = f"0 to under {figures[0]}" if top is not None else f"under {figures[0]}"
    last = f"{figures[-1]} to {_figure(top)}" if top is not None else f"{figures[-1]} and over"
    between = [f"{low} to under {high}" for low, high in pairwise(figures)]
    return [first, *between, last]


def share_labels(edges: Sequence[float]) -> list[str]:
    """Say each class of a share by its exact edges; none at all is a class of its own."""
    figures = [f"{edge:.0%}" for edge in edges]
    between = [f"{low} to under {high}" for low, high in pairwise(figures)]
    return [MIX_NONE, f"some, under {figures[0]}", *between, f"{figures[-1]} and over"]


def _figure(value: float) -> str:
    return f"{value:,.10g}"


# --- hover card of an area -------------------------------------------------------------------------------------------

CARD = {
    "need": "Need", "access": "Access", "gap": "Gap", "of": " of 100", "missing": NO_DATA,
    "nearest": "Nearest", "minutes": " min", "at_once": "under 1 min", "reach": "{count} in reach",
}  # fmt: skip


# --- the page --------------------------------------------------------------------------------------------------------

WORST_TITLE = "The greatest gaps here"
WHOLE_LIST = "The whole list"
TABLE_ON_PAGE = f"The table “{WORST_TITLE}” on this page holds the ten greatest, the page Gap list all."
TABLE_IN_FILE = "The table below the map holds the same figures."
HOW_TITLE = "How this was worked out"
ZOOM_CHOSEN, ZOOM_ALL = "Zoom to my choice", "Whole area"
ZOOM_HELP = "The map stays where you put it when you change a filter; these two buttons move it."


def credit(publishers: list[str]) -> str:
    """Say whose lines and names a map shows; the page of data and methods has their licences."""
    return f"Context: {', '.join(publishers)}" if publishers else ""


WAYS = {
    "wheel": "Click the map first, or hold Ctrl, to zoom with the wheel",
    "keys": (
        "With the keyboard: arrow keys move the map under the cross in its middle, plus and minus zoom; the area under the cross is "
        "read out."
    ),
    "enter": "Enter chooses it.",
    "nowhere": "No area under the cross",
    "all": ZOOM_ALL,
    "chosen": ZOOM_CHOSEN,
}

STANDS_IN = "This browser cannot draw the detailed map (WebGL 2 is off or missing), so a light one is shown. It holds the same facts."


POINTS = {True: "Providers are shown as points.", False: "No points are shown."}


def alt(painted: str, where: str, finding: str, points: str, table: str) -> str:
    """Describe the map to somebody who cannot see it, and say where a table holds its figures."""
    colours = f"coloured by {painted[:1].lower()}{painted[1:]}"
    return f"Map of {where}, {colours}. {finding} {points} {table}"


def indicator_title(name: str, unit: str) -> str:
    """Title of the legend of one measure."""
    return f"{name}: {unit}"


def bands_note(period: str, source: str) -> str:
    """Say whose measure and whose bands are painted, and what they are not."""
    return (
        f"{date_words(period)}; {source}. The publisher's own figures in the publisher's own bands for England: children of 0 to 7, with "
        "childminders and without school nurseries. It is not the access that is worked out here, and its bands say nothing of that."
    )


def indicator_note(period: str, source: str, role: str, published: str) -> str:
    """Say where the painted measure is from."""
    return f"{date_words(period)}; {source}; published for {published}. {role}. {NOTE_FIFTHS}"


def nearest_town(towns: Sequence[tuple[str, float]], *, numbered: bool) -> str:
    """Say which town lies nearest to each of some marks; ``towns`` is its name and how many kilometres away its middle is."""
    told = [f"{plain(name)}, {'less than 1 km' if km < 1 else f'{km:.0f} km'}" for name, km in towns]
    if not told:
        return ""
    named = [f"{number}. {one}" for number, one in enumerate(told, start=1)] if numbered else list(dict.fromkeys(told))
    return f"Nearest town, in a straight line: {'; '.join(named)}."
