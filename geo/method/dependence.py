"""How far an area depends on one provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.method.reasons import ROUNDING
from geo.numeric.weighted import LEAST_WEIGHT, scale_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.base.vocabulary import Level
    from geo.method.model import Model

NOBODY = -1


@dataclass(frozen=True)
class Dependence:
    """The provider without which an area falls below the target.

    Parameters
    ----------
    tips : ndarray of bool, shape (areas,)
        Whether the loss of one provider takes the area below the target.
    provider : ndarray of int, shape (areas,)
        Position of that provider, of several the one that gives most; `NOBODY` where nothing tips.
    children : ndarray, shape (areas,)
        Children of all areas of the level that the loss of that provider takes below the target; 0 where nothing tips.
    """

    tips: NDArray[np.bool_]
    provider: NDArray[np.int64]
    children: NDArray[np.float64]


def contributions(model: Model, level: Level, ratios: NDArray[np.float64]) -> sparse.csr_array:
    """Give what each provider adds to the access of each area; the rows add up to access.

    Parameters
    ----------
    model : Model
        The scoring model.
    level : {"district", "ward", "lsoa"}
        Level of the areas.
    ratios : ndarray, shape (providers,)
        Supply of each provider for each child who shares it, in the unit of access.

    Returns
    -------
    scipy.sparse.csr_array, shape (areas, providers)
        In the unit of access: child-weighted means over the LSOAs of an area.
    """
    given = scale_columns(model.inside, ratios)
    if level == "lsoa":
        return given
    members, weights = model.members[level]["lsoa"], np.maximum(model.children, LEAST_WEIGHT)
    total = members @ weights
    shares = (scale_columns(members, weights) @ given).tocsr()
    shares.data /= np.repeat(total, np.diff(shares.indptr))
    return shares


def dependence(shares: sparse.csr_array, access: NDArray[np.float64], children: NDArray[np.float64], target: float) -> Dependence:
    """Find the areas that one provider holds above the target, and the children whom its loss touches.

    The loss of a provider takes away what it gives and nothing else: in E2SFCA the supply of a place is shared by all who can reach
    it, wherever else they could go, so what the other providers give stays as it is.

    Parameters
    ----------
    shares : scipy.sparse.csr_array, shape (areas, providers)
        `contributions`.
    access : ndarray, shape (areas,)
        Access, in its unit; missing where there is nobody to measure it for.
    children : ndarray, shape (areas,)
        Children of each area.
    target : float
        Access that counts as enough, same unit.
    """
    areas, providers, given = np.repeat(np.arange(shares.shape[0]), np.diff(shares.indptr)), shares.indices, shares.data
    # The area that is itself the median may differ from it in the last digit.
    enough = target - ROUNDING
    pairs = np.flatnonzero((access[areas] >= enough) & (access[areas] - given < enough))
    touched = np.bincount(providers[pairs], children[areas[pairs]], minlength=shares.shape[1])
    # The last that is written to an area stays: the one that gives most, of equals the first.
    pairs = pairs[np.lexsort((-providers[pairs], given[pairs]))]
    key = np.full(shares.shape[0], NOBODY)
    key[areas[pairs]] = providers[pairs]
    tips = key != NOBODY
    return Dependence(tips, key, np.where(tips, touched[key], 0))
