"""A workbook as one CSV a sheet, so that its tables are found and limited as those of any CSV."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import python_calamine

from geo.settings.limits import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

# Excel itself shows no more digits of a number.
DIGITS = 15
BROKEN = "is damaged or is not a workbook that can be read. Download it again, or open and save it again."


def printed(cell: object) -> str:
    """Return a cell as its publisher would print it: 29199.0 is 29199, dates are year-month-day."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # Whole numbers such as URNs and codes must not turn into 1.0e+15.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**DIGITS else f"{cell:.{DIGITS}g}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell)


def write_sheets(workbook: BinaryIO, folder: str, file: str) -> Iterator[tuple[Path, str]]:
    """Write the sheets into a folder; yield the path and the name of each.

    Raises
    ------
    DataError
        It is no workbook, or has a password.
    """
    try:
        with python_calamine.load_workbook(workbook) as book:
            for position, name in enumerate(book.sheet_names):
                path = Path(folder) / f"{position}.csv"
                _write_sheet(book.get_sheet_by_index(position), path)
                yield path, name
    except python_calamine.PasswordError:
        raise refusal(file, "is protected by a password. Remove the password and save it again.") from None
    except python_calamine.CalamineError:
        raise refusal(file, BROKEN) from None


def _write_sheet(sheet: python_calamine.CalamineSheet, path: Path) -> None:
    """Write the cells of a sheet at the rows and columns where they stand."""
    above, left = sheet.start or (0, 0)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([] for _ in range(above))
        writer.writerows([""] * left + [printed(cell) for cell in row] for row in sheet.iter_rows())
