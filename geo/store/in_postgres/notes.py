"""Local knowledge in a database: one row an entry."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from geo.base.errors import DataError
from geo.base.plain_text import visible
from geo.store.entries import EntryBounds, check_entries, entries_table
from geo.store.in_postgres.database import forgotten
from geo.store.ledger_entry import COLUMNS, DATES, Entry, paired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from sqlalchemy import Connection

    from geo.store.backend import Keeping
    from geo.store.in_postgres.database import Database

SUBJECT: Final = "notes"
WRITER: Final = "somebody"
# A day that is not set is empty text in an entry.
READ: Final = ", ".join(["entry_id", *(f"coalesce({name}::text, '') AS {name}" if name in DATES else name for name in COLUMNS)])
GIVEN: Final = ", ".join(f"CAST(nullif(:{name}, '') AS date)" if name in DATES else f":{name}" for name in COLUMNS)
INSERT: Final = f"INSERT INTO entries ({', '.join(COLUMNS)}) VALUES ({GIVEN})"
NUMBERED: Final = INSERT.replace("(", "(entry_id, ", 1).replace("VALUES (", "VALUES (:entry_id, ", 1)
# An entry that holds on the day ``:day``. Another one has ended: it expired, or somebody took it back.
HOLDS: Final = "(withdrawn_on IS NULL AND (expires_on IS NULL OR expires_on >= :day))"
# Ended before the day ``:first``, or more ended since then than may be kept.
TO_FORGET: Final = f"""FROM entries WHERE withdrawn_on < :first OR expires_on < :first OR entry_id IN (
  SELECT entry_id FROM entries WHERE NOT {HOLDS} ORDER BY entry_id DESC OFFSET :most_ended)"""


class PostgresNotes:
    """Entries in a database, as `geo.store.backend.Notes` says.

    Parameters
    ----------
    database : Database
        Where they are.
    keeping : Keeping
        How many are kept.
    """

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database, self._bounds = database, EntryBounds(keeping.notes, keeping.notes_years)

    def add(self, entries: Sequence[Entry]) -> None:
        """Write entries, all or none."""
        check_entries(entries)
        with self._database.writing(SUBJECT, WRITER) as opened:
            self._insert(opened, entries)

    def bring_in(self, entries: Sequence[Entry]) -> int:
        """Write entries of a file; what is here already is not written again, and what was taken back there is taken back here."""
        check_entries(entries)
        with self._database.writing(SUBJECT, WRITER) as opened:
            rows = opened.execute(text(f"SELECT {READ} FROM entries")).all()
            new, taken_back = paired(entries, ((number, Entry(*cells)) for number, *cells in rows))
            for number, day in taken_back.items():
                _withdraw(opened, number, date.fromisoformat(day))
            self._insert(opened, new)
            return len(new)

    def fill(self, entries: Mapping[int, Entry]) -> None:
        """Write entries of another place under their own numbers, whatever the limits are here."""
        check_entries(list(entries.values()))
        if not entries:
            return
        with self._database.writing(SUBJECT, WRITER) as opened:
            _write(opened, NUMBERED, [{"entry_id": number, **asdict(entry)} for number, entry in entries.items()])
            opened.execute(text("SELECT setval(pg_get_serial_sequence('entries', 'entry_id'), max(entry_id)) FROM entries"))

    def withdraw(self, entry_id: int, day: date) -> None:
        """Take an entry back from a day on."""
        with self._database.writing(SUBJECT, WRITER) as opened:
            _withdraw(opened, entry_id, day)

    def entries(self, day: date | None = None) -> pd.DataFrame:
        """Read entries, newest first."""
        holds = "" if day is None else f"WHERE {HOLDS}"
        rows = self._database.ask(f"SELECT {READ} FROM entries {holds} ORDER BY entries.made_on DESC, entry_id DESC", day=day)
        return entries_table([tuple(row) for row in rows])

    def unusable(self) -> int:
        """Count nothing: the table takes only what `add` has checked."""
        return 0

    def forget_ended(self, day: date) -> None:
        """Remove entries that ended long ago."""
        if self._database.ask(f"SELECT 1 {TO_FORGET} LIMIT 1", **self._given(day)):
            with self._database.writing(SUBJECT, WRITER) as opened:
                opened.execute(text(f"DELETE {TO_FORGET}"), self._given(day))

    def forget(self, name: str) -> int:
        """Take an author's name out of the entries."""
        with self._database.writing(SUBJECT, WRITER) as opened:
            return forgotten(opened, "entries", "author", name)

    def version(self) -> str:
        """Tell databases and versions of their entries apart; empty where nobody has written yet."""
        try:
            changes = self._database.changes(SUBJECT)
        except DataError:
            return f"{self._database.name} out of reach"
        return f"{self._database.name} {changes}" if changes else ""

    def _insert(self, opened: Connection, entries: Sequence[Entry]) -> None:
        given = self._given(datetime.now(UTC).date())
        holding = text(f"SELECT count(*) FROM entries WHERE {HOLDS}")
        before = opened.execute(holding, given).scalar_one()
        _write(opened, INSERT, [asdict(entry) for entry in entries])
        self._bounds.check(self._database.name, before, opened.execute(holding, given).scalar_one())
        opened.execute(text(f"DELETE {TO_FORGET}"), given)

    def _given(self, day: date) -> dict[str, object]:
        """Give what the questions name."""
        return {"day": day, "first": self._bounds.first(day), "most_ended": self._bounds.most_ended}


def _write(opened: Connection, insert: str, rows: list[dict[str, Any]]) -> None:
    """Write rows; letters that nobody sees, some of which a database refuses, stay out."""
    shown = [{name: visible(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows]
    if shown:
        opened.execute(text(insert), shown)


def _withdraw(opened: Connection, entry_id: int, day: date) -> None:
    opened.execute(text("UPDATE entries SET withdrawn_on = :day WHERE entry_id = :entry_id"), {"day": day, "entry_id": entry_id})
