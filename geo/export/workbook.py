"""Tables as an Excel workbook: numbers are numbers, dates are dates, and no text is ever a formula."""

from __future__ import annotations

import datetime as dt
import io
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo.base.plain_text import runs, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NARROWEST, WIDEST, WIDEST_WRAPPED = 8, 48, 100
LINE_POINTS: Final = 18
NOTES_WIDTHS: Final = (28, 120)
# A workbook that is made again from the same figures has the same bytes.
STAMP: Final = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
FORMATS: Final[dict[str, dict[str, Any]]] = {
    "text": {"valign": "top"},
    # Excel then keeps the cell text even after somebody edits it or saves it as CSV by way of a copy.
    "quoted": {"valign": "top", "quote_prefix": True},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    # A sentence may begin with a name that is typed.
    "lead": {"text_wrap": True, "valign": "top", "font_size": 12, "quote_prefix": True},
    "section": {"bold": True, "text_wrap": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "whole": {"num_format": "0", "valign": "top"},
    "number": {"num_format": "General", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
}


def to_xlsx(
    tables: Mapping[str, pd.DataFrame],
    notes: Sequence[tuple[str, Sequence[str]]],
    notes_sheet: str,
    leads: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> bytes:
    """Write tables and notes as the sheets of one workbook.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Sheet name (at most 31 characters) and its rows; columns become the frozen header with filters, the index is left out. Missing
        values become empty cells. Columns of dtype datetime64 become dates.
    notes : sequence of (title, lines)
        Blocks of the notes sheet, which comes last.
    notes_sheet : str
        Name of that sheet.
    leads : mapping of str to sequence of str, optional
        Lines above the header of a sheet, by its name. Such a sheet explains: its texts go on in the next line.

    Returns
    -------
    bytes
        The file. The same tables and notes give the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - costs 0.1 s to import, and few sessions export

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"created": STAMP.replace(tzinfo=None)})
        formats = {name: book.add_format(given) for name, given in FORMATS.items()}
        for name, table in tables.items():
            _write_table(book, name, table, formats, leads.get(name, ()))
        _write_notes(book, notes_sheet, notes, formats)
    return buffer.getvalue()


def _write_table(book: Workbook, name: str, table: pd.DataFrame, formats: Mapping[str, Format], lead: Sequence[str]) -> None:
    sheet = book.add_worksheet(name)
    head, style = len(lead), "wrapped" if lead else "text"
    widths = [_width(str(column), table[column], WIDEST_WRAPPED if lead else WIDEST) for column in table.columns]
    for row, line in enumerate(lead):
        _write_line(sheet, row, line, widths, formats["lead"])
    for place, column in enumerate(table.columns):
        sheet.write_string(head, place, visible(str(column)), formats["head"])
        for row, value in enumerate(table[column], start=head + 1):
            _write_cell(sheet, row, place, value, formats, style)
        sheet.set_column(place, place, widths[place])
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, head + len(table), max(len(table.columns) - 1, 0))
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_line(sheet: Worksheet, row: int, line: str, widths: Sequence[int], style: Format) -> None:
    """Write a line over all columns of a table, as high as its words need: Excel fits no row to joined cells."""
    sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
    sheet.write_string(row, 0, visible(line), style)
    sheet.set_row(row, LINE_POINTS * (1 + len(line) // sum(widths)))


def _write_cell(sheet: Worksheet, row: int, place: int, value: object, formats: Mapping[str, Format], style: str) -> None:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, formats["text"])
    elif isinstance(value, pd.Timestamp | dt.date):
        sheet.write_datetime(row, place, value, formats["date"])
    elif pd.api.types.is_number(value):
        sheet.write_number(row, place, value, formats["whole" if pd.api.types.is_integer(value) else "number"])
    else:
        words = visible(str(value))
        sheet.write_string(row, place, words, formats["quoted" if runs(words) else style])


def _width(name: str, cells: pd.Series[Any], widest: int) -> int:
    """Characters that most cells need: the longest of the first hundred, within limits."""
    longest = max((len(str(value)) for value in cells.head(100) if not pd.isna(value)), default=0)
    return min(max(longest, len(name), NARROWEST) + 2, widest)


def _write_notes(book: Workbook, name: str, notes: Sequence[tuple[str, Sequence[str]]], formats: Mapping[str, Format]) -> None:
    """Write one line a row, with the title of its block before the first."""
    sheet = book.add_worksheet(name)
    for place, width in enumerate(NOTES_WIDTHS):
        sheet.set_column(place, place, width)
    row = 0
    for title, lines in notes:
        sheet.write_string(row, 0, visible(title), formats["section"])
        for line in lines:
            sheet.write_string(row, 1, visible(line), formats["wrapped"])
            row += 1
        row += 1
