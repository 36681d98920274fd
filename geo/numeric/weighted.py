"""Carrying figures from LSOAs up to wards and districts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level

# An LSOA without children still has figures of its own, but no weight beside neighbours that have children.
LEAST_WEIGHT = 1e-9
PARENT: dict[Level, str] = {"ward": "ward_code", "district": "district_code"}


def membership(lsoas: pd.DataFrame, areas: pd.DataFrame, level: Level) -> sparse.csr_array:
    """Which LSOA belongs to which area of a level.

    Parameters
    ----------
    lsoas : DataFrame
        LSOA rows of the atlas, in order of their columns in the result.
    areas : DataFrame
        Areas of the level, in order of their rows in the result.
    level : {"district", "ward", "lsoa"}
        Level of `areas`.

    Returns
    -------
    scipy.sparse.csr_array, shape (areas, lsoas)
        1 where the LSOA is in the area.
    """
    parents = lsoas.index if level == "lsoa" else pd.Index(lsoas[PARENT[level]])
    rows = areas.index.get_indexer(parents)
    return sparse.csr_array((np.ones(len(lsoas)), (rows, np.arange(len(lsoas)))), shape=(len(areas), len(lsoas)))


def weighted_mean(members: sparse.csr_array, weights: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the members' values, weighted by their children; members without a value are left out.

    Returns
    -------
    ndarray, shape (areas,)
        NaN where no member has a value and a child.
    """
    used = np.where(np.isnan(values), 0.0, np.maximum(weights, LEAST_WEIGHT))
    total = members @ used
    summed = members @ (used * np.nan_to_num(values))
    mean: NDArray[np.float64] = np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0)
    return mean


def scale_columns(matrix: sparse.csr_array, factors: NDArray[np.float64]) -> sparse.csr_array:
    """Multiply each column of a sparse matrix by its factor."""
    return sparse.csr_array((matrix.data * factors[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)
