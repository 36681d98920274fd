"""Every sentence about taking a view away: its link, its files, and the page that is printed. No arithmetic here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words.common import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Sequence


# --- the link --------------------------------------------------------------------------------------------------------

SHARE = "Share"
LINK = "**Link to this view.** Whoever opens it sees this page with your filters. The address bar holds the same link."
COPY_WORDS: Final = {"label": "Link to this view", "copy": "Copy link", "copied": "Copied", "by_hand": "Press Ctrl+C to copy"}

# --- files -----------------------------------------------------------------------------------------------------------

DOWNLOAD, MORE_FORMATS = "Download this view", "More formats, and all outcome areas in one file"
LEAD = "Every row of your filters, with the same figures in each file."
EXCEL, EXPLAINED_CSV, CSV = "Download Excel, explained", "CSV, explained", "CSV for programs"
BUTTONS: Final = {"explained": EXCEL, "explained_csv": EXPLAINED_CSV, "csv": CSV}
# Kind -> what the button says, what the file is for.
FORMATS: Final = {
    "explained": ("Excel, explained", "For people: the list under plain headings, and a first sheet that says what each column means."),
    "explained_csv": (
        EXPLAINED_CSV,
        "For people: the same in one table, with what was found above the rows and what each column means below them.",
    ),
    "html": ("Map in one file", "For an e-mail: a map that opens in any browser without a connection, with the list below it."),
    "zip": ("CSV + notes", "The list with its notes as text: settings, definitions, sources."),
    "xlsx": ("Excel, as the CSV", "For formulas: the columns of the CSV, its notes and its sources as sheets of one workbook."),
    "gpkg": ("GeoPackage", "For QGIS or ArcGIS: the areas on the British National Grid, all columns, the notes as a table."),
    "geojson": ("GeoJSON", "For maps on the web: the areas in longitude and latitude, all columns."),
    "csv": (CSV, "For analysts and scripts: short names of columns, and codes. The same rows in words are in the files explained."),
}
ALL_FORMATS: Final = {
    "xlsx": "All outcome areas: Excel, explained",
    "explained_csv": f"All outcome areas: {EXPLAINED_CSV}",
    "csv": f"All outcome areas: {CSV}",
}
ALL_NOT_OWN = "With weights, a target or service types of your own there is no such file: these belong to one outcome area."
LIST_SHEET, NOTES_SHEET, SOURCES_SHEET = "Gap list", "Notes", "Sources"


def all_outcomes(where: str, *, priority_only: bool) -> str:
    """Offer all outcome areas of a question in one file."""
    kept = "priority gaps alone" if priority_only else "every row; with *Priority gaps only* switched on, these alone"
    return f"**All outcome areas in one file**, {where}, each row as in the list of its outcome area ({kept})."


# --- the map in one file ---------------------------------------------------------------------------------------------

MAP_HINT = (
    "Point at or tap an area or a mark to see its figures; scroll or pinch to come closer. The list below the map holds the same figures."
)
LINK_BACK = "The same view on the dashboard, with everything that lies behind it:"


def map_title(outcome: str, where: str) -> str:
    """Title of the file."""
    return f"{outcome} in {where}: where need meets little provision"


def list_title(areas: str) -> str:
    """Title of the list below the map."""
    return f"The list: {areas} in order of their gap"


def not_recommended(changed: Sequence[str]) -> str:
    """Say what is not as recommended."""
    return f"Not the recommended settings: {'; '.join(changed)}."


# --- what stands at the end of a file or a printed page ------------------------------------------------------------------


def made_on(day: str) -> str:
    """Say when a file was made or a page printed."""
    return f"{PRODUCT}, {day}."


def data_as_at(ages: str) -> str:
    """Say how old the data are."""
    return f"Data: {ages}."


def method(version: str) -> str:
    """Say which version of the method made the figures."""
    return f"Method version {version}."


def printed_link(address: str) -> str:
    """Give the address of what was printed."""
    return f"The same view: {address}"
