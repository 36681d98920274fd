"""A file of local knowledge, as it was exported, into entries: within the limits of every file that is brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem
from geo.base.plain_text import restored
from geo.intake.reading.files import read_sheets
from geo.store.ledger_entry import COLUMNS, WORDS, Entry, entry_problems

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd

    from geo.settings.limits import Limits

# A file may tell of this many years, and of no day to come: nobody can write such an entry by hand.
OLDEST_YEARS: Final = 10
# The columns by which a file of entries is known.
NEEDS: Final = [{name: [name] for name in WORDS}]


def read_entries(content: bytes, name: str, limits: Limits, day: date) -> list[Entry]:
    """Read a file as it was exported into entries.

    Parameters
    ----------
    content : bytes
        The file, read within the limits of every file that is brought.
    name : str
        Its name.
    limits : Limits
        Largest size, rows and cell; ``notes_per_file`` is the most entries.
    day : date
        Today. An entry of a day to come, or of more than `OLDEST_YEARS` ago, is refused: nobody can say so by hand here.

    Raises
    ------
    DataError
        The file cannot be read or lacks columns, or an entry is not sound; every problem at once.
    """
    sheet, *_ = read_sheets(content, name, limits, NEEDS)
    if len(sheet.frame) > limits.notes_per_file:
        raise limits.exceeded("notes_per_file", sheet.file, f"has {len(sheet.frame):,} entries. Bring it in parts.")
    entries = from_table(sheet.frame, sheet.file)
    problems = [
        problem for row, entry in zip(sheet.frame.index, entries, strict=True) for problem in _problems(entry, int(row), sheet.file, day)
    ]
    if problems:
        raise DataError(problems)
    return entries


def _problems(entry: Entry, row: int, file: str, day: date) -> list[Problem]:
    problems = entry_problems(entry, row)
    first = day.replace(year=day.year - OLDEST_YEARS, day=min(day.day, 28)).isoformat()
    for column in ("made_on", "withdrawn_on"):
        given = getattr(entry, column)
        if given and not any(problem.column == column for problem in problems) and not first <= given <= day.isoformat():
            message = f"found '{given}'; it must lie between {first} and today. Correct it or leave the row out."
            problems.append(Problem(file, message, row, column))
    return problems


def from_table(table: pd.DataFrame, file: str) -> list[Entry]:
    """Turn a table, as it was exported, into entries.

    Parameters
    ----------
    table : DataFrame of str
        Columns `COLUMNS` in any order, ``withdrawn_on`` only where something was taken back; others are ignored. An empty cell is an empty
        string.
    file : str
        Name of the file, for messages.

    Raises
    ------
    DataError
        Columns are missing.
    """
    missing = [name for name in WORDS if name not in table.columns]
    if missing:
        raise DataError([Problem(file, f"lacks the columns {', '.join(missing)}. Use a file that was exported here.", row=1)])
    rows = table[[name for name in COLUMNS if name in table.columns]].to_dict("records")
    # An expired or withdrawn entry comes back as it was; what is in scores is decided by its dates.
    return [Entry(**{str(name): restored(str(value)) for name, value in row.items()}) for row in rows]  # type: ignore[arg-type]


def unknown_targets(entries: Iterable[Entry], providers: pd.Index[str], areas: pd.Index[str]) -> list[Problem]:
    """Name entries about things that are not in the data; rows are counted as in a file."""
    known = {"provider": set(providers), "area": set(areas)}
    return [
        Problem(
            "local knowledge",
            f"'{entry.target}' is no {entry.kind} of the data. Correct it or leave the row out.",
            row=row,
            column="target",
        )
        for row, entry in enumerate(entries, start=2)
        if entry.kind in known and entry.target not in known[entry.kind]
    ]
