"""The address of a database, which may hold a password: whatever shows it shows no password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

SCHEMES: Final = ("postgresql", "postgres")
FORM: Final = (
    "must be written postgresql://USER@HOST/DATABASE. In a password, letters such as @ / : # ? % are written as %40 %2F %3A %23 %3F %25; "
    "better, keep it out of the address, in the password file of PostgreSQL (PGPASSFILE)"
)


@dataclass(frozen=True, repr=False)
class DatabaseAddress:
    """A PostgreSQL database, as libpq reads its address.

    Parameters
    ----------
    uri : str
        The address as given, with the password if there is one: for the driver alone.
    """

    uri: str

    @classmethod
    def of(cls, written: str) -> DatabaseAddress:
        """Take an address.

        Raises
        ------
        ValueError
            It is none; the message holds nothing of it, for a password may stand anywhere in what was written.
        """
        address = cls(written)
        try:
            parts = urlsplit(written)
            _ = parts.port
        except ValueError:
            raise ValueError(FORM) from None
        name = parts.path.removeprefix("/")
        if parts.scheme not in SCHEMES or not name or any(letter in name for letter in "/@:") or parts.fragment:
            raise ValueError(FORM)
        return address

    @property
    def password(self) -> str:
        """The password as it stands in the address; empty where it stands elsewhere."""
        return urlsplit(self.uri).password or ""

    def __str__(self) -> str:
        """Name the database, without the password and whatever else an address can hold."""
        parts = urlsplit(self.uri)
        user = f"{parts.username}@" if parts.username else ""
        return f"{SCHEMES[0]}://{user}{parts.netloc.rpartition('@')[2]}{parts.path}"

    def __repr__(self) -> str:
        """Name the database, as `str` does."""
        return f"{type(self).__name__}({self})"


def is_address(written: str) -> bool:
    """Whether a text is meant for the address of something, and not for the path of a folder."""
    return "://" in written
