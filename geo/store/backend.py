"""What a reader needs of the place where data are kept, whatever that place is: a folder today, perhaps a database one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.contract.check import CheckReport
    from geo.contract.references import Tables
    from geo.settings.model import Settings


class Store(Protocol):
    """One version of the data. Two stores are equal if they are the same place."""

    def tables(self, settings: Settings) -> tuple[Tables, CheckReport]:
        """Read every table, and check tables, outlines and other borders against the contract, which depends on the settings."""
        ...

    def outlines(self, level: Level) -> dict[str, dict[str, Any]]:
        """Read the outlines of a level: GeoJSON geometry (WGS84 longitude and latitude) by area code."""
        ...

    def land(self) -> dict[str, Any]:
        """Read the land in and around the atlas: a GeoJSON FeatureCollection, WGS84."""
        ...

    def postcodes(self) -> pd.DataFrame:
        """Read the postcodes.

        Index ``postcode`` (capitals, no space); ``easting``, ``northing`` (metres, EPSG:27700), ``lsoa_code`` (missing beyond the border).
        No rows where the data were made without them.
        """
        ...

    def lsoa_changes(self) -> pd.DataFrame:
        """Read the lookup LSOA 2011 -> LSOA 2021.

        ``lsoa11_code``, ``lsoa_code``, ``change_code`` (U, S, M, X), text; no rows where the data were made without it.
        """
        ...

    def grouping(self, file: str, lsoas: Collection[str]) -> pd.Series[str]:
        """Read other borders: the group of every LSOA, by its code; raises `DataError` where they break their contract."""
        ...

    def version(self) -> str:
        """Tell versions of everything that an atlas is read from apart, without reading it."""
        ...

    def as_folder(self) -> Path:
        """Give the same data as a folder that keeps the contract.

        Data leave, are changed and are checked in this form: an export, a new version, another process. It stays as long as the store.
        """
        ...
