"""A PostgreSQL database: few connections, short waits, and one sentence for whatever stands in the way."""

from __future__ import annotations

import functools
import os
import threading
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import psycopg
from psycopg import errors
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from geo.base import files
from geo.base.errors import DataError, Problem
from geo.base.plain_text import one_line
from geo.store.in_postgres import schema
from geo.store.signature import FORGOTTEN, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

    from geo.settings.database import DatabaseAddress

CONNECT_S: Final = 5
# Long enough to write a version over a slow network.
STATEMENT_S: Final = 120
# After so long a server that could not be reached is asked again; until then nobody else waits for it.
AGAIN_S: Final = 2.0
CONNECTIONS: Final = 4
ASK: Final = "Ask whoever looks after the database server; its address is [data] workspace of config.toml, or GAPMAP_WORKSPACE."
# Of a server that hangs up without a word.
ALIVE: Final[dict[str, Any]] = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
# Dates and times are written and read in one way, whatever the server prefers; the tables are found before anybody else's.
SESSION: Final = f"-c statement_timeout={STATEMENT_S}s -c DateStyle=ISO -c TimeZone=UTC -c search_path={schema.NAME},public"


class Database:
    """A database of which the tables of `schema` are ours.

    Parameters
    ----------
    address : DatabaseAddress
        Where it is.
    """

    def __init__(self, address: DatabaseAddress) -> None:
        self._address, self.name = address, str(address)
        self._unreachable: tuple[float, DataError] | None = None
        self._is_ours = False
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self._connect,
            pool_size=CONNECTIONS,
            max_overflow=CONNECTIONS,
            pool_timeout=CONNECT_S,
            pool_pre_ping=True,
            pool_recycle=1800,
            hide_parameters=True,
        )
        # Who waits here for others of this process holds no connection meanwhile.
        self._turns: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
        self._of_thread = threading.local()
        os.register_at_fork(after_in_child=self._begin_anew)

    def ask(self, question: str, **given: object) -> list[Row[Any]]:
        """Ask one question, which changes nothing."""
        with self._in_words("read"):
            writing = getattr(self._of_thread, "opened", None)
            if writing is not None:
                # Whoever writes sees what it has written.
                return list(writing.execute(text(question), given))
            self._check_ours()
            with self._engine.connect() as opened:
                return list(opened.execution_options(isolation_level="AUTOCOMMIT").execute(text(question), given))

    @contextmanager
    def writing(self, subject: str, who: str) -> Iterator[Connection]:
        """Write: everything that is done enters at once or not at all, and nobody else writes to the same subject meanwhile.

        Within such a block another subject can be written to: both enter at once.

        Parameters
        ----------
        subject : str
            A row of the table ``subjects``; its counter of changes goes up.
        who : str
            Told to whoever waits in vain.

        Raises
        ------
        DataError
            There is no workspace, somebody else was writing for too long, or the server does not answer. Nothing has changed.
        """
        with self._in_words("written"), self._turn(subject), self._begun() as opened:
            self._lock(opened, subject)
            self._sign(subject, who)
            yield opened
            opened.execute(text("UPDATE subjects SET changes = changes + 1 WHERE subject = :subject"), {"subject": subject})

    @contextmanager
    def together(self) -> Iterator[Connection]:
        """Write to several subjects, each of which takes its turn: everything that is done enters at once or not at all."""
        with self._in_words("written"), self._begun() as opened:
            yield opened

    def set_up(self) -> bool:
        """Make the tables, or bring those of an older version of the product up to date; gives whether there were such."""
        with self._in_words("written"), self._engine.begin() as opened:
            older = schema.upgrade(opened, self.name)
        self._is_ours = True
        return older

    def changes(self, subject: str) -> int:
        """Count how often a subject was written to."""
        return sum(row.changes for row in self.ask("SELECT changes FROM subjects WHERE subject = :subject", subject=subject))

    def _connect(self) -> psycopg.Connection[Any]:
        failed = self._unreachable
        if failed is not None and time.monotonic() < failed[0] + AGAIN_S:
            raise failed[1]
        try:
            opened = psycopg.connect(
                self._address.uri,
                connect_timeout=CONNECT_S,
                options=SESSION,
                client_encoding="utf8",
                application_name="best-start-gap-map",
                **ALIVE,
            )
        except psycopg.Error as error:
            message = f"cannot be reached ({self._said(error)}). Nothing has changed. {ASK}"
            failure = DataError([Problem(self.name, message)])
            self._unreachable = (time.monotonic(), failure)
            raise failure from None
        self._unreachable = None
        return opened

    def _check_ours(self) -> None:
        """Make sure, once, that the tables are those of this version of the product."""
        if not self._is_ours:
            with self._engine.connect() as opened:
                schema.check(opened, self.name)
            self._is_ours = True

    def _begin_anew(self) -> None:
        """Leave the connections of the parent to it: a child process must not speak on them."""
        self._engine.dispose(close=False)
        self._turns.clear()

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        """Begin to write, or go on with what this thread has begun."""
        begun = getattr(self._of_thread, "opened", None)
        if begun is not None:
            yield begun
            return
        self._check_ours()
        with self._engine.begin() as opened:
            self._of_thread.opened = opened
            try:
                yield opened
            finally:
                del self._of_thread.opened

    @contextmanager
    def _turn(self, subject: str) -> Iterator[None]:
        turn = self._turns[subject]
        if not turn.acquire(timeout=files.WAIT_S):
            raise self._is_taken(subject)
        try:
            yield
        finally:
            turn.release()

    def _lock(self, opened: Connection, subject: str) -> None:
        opened.execute(text(f"SET LOCAL lock_timeout = {round(1000 * files.WAIT_S)}"))
        try:
            opened.execute(text("SELECT FROM subjects WHERE subject = :subject FOR UPDATE"), {"subject": subject})
        except DBAPIError as error:
            if isinstance(error.orig, errors.LockNotAvailable):
                raise self._is_taken(subject) from None
            raise
        opened.execute(text("SET LOCAL lock_timeout = 0"))

    def _sign(self, subject: str, who: str) -> None:
        """Say who is writing, on a connection of its own: what this one writes nobody sees before it is done."""
        upsert = "INSERT INTO writers VALUES (:subject, :who) ON CONFLICT (subject) DO UPDATE SET who = :who"
        # A kindness to whoever waits; the work does not stop for it.
        with suppress(SQLAlchemyError, DataError), self._engine.begin() as opened:
            opened.execute(text(upsert), {"subject": subject, "who": one_line(who)})

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if isinstance(error.orig, errors.UndefinedTable | errors.InvalidSchemaName):
                self._is_ours = False
                message = schema.NONE_YET
            else:
                message = f"cannot be {what} just now ({self._said(error.orig or error)}). Nothing has changed. {ASK}"
            raise DataError([Problem(self.name, message)]) from None
        except SQLAlchemyError as error:
            message = f"cannot be {what} just now ({type(error).__name__}). Nothing has changed. {ASK}"
            raise DataError([Problem(self.name, message)]) from None

    def _is_taken(self, subject: str) -> DataError:
        """Say who is writing."""
        holder = None
        with suppress(SQLAlchemyError, DataError), self._engine.connect() as opened:
            holder = opened.execute(text("SELECT who FROM writers WHERE subject = :subject"), {"subject": subject}).scalar()
        return DataError([Problem(self.name, f"is being written to by {holder or 'somebody else'}. Try again in a minute.")])

    def _said(self, error: BaseException) -> str:
        """Give the first line of what the driver says, without a password."""
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        for secret in {self._address.password, unquote(self._address.password)} - {""}:
            line = line.replace(secret, "***")
        return line


@functools.cache
def database_at(address: DatabaseAddress) -> Database:
    """Open a database; one for each address and process, because it holds connections."""
    return Database(address)


def forgotten(opened: Connection, table: str, column: str, name: str) -> int:
    """Take a name out of a column of one of our tables, and give how many rows had it."""
    there = opened.execute(text(f"SELECT DISTINCT {column} FROM {table}")).scalars()
    names = [written for written in there if is_name(written, name)]
    changed = opened.execute(text(f"UPDATE {table} SET {column} = :new WHERE {column} = ANY(:names)"), {"new": FORGOTTEN, "names": names})
    return changed.rowcount
