"""Reading publishers' CSV files by their column names, and writing our own tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from geo.build_packages import INSTALL
from geo.errors import DataError, Problem

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


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file in one step, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write one of our tables: UTF-8, LF, comma, no index, missing = empty; the same frame gives the same bytes.

    Parameters
    ----------
    frame : DataFrame
        The table in its final order of rows and columns. Floats are written in their shortest exact form.
    path : Path
        Target; replaced in one step.
    """
    write_bytes(frame.to_csv(index=False, lineterminator="\n").encode("utf-8"), path)
