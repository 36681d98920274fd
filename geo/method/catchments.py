"""Spatial access: the enhanced two-step floating catchment area (E2SFCA) method on sparse matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse


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
