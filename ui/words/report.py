"""Every sentence of the report and of the page that makes it. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common
from ui.words import sure as sure_words
from ui.words.figures import minutes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.analysis.brief import Brief
    from geo.base.vocabulary import Level

# A report shows this many rows, and explains this many of them.
SHOWN, EXPLAINED = 15, 3

# --- the page --------------------------------------------------------------------------------------------------------

TO_REPORT = "Print or send"
LEAD = "A brief to print or to send, on one outcome area: choose it and your district in the sidebar, then make it."
LEAD_PLACE = "A brief on one place and one outcome area, to print or to send: choose the outcome area in the sidebar, then make it."
LEAD_SCENARIO = "A note on the scenario, to print or to send, for the outcome area in the sidebar."
WHOLE = "No district is chosen, so the report is on all of {area}. Choose one in the sidebar for a report on it alone."
HOLDS_TITLE, READY_TITLE = "What the report contains", "Your report"
MAKE = "Make the report"
MAKE_HELP = "A web page in one file that opens from a mailbox, and a PDF to print. Takes a few seconds."
WORKING, READY = "Making the report …", "The report is ready."
STEPS = ("Working out how sure each rank is", "Drawing the map", "Writing the web page", "Setting the PDF", "Done")
DOWNLOAD_HTML, DOWNLOAD_PDF = "Download the web page (HTML)", "Download the PDF"
HTML_HELP = "One file that opens in any browser, without a connection. It can be attached to a message."
PDF_HELP = "A4 pages, to print or to attach."
STALE = "The filters, the data or local knowledge have changed since the report was made. Make it again to have that in it."
NOTHING = (
    "There is no gap list to report on. Clear *Service types*, set *Whose provision* to All, or choose another outcome area in the sidebar."
)


def list_of(where: str) -> str:
    """Name what a report is on where it is on no single place."""
    return f"The gap list of {where}"


def holds(shown: int, count: int, where: str) -> list[str]:
    """Say what a report will hold before it is made."""
    rows = f"the first {shown} of {count:,} areas" if shown < count else f"all {count:,} areas" if count > 1 else "one area"
    return [
        f"The finding above with its key figures, and a map of {where} with legend and scale.",
        f"The gap list: {rows}, numbered on the map, with the figures of the CSV.",
        f"Why the first {min(EXPLAINED, shown)} are gaps, what other settings change, and public beside private provision."
        if shown > 1
        else "Why it is a gap, what other settings change, and public beside private provision.",
        "How it was worked out, sources, dates and method version.",
        "Two to four A4 pages as a PDF, and the same as one web page.",
    ]


def ready(pages: int, made: str) -> str:
    """Say what was made."""
    return f"{READY} {'One A4 page' if pages == 1 else f'{pages} A4 pages'} as a PDF, and the same as one web page; {made}."


def file_words(count: int) -> str:
    """Name many districts in the name of a file."""
    return f"{count}-districts"


# --- the report ------------------------------------------------------------------------------------------------------

KEY_TITLE, MAP_TITLE, LIST_TITLE = "Key figures", "Where the gaps are", "The greatest gaps"
WHY_TITLE, MIX_TITLE, SURE_TITLE = "Why the first are gaps", "Public and private provision", "Under other reasonable settings"
HOW_TITLE, LIMITS_TITLE, SOURCES_TITLE = "How this was worked out", "What to know before using a figure", "Sources"
ABOUT_TITLE = "About this report"
COLUMNS = (
    "Rank", "Place", "Under fives", "Need, 0-100", "Access", "Nearest, in reach", "Gap, 0-100", "Range of ranks", "Rank on foot",
    sure_words.COLUMN, "Why",
)  # fmt: skip
CHANGED = "Not the recommended settings"


def remarks(only: str, changed: Sequence[str]) -> list[str]:
    """Say of which provision alone a report speaks, and what in it is not as recommended; nothing if all is."""
    return [*([f"{only}."] if only else []), *([f"{CHANGED}: {'; '.join(changed)}."] if changed else [])]


NUMBERED = "Numbers on the map are ranks in the table."
EVERY_SHARE = "Private and voluntary: independent providers too."
MAP_SOURCE = "Outlines: Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright."


def report_title(outcome: str, where: str) -> str:
    """Title of the report."""
    return f"{outcome}: gaps in {where}"


def dated(product: str, day: date) -> str:
    """Say whose report it is, and of which day."""
    return f"{product} · {made_on(day)}"


def key_figures(figures: Brief, unit: str, level: Level, children: str) -> list[tuple[str, str]]:
    """Key figures with what they are, most important first; ``children`` is the time that the children are of."""
    rows = [
        (
            f"{figures.priority_areas:,} of {figures.areas:,}",
            f"{common.LEVEL_NAMES[level].lower()} are priority gaps: high need, low access",
        ),
        (
            f"{figures.children_in_priority:,} of {figures.children:,}",
            f"{'child' if figures.children_in_priority == 1 else 'children'} under five in priority gaps ({children} estimate)",
        ),
        (_access(figures.access, unit), f"{unit} within reach, on average; {_access(figures.access_atlas, unit)} in the whole area"),
    ]
    if figures.nearest_minutes == figures.nearest_minutes:
        rows.append(
            (minutes(figures.nearest_minutes), f"to the nearest, {figures.providers_in_reach:,.0f} within the catchment, on average")
        )
    if figures.none_in_reach:
        rows.append((f"{figures.none_in_reach:,}", f"{common.LEVEL_NAMES[level].lower()} without any provider within reach"))
    return rows


def _access(value: float, unit: str) -> str:
    return f"{value:,.{common.access_decimals(unit)}f}"


def mix(share: str, atlas: str, noun: str) -> str:
    """Say how much of the provision in reach is public."""
    return f"{share} of the {noun} in reach are public; in the whole area {atlas}. {EVERY_SHARE}"


def sure(figures: Brief, level: Level) -> str:
    """Say how sure the priority areas are."""
    if not figures.priority_areas:
        return "No area here is a priority gap."
    others = figures.priority_areas - figures.certain - figures.likely
    gaps = "is a priority gap" if figures.priority_areas == 1 else "are priority gaps"
    return (
        f"Of the {common.areas_of(level, figures.priority_areas)} that {gaps}, {figures.certain:,} {_is(figures.certain)} certain, "
        f"{figures.likely:,} {_is(figures.likely)} likely to be among the worst; check the other {others:,} first."
        if others
        else f"Of the {common.areas_of(level, figures.priority_areas)} that {gaps}, {figures.certain:,} {_is(figures.certain)} certain and "
        f"{figures.likely:,} {_is(figures.likely)} likely to be among the worst."
    )


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


NOT_IN_IT = "Not in it: the age of the data, childminders, opening hours, prices, and real journeys."


def list_note(shown: int, count: int, unit: str, on_foot_minutes: float, further: Sequence[str]) -> str:
    """Say what the table holds; ``further`` sentences say what a site counts for and by what the list ranks."""
    rows = f"The first {shown} of {count:,}; the CSV holds them all. " if shown < count else ""
    return (
        f"{rows}Access in {unit}; beside it minutes to the nearest (estimated), and how many are in reach. Need and gap: 100 is the "
        f"greatest in the whole area. Ranks are of this list; on foot: {on_foot_minutes:g} minutes at most. {sure_words.COLUMN} Of the "
        f"whole area, under other settings. {' '.join(further)}"
    ).rstrip()


def alt(where: str, title: str, finding: str) -> str:
    """Say what the map shows to somebody who cannot see it."""
    return f"Map of {where}: {title}. {finding} The table of the greatest gaps holds the figures."


def made_on(day: date) -> str:
    """Write a date."""
    return f"{day.day} {day:%B %Y}"


ABOUT = {
    "level": "Areas",
    "data": "Data as at",
    "method": "Method version",
    "made": "Made on",
    "view": "Same view on the screen",
}


def seen_at(home: str, link: str) -> str:
    """Give the address of a view; where nothing says where the dashboard is, what follows its address."""
    return f"{home}{link}" if home else f"the dashboard's own address, followed by {link}"


def not_drawn(letters: Sequence[str], mark: str) -> str:
    """Say which letters of names the PDF cannot show."""
    count = f"{len(letters)} letter{'' if len(letters) == 1 else 's'}"
    listed = ", ".join(letters)
    return f"{count} in this brief cannot be drawn, and {mark} stands in their place: {listed}. The web page of the brief has them."


def page_of(product: str, title: str, page: str) -> str:
    """Footer of a page of the PDF."""
    return f"{product} · {title} · page {page}"
