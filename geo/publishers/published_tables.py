"""Read publishers' files from a folder on disk by the names of their columns, and find files that Python packages bring."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import pandas as pd
import python_calamine

from geo.base.errors import DataError, Problem
from geo.base.optional_packages import BUILD
from geo.intake.reading.cells import to_number
from geo.intake.reading.header import SEARCHED_ROWS, column_names
from geo.intake.reading.sheet import Sheet, satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# A message names no more of the names that a column may have.
NAMED_ALIASES: Final = 10
MISSING: Final = "is missing. Put the publisher's file at {path}."


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
        raise DataError([Problem(package, f"package is not installed. Run: {BUILD.install}")])
    path = Path(spec.origin).parent.joinpath(*parts)
    if not path.is_file():
        raise DataError([Problem(f"{package}: {'/'.join(parts)}", f"is not in the installed version. Run: {BUILD.install}")])
    return path


def read_published(path: Path, columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Read the named columns of a publisher's CSV or workbook as text.

    Parameters
    ----------
    path, columns
        As for `published_sheet`.

    Returns
    -------
    DataFrame of str
        One column per key of ``columns``, in that order; empty cells are empty strings, text is stripped.

    Raises
    ------
    DataError
        As `published_sheet`.
    """
    return published_sheet(path, columns).pick(columns).reset_index(drop=True)


def published_sheet(path: Path, columns: Mapping[str, Sequence[str]]) -> Sheet:
    """Read a publisher's file from our own disk as the `Sheet` that it would be if somebody brought it.

    The header is the first line, of the first sheet, that holds all wanted columns: titles above it, a byte order mark, the order of the
    columns, upper or lower case and spaces around names do not matter.

    Parameters
    ----------
    path : Path
        A CSV in UTF-8, or an ``.xlsx`` file.
    columns : mapping of str to sequence of str
        Our name of each column -> the publisher's possible names for it.

    Raises
    ------
    DataError
        The file is missing, cannot be read as what its ending says, or no line holds all columns (the missing ones are named).
    """
    workbook = path.suffix.casefold() == ".xlsx"
    fewest_missing = list(columns)
    for name, rows in _workbook_sheets(path) if workbook else [("", _csv_rows(path))]:
        for line, row in enumerate(rows[:SEARCHED_ROWS]):
            names = column_names(row, len(row))
            missing = [ours for ours, aliases in columns.items() if not satisfies(names, {ours: aliases})]
            if not missing:
                return Sheet(path.name, name, _frame(names, rows[line + 1 :], line + 2))
            if len(missing) < len(fewest_missing):
                fewest_missing = missing
    wanted = "; ".join(" or ".join(columns[ours][:NAMED_ALIASES]) for ours in fewest_missing)
    holder = "sheet" if workbook else "header line"
    raise DataError([Problem(path.name, f"has no {holder} with all the columns it needs. Missing: {wanted}.", row=1)])


def _frame(names: list[str], rows: list[list[str]], first_row: int) -> pd.DataFrame:
    """Put rows under their header; a row without a cell is left out. Index: number of the row, the first one's being ``first_row``."""
    numbered = {number: row for number, row in enumerate(rows, start=first_row) if any(cell.strip() for cell in row)}
    cells = {name: [row[place].strip() if place < len(row) else "" for row in numbered.values()] for place, name in enumerate(names)}
    return pd.DataFrame(cells, index=list(numbered), dtype="str")


def _csv_rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    except FileNotFoundError:
        raise DataError([Problem(path.name, MISSING.format(path=path))]) from None
    except UnicodeDecodeError as error:
        raise DataError(
            [Problem(path.name, f"is not text in utf-8-sig ({error.reason}). Save it again as the publisher gives it.")]
        ) from None


def _workbook_sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Read the sheets of a workbook, as `sheets` does.

    Raises
    ------
    DataError
        The file is missing or is not a workbook.
    """
    if not path.is_file():
        raise DataError([Problem(path.name, MISSING.format(path=path))])
    try:
        yield from sheets(path)
    except python_calamine.CalamineError as error:
        raise DataError([Problem(path.name, f"is not an Excel workbook ({error}). Fetch the .xlsx file again.")]) from error


def numbers(column: pd.Series[str]) -> pd.Series[float]:
    """Turn publishers' figures as text into floats, as for a file that is brought; signs for withheld figures become NaN."""
    value: pd.Series[float] = to_number(column).value
    return value


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


def _text(cell: object) -> str:
    """Return a cell as text; a workbook holds 7 as 7.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
