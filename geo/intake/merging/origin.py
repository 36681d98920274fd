"""From which row of which brought file a row of our tables came, so that a fault is named where it can be mended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.intake.reading.sheet import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from geo.base.errors import Problem

    # Table -> line in it (the header is line 1) -> name of the brought file, and the row there if it is known.
    Origins = Mapping[str, Mapping[int, tuple[str, int | None]]]

# A column that goes with the rows while tables are put together, and is never written.
COLUMN: Final = "\x1ffrom"
_SEPARATOR: Final = "\x1f"
FIRST_LINE: Final = 2


def marked(text: pd.DataFrame, rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Note the file of each row, and its row number there if the index of ``rows`` says it."""
    numbers = rows.index if rows.index.name == ROW else [""] * len(rows)
    return text.assign(**{COLUMN: [f"{file}{_SEPARATOR}{number}" for number in numbers]})


def unmarked(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, tuple[str, int | None]]]:
    """Take the notes off a table in its final order; the same table if it has none."""
    if COLUMN not in table:
        return table, {}
    notes = table[COLUMN].reset_index(drop=True).dropna()
    places = {int(line): str(note).rpartition(_SEPARATOR) for line, note in notes.items()}  # type: ignore[call-overload]
    origins = {line + FIRST_LINE: (file, int(row) if row else None) for line, (file, _, row) in places.items()}
    return table.drop(columns=COLUMN), origins


def at_home(problems: Iterable[Problem], origins: Origins) -> tuple[Problem, ...]:
    """Name the brought file and its row in problems of rows that came from one; the others stay as they are."""
    return tuple(_at_home(problem, origins) for problem in problems)


def _at_home(problem: Problem, origins: Origins) -> Problem:
    origin = origins.get(problem.file.rpartition("/")[2], {}).get(problem.row or 0)
    return problem if origin is None else replace(problem, file=origin[0], row=origin[1])
