"""What people on the ground know of a provider or an area: kept beside the data, dated and signed, never written into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Literal, get_args

import pandas as pd

from geo.errors import DataError, Problem
from geo.plain_text import restored, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geo.settings import Settings

Kind = Literal["provider", "area"]
Mark = Literal["closing", "wrong_place", "outreach", "waiting_list", "other"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MARKS: Final[tuple[Mark, ...]] = get_args(Mark)
# Marks of a provider that, where the reader wants it, take it out of the scores.
OUT_OF_SCORES: Final[frozenset[Mark]] = frozenset({"closing", "wrong_place"})
MOST_CHARACTERS: Final = {"note": 1000, "author": 100, "target": 100}
WAIT_S: Final = 10
FILE: Final = "ledger.sqlite"
_TABLE: Final = """\
CREATE TABLE IF NOT EXISTS entries (
  entry_id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT NULL, mark TEXT NOT NULL, note TEXT NOT NULL,
  author TEXT NOT NULL, made_on TEXT NOT NULL, expires_on TEXT NOT NULL, withdrawn_on TEXT NOT NULL DEFAULT '')"""


@dataclass(frozen=True)
class Entry:
    """One thing that somebody knows.

    Parameters
    ----------
    kind : {"provider", "area"}
        What it is about.
    target : str
        Its ``provider_id`` or ``area_code``.
    mark : {"closing", "wrong_place", "outreach", "waiting_list", "other"}
        What kind of knowledge it is.
    note : str
        In the author's own words.
    author : str
        Who says so.
    made_on, expires_on : str
        ISO dates; after the second the entry is kept but no longer shown. Empty: it does not expire.
    """

    kind: Kind
    target: str
    mark: Mark
    note: str
    author: str
    made_on: str
    expires_on: str = ""


COLUMNS: Final = tuple(field.name for field in fields(Entry))


class Ledger:
    """Entries in an SQLite file; several people may write at once, each entry is there whole or not at all.

    Parameters
    ----------
    path : Path
        The file; made with its folder when the first entry is written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, entries: Sequence[Entry]) -> None:
        """Write entries, all or none.

        Raises
        ------
        DataError
            An entry is not sound; every fault of every entry is listed.
        """
        problems = [problem for row, entry in enumerate(entries, start=2) for problem in entry_problems(entry, row)]
        if problems:
            raise DataError(problems)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as opened, opened:
            opened.executemany(
                f"INSERT INTO entries ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})",  # noqa: S608 - own names
                [asdict(entry) for entry in entries],
            )

    def withdraw(self, entry_id: int, day: date) -> None:
        """Take an entry back; it stays in the file with the day of its withdrawal."""
        with closing(self._open()) as opened, opened:
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
            Index ``entry_id``; `COLUMNS` and ``withdrawn_on``.
        """
        if not self._path.exists():
            return pd.DataFrame(columns=[*COLUMNS, "withdrawn_on"], dtype="str").rename_axis("entry_id")
        with closing(self._open()) as opened:
            table = pd.read_sql_query(
                "SELECT * FROM entries ORDER BY made_on DESC, entry_id DESC", opened, index_col="entry_id", dtype="str"
            ).map(visible)
        if day is None:
            return table
        now = day.isoformat()
        return table[(table["withdrawn_on"] == "") & ((table["expires_on"] == "") | (table["expires_on"] >= now))]

    def stamp(self) -> str:
        """Tell versions of the ledger apart."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return ""
        return f"{found.st_mtime_ns}-{found.st_size}"

    def _open(self) -> sqlite3.Connection:
        try:
            opened = sqlite3.connect(self._path, timeout=WAIT_S)
            opened.execute(_TABLE)
        except sqlite3.Error as error:
            message = f"cannot be opened as the ledger ({error}). Check that the folder can be written to, or put the file aside."
            raise DataError([Problem(self._path.name, message)]) from error
        return opened


def entry_problems(entry: Entry, row: int) -> list[Problem]:
    """Say everything that is wrong with an entry; ``row`` is its line in a file, the header being the first."""
    faults = []
    for column, given, valid in (("kind", entry.kind, KINDS), ("mark", entry.mark, MARKS)):
        if given not in valid:
            faults.append((column, f"found '{given}'; it must be one of {', '.join(valid)}."))
    faults += [(column, "is empty. Fill it in.") for column in ("target", "author") if not getattr(entry, column).strip()]
    if entry.mark == "other" and not entry.note.strip():
        faults.append(("note", "is empty. Say in the note what 'other' is."))
    for column, most in MOST_CHARACTERS.items():
        if len(getattr(entry, column)) > most:
            faults.append((column, f"is longer than {most:,} characters. Shorten it."))
    days = {column: _day(getattr(entry, column)) for column in ("made_on", "expires_on")}
    if days["made_on"] is None:
        faults.append(("made_on", f"found '{entry.made_on}'; it must be a date such as {datetime.now(UTC).date().isoformat()}."))
    if entry.expires_on and days["expires_on"] is None:
        faults.append(("expires_on", f"found '{entry.expires_on}'; it must be a date such as 2027-03-31, or empty."))
    if days["made_on"] and days["expires_on"] and days["expires_on"] < days["made_on"]:
        faults.append(("expires_on", "is before the day on which the entry was made."))
    return [Problem("local knowledge", message, row=row, column=column) for column, message in faults]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


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


def left_out(entries: pd.DataFrame) -> tuple[str, ...]:
    """List the providers that entries take out of the scores, sorted.

    Parameters
    ----------
    entries : DataFrame
        As `Ledger.entries` gives them for a day.
    """
    marked = entries[(entries["kind"] == "provider") & entries["mark"].isin(OUT_OF_SCORES)]
    return tuple(sorted(set(marked["target"])))


def ledger_of(settings: Settings) -> Ledger | None:
    """Find the ledger of the workspace; None when the settings name no workspace."""
    root = settings.data.workspace
    return None if root is None else Ledger(root / FILE)


def marked_today(settings: Settings) -> tuple[str, ...]:
    """List the providers that entries take out of the scores today."""
    kept = ledger_of(settings)
    return () if kept is None else left_out(kept.entries(datetime.now(UTC).date()))


def from_table(table: pd.DataFrame, file: str) -> list[Entry]:
    """Turn a table, as it was exported, into entries.

    Parameters
    ----------
    table : DataFrame of str
        Columns `COLUMNS` in any order; others are ignored. An empty cell is an empty string.
    file : str
        Name of the file, for messages.

    Raises
    ------
    DataError
        Columns are missing.
    """
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise DataError([Problem(file, f"lacks the columns {', '.join(missing)}. Use a file that was exported here.", row=1)])
    # An expired or withdrawn entry comes back as it was; what is in scores is decided by its dates.
    return [Entry(**{str(name): restored(str(value)) for name, value in row.items()}) for row in table[list(COLUMNS)].to_dict("records")]  # type: ignore[arg-type]
