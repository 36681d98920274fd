"""Bus stops (Department for Transport, NaPTAN): where a stop stands, not whether a bus calls there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import KDTree

from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

COLUMNS: Final = {
    "stop_type": ("stop_type", "StopType"),
    "bus_stop_type": ("bus_stop_type", "BusStopType"),
    "easting": ("easting", "Easting"),
    "northing": ("northing", "Northing"),
}
ON_STREET: Final = "BCT"
IN_STATION: Final = ("BCS", "BCE")
# Marked by a pole, or customary. Hail-and-ride sections and flexible zones (HAR, FLX) are stretches and areas, with a point for drawing.
PLACES: Final = ("MKD", "CUS")


def read_bus_stops(path: Path) -> tuple[pd.DataFrame, int]:
    """Read active bus stops that are one place.

    Parameters
    ----------
    path : Path
        NaPTAN stops: bus stops and rail stations, with ``StopType`` and ``BusStopType`` as NaPTAN codes them.

    Returns
    -------
    (DataFrame, int)
        Columns ``easting``, ``northing`` (metres, EPSG:27700); and the rows of the file.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    rows = read_published(path, COLUMNS)
    kept = rows["stop_type"].isin(IN_STATION) | ((rows["stop_type"] == ON_STREET) & rows["bus_stop_type"].isin(PLACES))
    points = rows.loc[kept, ["easting", "northing"]].apply(numbers).dropna()
    return points.reset_index(drop=True), len(rows)


def nearest_m(places: pd.DataFrame, stops: pd.DataFrame) -> NDArray[np.float64]:
    """Measure how far the nearest stop is, in a straight line.

    Parameters
    ----------
    places : DataFrame
        Columns ``centroid_e``, ``centroid_n`` (metres, EPSG:27700).
    stops : DataFrame
        Columns ``easting``, ``northing``; at least one row.

    Returns
    -------
    ndarray, shape (places,)
        Metres.
    """
    distance_m, _ = KDTree(stops.to_numpy(dtype=float)).query(places[["centroid_e", "centroid_n"]].to_numpy(dtype=float))
    return np.asarray(distance_m, dtype=np.float64)
