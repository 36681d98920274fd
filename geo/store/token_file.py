"""The tokens of a folder: an SQLite file with a row for each."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from geo.store.sqlite_file import SqliteFile
from geo.store.token import COLUMNS, Token, refuse_double, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

FILE: Final = "tokens.sqlite"
TABLES: Final = """
CREATE TABLE tokens (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, until TEXT NOT NULL);
"""
INSERT: Final = f"INSERT INTO tokens ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"  # noqa: S608 - own names
READ: Final = f"SELECT {', '.join(COLUMNS)} FROM tokens"  # noqa: S608 - own names


class TokenFile:
    """Tokens in one file, as `geo.store.backend.Tokens` says.

    Parameters
    ----------
    path : Path
        The file; made with the first token.
    """

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, TABLES)

    def add(self, token: Token) -> None:
        """Keep a token."""
        with self._file.writing() as opened:
            refuse_double((name for (name,) in opened.execute("SELECT name FROM tokens")), token.name)
            opened.execute(INSERT, asdict(token))

    def withdraw(self, name: str) -> None:
        """Let a token go."""
        refuse_unknown(0 if self._file.is_missing() else 1, name)
        with self._file.writing() as opened:
            refuse_unknown(opened.execute("DELETE FROM tokens WHERE name = ?", (name,)).rowcount, name)

    def all(self) -> list[Token]:
        """Give the tokens, by name."""
        return [Token(*row) for row in self._file.read(f"{READ} ORDER BY name", {})]

    def find(self, digest: str) -> Token | None:
        """Give the token of a hash."""
        rows = self._file.read(f"{READ} WHERE digest = :digest", {"digest": digest})
        return next((Token(*row) for row in rows), None)

    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write meanwhile."""
        return self._file.hold()

    def fill(self, tokens: Iterable[Token]) -> None:
        """Keep tokens of another place as they are; no file where there are none."""
        rows = [asdict(token) for token in tokens]
        if rows:
            with self._file.writing() as opened:
                opened.executemany(INSERT, rows)
