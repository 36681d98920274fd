"""Outlines that were brought, beside those of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.vocabulary import LEVELS, LONGITUDE_LATITUDE
from geo.contract.boundaries import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

    from geo.base.vocabulary import Level
    from geo.intake.matching.result import Outlines

# Parts of an area that tell a small change from a large one.
PARTS: Final = (0.01, 0.05, 0.2)
M2_PER_KM2: Final = 1_000_000.0
OFFICIAL: Final = "official"


def read_outlines(folder: Path) -> dict[Level, gpd.GeoSeries]:
    """Read the outlines of every level of a data folder that keeps the contract; EPSG:4326, index area_code."""
    import geopandas as gpd  # noqa: PLC0415 - costs 0.7 s to import

    layers = {level: read_layer(folder / "boundaries" / f"{level}.geojson") for level in LEVELS}
    return {
        level: gpd.GeoSeries(layer.shapes, index=pd.Index(layer.codes), crs=LONGITUDE_LATITUDE).sort_index()
        for level, layer in layers.items()
    }


def summary(moved: pd.DataFrame) -> pd.DataFrame:
    """Add up moves by level: areas that change, land gained and lost together in km2, and the area that gains or loses most."""
    by_level = moved.groupby("level")
    table = by_level[["gained_km2", "lost_km2"]].sum().round(2)
    table.insert(0, "areas", by_level.size())
    table["most_area"], table["most_km2"] = by_level["most_km2"].idxmax(), by_level["most_km2"].max().round(2)
    return table.reindex([level for level in LEVELS if level in table.index])


def made_official(areas: pd.DataFrame, brought: Iterable[Outlines]) -> pd.DataFrame:
    """Note in rows of ``areas.csv`` that their outlines are as published."""
    levels = {outlines.level for outlines in brought}
    return areas.assign(boundary_basis=areas["boundary_basis"].mask(areas["level"].isin(levels), OFFICIAL)) if levels else areas
