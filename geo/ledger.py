"""What people on the ground know of a provider or an area: kept beside the data, dated and signed, never written into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import pandas as pd

from geo.errors import DataError, Problem
from geo.intake.limits import Limits
from geo.plain_text import visible
from geo.safe_files import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
# Every page reads: one that waits longer looks broken.
READ_WAIT_S: Final = 0.5
FILE: Final = "ledger.sqlite"
WAY_OUT: Final = "If this does not pass in a minute, restore the file from a backup, or put it aside to begin a new one."
TABLE: Final = """\
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
_DATES: Final = ("made_on", "expires_on", "withdrawn_on")
# What `entry_problems` lets through, told by the file itself: rows that something else wrote can be of any kind and size.
SOUND: Final = " AND ".join(
    [
        f"kind IN {KINDS!r}",
        f"mark IN {MARKS!r}",
        # Characters, and bytes: a text may go on behind a zero.
        *(f"typeof({column}) = 'text' AND length({column}) <= {most}" for column, most in MOST_CHARACTERS.items()),
        *(f"length(CAST({column} AS BLOB)) <= {4 * most}" for column, most in MOST_CHARACTERS.items()),
        *(f"typeof({column}) = 'text' AND (date({column}, '+0 days') IS {column} OR {column} = '')" for column in _DATES),
        "made_on <> ''",
    ]
)

# However many rows something else has written, so many are looked at.
NEWEST: Final = "SELECT * FROM entries ORDER BY entry_id DESC LIMIT ?"


class Ledger:
    """Entries in an SQLite file; several people may write at once, each entry is there whole or not at all.

    It is secondary to the data: whatever has become of the file, each method says so by `DataError`, and reading never writes.

    Parameters
    ----------
    path : Path
        The file; made when the first entry is written. Its folder must be there.
    most : int
        How many entries it may hold; so many are read at most.
    """

    def __init__(self, path: Path, most: int = Limits().notes) -> None:
        self._path, self._most = path, most

    def add(self, entries: Sequence[Entry]) -> None:
        """Write entries, all or none.

        Raises
        ------
        DataError
            An entry is not sound; every fault of every entry is listed. Or there would be too many, or the file cannot be written.
        """
        problems = [problem for row, entry in enumerate(entries, start=2) for problem in entry_problems(entry, row)]
        if problems:
            raise DataError(problems)
        with self._writing() as opened:
            (there,) = opened.execute("SELECT count(*) FROM entries").fetchone()
            if there + len(entries) > self._most:
                message = f"holds {there:,} entries and may hold {self._most:,}. Raise notes under [limits] in config.toml."
                raise DataError([Problem(self._path.name, message)])
            opened.executemany(
                f"INSERT INTO entries ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})",  # noqa: S608 - own names
                [asdict(entry) for entry in entries],
            )

    def withdraw(self, entry_id: int, day: date) -> None:
        """Take an entry back; it stays in the file with the day of its withdrawal.

        Raises
        ------
        DataError
            The file cannot be written.
        """
        with self._writing() as opened:
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
            Index ``entry_id``; `COLUMNS` and ``withdrawn_on``. Rows that are no sound entries, which no method here writes, are left out:
            `unusable` counts them.

        Raises
        ------
        DataError
            The file is there and cannot be read.
        """
        holds = "" if day is None else f" AND withdrawn_on = '' AND (expires_on = '' OR expires_on >= '{day.isoformat()}')"
        columns = ["entry_id", *COLUMNS, "withdrawn_on"]
        names = ", ".join(columns)
        rows = self._read(f"SELECT {names} FROM ({NEWEST}) WHERE {SOUND}{holds} ORDER BY made_on DESC, entry_id DESC")  # noqa: S608 - own names
        return pd.DataFrame(rows, columns=columns, dtype="object").set_index("entry_id").astype("str").map(visible)

    def unusable(self) -> int:
        """Count the rows that are no sound entries, and those beyond the most that are read.

        Raises
        ------
        DataError
            The file is there and cannot be read.
        """
        counted = self._read(f"SELECT (SELECT count(*) FROM entries) - count(*) FROM ({NEWEST}) WHERE {SOUND}")  # noqa: S608 - own names
        return sum(number for (number,) in counted)

    def stamp(self) -> str:
        """Tell versions of the ledger apart; empty where there is none."""
        try:
            found = None if self._is_missing() else self._path.stat()
        except OSError as error:
            return f"out of reach: {error.strerror}"
        return "" if found is None else f"{found.st_mtime_ns}-{found.st_size}"

    def _is_missing(self) -> bool:
        """Whether nobody has written yet; a link that leads nowhere is not that, but a disk that is not connected."""
        with suppress(FileNotFoundError):
            self._path.lstat()
            return False
        return True

    def _read(self, query: str) -> list[tuple[Any, ...]]:
        """Ask, without ever writing: a full disk or a share that is read only does not stand in the way."""
        with self._in_words("read"):
            if self._is_missing():
                return []
            if not self._path.stat().st_size:
                raise sqlite3.DatabaseError("the file is empty")
            try:
                return self._asked("ro", query)
            except sqlite3.OperationalError:
                # What a writer left that died in the middle of an entry is put right by opening the file to write.
                if not self._path.with_name(f"{self._path.name}-journal").exists():
                    raise
                return self._asked("rw", query)

    def _asked(self, mode: str, query: str) -> list[tuple[Any, ...]]:
        with closing(self._connect(mode, READ_WAIT_S)) as opened:
            return opened.execute(query, (self._most,)).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file to write, made if it is not there; everything that is done enters at once or not at all."""
        with self._in_words("written"), held(self._path.with_name(f".{self._path.name}.lock"), "somebody"):
            if self._is_missing():
                self._make()
            with closing(self._connect("rw", WAIT_S)) as opened, opened:
                opened.execute("BEGIN IMMEDIATE")
                yield opened

    def _make(self) -> None:
        """Make the file in one step: an empty one would look like one whose entries are lost."""
        draft = self._path.with_name(f".{self._path.name}.new")
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft)) as opened, opened:
            opened.execute(TABLE)
        draft.replace(self._path)

    def _connect(self, mode: str, wait_s: float) -> sqlite3.Connection:
        opened = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait_s, isolation_level=None)
        # One text with letters of another encoding shall not hide all the others.
        opened.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        return opened

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError, OverflowError) as error:
            message = f"cannot be {what} just now ({error}). {WAY_OUT}"
            raise DataError([Problem(self._path.name, message)]) from None


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
        day = date.fromisoformat(written)
    except ValueError:
        return None
    # Other ways to write a date would be sorted and compared wrongly.
    return day if day.isoformat() == written else None


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
    return None if root is None else Ledger(root / FILE, settings.limits.notes)


def marked_today(settings: Settings) -> tuple[str, ...]:
    """List the providers that entries take out of the scores today.

    Raises
    ------
    DataError
        The ledger cannot be read: figures that need it are not to be had.
    """
    kept = ledger_of(settings)
    return () if kept is None else left_out(kept.entries(datetime.now(UTC).date()))
