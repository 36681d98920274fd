"""What lets a program in where people are known: a secret that is told once and kept as its hash alone."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, get_args

from geo.base.errors import DataError, Problem
from geo.base.plain_text import one_line
from geo.base.vocabulary import StaffRole
from geo.store.workspace_log import now

if TYPE_CHECKING:
    from collections.abc import Iterable

BYTES: Final = 32
# The form tells what cannot be a token apart, without asking for it anywhere.
FORM: Final = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST: Final = 80
ROLES: Final = tuple(role for role in get_args(StaffRole) if role != "nobody")


@dataclass(frozen=True)
class Token:
    """A token, without its secret.

    Parameters
    ----------
    name : str
        Which program it is for; no two have the same.
    role : {"reader", "contributor", "editor", "approver"}
        What the program may do.
    digest : str
        SHA-256 of the secret, in hexadecimal. The secret is random and long, so the hash needs no salt and cannot be guessed back.
    made_at : str
        UTC, ISO 8601, to the second.
    until : str
        Last day (UTC, ISO 8601) on which it lets in; empty where it has no end.
    """

    name: str
    role: StaffRole
    digest: str
    made_at: str
    until: str = ""

    def lets_in(self, day: date | None = None) -> bool:
        """Whether its time is not over."""
        return not self.until or (day or _today()).isoformat() <= self.until


COLUMNS: Final = tuple(field.name for field in fields(Token))


def new_token(name: str, role: StaffRole, until: date | None) -> tuple[Token, str]:
    """Draw a secret; gives the token to be kept, and the secret. Raises `DataError` where the name or the last day is none."""
    if not name or name != one_line(name) or len(name) > LONGEST:
        raise DataError([Problem("name", f"must be one line of 1 to {LONGEST} letters, without spaces at its ends.")])
    if until is not None and until < _today():
        raise DataError([Problem("until", f"{until} is over. Name a day to come, or none.")])
    secret = secrets.token_urlsafe(BYTES)
    return Token(name, role, digest_of(secret), now(), until.isoformat() if until else ""), secret


def digest_of(secret: str) -> str:
    """Hash a secret as it is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def refuse_double(tokens: Iterable[str], name: str) -> None:
    """Raise `DataError` where a name is taken."""
    if name in tokens:
        raise DataError([Problem(name, "is the name of a token already. Withdraw that first, or take another name.")])


def refuse_unknown(count: int, name: str) -> None:
    """Raise `DataError` where nothing had a name."""
    if not count:
        raise DataError([Problem(name, "is the name of no token. `python -m geo token list` names them all. Nothing has changed.")])


def _today() -> date:
    return datetime.now(UTC).date()
