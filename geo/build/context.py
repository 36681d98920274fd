"""Context for maps: names, and schematic lines to find oneself by. For drawing only, never for measuring."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.build.postcodes import in_rim
from geo.contract.columns import MAP_LABELS, MAP_LINES, MAP_PLACES
from geo.publishers.basemap import read_places, read_settlements, read_shapes
from geo.publishers.catalogue import source_files

if TYPE_CHECKING:
    from pathlib import Path

    from geo.build.postcodes import Postcodes
    from geo.build.report import BuildReport

# Kind of line -> source, and the publisher's property that names a shape.
LINES: Final = {
    "road": ("os_major_roads", "roadNumber"),
    "river": ("natural_earth_rivers", "name"),
    "county": ("ons_counties", "CTY23NM"),
}
MOTORWAY: Final = re.compile(r"^M\d|\(M\)$")
TOLERANCE_M, SHORTEST_M = 600.0, 2500.0
# Decimals of a degree: about 100 m.
DECIMALS: Final = 3
# How far beyond the extent of the atlas counties are drawn and named, and how near its outline they are not.
NEIGHBOURS_M, BESIDE_M = 18_000.0, 1500.0
# Two lists put the same town at most this far apart.
SAME_TOWN_M = 5000.0
SMALLEST_NAMED_M2 = 50e6


def build_places(raw: Path, postcodes: Postcodes, report: BuildReport) -> pd.DataFrame:
    """Read names of settlements and stations in the extent of the atlas and the rim around it.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    postcodes : Postcodes
        With ``lsoa_code`` filled inside the atlas.
    report : BuildReport
        Receives what was read.

    Returns
    -------
    DataFrame
        ``map_places.csv``.

    Raises
    ------
    DataError
        A file or a column is missing.
    """
    files = source_files()
    places = read_places(raw / files["os_open_names"], raw / files["nptg_localities"])
    near = places[in_rim(places, postcodes)]
    for source_id, own in (("os_open_names", True), ("nptg_localities", False)):
        rows, kept = int((places["first"] == own).sum()), int((near["first"] == own).sum())
        report.add(files[source_id], rows, kept, notes=["names of settlements and stations for maps; matched = in the extent of the atlas"])
    named = near.assign(source_id=near["first"].map({True: "os_open_names", False: "nptg_localities"}))
    return named.astype({"easting": "int64", "northing": "int64"})[list(MAP_PLACES)].reset_index(drop=True)


def build_lines(raw: Path, lsoa_polygons: gpd.GeoDataFrame, report: BuildReport) -> pd.DataFrame:
    """Make schematic lines of roads, rivers and the borders of counties around the atlas.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    lsoa_polygons : GeoDataFrame
        LSOAs of the atlas, EPSG:27700: their own outline is drawn from the boundaries, so no county's line is drawn along it.
    report : BuildReport
        Receives what was read.

    Returns
    -------
    DataFrame
        ``map_lines.csv``: the points of each line in order.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    files, atlas = source_files(), shapely.union_all(lsoa_polygons.geometry.to_numpy())
    parts = []
    for kind, (source_id, name) in LINES.items():
        shapes = read_shapes(raw / files[source_id], name)
        if kind == "county":
            shapes = _borders(shapes, atlas)
        drawn = [(own, line) for own, shape in shapes.items() for line in _schematic(shape)]
        parts.append(_points([_road(own) if kind == "road" else kind for own, _ in drawn], drawn, source_id))
        report.add(
            files[source_id], len(shapes), len(shapes), notes=[f"{len(drawn)} schematic lines for maps, simplified to {TOLERANCE_M:g} m"]
        )
    lines = pd.concat(parts, ignore_index=True)
    numbers = lines.groupby(["source_id", "line"], sort=False).ngroup() + 1
    return lines.assign(line_id=numbers.map("l{:04d}".format))[list(MAP_LINES)]


def build_labels(raw: Path, lsoa_polygons: gpd.GeoDataFrame, places: pd.DataFrame, report: BuildReport) -> pd.DataFrame:
    """Name settlements with their residents, and the counties around the atlas.

    Parameters
    ----------
    raw, lsoa_polygons, report
        As for `build_lines`.
    places : DataFrame
        ``map_places.csv``: the names that a settlement must have there, in the extent that it covers.

    Returns
    -------
    DataFrame
        ``map_labels.csv``.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    files, atlas = source_files(), shapely.union_all(lsoa_polygons.geometry.to_numpy())
    read = read_settlements(raw / files["geonames"]).assign(kind="settlement", source_id="geonames")
    settlements = _confirmed(read, places)
    left_out = read.loc[~read["label_id"].isin(settlements["label_id"]), "name"]
    notes = ["how many people a name on the map stands for; matched = named alike by the list of places, or beyond its extent"]
    report.add(files["geonames"], len(read), len(settlements), not_matched=left_out, notes=notes)
    near = shapely.box(*shapely.total_bounds(atlas)).buffer(NEIGHBOURS_M).difference(atlas.buffer(BESIDE_M))
    counties = read_shapes(raw / files["ons_counties"], LINES["county"][1]).intersection(near)
    large = counties[counties.area >= SMALLEST_NAMED_M2]
    points = large.representative_point().to_crs(LONGITUDE_LATITUDE)
    named = pd.DataFrame(
        {
            "label_id": large.index,
            "name": large.index,
            "kind": "county",
            "latitude": points.y,
            "longitude": points.x,
            "source_id": "ons_counties",
        }
    )
    labels = pd.concat([settlements, named], ignore_index=True).round({"latitude": DECIMALS, "longitude": DECIMALS})
    return labels.reindex(columns=list(MAP_LABELS)).sort_values("label_id", ignore_index=True)


def _confirmed(settlements: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Leave out settlements whose name nobody else knows nearby; the others are written as the list of places writes them."""
    points = gpd.GeoSeries.from_xy(settlements["longitude"], settlements["latitude"], crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID)
    towns = places[places["kind"] != "station"]
    by_name = dict(iter(towns.groupby(towns["name"].map(_spelt))))
    extent = shapely.box(*places[["easting", "northing"]].min(), *places[["easting", "northing"]].max())
    names = []
    for name, point in zip(settlements["name"], points, strict=True):
        there = by_name.get(_spelt(name), towns.iloc[:0])
        near = there[np.hypot(there["easting"] - point.x, there["northing"] - point.y) <= SAME_TOWN_M]
        names.append(str(near["name"].iloc[0]) if len(near) else "" if extent.contains(point) else str(name))
    return settlements.assign(name=names).query("name != ''")


def _spelt(name: str) -> str:
    return name.casefold().replace("saint ", "st ").replace("'", "")


def _road(name: str) -> str:
    return "motorway" if MOTORWAY.search(name) else "road"


def _borders(counties: gpd.GeoSeries, atlas: shapely.Geometry) -> gpd.GeoSeries:
    """Give the borders between and around counties near the atlas, each once, without a name."""
    around = shapely.box(*shapely.total_bounds(atlas)).buffer(NEIGHBOURS_M)
    lines = shapely.union_all(counties.boundary.to_numpy(), grid_size=1.0)
    return gpd.GeoSeries({"": shapely.intersection(lines, around).difference(atlas.buffer(BESIDE_M))}, crs=counties.crs)


def _schematic(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Join the pieces of a shape, leave short ones out and simplify the others: what is drawn is ours, a sketch of what was published."""
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.get_parts(shape))))
    return [shapely.simplify(line, TOLERANCE_M) for line in lines if line.length >= SHORTEST_M]


def _points(kinds: list[str], drawn: list[tuple[str, shapely.Geometry]], source_id: str) -> pd.DataFrame:
    lines = gpd.GeoSeries([line for _, line in drawn], crs=BRITISH_GRID).to_crs(LONGITUDE_LATITUDE)
    rows = [
        (number, kind, name, order, round(y, DECIMALS), round(x, DECIMALS), source_id)
        for number, (kind, (name, _), line) in enumerate(zip(kinds, drawn, lines, strict=True))
        for order, (x, y) in enumerate(shapely.get_coordinates(line).tolist(), start=1)
    ]
    return pd.DataFrame(rows, columns=["line", "kind", "name", "order", "latitude", "longitude", "source_id"])
