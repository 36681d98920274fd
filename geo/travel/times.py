"""Travel time: straight line x detour, at the speed of the place where the family lives; or as it was measured.

A data folder may hold measured times (``travel_times.csv``, from a router). They stand for every pair whose origin and provider both occur
in that table for the mode of the settings; such a pair without minutes has no way. All others keep the estimate: a provider that opened
since the times were measured is not lost, and times by car say nothing of walking. Draws of other detours stretch measured times like
estimated ones: which road a router took is uncertain as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.settings.model import Access
    from geo.store.atlas import Atlas


METRES_PER_MINUTE: Final = 1000 / 60  # at 1 km/h
CENTROID: Final = ["centroid_e", "centroid_n"]


def origins_m(atlas: Atlas) -> NDArray[np.float64]:
    """Where families live: centroids of the atlas's LSOAs, then of the surroundings, metres, EPSG:27700, shape (origins, 2)."""
    return np.vstack([frame[CENTROID].to_numpy(dtype=float) for frame in (atlas.at("lsoa"), atlas.surroundings)])


def positions_m(atlas: Atlas) -> NDArray[np.float64]:
    """Where providers are, metres, EPSG:27700, shape (providers, 2)."""
    return atlas.providers[["easting", "northing"]].to_numpy(dtype=float)


def minutes_per_m(atlas: Atlas, access: Access) -> NDArray[np.float64]:
    """Travel minutes per road metre of each origin, by its rural-urban class, shape (origins,)."""
    classes = np.concatenate(
        [atlas.at("lsoa")["rural_urban"].to_numpy(dtype=str), np.full(len(atlas.surroundings), access.surroundings_class)]
    )
    speeds = access.speeds_km_per_h[access.mode]
    return 1 / (METRES_PER_MINUTE * np.where(classes == "urban", speeds.urban, speeds.rural))


def minutes_within(atlas: Atlas, access: Access, minutes: float) -> sparse.csr_array:
    """Find the travel minutes of every origin and provider within a time of each other, shape (origins, providers).

    Some pairs a little farther apart are among them: the search goes by distance, at the greatest speed.
    """
    per_m = minutes_per_m(atlas, access)
    # A hair wider, so that rounding cannot lose a pair on the very edge; the decay makes the exact cut.
    pairs = pairs_within(origins_m(atlas), positions_m(atlas), minutes / (per_m.min() * access.detour) * (1 + 1e-9))
    rows = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    pairs.data = pairs.data * access.detour * per_m[rows]
    measured = measured_minutes(atlas, access)
    return pairs if measured is None else _with_measured(pairs, measured, minutes)


def measured_minutes(atlas: Atlas, access: Access) -> NDArray[np.float64] | None:
    """Lay out the times measured for the mode, if there are any.

    Returns
    -------
    ndarray, shape (origins, providers), or None
        Minutes, infinite where there is no way, NaN where the estimate holds.
    """
    times = _of_mode(atlas, access)
    if times.empty:
        return None
    origins = pd.Index([*atlas.at("lsoa").index, *atlas.surroundings.index])
    row, column = origins.get_indexer(pd.Index(times["origin_code"])), atlas.providers.index.get_indexer(pd.Index(times["provider_id"]))
    known = (row >= 0) & (column >= 0)
    row, column = row[known], column[known]
    found = np.full((len(origins), len(atlas.providers)), np.nan)
    found[np.ix_(np.unique(row), np.unique(column))] = np.inf
    minutes = times["minutes"].to_numpy(dtype=float)[known]
    found[row, column] = np.where(np.isnan(minutes), np.inf, minutes)
    return found


def measured_origins(atlas: Atlas, access: Access) -> tuple[int, int]:
    """Count the LSOAs of the atlas whose times were measured for the mode, and all of them."""
    lsoas, times = atlas.at("lsoa").index, _of_mode(atlas, access)
    if times.empty:
        return 0, len(lsoas)
    # Times to places that are in the data no longer change nothing.
    times = times[times["provider_id"].isin(atlas.providers.index)]
    return int(lsoas.isin(times["origin_code"]).sum()), len(lsoas)


def _of_mode(atlas: Atlas, access: Access) -> pd.DataFrame:
    return atlas.travel_times[atlas.travel_times["mode"] == access.mode]


def _with_measured(estimated: sparse.csr_array, measured: NDArray[np.float64], minutes: float) -> sparse.csr_array:
    """Put measured times in the place of the estimates."""
    pairs = estimated.tocoo()
    kept = np.isnan(measured[pairs.row, pairs.col])
    row, column = np.nonzero(measured <= minutes)
    data = np.concatenate([pairs.data[kept], measured[row, column]])
    return sparse.csr_array((data, (np.append(pairs.row[kept], row), np.append(pairs.col[kept], column))), shape=pairs.shape)


def pairs_within(origins_m: NDArray[np.float64], destinations_m: NDArray[np.float64], radius_m: float) -> sparse.csr_array:
    """Find every origin and destination within a straight-line distance.

    Parameters
    ----------
    origins_m : ndarray, shape (n, 2)
        Easting and northing in metres, EPSG:27700.
    destinations_m : ndarray, shape (m, 2)
        Likewise.
    radius_m : float
        Greatest straight-line distance, inclusive.

    Returns
    -------
    scipy.sparse.csr_array, shape (n, m)
        Distances in metres; a stored zero is a pair at the same point.
    """
    # Walking two trees together is 2-3 times as fast as asking one tree for each origin's neighbours.
    pairs = cKDTree(origins_m).sparse_distance_matrix(cKDTree(destinations_m), radius_m, output_type="coo_matrix")
    return sparse.csr_array(pairs)
