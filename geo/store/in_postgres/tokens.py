"""The tokens in a database: one row each, which is never changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from geo.store.token import COLUMNS, Token, refuse_double, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.store.in_postgres.database import Database

SUBJECT: Final = "tokens"
INSERT: Final = f"INSERT INTO tokens ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"
READ: Final = f"SELECT {', '.join(COLUMNS)} FROM tokens"


class PostgresTokens:
    """Tokens in a table, as `geo.store.backend.Tokens` says.

    Parameters
    ----------
    database : Database
        Where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, token: Token) -> None:
        """Keep a token."""
        with self._database.writing(SUBJECT, "") as opened:
            refuse_double(opened.execute(text("SELECT name FROM tokens")).scalars(), token.name)
            opened.execute(text(INSERT), asdict(token))

    def withdraw(self, name: str) -> None:
        """Let a token go."""
        with self._database.writing(SUBJECT, "") as opened:
            refuse_unknown(opened.execute(text("DELETE FROM tokens WHERE name = :name"), {"name": name}).rowcount, name)

    def all(self) -> list[Token]:
        """Give the tokens, by name."""
        return [Token(*tuple(row)) for row in self._database.ask(f'{READ} ORDER BY name COLLATE "C"')]

    def find(self, digest: str) -> Token | None:
        """Give the token of a hash."""
        return next((Token(*tuple(row)) for row in self._database.ask(f"{READ} WHERE digest = :digest", digest=digest)), None)

    def fill(self, tokens: Iterable[Token]) -> None:
        """Keep tokens of another place as they are."""
        rows = [asdict(token) for token in tokens]
        if rows:
            with self._database.writing(SUBJECT, "moving") as opened:
                opened.execute(text(INSERT), rows)
