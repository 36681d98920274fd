"""Outlines that were brought: fitted to the levels above and below, compared with those of today, and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.contract.boundaries import read_layer
from geo.settings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import geopandas as gpd

    from geo.settings import Level

# Districts are the union of their LSOAs, so they are drawn before what is fitted to them, whatever order files come in.
ORDER: Final[tuple[Level, ...]] = ("lsoa", "district", "ward")
# Coordinates are rounded to about a metre: land in a strip of half that along the whole border is no change.
ROUNDING_M: Final = 0.5
# Parts of an area that tell a small change from a large one.
PARTS: Final = (0.01, 0.05, 0.2)
M2_PER_KM2: Final = 1_000_000.0
OFFICIAL: Final = "official"
BRITISH_GRID: Final = 27700


@dataclass(frozen=True)
class Outlines:
    """Outlines of all areas of one level.

    Parameters
    ----------
    level : {"lsoa", "district", "ward"}
        Which areas.
    shapes : GeoSeries
        Index area_code, every area of the level; EPSG:27700, without gaps and overlaps.
    drawn : GeoSeries
        The same as they would be drawn: EPSG:4326, fitted to the other levels of the data of that day.
    moved : DataFrame
        Index area_code, areas of any level whose outline changes; columns level, district_code, gained_km2, lost_km2, most_km2 (the larger
        of both; where most changes comes first) and shade: how large a part
        of the area that is, 0 (below the first of `PARTS`) to 3.
    """

    level: Level
    shapes: gpd.GeoSeries
    drawn: gpd.GeoSeries
    moved: pd.DataFrame


def read_outlines(folder: Path) -> dict[Level, gpd.GeoSeries]:
    """Read the outlines of every level of a data folder that keeps the contract; EPSG:4326, index area_code."""
    import geopandas as gpd  # noqa: PLC0415 - costs 0.7 s to import

    layers = {level: read_layer(folder / "boundaries" / f"{level}.geojson") for level in LEVELS}
    return {level: gpd.GeoSeries(layer.shapes, index=pd.Index(layer.codes), crs=4326).sort_index() for level, layer in layers.items()}


def fitted(before: Mapping[Level, gpd.GeoSeries], areas: pd.DataFrame, level: Level, shapes: gpd.GeoSeries) -> dict[Level, gpd.GeoSeries]:
    """Put new outlines of one level in the place of the old ones, so that all levels still fit together.

    A district is exactly its LSOAs, and its wards fill it. New LSOAs redraw the districts; new districts cut off, and fill up, the LSOAs at
    their edge; wards always end where their district does.

    Parameters
    ----------
    before : mapping of Level to GeoSeries
        Outlines of today, from `read_outlines`.
    areas : DataFrame
        Index area_code; columns level, district_code.
    level : {"lsoa", "district", "ward"}
        Level of the new outlines.
    shapes : GeoSeries
        New outlines, EPSG:27700, a coverage; index area_code.

    Returns
    -------
    dict of Level to GeoSeries
        Every level, EPSG:4326, rounded as the data folder holds them.
    """
    from geo.coverage import dissolve_rounded, fill_parts, round_coverage, round_parts  # noqa: PLC0415 - costs 0.7 s to import

    def within(parts: gpd.GeoSeries, districts: gpd.GeoSeries) -> gpd.GeoSeries:
        return round_parts(fill_parts(parts, districts.to_crs(BRITISH_GRID), home), districts, home)

    home = areas["district_code"]
    after = dict(before)
    if level == "lsoa":
        after["lsoa"] = round_coverage(shapes)
    elif level == "district":
        after["lsoa"] = within(before["lsoa"].to_crs(BRITISH_GRID), round_coverage(shapes))
    if level != "ward":
        after["district"] = dissolve_rounded(after["lsoa"], home)
    wards = shapes if level == "ward" else before["ward"].to_crs(BRITISH_GRID)
    after["ward"] = within(wards, after["district"])
    return after


def moves(before: Mapping[Level, gpd.GeoSeries], after: Mapping[Level, gpd.GeoSeries], areas: pd.DataFrame) -> pd.DataFrame:
    """Measure which outlines change, and by how much.

    Returns
    -------
    DataFrame
        As `Outlines.moved`; gained is land that was not in the area before, lost is land that was.
    """
    import shapely  # noqa: PLC0415 - with geopandas

    parts = []
    for level in LEVELS:
        old = before[level].to_crs(BRITISH_GRID)
        new = after[level].reindex(old.index).to_crs(BRITISH_GRID)
        gained = shapely.area(shapely.difference(new.to_numpy(), old.to_numpy())) / M2_PER_KM2
        lost = shapely.area(shapely.difference(old.to_numpy(), new.to_numpy())) / M2_PER_KM2
        rounding = old.length.to_numpy() * ROUNDING_M / M2_PER_KM2
        shade = np.searchsorted(PARTS, np.maximum(gained, lost) * M2_PER_KM2 / old.area.to_numpy(), side="right")
        columns = {"level": level, "gained_km2": gained, "lost_km2": lost, "shade": shade}
        parts.append(pd.DataFrame(columns, index=old.index)[gained + lost > rounding])
    found: pd.DataFrame = pd.concat(parts)
    found.insert(1, "district_code", areas["district_code"].reindex(found.index))
    found["most_km2"] = found[["gained_km2", "lost_km2"]].max(axis=1)
    return found.rename_axis("area_code").sort_values("most_km2", ascending=False, kind="stable")


def summary(moved: pd.DataFrame) -> pd.DataFrame:
    """Add up moves by level: areas that change, land gained and lost together in km2, and the area that gains or loses most."""
    by_level = moved.groupby("level")
    table = by_level[["gained_km2", "lost_km2"]].sum().round(2)
    table.insert(0, "areas", by_level.size())
    table["most_area"], table["most_km2"] = by_level["most_km2"].idxmax(), by_level["most_km2"].max().round(2)
    return table.reindex([level for level in LEVELS if level in table.index])


def made_official(areas: pd.DataFrame, brought: Iterable[Outlines]) -> pd.DataFrame:
    """Note in rows of ``areas.csv`` that their outlines are as published."""
    levels = {one.level for one in brought}
    return areas.assign(boundary_basis=areas["boundary_basis"].mask(areas["level"].isin(levels), OFFICIAL)) if levels else areas


def redraw(folder: Path, areas: pd.DataFrame, brought: Iterable[Outlines]) -> None:
    """Write the outlines that were brought into a data folder; a later file of the same level wins.

    Parameters
    ----------
    folder : Path
        Data folder, not yet in use.
    areas : DataFrame of str
        Its ``areas.csv``.
    brought : iterable of Outlines
        What was brought.
    """
    latest = {one.level: one.shapes for one in brought}
    if not latest:
        return
    from geo.coverage import geojson_bytes  # noqa: PLC0415 - costs 0.7 s to import
    from geo.sources.tables import write_bytes  # noqa: PLC0415 - as above

    by_code = areas.set_index("area_code")
    before = after = read_outlines(folder)
    for level in (one for one in ORDER if one in latest):
        after = fitted(after, by_code, level, latest[level])
    for level, outlines in after.items():
        if outlines is not before[level]:
            write_bytes(geojson_bytes(outlines), folder / "boundaries" / f"{level}.geojson")
