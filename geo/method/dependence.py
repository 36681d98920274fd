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
    """The provider that gives most of what an area has.

    Parameters
    ----------
    depends : ndarray of bool, shape (areas,)
        Whether it gives at least the share of access from which on an area depends on it.
    provider : ndarray of int, shape (areas,)
        Position of that provider, of equals the first; `NOBODY` where the area depends on none.
    children : ndarray, shape (areas,)
        Children of all areas of the level that depend on that provider; 0 where there is none.
    """

    depends: NDArray[np.bool_]
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


def dependence(shares: sparse.csr_array, access: NDArray[np.float64], children: NDArray[np.float64], least: float) -> Dependence:
    """Find the areas that depend on one provider, and the children of all areas that depend on the same.

    Parameters
    ----------
    shares : scipy.sparse.csr_array, shape (areas, providers)
        `contributions`.
    access : ndarray, shape (areas,)
        Access, in its unit; missing where there is nobody to measure it for.
    children : ndarray, shape (areas,)
        Children of each area.
    least : float
        Share of access from which on an area depends on a provider, 0-1.
    """
    areas, providers, given = np.repeat(np.arange(shares.shape[0]), np.diff(shares.indptr)), shares.indices, shares.data
    # Half may be a hair less than half after adding up.
    pairs = np.flatnonzero((given > 0) & (given >= (least - ROUNDING) * access[areas]))
    # The last that is written to an area stays: the one that gives most, of equals the first.
    pairs = pairs[np.lexsort((-providers[pairs], given[pairs]))]
    key = np.full(shares.shape[0], NOBODY)
    key[areas[pairs]] = providers[pairs]
    depends = key != NOBODY
    touched = np.bincount(key[depends], children[depends], minlength=shares.shape[1])
    return Dependence(depends, key, np.where(depends, touched[key], 0))
