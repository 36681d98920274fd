"""The audit log in a database: a line enters with what it tells of, or neither does; the table refuses to change or lose one."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from geo.base.plain_text import visible
from geo.store.audit import COLUMNS, AuditLine, signature
from geo.store.in_postgres.database import forgotten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.store.audit import Deed
    from geo.store.in_postgres.database import Database
    from geo.store.permission import Person

SUBJECT: Final = "audit"
INSERT: Final = (
    "INSERT INTO audit (done_at, who, how, act, what, before, after) VALUES (:done_at, :who, :how, :act, :what, :before, :after)"
)
FILL: Final = f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"
READ: Final = f'SELECT {", ".join(COLUMNS)} FROM audit WHERE done_at COLLATE "C" >= :since ORDER BY number DESC LIMIT :most'


class PostgresAudit:
    """Lines in a table, as `geo.store.backend.Audit` says.

    Parameters
    ----------
    database : Database
        Where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def writing(self, person: Person, typed: str, deed: Deed) -> Iterator[Deed]:
        """Write a line in the transaction of what is done."""
        # Others go on meanwhile: a new version may take minutes to write.
        with self._database.together() as opened:
            yield deed
            opened.execute(text(INSERT), {name: visible(cell) for name, cell in (signature(person, typed) | deed.cells()).items()})

    def lines(self, since: str = "", most: int = -1) -> list[AuditLine]:
        """Read the newest lines."""
        rows = self._database.ask(READ, since=since, most=None if most < 0 else most)
        return [AuditLine(*tuple(row)) for row in rows]

    def fill(self, lines: Iterable[AuditLine]) -> None:
        """Write lines of another place as they are."""
        rows = [asdict(line) for line in lines]
        if rows:
            with self._database.writing(SUBJECT, "moving") as opened:
                opened.execute(text(FILL), rows)
                opened.execute(text("SELECT setval(pg_get_serial_sequence('audit', 'number'), max(number)) FROM audit"))

    def forget(self, name: str) -> int:
        """Take a name out of who has done something."""
        with self._database.writing(SUBJECT, "forgetting") as opened:
            return forgotten(opened, "audit", "who", name)
