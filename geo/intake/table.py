"""One table of text, row by row: delimiter and header found, limits kept, every cell as it stands."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import BinaryIO

import pandas as pd

from geo.intake.encoding import encoding_of
from geo.intake.header import SEARCHED_ROWS, column_names, find_header
from geo.intake.limits import Limits, refusal
from geo.intake.sheet import Sheet

Needs = Sequence[Mapping[str, Sequence[str]]]
DELIMITERS = ",;\t|"
# One line of a table that people can read is far shorter; a longer one would fill the memory before it is looked at.
LONGEST_LINE = 4_000_000
ROWS_AT_ONCE = 5_000
NAMED_ROWS = 5
LONGEST_ABOVE = 4_000


class Deadline:
    """The moment by which a file must have been read."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file, self.limits, self.end = file, limits, time.monotonic() + limits.seconds

    def left(self) -> float:
        """Return the seconds that are left."""
        return self.end - time.monotonic()

    def check(self) -> None:
        """Raise `DataError` when the time is over."""
        if self.left() < 0:
            raise self.limits.exceeded("seconds", self.file, f"takes longer to read than {self.limits.seconds} seconds.")


def read_table(stream: BinaryIO, file: str, sheet: str, limits: Limits, needs: Needs, deadline: Deadline) -> Sheet | None:
    """Read a table of separated values.

    Parameters
    ----------
    stream : binary file
        The text, seekable.
    file, sheet : str
        Names of the file and the sheet.
    limits : Limits
        How much is read before the file is refused.
    needs : sequence of mapping
        Columns of the known layouts, to find the header by.
    deadline : Deadline
        When to stop.

    Returns
    -------
    Sheet or None
        None when there is no row with content under a header.

    Raises
    ------
    DataError
        It goes over a limit, or is not a table of separated values.
    """
    encoding = encoding_of(stream, file)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        start = text.read(1 << 18)
        delimiter = _delimiter(start, needs)
        text.seek(0)
        rows = _rows(text, delimiter, file, limits)
        head = list(islice(rows, SEARCHED_ROWS))
        position, _known = find_header([row for _, row in head], needs) if head else (0, False)
        if len(head) <= position + 1:
            return None
        frame, notes = _frame(chain(head[position + 1 :], rows), head[position][1], file, limits, deadline)
    finally:
        text.detach()
    if encoding == "cp1252":
        notes = ("The file is not in UTF-8; it was read as Windows-1252. Look at names with accents or pound signs.", *notes)
    above = " ".join(cell.strip() for _, row in head[:position] for cell in row if cell.strip())[:LONGEST_ABOVE]
    return Sheet(file, sheet, frame, (*_skipped(head, position), *notes), above) if len(frame) else None


def _lines(text: io.TextIOBase, file: str) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise refusal(file, f"has a line of more than {LONGEST_LINE:,} characters, so it is not a table. Save it again as CSV.")
        yield line


def _rows(text: io.TextIOBase, delimiter: str, file: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number as a spreadsheet counts it, cells) of every row that has content."""
    number = 0
    try:
        for number, row in enumerate(csv.reader(_lines(text, file), delimiter=delimiter, strict=True), start=1):
            if not any(row):
                continue
            if len(row) > limits.columns:
                while not row[-1].strip():
                    row.pop()
                if len(row) > limits.columns:
                    raise limits.exceeded("columns", file, f"has {len(row):,} columns.", number)
            longest = max(map(len, row))
            if longest > limits.cell_characters:
                found = f"has a cell of {longest:,} characters; perhaps a quotation mark is opened and never closed."
                raise limits.exceeded("cell_characters", file, found, number)
            if any(map(str.strip, row)):
                yield number, row
    except csv.Error as error:
        if "field larger" in str(error):
            found = f"has a cell of more than {csv.field_size_limit():,} characters; perhaps a quotation mark is opened and never closed."
            raise limits.exceeded("cell_characters", file, found, number + 1) from None
        message = (
            "has a quotation mark out of place, so it is unclear where a cell ends. Mend this row, or save the file again as CSV UTF-8."
        )
        raise refusal(file, message, number + 1) from None


def _delimiter(start: str, needs: Needs) -> str:
    """Choose the delimiter that shows the columns of a known layout; else the one that makes most rows equally wide."""
    best, most = ",", 0
    for delimiter in DELIMITERS:
        lines = io.StringIO(start, newline="")
        rows: list[list[str]] = []
        try:
            rows.extend(islice(csv.reader(lines, delimiter=delimiter), SEARCHED_ROWS))
        except csv.Error:
            continue
        if rows and find_header(rows, needs)[1]:
            return delimiter
        widths = Counter(len(row) for row in rows if len(row) > 1)
        cells = max((width * count for width, count in widths.items()), default=0)
        if cells > most:
            best, most = delimiter, cells
    return best


def _frame(
    rows: Iterator[tuple[int, list[str]]], header: list[str], file: str, limits: Limits, deadline: Deadline
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    named = max((place for place, cell in enumerate(header, start=1) if cell.strip()), default=0)
    parts: list[pd.DataFrame] = []
    too_long: list[int] = []
    read = 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        deadline.check()
        read += len(batch)
        if read > limits.rows:
            raise limits.exceeded("rows", file, f"has more than {limits.rows:,} rows.")
        too_long += [number for number, row in batch if any(map(str.strip, row[named:]))]
        width = max(named, *(len(row) for _, row in batch))
        cells = [row + [""] * (width - len(row)) for _, row in batch]
        part = pd.DataFrame(cells, index=[number for number, _ in batch], dtype="str")
        parts.append(part.apply(lambda column: column.str.strip()))
    if not parts:
        return pd.DataFrame(), ()
    frame = pd.concat(parts).fillna("") if len(parts) > 1 else parts[0]
    # Spreadsheets leave empty columns behind the last one; they are no part of the table.
    last = named + max((place for place, column in enumerate(frame.columns[named:], start=1) if frame[column].any()), default=0)
    frame = frame.iloc[:, :last]
    frame.columns = column_names(header, last)
    return frame, _raggedness(too_long, named)


def _skipped(head: list[tuple[int, list[str]]], position: int) -> tuple[str, ...]:
    """Say which row was taken for the header if it is not the first."""
    if not position:
        return ()
    rows = "The row above it was" if position == 1 else f"The {position:,} rows above it were"
    return (f"The header was found in row {head[position][0]:,}. {rows} not read as figures.",)


def _raggedness(too_long: list[int], named: int) -> tuple[str, ...]:
    if not too_long:
        return ()
    some = ", ".join(f"{number:,}" for number in too_long[:NAMED_ROWS])
    more = f" and {len(too_long) - NAMED_ROWS:,} more" if len(too_long) > NAMED_ROWS else ""
    return (f"Rows with more cells than the {named} columns of the header, perhaps from a comma inside a name: row {some}{more}.",)
