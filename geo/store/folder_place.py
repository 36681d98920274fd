"""What people keep, in one folder: versions as data folders, local knowledge in an SQLite file, scenarios as small files."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.base.disk import writing
from geo.base.errors import DataError, Problem
from geo.base.files import replacing
from geo.store.audit_file import FILE as AUDIT
from geo.store.audit_file import AuditFile
from geo.store.holdings import NOT_EMPTY
from geo.store.ledger import FILE, Ledger
from geo.store.scenarios import Scenarios
from geo.store.stocktaking import holdings_of
from geo.store.token_file import FILE as TOKENS
from geo.store.token_file import TokenFile
from geo.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

    from geo.store.backend import Keeping
    from geo.store.holdings import Holdings


NO_LAYERS: Final = (
    "is a folder; layers are written to a database. QGIS opens the files of `python -m geo export --out DIR` and gap lists as GeoPackage "
    "(docs/analyst.md) as they are."
)


@dataclass(frozen=True)
class FolderPlace:
    """A folder, as `geo.store.backend.KeptPlace` says.

    Parameters
    ----------
    root : Path
        The folder.
    keeping : Keeping
        How much is kept.
    """

    root: Path
    keeping: Keeping

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.root)

    @property
    def versions(self) -> Workspace:
        """Data folders side by side, and a file that says which is in use."""
        return Workspace(self.root, self.keeping.shipped, self.keeping.versions)

    @property
    def notes(self) -> Ledger:
        """An SQLite file."""
        return Ledger(self.root / FILE, self.keeping.notes, self.keeping.notes_years)

    @property
    def scenarios(self) -> Scenarios:
        """Small files."""
        return Scenarios(self.root)

    @property
    def tokens(self) -> TokenFile:
        """An SQLite file of their own."""
        return TokenFile(self.root / TOKENS)

    @property
    def audit(self) -> AuditFile:
        """Another SQLite file."""
        return AuditFile(self.root / AUDIT)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let nobody write meanwhile."""
        with self.versions.hold("moving"), self.notes.hold(), self.scenarios.hold(), self.tokens.hold(), self.audit.hold():
            yield

    def write_layers(self, layers: Mapping[str, GeoDataFrame], version: int) -> None:  # noqa: ARG002 - nobody reads layers here
        """Say that files are the layers of a folder."""
        raise DataError([Problem(self.name, NO_LAYERS)])

    def fill(self, holdings: Holdings) -> None:
        """Take what another place holds into a folder that is new or empty: written beside it, compared, and put there in one step."""
        if self.root.exists() and (not self.root.is_dir() or any(self.root.iterdir())):
            raise DataError([Problem(self.name, NOT_EMPTY)])
        with writing(self.name):
            self.root.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self.root) as draft:
                new = FolderPlace(draft, self.keeping)
                new.versions.fill(holdings)
                new.notes.fill(holdings.entries)
                new.scenarios.fill(holdings.scenarios)
                new.tokens.fill(holdings.tokens)
                new.audit.fill(holdings.lines)
                holdings.check(self.name, holdings_of(new))
