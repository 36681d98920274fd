"""Spatial access: the enhanced two-step floating catchment area (E2SFCA) method on sparse matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    tree = cKDTree(destinations_m)
    found = tree.query_ball_point(origins_m, radius_m, workers=-1, return_sorted=False)
    counts = np.fromiter((len(neighbours) for neighbours in found), dtype=np.int64, count=len(found))
    columns = np.concatenate([np.asarray(neighbours, dtype=np.int32) for neighbours in found]) if len(found) else np.empty(0, np.int32)
    rows = np.repeat(np.arange(len(found)), counts)
    distances_m = np.hypot(*(origins_m[rows] - destinations_m[columns]).T)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return sparse.csr_array((distances_m, columns, starts), shape=(len(origins_m), len(destinations_m)))


def gaussian_decay(minutes: NDArray[np.float64], catchment_minutes: float, sigma_share: float) -> NDArray[np.float64]:
    """Weight travel times by a Gaussian, cut at the catchment.

    Parameters
    ----------
    minutes : ndarray
        Travel times.
    catchment_minutes : float
        Beyond it the weight is 0; at it, the pair still counts.
    sigma_share : float
        Standard deviation as a share of the catchment.
    """
    weights = np.exp(-0.5 * (minutes / (sigma_share * catchment_minutes)) ** 2)
    return np.where(minutes <= catchment_minutes, weights, 0.0)


def supply_ratios(weights: sparse.csr_array, demand: NDArray[np.float64], supply: NDArray[np.float64]) -> NDArray[np.float64]:
    """First step: supply of each destination per head of the demand that reaches it, `R_j = S_j / sum_i P_i w_ij`.

    Returns
    -------
    ndarray, shape (m,)
        0 where nobody reaches the destination.
    """
    reached = weights.T @ demand
    return np.divide(supply, reached, out=np.zeros_like(reached), where=reached > 0)


def e2sfca(weights: sparse.csr_array, demand: NDArray[np.float64], supply: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure accessibility by the enhanced two-step floating catchment area method, `A_i = sum_j R_j w_ij`.

    Parameters
    ----------
    weights : scipy.sparse.csr_array, shape (n, m)
        Decayed weight of each origin and destination in reach of each other.
    demand : ndarray, shape (n,)
        Persons at each origin.
    supply : ndarray, shape (m,)
        Capacity of each destination.

    Returns
    -------
    ndarray, shape (n,)
        Capacity per person. `sum_i P_i A_i` equals the supply that anybody reaches.

    References
    ----------
    Luo, W. and Qi, Y. (2009). An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial
    accessibility to primary care physicians. Health & Place 15(4), 1100-1107.
    """
    return weights @ supply_ratios(weights, demand, supply)
