"""One SQLite file of a folder: made when somebody writes first, read without ever writing; what stands in the way is one sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from geo.base.disk import NO_ROOM, is_full
from geo.base.errors import DataError, Problem
from geo.base.files import held, replacing
from geo.store.signature import FORGOTTEN, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

WAIT_S: Final = 10
# Every page reads: one that waits longer looks broken.
READ_WAIT_S: Final = 0.5
WAY_OUT: Final = "If this does not pass in a minute, restore the file from a backup, or put it aside to begin a new one."


class SqliteFile:
    """A file of tables; several people may write at once, and what each does is there whole or not at all.

    Whatever has become of the file, each method says so by `DataError`, and reading never writes.

    Parameters
    ----------
    path : Path
        The file. Its folder must be there.
    tables : str
        SQL that makes what is in it.
    """

    def __init__(self, path: Path, tables: str) -> None:
        self.path, self._tables = path, tables

    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write meanwhile."""
        return held(self.path.with_name(f".{self.path.name}.lock"), "somebody")

    def is_missing(self) -> bool:
        """Whether nobody has written yet; a link that leads nowhere is not that, but a disk that is not connected."""
        with suppress(FileNotFoundError):
            self.path.lstat()
            return False
        return True

    def version(self) -> str:
        """Tell files and their versions apart; empty where there is none."""
        try:
            stat = None if self.is_missing() else self.path.stat()
        except OSError as error:
            return f"{self.path} out of reach: {error.strerror}"
        return "" if stat is None else f"{self.path} {stat.st_mtime_ns}-{stat.st_size}"

    def read(self, query: str, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Ask, without ever writing: a full disk or a share that is read only does not stand in the way."""
        with self._in_words("read"):
            if self.is_missing():
                return []
            if not self.path.stat().st_size:
                raise sqlite3.DatabaseError("the file is empty")
            try:
                return self._asked("ro", query, given)
            except sqlite3.OperationalError:
                # What a writer left that died in the middle of a row is put right by opening the file to write.
                if not self.path.with_name(f"{self.path.name}-journal").exists():
                    raise
                return self._asked("rw", query, given)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file to write, made if it is not there; everything that is done enters at once or not at all."""
        with self._in_words("written"), self.hold():
            if self.is_missing():
                self._make()
            with closing(self._connect("rw", WAIT_S)) as opened, opened:
                opened.execute("BEGIN IMMEDIATE")
                yield opened

    def forget(self, table: str, column: str, name: str) -> int:
        """Take a name out of a column, and out of what the file still holds of rows that are gone; gives how many rows had it."""
        if self.is_missing():
            return 0
        with self.writing() as opened:
            there = opened.execute(f"SELECT DISTINCT {column} FROM {table}")  # noqa: S608 - own names
            names = [written for (written,) in there if is_name(str(written), name)]
            for written in names:
                opened.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (FORGOTTEN, written))  # noqa: S608 - own names
            (had,) = opened.execute("SELECT total_changes()").fetchone()
        with self._in_words("written"), self.hold(), closing(self._connect("rw", WAIT_S)) as opened:
            opened.execute("VACUUM")
        return int(had)

    def _asked(self, mode: str, query: str, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with closing(self._connect(mode, READ_WAIT_S)) as opened:
            return opened.execute(query, given).fetchall()

    def _make(self) -> None:
        """Make the file in one step: an empty one would look like one whose rows are lost."""
        # The lock is held: the draft that a process left that died is nobody's.
        beside = self.path.with_name(f".{self.path.name}.new")
        with replacing(self.path, beside) as draft, closing(sqlite3.connect(draft)) as opened, opened:
            opened.executescript(self._tables)

    def _connect(self, mode: str, wait_s: float) -> sqlite3.Connection:
        opened = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait_s, isolation_level=None)
        # One text with letters of another encoding shall not hide all the others.
        opened.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        return opened

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError, OverflowError) as error:
            has_no_room = is_full(error) if isinstance(error, OSError) else getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            message = NO_ROOM if has_no_room else f"cannot be {what} just now ({error}). {WAY_OUT}"
            raise DataError([Problem(self.path.name, message)]) from None
