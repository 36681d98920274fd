"""One table of text, row by row: delimiter and header found, limits kept, every cell as it stands."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from geo.intake.inside.encoding import encoding_of
from geo.intake.reading.arrows import TEXT, WHOLE
from geo.intake.reading.header import SEARCHED_ROWS, column_names, find_header
from geo.settings.limits import Limits, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.intake.reading.job import Needs

DELIMITERS = ",;\t|"
# One line of a table that people can read is far shorter; a longer one would fill the memory before it is looked at.
LONGEST_LINE = 4_000_000
# Lines for each row that may have content: a table has empty lines here and there, not millions of them.
LINES_PER_ROW = 4
ROWS_AT_ONCE = 5_000
NAMED_ROWS = 5
LONGEST_ABOVE = 4_000


@dataclass(frozen=True)
class ArrowTable:
    """A table as `geo.intake.reading.sheet.Sheet` has it, before it is a data frame: columns by name, and the number of each row."""

    file: str
    sheet: str
    columns: list[str]
    numbers: pa.Array
    cells: list[pa.ChunkedArray]
    notes: tuple[str, ...]
    above: str


class Budget:
    """Cells that the tables of a file may still have together."""

    def __init__(self, cells: int) -> None:
        self.left = cells

    def spend(self, cells: int, file: str, limits: Limits) -> None:
        """Raise `DataError` when there are too many."""
        self.left -= cells
        if self.left < 0:
            raise limits.exceeded("cells", file, f"has more than {limits.cells:,} cells.")


def read_separated_values(stream: BinaryIO, file: str, sheet: str, limits: Limits, needs: Needs, budget: Budget) -> ArrowTable | None:
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
    budget : Budget
        Cells that are left.

    Returns
    -------
    ArrowTable or None
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
        body = _Body(head[position][1], file, limits, budget)
        body.read(chain(head[position + 1 :], rows))
    finally:
        text.detach()
    notes = body.raggedness()
    if encoding == "cp1252":
        notes = ("The file is not in UTF-8; it was read as Windows-1252. Look at names with accents or pound signs.", *notes)
    above = " ".join(cell.strip() for _, row in head[:position] for cell in row if cell.strip())[:LONGEST_ABOVE]
    return ArrowTable(file, sheet, *body.finished(), (*_skipped(head, position), *notes), above) if body.numbers else None


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
            if number > LINES_PER_ROW * limits.rows:
                raise limits.exceeded("rows", file, f"has more than {LINES_PER_ROW * limits.rows:,} lines.")
            if not any(row):
                continue
            _check_row(row, number, file, limits)
            if any(map(str.strip, row)):
                yield number, row
    except csv.Error as error:
        if "field larger" in str(error):
            too_long = (
                f"has a cell of more than {csv.field_size_limit():,} characters; perhaps a quotation mark is opened and never closed."
            )
            raise limits.exceeded("cell_characters", file, too_long, number + 1) from None
        message = (
            "has a quotation mark out of place, so it is unclear where a cell ends. Mend this row, or save the file again as CSV UTF-8."
        )
        raise refusal(file, message, number + 1) from None


def _check_row(row: list[str], number: int, file: str, limits: Limits) -> None:
    if len(row) > limits.columns:
        while not row[-1].strip():
            row.pop()
        if len(row) > limits.columns:
            raise limits.exceeded("columns", file, f"has {len(row):,} columns.", number)
    longest = max(map(len, row))
    if longest > limits.cell_characters:
        message = f"has a cell of {longest:,} characters; perhaps a quotation mark is opened and never closed."
        raise limits.exceeded("cell_characters", file, message, number)


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


class _Body:
    """The rows under a header, gathered column by column."""

    def __init__(self, header: list[str], file: str, limits: Limits, budget: Budget) -> None:
        self.header, self.file, self.limits, self.budget = header, file, limits, budget
        self.named = max((place for place, cell in enumerate(header, start=1) if cell.strip()), default=0)
        self.numbers: list[int] = []
        self.too_long: list[int] = []
        self._parts: list[list[pa.Array]] = []

    def read(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        """Take all rows."""
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            self.numbers += [number for number, _ in batch]
            if len(self.numbers) > self.limits.rows:
                raise self.limits.exceeded("rows", self.file, f"has more than {self.limits.rows:,} rows.")
            for _, row in batch:
                # Spreadsheets leave empty cells behind the last one; they are no part of the table.
                while len(row) > self.named and not row[-1].strip():
                    row.pop()
            self.too_long += [number for number, row in batch if len(row) > self.named]
            width = max(self.named, *(len(row) for _, row in batch))
            self.budget.spend(width * len(batch), self.file, self.limits)
            columns = zip_longest([""] * width, *(row for _, row in batch), fillvalue="")
            self._parts.append([pa.array(map(str.strip, column[1:]), TEXT) for column in columns])

    def finished(self) -> tuple[list[str], pa.Array, list[pa.ChunkedArray]]:
        """Return the names of the columns, the numbers of the rows, and the cells."""
        width = max(map(len, self._parts))
        self.budget.spend(sum((width - len(part)) * len(part[0]) for part in self._parts), self.file, self.limits)
        cells = [
            pa.chunked_array([part[place] if place < len(part) else pa.array([""] * len(part[0]), TEXT) for part in self._parts])
            for place in range(width)
        ]
        return column_names(self.header, width), pa.array(self.numbers, WHOLE), cells

    def raggedness(self) -> tuple[str, ...]:
        """Say which rows have more cells than the header."""
        if not self.too_long:
            return ()
        some = ", ".join(f"{number:,}" for number in self.too_long[:NAMED_ROWS])
        more = f" and {len(self.too_long) - NAMED_ROWS:,} more" if len(self.too_long) > NAMED_ROWS else ""
        return (f"Rows with more cells than the {self.named} columns of the header, perhaps from a comma inside a name: row {some}{more}.",)


def _skipped(head: list[tuple[int, list[str]]], position: int) -> tuple[str, ...]:
    """Say which row was taken for the header if it is not the first."""
    if not position:
        return ()
    rows = "The row above it was" if position == 1 else f"The {position:,} rows above it were"
    return (f"The header was found in row {head[position][0]:,}. {rows} not read as figures.",)
