"""Ways to bring figures on one scale, a row a draw. The columns that are missing are the same in every row.

References
----------
OECD and JRC (2008). Handbook on constructing composite indicators: methodology and user guide. Section on normalisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special, stats

from geo.numeric.ranking import DECIMALS_THAT_COUNT, LONE_PERCENTILE

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORMALISATIONS: Final = ("percentile", "z_score", "min_max")
# Beyond this percentile more access says nothing more: the long tail must not press all others together.
ENOUGH_ACCESS: Final = 95


def row_percentiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn each row into percentiles 0-100 as `geo.numeric.ranking.percentiles` does."""
    known = ~np.isnan(values[0])
    count = int(known.sum())
    scores = np.full(values.shape, np.nan)
    ranks = stats.rankdata(np.round(values[:, known], DECIMALS_THAT_COUNT), axis=1)
    scores[:, known] = LONE_PERCENTILE if count == 1 else 100 * (ranks - 1) / max(count - 1, 1)
    return scores


def z_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count standard deviations above the mean of the row; 0 where all are equal."""
    return _divided(values - np.nanmean(values, axis=1, keepdims=True), np.nanstd(values, axis=1, keepdims=True), alike=0.0)


def min_max(values: NDArray[np.float64], greatest: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Share of the way from the least of the row to the greatest, or to one given a row; a half where all are equal."""
    least = np.nanmin(values, axis=1, keepdims=True)
    top = np.nanmax(values, axis=1, keepdims=True) if greatest is None else greatest
    return _divided(np.minimum(values, top) - least, top - least, alike=0.5)


def _divided(distances: NDArray[np.float64], spread: NDArray[np.float64], alike: float) -> NDArray[np.float64]:
    # Rounding leaves a hair of spread between equal values.
    differ = spread > 10.0**-DECIMALS_THAT_COUNT
    return np.where(differ | np.isnan(distances), distances / np.where(differ, spread, 1.0), alike)


def normalised(values: NDArray[np.float64], normalisation: NDArray[np.int64]) -> NDArray[np.float64]:
    """Bring an indicator on the scale that each draw chooses; scales of different draws do not compare.

    Parameters
    ----------
    values : ndarray, shape (draws, areas) or (1, areas)
        One set of values for each draw, or for all.
    normalisation : ndarray of int, shape (draws,)
        Position in `NORMALISATIONS`.

    Returns
    -------
    ndarray, shape (draws, areas)
        Percentiles 0-100, z-scores, or shares 0-1 of the way from the least to the greatest.
    """
    if np.isnan(values[0]).all():
        return np.broadcast_to(values, (len(normalisation), values.shape[1]))
    scales = np.stack([row_percentiles(values), z_scores(values), min_max(values)])
    chosen: NDArray[np.float64] = scales[normalisation, np.arange(len(normalisation)) if len(values) > 1 else 0]
    return chosen


def access_scores(access: NDArray[np.float64], normalisation: NDArray[np.int64]) -> NDArray[np.float64]:
    """Score access 0-100 in the way that each draw chooses, always rising with access.

    By percentile as in `geo.method.scores`; by z-score through the normal distribution function, which keeps it within 0-100; by min-max
    from the least access to the 95th percentile. Access has a long tail above and matters below: unclipped, a few areas with very much of
    it would press all others together near 0.

    Parameters
    ----------
    access : ndarray, shape (draws, areas)
        In any unit.
    normalisation : ndarray of int, shape (draws,)
        Position in `NORMALISATIONS`.
    """
    scores = np.full(access.shape, np.nan)
    if np.isnan(access[0]).all():
        return scores
    rows_of = [normalisation == place for place in range(len(NORMALISATIONS))]
    percentile, z_score, share = (access[rows] for rows in rows_of)
    scores[rows_of[0]] = row_percentiles(percentile) if len(percentile) else percentile
    scores[rows_of[1]] = 100 * special.ndtr(z_scores(z_score))
    enough = np.nanpercentile(share, ENOUGH_ACCESS, axis=1, keepdims=True)
    # Where 95 in 100 areas have the same least access, the few others still stand out.
    no_spread = enough <= np.nanmin(share, axis=1, keepdims=True)
    scores[rows_of[2]] = 100 * min_max(share, np.where(no_spread, np.nanmax(share, axis=1, keepdims=True), enough))
    return scores
