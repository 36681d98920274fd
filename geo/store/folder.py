"""Data in a folder: CSV tables, GeoJSON outlines. Nobody else needs to know which file lies where."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo.contract.check import inspect
from geo.contract.groupings import read_grouping
from geo.store.version import files_version

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from geo.base.vocabulary import Level
    from geo.contract.check import CheckReport
    from geo.contract.references import Tables
    from geo.settings.model import Settings
    from geo.store.backend import Store

BOUNDARIES: Final = "boundaries"
POSTCODES: Final = "postcodes.csv"
LSOA_CHANGES: Final = "lsoa_changes.csv"
MAP_PLACES: Final = "map_places.csv"
# Everything that an atlas is read from, or later read by it.
READ: Final = ("*.csv", "borders/*.csv", f"{BOUNDARIES}/*.geojson")


@dataclass(frozen=True)
class FolderStore:
    """A data folder, as `geo.store.backend.Store` says.

    Parameters
    ----------
    folder : Path
        The data folder.
    """

    folder: Path

    def tables(self, settings: Settings) -> tuple[Tables, CheckReport]:
        """Read every table and check the whole folder."""
        return inspect(self.folder, settings)

    def outlines(self, level: Level) -> dict[str, dict[str, Any]]:
        """Read ``boundaries/LEVEL.geojson``."""
        return {feature["properties"]["area_code"]: feature["geometry"] for feature in self._boundaries(level)["features"]}

    def land(self) -> dict[str, Any]:
        """Read ``boundaries/land.geojson``."""
        return self._boundaries("land")

    def postcodes(self) -> pd.DataFrame:
        """Read ``postcodes.csv``, if there is one."""
        kinds = {"postcode": "str", "easting": "float64", "northing": "float64", "lsoa_code": "str"}
        path = self.folder / POSTCODES
        table = pd.read_csv(path, dtype=kinds) if path.is_file() else pd.DataFrame(columns=list(kinds)).astype(kinds)
        return table.set_index("postcode")

    def lsoa_changes(self) -> pd.DataFrame:
        """Read ``lsoa_changes.csv``, if there is one."""
        columns = ["lsoa11_code", "lsoa_code", "change_code"]
        path = self.folder / LSOA_CHANGES
        return pd.read_csv(path, dtype="str")[columns] if path.is_file() else pd.DataFrame(columns=columns, dtype="str")

    def map_places(self) -> pd.DataFrame:
        """Read ``map_places.csv``, if there is one."""
        kinds = {"place_id": "str", "name": "str", "kind": "str", "easting": "float64", "northing": "float64"}
        path = self.folder / MAP_PLACES
        table = pd.read_csv(path, dtype=kinds, usecols=list(kinds)) if path.is_file() else pd.DataFrame(columns=list(kinds)).astype(kinds)
        return table.set_index("place_id")

    def grouping(self, file: str, lsoas: Collection[str]) -> pd.Series[str]:
        """Read and check one of ``borders/*.csv``."""
        return read_grouping(self.folder / file, lsoas)

    def version(self) -> str:
        """Hash names, sizes and times of change of the files."""
        return files_version(*self._read())

    def stamp(self) -> str:
        """Hash what is in the files, and how they are named in the folder."""
        digest = hashlib.sha256()
        for path in sorted(self._read()):
            name = path.relative_to(self.folder).as_posix()
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()

    def as_folder(self) -> Path:
        """Give the folder itself."""
        return self.folder

    def _read(self) -> list[Path]:
        return [path for pattern in READ for path in self.folder.glob(pattern)]

    def _boundaries(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / BOUNDARIES / f"{name}.geojson").read_text(encoding="utf-8"))
        return content


def store_of(settings: Settings) -> Store:
    """Open the data that the settings name (`geo.store.kept.of_today` says which these are). Another kind of store enters here."""
    return FolderStore(settings.data.folder)
