"""What no text of any table may hold: letters that nobody sees, and more of them than a line or a page has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base.plain_text import HIDDEN, named

if TYPE_CHECKING:
    from geo.base.errors import Problem
    from geo.contract.columns import Kind
    from geo.contract.reading import Table

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 4_000
# Columns that hold sentences or addresses; all others hold names and codes.
SENTENCES: Final = frozenset({"definition", "finding", "effect", "source", "address", "url", "attribution", "notes"})


def text_problems(table: Table, columns: dict[str, Kind]) -> list[Problem]:
    """Check every text cell of a table, whatever its column.

    Parameters
    ----------
    table : Table
        The table as read.
    columns : dict
        Column names and kinds.

    Returns
    -------
    list of Problem
        One a cell.
    """
    problems = []
    for column in (name for name, kind in columns.items() if kind == "text" and name not in table.missing):
        cells = table.frame[column].dropna()
        # Nearly every table is sound; one look at all its cells together is quick.
        if not cells.empty and (HIDDEN.search("".join(cells)) or cells.str.len().max() > _most(column)):
            problems += [table.problem(line, column, fault) for line, cell in cells.items() if (fault := _fault(cell, column))]
    return problems


def _most(column: str) -> int:
    return LONGEST_TEXT if column in SENTENCES else LONGEST_NAME


def _fault(cell: str, column: str) -> str | None:
    hidden = HIDDEN.search(cell)
    if hidden:
        return f"holds a letter that nobody sees, {named(hidden[0])}. Delete it, or type the text again."
    if len(cell) > _most(column):
        return f"has {len(cell):,} letters, beginning '{cell[:20]}'; at most {_most(column):,} have room. Shorten it."
    return None
