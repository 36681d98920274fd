"""What people keep, in one folder: versions as data folders, local knowledge in an SQLite file, scenarios as small files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.store.ledger import FILE, Ledger
from geo.store.scenarios import Scenarios
from geo.store.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from geo.store.backend import Keeping


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
