"""Travel time: straight line x detour, at the speed of the place where the family lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.access import pairs_within

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

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
    return pairs
