"""Every sentence about taking a view away: its link, its files, and the page that is printed. No arithmetic here."""

from __future__ import annotations

from typing import Final

# --- the link --------------------------------------------------------------------------------------------------------

SHARE = "Share"
LINK = (
    "**Link to this view.** Whoever opens it sees this page with your filters. The button at the right end of the box copies it, and "
    "the address bar holds the same link."
)

# --- files -----------------------------------------------------------------------------------------------------------

MORE_FORMATS = "More formats"
LEAD = "Every row of your filters, with the same figures in each file."
# Kind -> what the button says, what the file is for.
FORMATS: Final = {
    "csv": ("CSV", "The list for a spreadsheet or a script."),
    "zip": ("CSV + notes", "The list with its notes as text: settings, definitions, sources."),
    "xlsx": ("Excel (XLSX)", "For sorting and sums: the list, its notes and its sources as sheets of one workbook."),
    "gpkg": ("GeoPackage", "For QGIS or ArcGIS: the areas on the British National Grid, all columns, the notes as a table."),
    "geojson": ("GeoJSON", "For maps on the web: the areas in longitude and latitude, all columns."),
}
LIST_SHEET, NOTES_SHEET, SOURCES_SHEET = "Gap list", "Notes", "Sources"
