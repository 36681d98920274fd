"""Spatial access: the enhanced two-step floating catchment area (E2SFCA) method on sparse matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.settings.model import Access
    from geo.travel.engine import TravelEngine


def gaussian_decay(shares: NDArray[np.float64], sigma_share: float) -> NDArray[np.float64]:
    """Weight travel times by a Gaussian, cut at the catchment.

    Parameters
    ----------
    shares : ndarray
        Travel times as shares of the catchment. Beyond 1 the weight is 0; at 1 the pair still counts.
    sigma_share : float
        Standard deviation as a share of the catchment.
    """
    return np.where(shares <= 1, np.exp(-0.5 * (shares / sigma_share) ** 2), 0.0)


def shares_of_catchment(travel: TravelEngine, access: Access, times: NDArray[np.float64], most: float = 1.0) -> sparse.csr_array:
    """Find the travel times of all pairs within reach, as shares of the provider's catchment.

    Parameters
    ----------
    travel : TravelEngine
        How far families and providers are apart.
    access : Access
        The general catchment.
    times : ndarray, shape (m,)
        Catchment of each provider as a multiple of the general one.
    most : float
        Greatest share that is wanted; some a little greater may be among them.

    Returns
    -------
    scipy.sparse.csr_array, shape (n, m)
        A stored zero is a pair at the same point.
    """
    catchments = access.catchment_minutes * times
    pairs = travel.within(most * catchments)
    pairs.data = pairs.data / catchments[pairs.indices]
    return pairs


def rivals(services: NDArray[np.str_], counted: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Give the same number to providers among which a family chooses one.

    Parameters
    ----------
    services : ndarray of str, shape (m,)
        Service type of each provider.
    counted : ndarray of bool, shape (m,)
        Whether it is counted in places: all such providers stand in for each other. Of the others only those of the same type do; a
        family goes to a hub and to a surgery.

    Returns
    -------
    ndarray of int, shape (m,)
        The same number for providers among which a family chooses.
    """
    _, numbers = np.unique(np.where(counted, "", services), return_inverse=True)
    return numbers


def chosen_weights(weights: NDArray[np.float64], origin: NDArray[np.intp], rival: NDArray[np.intp], origins: int) -> NDArray[np.float64]:
    """Weight pairs by how likely the family is to choose the provider, as in 3SFCA.

    The chance that a family chooses a provider is its weight among those of all its rivals in reach, `G_ij = w_ij / sum_k w_ik`; 3SFCA is
    E2SFCA with `G_ij w_ij` in the place of `w_ij`.

    Parameters
    ----------
    weights : ndarray, shape (pairs,)
        Decayed weights.
    origin, rival : ndarray of int, shape (pairs,)
        Origin of each pair, and the number of its provider among `rivals`.
    origins : int
        How many origins there are.

    References
    ----------
    Wan, N., Zou, B. and Sternberg, T. (2012). A three-step floating catchment area method for analyzing spatial access to health services.
    International Journal of Geographical Information Science 26(6), 1073-1089.
    """
    if not len(weights):
        return weights
    cell = origin * (int(rival.max()) + 1) + rival
    among = np.bincount(cell, weights, minlength=origins)[cell]
    chances = np.divide(weights, among, out=np.zeros(len(weights)), where=among > 0)
    chosen: NDArray[np.float64] = chances * weights
    return chosen


@dataclass(frozen=True)
class Catchments:
    """Who reaches what, and how many people share it: all that stays the same when only supply changes.

    Parameters
    ----------
    weights : scipy.sparse.csr_array, shape (n, m)
        Decayed weight of each origin and destination in reach of each other.
    demand : ndarray, shape (n,)
        Persons at each origin.

    References
    ----------
    Radke, J. and Mu, L. (2000). Spatial decompositions, modeling and mapping service regions to predict access to social
    programs. Geographic Information Sciences 6(2), 105-112.

    Luo, W. and Wang, F. (2003). Measures of spatial accessibility to health care in a GIS environment: synthesis and a case study
    in the Chicago region. Environment and Planning B 30(6), 865-884.

    Luo, W. and Qi, Y. (2009). An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial
    accessibility to primary care physicians. Health & Place 15(4), 1100-1107.
    """

    weights: sparse.csr_array
    demand: NDArray[np.float64]

    @cached_property
    def reached(self) -> NDArray[np.float64]:
        """Persons who share each destination, `sum_i P_i w_ij`, shape (m,)."""
        persons: NDArray[np.float64] = self.weights.T @ self.demand
        return persons

    def ratios(self, supply: NDArray[np.float64]) -> NDArray[np.float64]:
        """First step: supply of each destination per person who shares it, `R_j = S_j / sum_i P_i w_ij`.

        Returns
        -------
        ndarray, shape (m,)
            0 where nobody reaches the destination.
        """
        return np.divide(supply, self.reached, out=np.zeros_like(self.reached), where=self.reached > 0)

    def access(self, supply: NDArray[np.float64]) -> NDArray[np.float64]:
        """Both steps: supply within reach of each origin, `A_i = sum_j R_j w_ij`.

        Parameters
        ----------
        supply : ndarray, shape (m,)
            Capacity of each destination.

        Returns
        -------
        ndarray, shape (n,)
            Capacity per person. `sum_i P_i A_i` equals the supply that anybody reaches.
        """
        result: NDArray[np.float64] = self.weights @ self.ratios(supply)
        return result
