"""Travel time: straight line x detour, at the speed of the place where the family lives; or as it was measured.

A data folder may hold measured times (``travel_times.csv``, from a router). They stand for every pair whose origin and provider both occur
in that table; such a pair without minutes has no way. All others keep the estimate, so that a provider that opened since the times were
measured is not lost. Draws of other detours stretch measured times like estimated ones: which road a router took is uncertain as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from geo.access import pairs_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.settings import Access
    from geo.store import Atlas

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
    return pairs if atlas.travel_times.empty else _with_measured(pairs, measured_minutes(atlas), minutes)


def measured_minutes(atlas: Atlas) -> NDArray[np.float64]:
    """Lay out the measured times, shape (origins, providers): minutes, infinite where there is no way, NaN where the estimate holds."""
    times = atlas.travel_times
    origins = pd.Index([*atlas.at("lsoa").index, *atlas.surroundings.index])
    row, column = origins.get_indexer(pd.Index(times["origin_code"])), atlas.providers.index.get_indexer(pd.Index(times["provider_id"]))
    known = (row >= 0) & (column >= 0)
    row, column = row[known], column[known]
    found = np.full((len(origins), len(atlas.providers)), np.nan)
    found[np.ix_(np.unique(row), np.unique(column))] = np.inf
    minutes = times["minutes"].to_numpy(dtype=float)[known]
    found[row, column] = np.where(np.isnan(minutes), np.inf, minutes)
    return found


def measured_origins(atlas: Atlas) -> tuple[int, int]:
    """Count the LSOAs of the atlas with measured times, and all of them."""
    lsoas = atlas.at("lsoa").index
    return int(lsoas.isin(atlas.travel_times["origin_code"]).sum()), len(lsoas)


def _with_measured(estimated: sparse.csr_array, measured: NDArray[np.float64], minutes: float) -> sparse.csr_array:
    """Put measured times in the place of the estimates."""
    pairs = estimated.tocoo()
    kept = np.isnan(measured[pairs.row, pairs.col])
    row, column = np.nonzero(measured <= minutes)
    data = np.concatenate([pairs.data[kept], measured[row, column]])
    return sparse.csr_array((data, (np.append(pairs.row[kept], row), np.append(pairs.col[kept], column))), shape=pairs.shape)
