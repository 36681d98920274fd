"""What people keep, in one database."""

from __future__ import annotations

import functools
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem
from geo.store.holdings import NOT_EMPTY
from geo.store.in_postgres.audit import PostgresAudit
from geo.store.in_postgres.database import database_at
from geo.store.in_postgres.layers import write_layers
from geo.store.in_postgres.notes import PostgresNotes
from geo.store.in_postgres.scenarios import PostgresScenarios
from geo.store.in_postgres.tokens import PostgresTokens
from geo.store.in_postgres.versions import Copies, PostgresVersions
from geo.store.stocktaking import holdings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

    from geo.settings.database import DatabaseAddress
    from geo.store.backend import Keeping
    from geo.store.holdings import Holdings

HELD: Final = " UNION ALL ".join(f"SELECT FROM {table}" for table in ("pointer", "versions", "entries", "scenarios", "tokens", "audit"))


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

    @property
    def tokens(self) -> PostgresTokens:
        """A row a token."""
        return PostgresTokens(database_at(self.address))

    @property
    def audit(self) -> PostgresAudit:
        """A row a line."""
        return PostgresAudit(database_at(self.address))

    @property
    def name(self) -> str:
        """Its address, without a password."""
        return str(self.address)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let nobody write meanwhile."""
        database = database_at(self.address)
        with ExitStack() as held:
            for subject in ("versions", "notes", "scenarios", "tokens", "audit"):
                held.enter_context(database.writing(subject, "moving"))
            yield

    def write_layers(self, layers: Mapping[str, GeoDataFrame], version: int) -> None:
        """Show map layers as views with PostGIS geometry."""
        write_layers(database_at(self.address), layers, version)

    def fill(self, holdings: Holdings) -> None:
        """Take what another place holds into a database that is empty: written, read again and compared before anybody else sees it."""
        database_at(self.address).set_up()
        with self.hold():
            if database_at(self.address).ask(HELD):
                raise DataError([Problem(self.name, NOT_EMPTY)])
            self.versions.fill(holdings)
            self.notes.fill(holdings.entries)
            self.scenarios.fill(holdings.scenarios)
            self.tokens.fill(holdings.tokens)
            self.audit.fill(holdings.lines)
            holdings.check(self.name, holdings_of(self))


@functools.cache
def _copies_of(address: DatabaseAddress) -> Copies:
    return Copies(database_at(address))
