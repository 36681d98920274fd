"""What a build read, what it could place and what it could not: nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# More keys than this are counted, with the first few named; the whole list stays in the object.
LISTED = 12


@dataclass(frozen=True)
class SourceLine:
    """What became of the rows of one source file.

    Parameters
    ----------
    file : str
        The file, relative to the raw folder, or ``package: file``.
    rows : int
        Data rows read.
    matched : int
        Rows that found their area, postcode or partner.
    not_matched : tuple of str
        Keys of the rows that did not.
    suppressed : int
        Values that the publisher withholds.
    notes : tuple of str
        Anything a careful reader has to know.
    """

    file: str
    rows: int
    matched: int
    not_matched: tuple[str, ...] = ()
    suppressed: int = 0
    notes: tuple[str, ...] = ()


@dataclass
class BuildReport:
    """Collects one line per source file, the written tables and free notes."""

    lines: list[SourceLine] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(
        self,
        file: str,
        rows: int,
        matched: int,
        *,
        not_matched: Iterable[object] = (),
        suppressed: int = 0,
        notes: Iterable[str] = (),
    ) -> None:
        """Record what became of one source file.

        Parameters
        ----------
        file : str
            The file as the reader of the report knows it.
        rows, matched, suppressed : int
            Counts of data rows, of rows that found their area, and of values withheld by the publisher.
        not_matched : iterable
            Keys of the rows without an area; sorted, so that the report does not depend on their order.
        notes : iterable of str
            Remarks on this file.
        """
        keys = tuple(sorted(str(key) for key in not_matched))
        self.lines.append(SourceLine(file, rows, matched, keys, suppressed, tuple(notes)))

    def note(self, text: str) -> None:
        """Add a remark on the whole build."""
        self.notes.append(text)

    def wrote(self, name: str, rows: int) -> None:
        """Record a written file and its number of rows or features."""
        self.tables[name] = rows

    def render(self) -> str:
        """Return the report as plain text: a table of sources, what was not matched, the written files, the notes."""
        header = ("file", "rows", "matched", "not matched", "suppressed")
        body = [(x.file, str(x.rows), str(x.matched), str(len(x.not_matched)), str(x.suppressed)) for x in self.lines]
        parts = [_columns(header, body)]
        for line in self.lines:
            parts += [f"{line.file}: {text}" for text in _details(line)]
        parts.append("")
        parts.append(_columns(("written", "rows"), [(name, str(rows)) for name, rows in sorted(self.tables.items())]))
        if self.notes:
            parts += ["", "Notes", *(f"- {text}" for text in self.notes)]
        return "\n".join(parts)


def _details(line: SourceLine) -> list[str]:
    details = list(line.notes)
    if line.not_matched:
        shown = ", ".join(line.not_matched[:LISTED])
        more = len(line.not_matched) - LISTED
        details.append(f"not matched: {shown}{f' and {more} more' if more > 0 else ''}")
    return details


def _columns(header: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in [header, *body]) for i in range(len(header))]

    def row(cells: tuple[str, ...]) -> str:
        first = cells[0].ljust(widths[0])
        return "  ".join([first, *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]).rstrip()

    return "\n".join([row(header), row(tuple("-" * width for width in widths)), *(row(cells) for cells in body)])
