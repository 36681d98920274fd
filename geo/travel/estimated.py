"""Estimated travel: straight line x detour, at the speed of the place where the family lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.settings.model import Access
    from geo.store.atlas import Atlas


METRES_PER_MINUTE: Final = 1000 / 60  # at 1 km/h
CENTROID: Final = ["centroid_e", "centroid_n"]
# A hair wider, so that rounding cannot lose a pair on the very edge of a search; the exact cut is made afterwards.
HAIR: Final = 1 + 1e-9


@dataclass(frozen=True)
class Estimated:
    """Estimates for every pair, as `geo.travel.engine.TravelEngine` says.

    Parameters
    ----------
    origins_m : ndarray, shape (origins, 2)
        Where families live: centroids, easting and northing in metres, EPSG:27700.
    providers_m : ndarray, shape (providers, 2)
        Where providers are, likewise.
    minutes_per_m : ndarray, shape (origins,)
        Travel minutes per road metre of each origin, by its rural-urban class.
    detour : float
        Road metres per metre of straight line.
    """

    origins_m: NDArray[np.float64]
    providers_m: NDArray[np.float64]
    minutes_per_m: NDArray[np.float64]
    detour: float

    def within(self, minutes: NDArray[np.float64]) -> sparse.csr_array:
        """Find pairs within the time of each provider.

        The search goes by distance, at the greatest speed, so some a little farther apart are among them.
        """
        shape = (len(self.origins_m), len(self.providers_m))
        row, column, metres = ([np.zeros(0, dtype=kind)] for kind in (np.intp, np.intp, float))
        for limit in np.unique(minutes):
            providers = np.flatnonzero(minutes == limit)
            radius_m = limit / (self.minutes_per_m.min() * self.detour) * HAIR
            near = pairs_within(self.origins_m, self.providers_m[providers], radius_m).tocoo()
            row.append(near.row)
            column.append(providers[near.col])
            metres.append(near.data)
        rows = np.concatenate(row)
        travelled = np.concatenate(metres) * self.detour * self.minutes_per_m[rows]
        return sparse.csr_array((travelled, (rows, np.concatenate(column))), shape=shape)

    def minutes(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Travel minutes of pairs; all have a way."""
        return self.road_m(origins, providers) * self.minutes_per_m[origins]

    def road_m(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Road metres of pairs."""
        away = self.origins_m[origins] - self.providers_m[providers]
        metres: NDArray[np.float64] = self.detour * np.sqrt(away[..., 0] ** 2 + away[..., 1] ** 2)
        return metres

    def nearest(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.intp]:
        """Say which of the providers is nearest each origin, of equals the first: a tree alone would take any of several at one address."""
        tree = cKDTree(self.providers_m[providers])
        near_m, _ = tree.query(self.origins_m[origins])
        equals = tree.query_ball_point(self.origins_m[origins], near_m * HAIR)
        row = np.repeat(np.arange(len(origins)), [len(places) for places in equals])
        place = np.concatenate(equals).astype(np.intp)
        return first_least(row, place, self.road_m(origins[row], providers[place]))


def first_least(row: NDArray[np.intp], place: NDArray[np.intp], far: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the place of each row's least value, of equals the lowest; in the order of the rows, each of which occurs."""
    order = np.lexsort((place, far, row))
    _, first = np.unique(row[order], return_index=True)
    least: NDArray[np.intp] = place[order[first]]
    return least


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


def estimated(atlas: Atlas, access: Access) -> Estimated:
    """Estimate the travel of an atlas's families to its providers."""
    lsoas, surroundings = atlas.at("lsoa"), atlas.surroundings
    classes = np.concatenate([lsoas["rural_urban"].to_numpy(dtype=str), np.full(len(surroundings), access.surroundings_class)])
    speeds = access.speeds_km_per_h[access.mode]
    return Estimated(
        origins_m=np.vstack([frame[CENTROID].to_numpy(dtype=float) for frame in (lsoas, surroundings)]),
        providers_m=atlas.providers[["easting", "northing"]].to_numpy(dtype=float),
        minutes_per_m=1 / (METRES_PER_MINUTE * np.where(classes == "urban", speeds.urban, speeds.rural)),
        detour=access.detour,
    )


def between_homes(atlas: Atlas, access: Access) -> Estimated:
    """Estimate the travel of families to the homes of others, which stand in the place of the providers."""
    families = estimated(atlas, access)
    return replace(families, providers_m=families.origins_m)
