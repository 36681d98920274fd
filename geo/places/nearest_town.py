"""Which town lies nearest to a point: what people find themselves by on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import scipy.spatial

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.store.atlas import Atlas

KINDS: Final = ("city", "town")


def nearest_towns(atlas: Atlas, points_m: NDArray[np.float64]) -> list[tuple[str, float]]:
    """Name the town or city whose middle lies nearest to each point.

    Parameters
    ----------
    atlas : Atlas
        Named places.
    points_m : ndarray, shape (points, 2)
        Easting and northing (metres, EPSG:27700).

    Returns
    -------
    list of (str, float)
        Name, and straight-line distance in kilometres; empty where the data name no town.
    """
    places = atlas.basemap.places
    towns = places[places["kind"].isin(KINDS)]
    if towns.empty:
        return []
    away_m, which = scipy.spatial.cKDTree(towns[["easting", "northing"]].to_numpy(dtype=float)).query(points_m)
    names = towns["name"].astype(str).to_numpy()
    return [(str(names[place]), float(metres) / 1000) for place, metres in zip(np.atleast_1d(which), np.atleast_1d(away_m), strict=True)]
