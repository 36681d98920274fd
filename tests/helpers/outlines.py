"""Outlines of the tiny atlas's LSOAs as maps that somebody brings."""

from __future__ import annotations

import zipfile

import geopandas as gpd
import numpy as np
import shapely

from tests.helpers.tiny_content import LSOAS, SIDE_M, SOUTH_M, WEST_M

FORMATS = ("degrees.geojson", "grid.geojson", "areas.gpkg", "areas.zip", "areas.parquet")
# A line of 4 km that moves by 100 m sweeps 0.4 km2, half of it in each of two rows.
STEP_M = 100.0


def boxes(first=0.0, second=0.0):
    """LSOAs of the tiny atlas, EPSG:27700; the line between the first and second column, and the next one, moved east by these metres."""
    edges = np.array([0, SIDE_M + first, 2 * SIDE_M + second, 3 * SIDE_M]) + WEST_M
    rows = [(row, column) for row in (0, 1) for column in range(3)]
    shapes = [shapely.box(edges[column], SOUTH_M + row * SIDE_M, edges[column + 1], SOUTH_M + (row + 1) * SIDE_M) for row, column in rows]
    return gpd.GeoDataFrame({"code": LSOAS}, geometry=shapes, crs=27700)


def write(frame, folder, name="areas.geojson", column="LSOA21CD"):
    """Write a map as people bring it, in the format that its name says; give its path."""
    frame, path = frame.rename(columns={"code": column}), folder / name
    if name.endswith(".parquet"):
        frame.to_parquet(path)
    elif name.endswith(".zip"):
        frame.to_file(folder / "part.shp")
        with zipfile.ZipFile(path, "w") as archive:
            for part in folder.glob("part.*"):
                archive.write(part, f"LSOA_2021_BSC/{part.name}")
    elif name.endswith(".gpkg"):
        frame.to_file(path, driver="GPKG")
    else:
        frame.to_crs(27700 if name.startswith("grid") else 4326).to_file(path, driver="GeoJSON")
    return path
