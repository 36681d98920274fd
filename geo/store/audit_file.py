"""The audit log of a folder: an SQLite file that takes lines and changes none.

What is kept in a folder lies in several files, which no transaction holds together: a line is written before something is done, as begun,
and told to be done after it. A process that dies in between leaves a line that says so.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError
from geo.store.audit import COLUMNS, AuditLine, signature
from geo.store.signature import FORGOTTEN
from geo.store.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from geo.store.audit import Deed
    from geo.store.permission import Person

FILE: Final = "audit.sqlite"
TABLES: Final = f"""
CREATE TABLE lines (
  number INTEGER PRIMARY KEY AUTOINCREMENT, done_at TEXT NOT NULL, who TEXT NOT NULL, how TEXT NOT NULL, act TEXT NOT NULL,
  what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, stage TEXT NOT NULL DEFAULT 'begun');
CREATE TRIGGER none_goes BEFORE DELETE ON lines WHEN OLD.stage = 'done' BEGIN SELECT raise(ABORT, 'no line goes'); END;
CREATE TRIGGER none_changes BEFORE UPDATE ON lines WHEN OLD.stage = 'done' AND NOT (
  NEW.who = '{FORGOTTEN}' AND NEW.number = OLD.number AND NEW.done_at = OLD.done_at AND NEW.how = OLD.how AND NEW.act = OLD.act
  AND NEW.what = OLD.what AND NEW.before = OLD.before AND NEW.after = OLD.after AND NEW.stage = OLD.stage)
BEGIN SELECT raise(ABORT, 'no line changes'); END;
"""
GIVEN: Final = ("done_at", "who", "how", "act", "what", "before", "after")
BEGIN: Final = f"INSERT INTO lines ({', '.join(GIVEN)}) VALUES ({', '.join(':' + name for name in GIVEN)}) RETURNING number"  # noqa: S608 - own names
END: Final = "UPDATE lines SET what = :what, before = :before, after = :after, stage = 'done' WHERE number = :number"
FILL: Final = f"INSERT INTO lines ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"  # noqa: S608 - own names
READ: Final = f"SELECT {', '.join(COLUMNS)} FROM lines WHERE done_at >= :since ORDER BY number DESC LIMIT :most"  # noqa: S608 - own names


class AuditFile:
    """Lines in one file, as `geo.store.backend.Audit` says.

    Parameters
    ----------
    path : Path
        The file; made with the first line.
    """

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, TABLES)

    @contextmanager
    def writing(self, person: Person, typed: str, deed: Deed) -> Iterator[Deed]:
        """Write a line round what is done; none is left where that is refused, which has changed nothing."""
        with self._file.writing() as opened:
            ((number,),) = opened.execute(BEGIN, signature(person, typed) | deed.cells()).fetchall()
        try:
            yield deed
        except DataError:
            with suppress(DataError), self._file.writing() as opened:
                opened.execute("DELETE FROM lines WHERE number = ?", (number,))
            raise
        # It is done, and nobody may be told otherwise: without room for the rest the line stays at begun.
        with suppress(DataError), self._file.writing() as opened:
            opened.execute(END, {"number": number, **deed.cells()})

    def lines(self, since: str = "", most: int = -1) -> list[AuditLine]:
        """Read the newest lines."""
        return [AuditLine(*row) for row in self._file.read(READ, {"since": since, "most": most})]

    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write meanwhile."""
        return self._file.hold()

    def fill(self, lines: Iterable[AuditLine]) -> None:
        """Write lines of another place as they are; no file where there are none."""
        rows = [asdict(line) for line in lines]
        if rows:
            with self._file.writing() as opened:
                opened.executemany(FILL, rows)

    def forget(self, name: str) -> int:
        """Take a name out of who has done something."""
        return self._file.forget("lines", "who", name)
