"""The atlas: the tables of the data folder, read once and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.contract.columns import KEYS, TABLES, Kind

if TYPE_CHECKING:
    from pathlib import Path

    from geo.settings import Level, Settings

_DTYPES = {"text": "str", "whole": "int64", "number": "float64"}


@dataclass(frozen=True)
class Atlas:
    """Every table of the data folder. Share it, never write to it.

    Parameters
    ----------
    areas : pandas.DataFrame
        Index ``area_code``, sorted; districts, wards and LSOAs together (column ``level``). Centroids in metres,
        EPSG:27700; ``children_*`` in persons.
    indicators : pandas.DataFrame
        Index ``indicator_id``.
    indicator_values : pandas.DataFrame
        One row an indicator, area and period.
    providers : pandas.DataFrame
        Index ``provider_id``; ``providers.csv`` followed by ``providers_osm.csv``. Rows beyond the border have no ``lsoa_code``.
    surroundings : pandas.DataFrame
        Index ``area_code``; LSOAs around the atlas with the children who share its places.
    evidence : pandas.DataFrame
        Index ``evidence_id``.
    sources : pandas.DataFrame
        Index ``source_id``.
    folder : Path
        Where the tables were read from; boundaries are in its ``boundaries`` folder.
    """

    areas: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    providers: pd.DataFrame
    surroundings: pd.DataFrame
    evidence: pd.DataFrame
    sources: pd.DataFrame
    folder: Path

    def at(self, level: Level) -> pd.DataFrame:
        """Areas of one level, sorted by ``area_code``."""
        return self.areas[self.areas["level"] == level]


def load_atlas(settings: Settings) -> Atlas:
    """Read the data folder.

    Parameters
    ----------
    settings : Settings
        ``data.folder`` says where the tables are.

    Returns
    -------
    Atlas
        Tables in which an empty cell is missing (NaN).

    Raises
    ------
    DataError
        A table is missing or breaks the data contract; carries every problem found.
    """
    folder = settings.data.folder
    tables = {name: _read(folder / name, columns) for name, columns in TABLES.items()}
    indexed = {name: table if len(KEYS[name]) > 1 else table.set_index(KEYS[name][0]).sort_index() for name, table in tables.items()}
    return Atlas(
        areas=indexed["areas.csv"],
        indicators=indexed["indicators.csv"],
        indicator_values=indexed["indicator_values.csv"],
        providers=pd.concat([indexed["providers.csv"], indexed["providers_osm.csv"]]).sort_index(),
        surroundings=indexed["surroundings.csv"],
        evidence=indexed["evidence.csv"],
        sources=indexed["sources.csv"],
        folder=folder,
    )


def _read(path: Path, columns: dict[str, Kind]) -> pd.DataFrame:
    return pd.read_csv(path, dtype={name: _DTYPES[kind] for name, kind in columns.items()}, keep_default_na=False, na_values=[""])
