"""Context for maps: names of places as points, and a few faint lines. For drawing only, never for measuring."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.base.errors import DataError, Problem
from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

OS_NAMES: Final = {
    "place_id": ("id", "ID"),
    "name": ("name1", "NAME1"),
    "type": ("local_type", "LOCAL_TYPE"),
    "easting": ("geometry_x", "GEOMETRY_X"),
    "northing": ("geometry_y", "GEOMETRY_Y"),
}
# The publisher's type -> our kind.
KINDS: Final = {
    "City": "city", "Town": "town", "Village": "village", "Hamlet": "hamlet", "Suburban Area": "suburb", "Other Settlement": "locality",
    "Railway Station": "station",
}  # fmt: skip
LOCALITIES: Final = {
    "place_id": ("nptg_code",), "name": ("name",), "parent": ("parent",), "easting": ("easting",), "northing": ("northing",),
}  # fmt: skip
SETTLEMENTS: Final = {
    "label_id": ("geonameid",), "name": ("name",), "latitude": ("latitude",), "longitude": ("longitude",), "population": ("population",),
}  # fmt: skip
# Two lists put the same village at most this far apart.
SAME_PLACE_M: Final = 3000.0
# The list of localities gives no size; one to which so many others belong is a town.
TOWN_QUARTERS: Final = 3


def read_places(names: Path, localities: Path) -> pd.DataFrame:
    """Read the names of settlements and railway stations.

    Parameters
    ----------
    names : Path
        OS Open Names. Tiles may be missing.
    localities : Path
        Localities of NaPTAN stops, each with the stop in its middle: they fill in what the first list does not have.

    Returns
    -------
    DataFrame
        Columns ``place_id``, ``name``, ``kind`` (city, town, village, hamlet, suburb, locality, station), ``easting``, ``northing``
        (metres, EPSG:27700), ``first`` (whether the first list has it); by ``place_id``.

    Raises
    ------
    DataError
        A file or a column is missing.
    """
    first = read_published(names, OS_NAMES)
    first = first.assign(kind=first["type"].map(KINDS)).dropna(subset="kind").drop(columns="type")
    others = read_published(localities, LOCALITIES)
    quarters = others["name"].map(others["parent"].value_counts()).fillna(0)
    others = others.assign(kind=(quarters >= TOWN_QUARTERS).map({True: "town", False: "locality"})).drop(columns="parent")
    first, others = (table.assign(easting=numbers(table["easting"]), northing=numbers(table["northing"])) for table in (first, others))
    new = others[~_known(others, first[first["kind"] != "station"])]
    places = pd.concat([first.assign(first=True), new.assign(first=False)])
    return places.drop_duplicates("place_id").sort_values("place_id", ignore_index=True)


def _known(places: pd.DataFrame, among: pd.DataFrame) -> pd.Series[bool]:
    """Tell places that another list has under the same name nearby."""
    by_name = {name: rows[["easting", "northing"]].to_numpy() for name, rows in among.groupby(among["name"].str.casefold())}
    found = []
    for name, east, north in zip(places["name"].str.casefold(), places["easting"], places["northing"], strict=True):
        there = by_name.get(name, np.empty((0, 2)))
        found.append(bool((np.hypot(there[:, 0] - east, there[:, 1] - north) <= SAME_PLACE_M).any()))
    return pd.Series(found, index=places.index)


def read_settlements(path: Path) -> pd.DataFrame:
    """Read populated places of GeoNames.

    Parameters
    ----------
    path : Path
        Columns ``geonameid``, ``name``, ``latitude``, ``longitude`` (degrees, WGS84), ``population``.

    Returns
    -------
    DataFrame
        Columns ``label_id``, ``name``, ``latitude``, ``longitude``, ``population``; by ``label_id``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    places = read_published(path, SETTLEMENTS)
    return places.assign(**{name: numbers(places[name]) for name in ("latitude", "longitude", "population")}).sort_values(
        "label_id", ignore_index=True
    )


def read_shapes(path: Path, name: str) -> gpd.GeoSeries:
    """Read a map of context.

    Parameters
    ----------
    path : Path
        GeoJSON, longitude and latitude (WGS84).
    name : str
        The publisher's property that names a shape.

    Returns
    -------
    GeoSeries
        One shape for each name, EPSG:27700, by name.

    Raises
    ------
    DataError
        The file is missing or is no GeoJSON with this property.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        shapes = gpd.GeoDataFrame.from_features(features, crs=LONGITUDE_LATITUDE)
        named = shapes[shapes[name].notna()].dissolve(name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError([Problem(path.name, f"is not a GeoJSON FeatureCollection ({error}). Fetch the file again.")]) from error
    return named.geometry.to_crs(BRITISH_GRID).sort_index()
