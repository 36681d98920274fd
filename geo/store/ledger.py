"""What people on the ground know of a provider or an area: kept beside the data, dated and signed, never written into it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from geo.settings.limits import Limits
from geo.settings.model import KEEP_NOTES_YEARS
from geo.store.entries import EntryBounds, check_entries, entries_table
from geo.store.ledger_entry import COLUMNS, DATES, KINDS, MARKS, MOST_CHARACTERS, Entry, paired
from geo.store.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from sqlite3 import Connection

    import pandas as pd

FILE: Final = "ledger.sqlite"
TABLE: Final = """\
CREATE TABLE IF NOT EXISTS entries (
  entry_id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT NULL, mark TEXT NOT NULL, note TEXT NOT NULL,
  author TEXT NOT NULL, made_on TEXT NOT NULL, expires_on TEXT NOT NULL, withdrawn_on TEXT NOT NULL DEFAULT '')"""

# What `entry_problems` lets through, told by the file itself: rows that something else wrote can be of any kind and size.
SOUND: Final = " AND ".join(
    [
        f"kind IN {KINDS!r}",
        f"mark IN {MARKS!r}",
        # Characters, and bytes: a text may go on behind a zero.
        *(f"typeof({column}) = 'text' AND length({column}) <= {most}" for column, most in MOST_CHARACTERS.items()),
        *(f"length(CAST({column} AS BLOB)) <= {4 * most}" for column, most in MOST_CHARACTERS.items()),
        *(f"typeof({column}) = 'text' AND (date({column}, '+0 days') IS {column} OR {column} = '')" for column in DATES),
        "made_on <> ''",
    ]
)

# An entry that holds on the day ``:day``. Another one has ended: it expired, or somebody took it back.
HOLDS: Final = "(withdrawn_on = '' AND (expires_on = '' OR expires_on >= :day))"
# Ended before the day ``:first``, or more ended since then than may be kept.
TO_FORGET: Final = f"""FROM entries WHERE {SOUND} AND (
  (withdrawn_on <> '' AND withdrawn_on < :first) OR (expires_on <> '' AND expires_on < :first) OR entry_id IN (
    SELECT entry_id FROM entries WHERE {SOUND} AND NOT {HOLDS} ORDER BY entry_id DESC LIMIT -1 OFFSET :most_ended))"""  # noqa: S608 - own names
FORGET: Final = f"DELETE {TO_FORGET}"
INSERT: Final = f"INSERT INTO entries ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"  # noqa: S608 - own names
NUMBERED: Final = INSERT.replace("(", "(entry_id, ", 1).replace("VALUES (", "VALUES (:entry_id, ", 1)
# However many rows something else has written, no more are looked at than may be here.
NEWEST: Final = "SELECT * FROM entries ORDER BY entry_id DESC LIMIT :most_read"


class Ledger:
    """Entries in an SQLite file; several people may write at once, each entry is there whole or not at all.

    Parameters
    ----------
    path : Path
        The file; made when the first entry is written. Its folder must be there.
    most : int
        How many entries may hold at once.
    ended_years : int
        How long entries are kept that have ended.
    """

    def __init__(self, path: Path, most: int = Limits().notes, ended_years: int = KEEP_NOTES_YEARS) -> None:
        self.path, self._file, self._bounds = path, SqliteFile(path, TABLE), EntryBounds(most, ended_years)

    def add(self, entries: Sequence[Entry]) -> None:
        """Write entries, all or none.

        Raises
        ------
        DataError
            An entry is not sound; every fault of every entry is listed. Or there would be too many, or the file cannot be written.
        """
        check_entries(entries)
        with self._file.writing() as opened:
            self._insert(opened, entries)

    def bring_in(self, entries: Sequence[Entry]) -> int:
        """Write entries of a file that was exported from a ledger, all or none; what is here already is not written again.

        An entry that was taken back there is taken back here. One that was taken back here stays so.

        Returns
        -------
        int
            How many were not here.

        Raises
        ------
        DataError
            As `add` raises it.
        """
        check_entries(entries)
        with self._file.writing() as opened:
            rows = opened.execute(f"SELECT entry_id, {', '.join(COLUMNS)} FROM entries WHERE {SOUND}").fetchall()  # noqa: S608 - own names
            new, taken_back = paired(entries, ((number, Entry(*cells)) for number, *cells in rows))
            opened.executemany(
                "UPDATE entries SET withdrawn_on = ? WHERE entry_id = ?", [(day, number) for number, day in taken_back.items()]
            )
            self._insert(opened, new)
            return len(new)

    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write meanwhile."""
        return self._file.hold()

    def fill(self, entries: Mapping[int, Entry]) -> None:
        """Write entries of another place under their own numbers, whatever the limits are here; no file where there are none.

        Raises
        ------
        DataError
            An entry is not sound, or the file cannot be written.
        """
        check_entries(list(entries.values()))
        if entries:
            with self._file.writing() as opened:
                opened.executemany(NUMBERED, [{"entry_id": number, **asdict(entry)} for number, entry in entries.items()])

    def forget_ended(self, day: date) -> None:
        """Remove entries that ended long ago; the file is opened to write only if there are any.

        Raises
        ------
        DataError
            The file cannot be read or written.
        """
        if self._read(f"SELECT 1 {TO_FORGET} LIMIT 1", day):
            with self._file.writing() as opened:
                opened.execute(FORGET, self._given(day))

    def forget(self, name: str) -> int:
        """Take an author's name out of the entries, and out of what the file still holds of entries that are gone.

        Raises
        ------
        DataError
            The file cannot be read or written.
        """
        return self._file.forget("entries", "author", name)

    def _insert(self, opened: Connection, entries: Sequence[Entry]) -> None:
        given = self._given(datetime.now(UTC).date())
        holding = f"SELECT count(*) FROM entries WHERE {SOUND} AND {HOLDS}"  # noqa: S608 - own names
        (before,) = opened.execute(holding, given).fetchone()
        opened.executemany(INSERT, [asdict(entry) for entry in entries])
        (after,) = opened.execute(holding, given).fetchone()
        self._bounds.check(self.path.name, before, after)
        opened.execute(FORGET, given)

    def _given(self, day: date) -> dict[str, object]:
        """Give what the queries name."""
        bounds = self._bounds
        most_read = bounds.most + bounds.most_ended
        return {"day": day.isoformat(), "first": bounds.first(day).isoformat(), "most_ended": bounds.most_ended, "most_read": most_read}

    def withdraw(self, entry_id: int, day: date) -> None:
        """Take an entry back; it stays in the file with the day of its withdrawal.

        Raises
        ------
        DataError
            The file cannot be written.
        """
        with self._file.writing() as opened:
            opened.execute("UPDATE entries SET withdrawn_on = ? WHERE entry_id = ?", (day.isoformat(), entry_id))

    def entries(self, day: date | None = None) -> pd.DataFrame:
        """Return entries, newest first.

        Parameters
        ----------
        day : date, optional
            Only entries that hold on this day; default: all, withdrawn and expired ones too.

        Returns
        -------
        DataFrame of str
            Index ``entry_id``; `COLUMNS`. Rows that are no sound entries, which no method here writes, are left out:
            `unusable` counts them.

        Raises
        ------
        DataError
            The file is there and cannot be read.
        """
        holds = "" if day is None else f" AND {HOLDS}"
        names = ", ".join(["entry_id", *COLUMNS])
        query = f"SELECT {names} FROM ({NEWEST}) WHERE {SOUND}{holds} ORDER BY made_on DESC, entry_id DESC"  # noqa: S608 - own names
        rows = self._read(query, day or date.max)
        return entries_table(rows)

    def unusable(self) -> int:
        """Count the rows that are no sound entries, and those beyond the most that are read.

        Raises
        ------
        DataError
            The file is there and cannot be read.
        """
        query = f"SELECT (SELECT count(*) FROM entries) - count(*) FROM ({NEWEST}) WHERE {SOUND}"  # noqa: S608 - own names
        return sum(number for (number,) in self._read(query, date.max))

    def version(self) -> str:
        """Tell ledgers and their versions apart; empty where there is none."""
        return self._file.version()

    def _read(self, query: str, day: date) -> list[tuple[Any, ...]]:
        return self._file.read(query, self._given(day))
