"""Entries of local knowledge as tables, and what holds for them wherever they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.base.plain_text import visible
from geo.store.ledger_entry import COLUMNS, entry_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.store.ledger_entry import Entry, Mark

# Marks of a provider that, where the reader wants it, take it out of the scores.
OUT_OF_SCORES: Final[frozenset[Mark]] = frozenset({"closing", "wrong_place"})
TOO_MANY: Final = "holds {before:,} entries in force and may hold {most:,}. Take some back, or raise notes under [limits] in config.toml."
# Ended entries are kept to look back, so many at most for each that may hold: adding and taking back again and again fills no disk.
ENDED_FOR_EACH: Final = 3


@dataclass(frozen=True)
class EntryBounds:
    """How many entries are kept.

    Parameters
    ----------
    most : int
        How many may hold at once.
    ended_years : int
        How long those are kept that have ended: expired, or taken back.
    """

    most: int
    ended_years: int

    @property
    def most_ended(self) -> int:
        """How many that have ended are kept."""
        return ENDED_FOR_EACH * self.most

    def first(self, day: date) -> date:
        """Give the day before which an entry must have ended to be forgotten on ``day``."""
        return day.replace(year=day.year - self.ended_years, day=min(day.day, 28))

    def check(self, place: str, before: int, after: int) -> None:
        """Make sure that there are not too many in force after some were added; raises `DataError`."""
        if after > max(before, self.most):
            raise DataError([Problem(place, TOO_MANY.format(before=before, most=self.most))])


def check_entries(entries: Sequence[Entry]) -> None:
    """Make sure that entries are sound.

    Raises
    ------
    DataError
        One is not; every fault of every entry is listed.
    """
    problems = [problem for row, entry in enumerate(entries, start=2) for problem in entry_problems(entry, row)]
    if problems:
        raise DataError(problems)


def entries_table(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Make a table of rows that begin with the number of an entry: text, nothing invisible in it."""
    return pd.DataFrame(rows, columns=["entry_id", *COLUMNS], dtype="object").set_index("entry_id").astype("str").map(visible)


def no_entries() -> pd.DataFrame:
    """Give the table of entries where there are none."""
    return entries_table([])


def left_out(entries: pd.DataFrame) -> tuple[str, ...]:
    """List the providers that entries take out of the scores, sorted.

    Parameters
    ----------
    entries : DataFrame
        Those of a day, as `geo.store.backend.Notes` gives them.
    """
    marked = entries[(entries["kind"] == "provider") & entries["mark"].isin(OUT_OF_SCORES)]
    return tuple(sorted(set(marked["target"])))
