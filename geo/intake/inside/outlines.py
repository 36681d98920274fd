"""Outlines that were brought, fitted to the levels above and below and compared with those of today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.base.coverage import clean_coverage, dissolve_rounded, fill_parts, geojson_bytes, round_coverage, round_parts
from geo.base.vocabulary import BRITISH_GRID, LEVELS
from geo.intake.merging.fitting import AREAS, CLEAN, DRAWN, LAYER, MOVED, PARTS_OF, read_areas, read_parts, write_parts
from geo.intake.merging.outlines import M2_PER_KM2, PARTS, read_outlines
from geo.intake.reading import arrows
from geo.intake.reading.job import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.base.vocabulary import Level
    from geo.intake.reading.job import Job

# Districts are the union of their LSOAs, so they are drawn before what is fitted to them, whatever order files come in.
ORDER: Final[tuple[Level, ...]] = ("lsoa", "district", "ward")
# Coordinates are rounded to about a metre: land in a strip of half that along the whole border is no change.
ROUNDING_M: Final = 0.5
# Slivers between outlines that were generalised one by one are narrower.
GAP_M: Final = 50.0


def compare(job: Job, folder: Path) -> Answer:
    """Join, clean and fit the outlines of one level, and measure what moves."""
    level: Level = next(name for name in LEVELS if name == job.level)
    areas = read_areas(folder / AREAS, job)
    inside = gpd.GeoSeries(read_parts(folder / PARTS_OF.format(level=level), job), crs=BRITISH_GRID)
    joined = inside.groupby(level=0).agg(lambda parts: parts.union_all() if len(parts) > 1 else parts.iloc[0])
    shapes = joined.set_crs(BRITISH_GRID)
    clean = clean_coverage(shapes, GAP_M)
    gone = [str(code) for code in clean.index[clean.is_empty | clean.isna()]]
    if gone:
        return Answer(names=gone)
    overlap_km2 = float(shapes.area.sum() - clean.area.sum()) / M2_PER_KM2
    before = read_outlines(Path(job.folder))
    old = before[level].to_crs(BRITISH_GRID)
    same = shapely.area(shapely.intersection(old.to_numpy(), clean.reindex(old.index).to_numpy())).sum() / old.area.sum()
    after = fitted(before, areas, level, clean)
    empty = [str(code) for shapes_of in after.values() for code in shapes_of.index[shapes_of.is_empty]]
    if not empty:
        write_parts(folder / CLEAN, clean)
        write_parts(folder / DRAWN, after[level])
        _write_moves(folder / MOVED, moves(before, after, areas))
    return Answer(names=empty, numbers=[overlap_km2, float(same)])


def redraw(job: Job, folder: Path) -> Answer:
    """Fit the outlines of several levels to a data folder, one after the other; write those that change as GeoJSON."""
    areas, base = read_areas(folder / AREAS, job), Path(job.folder)
    before = after = read_outlines(base)
    for level in ORDER:
        path = folder / PARTS_OF.format(level=level)
        if path.is_file():
            after = fitted(after, areas, level, gpd.GeoSeries(read_parts(path, job), crs=BRITISH_GRID))
    changed = [level for level, outlines in after.items() if outlines is not before[level]]
    for level in changed:
        (folder / LAYER.format(level=level)).write_bytes(geojson_bytes(after[level]))
    return Answer(names=list(changed))


def _write_moves(path: Path, moved: pd.DataFrame) -> None:
    texts = [moved.index.to_series(), moved["level"], moved["district_code"].fillna("")]
    columns = [pa.array(text.astype("str").tolist(), arrows.TEXT) for text in texts]
    columns += [pa.array(moved[name].to_numpy("float64"), arrows.NUMBER) for name in ("gained_km2", "lost_km2", "most_km2", "shade")]
    arrows.write(path, pa.array(range(len(moved)), arrows.WHOLE), columns)


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
    moved: pd.DataFrame = pd.concat(parts)
    moved.insert(1, "district_code", areas["district_code"].reindex(moved.index))
    moved["most_km2"] = moved[["gained_km2", "lost_km2"]].max(axis=1)
    return moved.rename_axis("area_code").sort_values("most_km2", ascending=False, kind="stable")
