"""What people keep, in one database."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.store.in_postgres.database import database_at
from geo.store.in_postgres.notes import PostgresNotes
from geo.store.in_postgres.scenarios import PostgresScenarios
from geo.store.in_postgres.versions import Copies, PostgresVersions

if TYPE_CHECKING:
    from geo.settings.database import DatabaseAddress
    from geo.store.backend import Keeping


@dataclass(frozen=True)
class PostgresPlace:
    """A database, as `geo.store.backend.KeptPlace` says.

    Parameters
    ----------
    address : DatabaseAddress
        Where it is.
    keeping : Keeping
        How much is kept.
    """

    address: DatabaseAddress
    keeping: Keeping

    @property
    def versions(self) -> PostgresVersions:
        """Files of each version, and a row that says which is in use."""
        return PostgresVersions(database_at(self.address), _copies_of(self.address), self.keeping)

    @property
    def notes(self) -> PostgresNotes:
        """A row an entry."""
        return PostgresNotes(database_at(self.address), self.keeping)

    @property
    def scenarios(self) -> PostgresScenarios:
        """A row a scenario."""
        return PostgresScenarios(database_at(self.address))


@functools.cache
def _copies_of(address: DatabaseAddress) -> Copies:
    return Copies(database_at(address))
