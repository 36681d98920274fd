"""One table of a file as its publisher wrote it: cells as text under the names that a layout gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd


# Name of the number of a row in the file: as a column, and as the index of a table whose rows stand there.
ROW = "row"


# Columns of the list of rows that were not taken.
REJECTED = ("row", "column", "found", "reason")


def satisfies(names: Iterable[object], columns: Mapping[str, Sequence[str]]) -> bool:
    """Whether every column of a layout is among names, by one of its own; upper and lower case do not matter."""
    there = {str(name).casefold() for name in names}
    return all(any(alias.casefold() in there for alias in aliases) for aliases in columns.values())


@dataclass(frozen=True)
class Sheet:
    """A table found in a file.

    Parameters
    ----------
    file : str
        Name of the file as the reader knows it, without its folder.
    name : str
        Name of the sheet; empty for a CSV.
    frame : DataFrame of str
        All columns under their header as published, spaces squeezed; index = row number in the file or sheet (the first line is 1); an
        empty cell is an empty string.
    notes : tuple of str
        What was found on reading that a careful person has to know: an encoding that is not UTF-8, rows of another length.
    above : str
        Text of the rows above the header, cut to a screenful: publishers say there what the figures are.
    chosen : mapping of str to str
        Our name of a column -> the column that a reader chose for it. The header stays as published: it says of which year codes are.
    """

    file: str
    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    above: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_map(self) -> bool:
        """Whether the rows have shapes."""
        return False

    def has(self, columns: Mapping[str, Sequence[str]]) -> bool:
        """Whether every column of a layout is there, by one of its names; upper and lower case do not matter."""
        return satisfies(self.frame.columns, {name: aliases for name, aliases in columns.items() if name not in self.chosen})

    def header(self, name: str, aliases: Sequence[str]) -> str:
        """Give the header, as published, of the column that holds one of ours; empty if there is none."""
        places = {str(column).casefold(): str(column) for column in reversed(self.frame.columns)}
        return self.chosen.get(name) or next((places[alias.casefold()] for alias in aliases if alias.casefold() in places), "")

    def pick(self, columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
        """Return the columns of a layout under its own names; one that is missing is left out."""
        import pandas as pd  # noqa: PLC0415 - the reading process needs the names of columns alone, and starts half a second sooner

        known = {name: self.header(name, aliases) for name, aliases in columns.items()}
        return pd.DataFrame({name: self.frame[column] for name, column in known.items() if column}, index=self.frame.index)
