"""Reading publishers' CSV files by their column names, and writing our own tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pandas as pd
import python_calamine

from geo.base.errors import DataError, Problem
from geo.publishers.build_packages import INSTALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Publishers put titles and notes above the header; none seen has more lines of them than this.
HEADER_SEARCH_LINES = 30


def package_file(package: str, *parts: str) -> Path:
    """Find a data file inside an installed package, without importing the package.

    Parameters
    ----------
    package : str
        Import name of the package.
    *parts : str
        Path inside it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DataError
        The package or the file is not there.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise DataError([Problem(package, f"package is not installed. Run: {INSTALL}")])
    path = Path(spec.origin).parent.joinpath(*parts)
    if not path.is_file():
        raise DataError([Problem(f"{package}: {'/'.join(parts)}", f"is not in the installed version. Run: {INSTALL}")])
    return path


def read_table(path: Path, columns: Mapping[str, Sequence[str]], encoding: str = "utf-8-sig") -> pd.DataFrame:
    """Read the named columns of a publisher's CSV as text.

    The header is the first line that holds all wanted columns: titles above it, a byte order mark, the order of the
    columns, upper or lower case and spaces around names do not matter.

    Parameters
    ----------
    path : Path
        The file.
    columns : mapping of str to sequence of str
        Our name of each column -> the publisher's possible names for it.
    encoding : str
        Text encoding; the default drops a byte order mark.

    Returns
    -------
    DataFrame of str
        One column per key of ``columns``, in that order; empty cells are empty strings, text is stripped.

    Raises
    ------
    DataError
        The file is missing, not in this encoding, or no line holds all columns (the missing ones are named).
    """
    try:
        with path.open(encoding=encoding, newline="") as file:
            rows = list(csv.reader(file))
    except FileNotFoundError:
        raise DataError([Problem(path.name, f"is missing. Put the publisher's file at {path}.")]) from None
    except UnicodeDecodeError as error:
        raise DataError(
            [Problem(path.name, f"is not text in {encoding} ({error.reason}). Save it again as the publisher gives it.")]
        ) from None
    line, places = _find_header(path.name, rows, columns)
    body = [row for row in rows[line + 1 :] if any(cell.strip() for cell in row)]
    return pd.DataFrame(
        {name: [row[place].strip() if place < len(row) else "" for row in body] for name, place in places.items()},
        dtype="str",
    )


def _find_header(file: str, rows: list[list[str]], columns: Mapping[str, Sequence[str]]) -> tuple[int, dict[str, int]]:
    fewest_missing = list(columns)
    for line, row in enumerate(rows[:HEADER_SEARCH_LINES]):
        cells = {" ".join(cell.split()).casefold(): place for place, cell in reversed(list(enumerate(row)))}
        places = {
            name: cells[alias.casefold()] for name, aliases in columns.items() for alias in reversed(aliases) if alias.casefold() in cells
        }
        missing = [name for name in columns if name not in places]
        if not missing:
            return line, places
        if len(missing) < len(fewest_missing):
            fewest_missing = missing
    wanted = "; ".join(" or ".join(columns[name]) for name in fewest_missing)
    raise DataError([Problem(file, f"has no header line with all the columns it needs. Missing: {wanted}.", row=1)])


def numbers(column: pd.Series[str]) -> pd.Series[float]:
    """Turn publishers' numbers as text (``18,511``, ``29199.00``, ``36.7%``) into floats; anything else becomes NaN."""
    return pd.to_numeric(column.str.replace(r"[,%\s]", "", regex=True), errors="coerce")


def read_columns(path: Path, columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Read the named columns of a workbook or a CSV as text: publishers offer both (see `read_workbook` and `read_table`)."""
    return read_workbook(path, columns) if path.suffix.casefold() == ".xlsx" else read_table(path, columns)


def read_workbook(path: Path, columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Read the named columns of the first sheet that has them all, as text.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` file. Sheets of notes, titles above the header, and upper or lower case in names do not matter.
    columns : mapping of str to sequence of str
        Our name of each column -> the publisher's possible names for it.

    Returns
    -------
    DataFrame of str
        One column per key of ``columns``, in that order; empty cells are empty strings, whole numbers have no decimals.

    Raises
    ------
    DataError
        The file is missing, is not a workbook, or no sheet has all columns.
    """
    if not path.is_file():
        raise DataError([Problem(path.name, f"is missing. Put the publisher's file at {path}.")])
    try:
        for _, rows in sheets(path):
            found = _find_columns(rows[:HEADER_SEARCH_LINES], columns)
            if found is not None:
                line, places = found
                body = [row for row in rows[line + 1 :] if any(row)]
                return pd.DataFrame({name: [row[place] for row in body] for name, place in places.items()}, dtype="str")
    except python_calamine.CalamineError as error:
        raise DataError([Problem(path.name, f"is not an Excel workbook ({error}). Fetch the .xlsx file again.")]) from error
    wanted = "; ".join(" or ".join(aliases) for aliases in columns.values())
    raise DataError([Problem(path.name, f"has no sheet with all the columns it needs: {wanted}.", row=1)])


def sheets(book: Path | BinaryIO, most_rows: int | None = None) -> Iterator[tuple[str, list[list[str]]]]:
    """Read the sheets of a workbook one after the other: name and rows of cells as text.

    Parameters
    ----------
    book : Path or file
        The workbook.
    most_rows : int, optional
        How many rows to read of each sheet; default: all.

    Raises
    ------
    python_calamine.CalamineError
        The file is no workbook.
    """
    with python_calamine.load_workbook(book) as opened:
        for sheet in opened.sheets_metadata:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                rows = opened.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False, nrows=most_rows)
                yield sheet.name, [[_text(cell) for cell in row] for row in rows]


def _find_columns(rows: Iterable[list[str]], columns: Mapping[str, Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    for line, row in enumerate(rows):
        cells = {" ".join(cell.split()).casefold(): place for place, cell in reversed(list(enumerate(row)))}
        places = {
            name: cells[alias.casefold()] for name, aliases in columns.items() for alias in reversed(aliases) if alias.casefold() in cells
        }
        if len(places) == len(columns):
            return line, {name: places[name] for name in columns}
    return None


def _text(cell: object) -> str:
    """Return a cell as text; a workbook holds 7 as 7.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
