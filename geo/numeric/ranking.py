"""Percentiles, terciles and the 3 x 3 gap classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from numpy.typing import NDArray


THIRDS: Final = (100 / 3, 200 / 3)
LONE_PERCENTILE: Final = 50.0
# Sums taken in another order differ in their last digits; that is no difference between areas.
DECIMALS_THAT_COUNT: Final = 9


def percentiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank values from 0 (smallest) to 100 (greatest); ties share their average rank, missing values stay missing.

    A lone value is in the middle: 50.
    """
    known = ~np.isnan(values)
    count = int(known.sum())
    scores = np.full(values.shape, np.nan)
    ranks = rankdata(np.round(values[known], DECIMALS_THAT_COUNT))
    scores[known] = LONE_PERCENTILE if count == 1 else 100 * (ranks - 1) / max(count - 1, 1)
    return scores


def percentiles_among(values: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place values on the percentile scale of others, which stays as it is: 0 (smallest of them) to 100 (greatest).

    Parameters
    ----------
    values : ndarray
        What is placed; missing values stay missing.
    reference : ndarray
        What makes the scale, such as the same areas before a change.

    Returns
    -------
    ndarray
        `percentiles` of the reference where a value is one of its own; between two of its values, the middle of theirs; beyond its ends,
        0 or 100.
    """
    known = ~np.isnan(values)
    order = np.sort(np.round(reference[~np.isnan(reference)], DECIMALS_THAT_COUNT))
    wanted = np.round(values[known], DECIMALS_THAT_COUNT)
    below, not_above = np.searchsorted(order, wanted, "left"), np.searchsorted(order, wanted, "right")
    scores = np.full(values.shape, np.nan)
    if len(order) == 1:
        scores[known] = np.select([wanted < order, wanted > order], [0.0, 100.0], LONE_PERCENTILE)
    elif len(order):
        # The mean rank of equals, as `percentiles` counts it.
        ranks = below + (not_above - below + 1) / 2
        scores[known] = np.clip(100 * (ranks - 1) / (len(order) - 1), 0, 100)
    return scores


def terciles(scores: NDArray[np.float64]) -> NDArray[np.str_]:
    """Name the third of a 0-100 percentile: ``low``, ``mid``, ``high``; missing is an empty text."""
    names = np.select([scores < THIRDS[0], scores <= THIRDS[1], scores > THIRDS[1]], ["low", "mid", "high"], "")
    return names.astype(str)


def gap_class(need: str, access: str) -> str:
    """Name the cell of the 3 x 3 table of need and access thirds."""
    if not need or not access:
        return "no_data"
    return "priority" if (need, access) == ("high", "low") else f"{need}_need_{access}_access"
