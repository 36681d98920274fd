"""How sure a published figure is: the publisher's own interval, or Wilson's where the counts behind a share are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from geo.store.atlas import Atlas

LEVEL: Final = 0.95
# A share that is worked out from other figures (a rank, a score, a population estimate) is no count of chances.
COUNTED_KINDS: Final = ("observed", "modelled")
# Published values are rounded, so value / (numerator / denominator) is a power of ten only about.
ROUNDING: Final = 0.03
_NUMBERS: Final = ("value", "lower", "upper", "numerator", "denominator")


def wilson(successes: ArrayLike, total: ArrayLike, level: float = LEVEL) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give Wilson's score interval of a share.

    Parameters
    ----------
    successes, total : array_like, broadcastable
        Counts; missing ones, a total of 0, or more successes than the total give a missing interval.
    level : float
        Level of confidence, for example 0.95.

    Returns
    -------
    tuple of ndarray
        Lower and upper limit as shares from 0 to 1.

    References
    ----------
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
    """
    count, n = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(total, dtype=np.float64))
    n = np.where((n > 0) & (count <= n), n, np.nan)
    z = stats.norm.isf((1 - level) / 2)
    share = count / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # Rounding errors would put the limits of 0 and of all a hair outside.
    return np.where(count == 0, 0.0 * n, centre - half), np.where(count == n, 1.0 + 0.0 * n, centre + half)


def unit_of_share(values: ArrayLike, shares: ArrayLike) -> float:
    """Find what a share is multiplied by to give published values: 1, 100 for per cent, 1,000 for "per 1,000".

    Returns
    -------
    float
        A power of ten; missing where the values are not these shares.
    """
    value, share = np.asarray(values, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    known = (value > 0) & (share > 0)
    if not known.any():
        return float("nan")
    ratio = float(np.median(value[known] / share[known]))
    unit = 10.0 ** round(np.log10(ratio))
    return unit if abs(ratio / unit - 1) < ROUNDING else float("nan")


def with_intervals(atlas: Atlas) -> pd.DataFrame:
    """Give every value of the atlas its 95% interval, in its own unit.

    The publisher's own interval stands first. Otherwise it is Wilson's, for observed and modelled shares whose numerator and denominator
    are known; it holds the play of chance alone, not the error of a model or of a register. Everything else has none.

    Returns
    -------
    DataFrame
        Rows of ``indicator_values.csv`` with their columns; ``lower`` and ``upper`` filled, and ``basis``: ``published``, ``wilson`` or
        empty text.
    """
    table = atlas.indicator_values.reindex(columns=[*atlas.indicator_values, *(set(_NUMBERS) - set(atlas.indicator_values))])
    table = table.astype(dict.fromkeys(_NUMBERS, float)).reset_index(drop=True)
    published = (table["lower"].notna() & table["upper"].notna()).to_numpy()
    count, total = (table[name].to_numpy() for name in ("numerator", "denominator"))
    share = np.divide(count, total, out=np.full(len(table), np.nan), where=total > 0)
    counted = table["indicator_id"].map(atlas.indicators["kind"]).isin(COUNTED_KINDS).to_numpy() & (share <= 1) & table["value"].notna()
    unit = np.full(len(table), np.nan)
    for rows in table.groupby("indicator_id").indices.values():
        unit[rows] = unit_of_share(table["value"].to_numpy()[rows], share[rows])
    worked_out = np.asarray(counted) & ~published & ~np.isnan(unit)
    lower, upper = wilson(count, total)
    table["lower"] = np.where(published, table["lower"], np.where(worked_out, unit * lower, np.nan))
    table["upper"] = np.where(published, table["upper"], np.where(worked_out, unit * upper, np.nan))
    table["basis"] = np.where(published, "published", np.where(worked_out, "wilson", ""))
    return table
