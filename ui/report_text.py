"""Every sentence of the report and of the page that makes it. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import map_text, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.brief import Brief
    from geo.settings import Level

# --- the page --------------------------------------------------------------------------------------------------------

TITLE = "Report and exports"
LEAD = "Take the view of your filters away: to print, to send, to work on, or to look at without this dashboard."
MAKE = "Make report"
MAKE_HELP = "A web page in one file that opens from a mailbox, and a PDF to print. Takes a few seconds."
WORKING, STEPS, READY = "Making the report …", ("Ranking and checking", "Drawing the map", "Setting the PDF"), "The report is ready"
DOWNLOAD_HTML, DOWNLOAD_PDF = "Download HTML", "Download PDF"
HTML_HELP = "One file that opens in any browser, without a connection."
PDF_HELP = "A4, to print or to attach."
REPORT_TITLE, REPORT_HOLDS = (
    "Report",
    (
        "The finding, key figures, a map, the first 15 places of the gap list, why they are gaps, how sure that is, sources and dates. "
        "Choose one district in the sidebar for a report of two or three pages."
    ),
)
FILES_TITLE = "Files of this view"
FILES_LEAD = "The same rows and figures in every file."
STALE = "The filters have changed since the report was made. Make it again to see them in it."
FILES = {
    "csv": ("CSV", "Every row of the current filters, with all columns. Opens in Excel."),
    "xlsx": ("Excel (XLSX)", "The list with typed columns, the notes and the sources as sheets of one workbook."),
    "gpkg": ("GeoPackage", "For QGIS or ArcGIS: outlines of the areas with all columns, and the providers that count as points. WGS84."),
    "geojson": ("GeoJSON", "Outlines of the areas with all columns. WGS84."),
    "html": ("Map in one file", "An interactive map that opens in any browser, without a connection. Point at an area to see its figures."),
}
LINK_TITLE = "Link to this view"
LINK_HELP = "Whoever opens it sees the same filters. Copy it with the button at its right end."
TO_REPORT = "Report and exports"

# --- the report ------------------------------------------------------------------------------------------------------

KEY_TITLE, MAP_TITLE, LIST_TITLE = "Key figures", "Where the gaps are", "The greatest gaps"
WHY_TITLE, MIX_TITLE, SURE_TITLE = "Why the first three", "Public and private provision", "How sure this is"
HOW_TITLE, LIMITS_TITLE, SOURCES_TITLE = "How this was worked out", "What to know before using a figure", "Sources"
ABOUT_TITLE = "About this report"
COLUMNS = ("Rank", "Place", "Children under five", "Need (0-100)", "Access", "Gap (0-100)", "Range of ranks", "How sure", "Why")
SURE_WORDS = {"firm": "Firm", "likely": "Likely", "unsure": "Unsure", "not_worst": "Not among the worst fifth", "": map_text.NO_DATA}
CHANGED = "Not the recommended settings"
NUMBERED = "Numbers on the map are ranks in the table."
EVERY_SHARE = "PVI: private, voluntary and independent."
MAP_SOURCE = (
    "Outlines: Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data (c) Crown copyright."
)


def report_title(outcome: str, where: str) -> str:
    """Title of the report."""
    return f"{outcome}: gaps in {where}"


def plain(sentence: str) -> str:
    """Take the marks of emphasis out of a sentence of a page."""
    return sentence.replace("*", "")


def key_figures(figures: Brief, unit: str, level: Level) -> list[tuple[str, str]]:
    """Key figures with what they are, most important first."""
    rows = [
        (f"{figures.priority_areas:,} of {figures.areas:,}", f"{text.LEVEL_NAMES[level].lower()} are priority gaps: high need, low access"),
        (
            f"{figures.children_in_priority:,} of {figures.children:,}",
            "children under five live in a priority gap (mid-2020 estimate)"
            if figures.children_in_priority != 1
            else "child under five lives in a priority gap (mid-2020 estimate)",
        ),
        (_one(figures.access), f"{unit} within reach, on average; {_one(figures.access_atlas)} in the whole atlas"),
    ]
    if figures.shortfall_places == figures.shortfall_places:
        rows.append((f"{figures.shortfall_places:,.0f}", "places short of the target, all areas below it added up"))
    if figures.none_in_reach:
        rows.append((f"{figures.none_in_reach:,}", f"{text.LEVEL_NAMES[level].lower()} without any provider within reach"))
    return rows


def _one(value: float) -> str:
    return f"{value:,.1f}"


def mix(share: str, atlas: str, noun: str) -> str:
    """Say how much of the provision in reach is public."""
    return f"{share} of the {noun} that families here can reach are public; in the whole atlas {atlas}. {EVERY_SHARE}"


def sure(figures: Brief, level: Level, draws: int, share: str) -> str:
    """Say how firm the priority areas are."""
    if not figures.priority_areas:
        return f"No area here is a priority gap. Every rank was worked out {draws:,} times under other reasonable choices."
    others = figures.priority_areas - figures.firm - figures.likely
    gaps = "is a priority gap" if figures.priority_areas == 1 else "are priority gaps"
    return (
        f"Every rank was worked out {draws:,} times with other reasonable weights, scaling, distances and assumed places, and within the "
        f"published intervals. Of the {text.areas_of(level, figures.priority_areas)} that {gaps}, {figures.firm:,} "
        f"{'is' if figures.firm == 1 else 'are'} firmly among the worst {share} of the atlas, {figures.likely:,} likely, "
        f"{others:,} less surely. Ranges in the table hold nine trials of ten."
    )


NOT_IN_IT = "Not in it: the age of the data, what registers leave out (childminders), opening hours, prices, and real journeys."


def list_note(shown: int, count: int, unit: str) -> str:
    """Say what the table holds."""
    rows = f"The first {shown} of {count:,}; the CSV holds them all. " if shown < count else ""
    return f"{rows}Access in {unit}. Need and gap: 100 is the greatest in the whole atlas. Ranges of ranks compare with the whole atlas."


def alt(where: str, title: str, finding: str) -> str:
    """Say what the map shows to somebody who cannot see it."""
    return f"Map of {where}: {title}. {finding} The table of the greatest gaps holds the figures."


def made_on(day: date) -> str:
    """Write a date."""
    return f"{day.day} {day:%B %Y}"


ABOUT = {"level": "Areas", "data": "Data as at", "method": "Method version", "made": "Made on", "link": "Same view on the screen"}


def page_of(product: str, title: str, page: str) -> str:
    """Footer of a page of the PDF."""
    return f"{product} · {title} · page {page}"


# --- the map in one file ---------------------------------------------------------------------------------------------


def card(rank: str, facts: Sequence[tuple[str, str]]) -> list[str]:
    """Lines of the card of an area."""
    return [rank, *(f"{name}: {value}" for name, value in facts)]


RANKED = "Rank {rank} of {count} in this list"
CARD_NEED, CARD_ACCESS, CARD_GAP, CARD_WHY, CARD_CHILDREN = "Need (0-100)", "Access", "Gap (0-100)", "Why", "Children under five"
SHEETS = {"list": "Gap list", "notes": "Notes", "sources": "Sources"}
