"""Read a CSV as text, line by line, so that a broken file is told apart from a wrong value."""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import Problem
from geo.base.plain_text import restored
from geo.contract.columns import KEYS, MAY_HAVE_NO_ROWS

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from geo.contract.columns import Kind

AGAIN = "Fetch the file again or run `python -m geo build`."
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@dataclass
class Table:
    """One table as found: its cells with types, and what is wrong with them.

    Parameters
    ----------
    file : str
        Name for messages, such as ``data/areas.csv``.
    frame : pandas.DataFrame
        The contract's columns; index = line number in the file (the header is line 1); an empty or unreadable cell is missing.
    complete : bool
        False when rows or columns could not be read, so that other files must not be judged by this one.
    missing : tuple of str
        Columns that the file does not have; empty in ``frame``.
    problems : list of Problem
        Everything found so far.
    """

    file: str
    frame: pd.DataFrame
    complete: bool = True
    missing: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: Hashable, column: str, message: str) -> Problem:
        """Make the problem of one cell, ``line`` being an index label of ``frame``."""
        return Problem(self.file, message, row=int(str(line)), column=column)


def read_table(path: Path, columns: dict[str, Kind], key: tuple[str, ...] | None = None) -> Table:
    """Read one CSV against its columns.

    Parameters
    ----------
    path : Path
        The file, UTF-8 with a header. A byte order mark and Windows line ends are accepted, because spreadsheets write them.
    columns : dict
        Column names and kinds.
    key : tuple of str, optional
        Columns that together name a row; default: those of the table of this name in `KEYS`.

    Returns
    -------
    Table
        Never raises for a bad file: what is wrong is in ``problems``.
    """
    table = Table(f"{path.parent.name}/{path.name}", pd.DataFrame({name: pd.Series(dtype="object") for name in columns}))
    text = read_text(path, table.file, table.problems)
    if text is not None:
        if not text.endswith("\n"):
            message = "the last row does not end with a line break, so the file may be cut off. Complete the row, or fetch the file again."
            table.problems.append(Problem(table.file, message, row=text.count("\n") + 1))
        _fill(table, text, columns)
    table.complete = text is not None and not table.problems
    table.frame = _typed(table, columns, KEYS[path.name] if key is None else key)
    return table


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """Text of a file, or None with the reason added to ``problems`` (missing, unreadable, empty, not UTF-8, NUL bytes)."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, f"is missing. {AGAIN}"))
        return None
    except OSError as error:
        problems.append(Problem(file, f"cannot be read ({error.strerror}). Check that it is a file and that you may open it."))
        return None
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        problems.append(Problem(file, f"is empty. {AGAIN}"))
        return None
    if b"\0" in raw:
        row = raw[: raw.index(b"\0")].count(b"\n") + 1
        problems.append(Problem(file, f"holds NUL bytes, so it is damaged or is not a text file. {AGAIN}", row=row))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as 'CSV UTF-8'."
        problems.append(Problem(file, message, row=row))
        return None


def _fill(table: Table, text: str, columns: dict[str, Kind]) -> None:
    """Put the rows of ``text`` into ``table.frame`` as text; note ragged rows and wrong columns."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for cells in reader:
            if not header:
                header = cells
                if not _header_is_usable(table, header, columns):
                    return
            elif len(cells) == len(header):
                rows.append(cells)
                lines.append(line)
            else:
                table.problems.append(Problem(table.file, _ragged(len(cells), len(header)), row=line))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the row cannot be read ({error}): a quotation mark is not closed, or the file is cut off. {AGAIN}"
        table.problems.append(Problem(table.file, message, row=line))
    if not rows and table.file.rpartition("/")[2] not in MAY_HAVE_NO_ROWS:
        table.problems.append(Problem(table.file, f"has a header but no rows that can be read. {AGAIN}"))
    frame = pd.DataFrame(rows, columns=header, index=lines, dtype="object")
    table.frame = frame[[name for name in columns if name in header]]


def _ragged(fields: int, expected: int) -> str:
    if fields == 0:
        return "the line is empty. Delete it."
    why = "it is cut off, or a comma is missing" if fields < expected else "a text that holds a comma needs quotation marks"
    return f"has {fields} cells where the header has {expected}: {why}. Mend the row or fetch the file again."


def _header_is_usable(table: Table, header: list[str], columns: dict[str, Kind]) -> bool:
    """Report missing, unknown and repeated columns; False when there is no header to go by."""
    known = [name for name in header if name in columns]
    if not known:
        semicolons = ";" in header[0] if len(header) == 1 else False
        way_out = "Save it with commas between the cells, not semicolons." if semicolons else f"Its first line must be: {','.join(columns)}"
        table.problems.append(Problem(table.file, f"has no header. {way_out}", row=1))
        return False
    missing = [name for name in columns if name not in header]
    for name in missing:
        message = f"the column is missing. Add it; the columns are: {', '.join(columns)}."
        table.problems.append(Problem(table.file, message, row=1, column=name))
    table.missing = tuple(missing)
    for name in dict.fromkeys(name for name in header if name not in columns):
        near = difflib.get_close_matches(name, missing, n=1)
        way_out = f"Rename it to '{near[0]}'" if near else "Remove it"
        table.problems.append(Problem(table.file, f"the column is not part of the table. {way_out}.", row=1, column=name or "(no name)"))
    twice = [name for name in dict.fromkeys(known) if known.count(name) > 1]
    for name in twice:
        table.problems.append(Problem(table.file, f"the column occurs {known.count(name)} times. Keep one.", row=1, column=name))
    return not twice


def _typed(table: Table, columns: dict[str, Kind], key: tuple[str, ...]) -> pd.DataFrame:
    """Give every column its type; a cell that is no number is reported and becomes missing. Keys are checked for repeats."""
    typed = {}
    for name, kind in columns.items():
        if name not in table.frame:
            typed[name] = pd.Series(index=table.frame.index, dtype="str" if kind == "text" else "float64")
            continue
        cells = table.frame[name].tolist()
        if kind == "text":
            typed[name] = pd.Series([restored(cell) or None for cell in cells], index=table.frame.index, dtype="str")
            continue
        numbers = [plain_number(cell) for cell in cells]
        typed[name] = pd.Series([math.nan if number is None else number for number in numbers], index=table.frame.index, dtype="float64")
        for line, cell, number in zip(table.frame.index, cells, numbers, strict=True):
            if number is None:
                message = f"found '{cell}'; must be a plain number such as 12 or 12.5. Correct it, or empty the cell if it is not known."
                table.problems.append(table.problem(line, name, message))
    frame = pd.DataFrame(typed, index=table.frame.index)
    table.problems += _repeated_keys(table.file, frame, list(key))
    return frame


def plain_number(cell: str) -> float | None:
    """Return the number in a cell: NaN if it is empty, None if it is no plain finite number."""
    if not cell:
        return math.nan
    number = float(cell) if _NUMBER.fullmatch(cell) else math.inf
    return None if math.isinf(number) else number


def _repeated_keys(file: str, frame: pd.DataFrame, key: list[str]) -> list[Problem]:
    keyed = frame[frame[key].notna().all(axis=1)]
    repeats = keyed[keyed.duplicated(key)]
    first = keyed.drop_duplicates(key).reset_index(names="line").set_index(key)["line"]
    problems = []
    for line, values in zip(repeats.index, repeats[key].itertuples(index=False, name=None), strict=True):
        earlier = first.loc[values if len(key) > 1 else values[0]]
        message = f"the key {', '.join(map(_plain, values))} is already in row {earlier}. Delete one of the two rows or correct its key."
        problems.append(Problem(file, message, row=line, column=key[0]))
    return problems


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
