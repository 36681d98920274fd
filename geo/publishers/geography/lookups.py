"""ONS lookups between LSOAs 2011, LSOAs 2021, wards and districts, and the Rural Urban Classification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from geo.base.errors import DataError, Problem
from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.publishers.geography.columns import LSOA21, LSOA_CHANGES, LSOA_WARDS, RURAL_URBAN
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# U unchanged, S split, M merged, X another shape altogether.
CHANGE_CODES = ("U", "S", "M", "X")
# No place in Britain has an easting or northing this small, and no longitude or latitude is larger.
LARGEST_DEGREE = 180.0


def read_lsoa_changes(path: Path) -> pd.DataFrame:
    """Read the lookup LSOA 2011 -> LSOA 2021.

    Parameters
    ----------
    path : Path
        ONS "LSOA (2011) to LSOA (2021) to local authority district (2022)".

    Returns
    -------
    DataFrame
        Columns ``lsoa11_code``, ``lsoa_code``, ``change_code`` (U, S, M, X); sorted, one row per pair.

    Raises
    ------
    DataError
        The file or a column is missing, or a change code is unknown.
    """
    frame = read_published(path, LSOA_CHANGES).drop_duplicates().sort_values(["lsoa_code", "lsoa11_code"], ignore_index=True)
    unknown = sorted(set(frame["change_code"]) - set(CHANGE_CODES))
    if unknown:
        raise DataError([Problem(path.name, f"has unknown change codes: {', '.join(unknown)}.", column="change_code")])
    return frame


def read_lsoa_wards(path: Path) -> pd.DataFrame:
    """Read the best-fit lookup LSOA 2021 -> ward -> district.

    Parameters
    ----------
    path : Path
        ONS "LSOA (2021) to electoral ward (2024) to LAD (2024) best fit lookup"; a later year is taken as well.

    Returns
    -------
    DataFrame
        Index ``lsoa_code``, sorted; columns ``lsoa_name``, ``ward_code``, ``ward_name``, ``district_code``, ``district_name``.

    Raises
    ------
    DataError
        The file or a column is missing, or an LSOA stands in it twice.
    """
    frame = read_published(path, LSOA_WARDS).drop_duplicates()
    twice = frame.loc[frame["lsoa_code"].duplicated(), "lsoa_code"]
    if len(twice):
        raise DataError([Problem(path.name, f"gives two wards for {', '.join(twice[:5])}. Use the best-fit lookup.", column="lsoa21_code")])
    return frame.set_index("lsoa_code").sort_index()


def read_rural_urban(path: Path) -> pd.Series[str]:
    """Read the Rural Urban Classification 2021 of LSOAs.

    Parameters
    ----------
    path : Path
        ONS and Defra, "Rural Urban Classification (2021) of LSOAs"; the two-way class.

    Returns
    -------
    Series of str
        Index ``lsoa_code``, sorted; ``urban`` or ``rural``.

    Raises
    ------
    DataError
        The file or a column is missing, or the class is neither Urban nor Rural.
    """
    classes = read_published(path, RURAL_URBAN).set_index("lsoa_code")["rural_urban"].str.lower().sort_index()
    unknown = sorted(set(classes) - {"urban", "rural"})
    if unknown:
        raise DataError([Problem(path.name, f"has classes other than Urban and Rural: {', '.join(unknown)}.", column="ruc")])
    return classes


def read_population_centroids(path: Path) -> gpd.GeoSeries:
    """Read the population-weighted centroids of LSOAs 2021.

    Parameters
    ----------
    path : Path
        ONS "LSOA (Dec 2021) EW population weighted centroids", as CSV; in metres or in degrees.

    Returns
    -------
    GeoSeries
        Index ``lsoa_code``, sorted; points, EPSG:27700.

    Raises
    ------
    DataError
        The file or a column is missing, or a coordinate is not a number.
    """
    columns = {"lsoa_code": LSOA21, "x": ("x", "BNG_E", "easting"), "y": ("y", "BNG_N", "northing")}
    frame = read_published(path, columns).set_index("lsoa_code").sort_index()
    xy = frame.apply(numbers)
    if xy.isna().to_numpy().any():
        raise DataError([Problem(path.name, f"has no position for {', '.join(xy.index[xy.isna().any(axis=1)][:5])}.")])
    degrees = bool((xy.abs() <= LARGEST_DEGREE).to_numpy().all())
    crs = LONGITUDE_LATITUDE if degrees else BRITISH_GRID
    return gpd.GeoSeries.from_xy(xy["x"], xy["y"], index=xy.index, crs=crs).to_crs(BRITISH_GRID)
