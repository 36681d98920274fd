"""Which areas stand out among areas like them: funnel plots whose limits hold chance and the real spread between areas.

Limits of chance alone mark nearly every area as soon as areas really differ, as places do: 103 of 120 wards for low income. So the spread
between areas is estimated from the areas themselves and added to chance. *Added* (an additive, random-effects correction), not multiplied:
wards with many children differ from each other as much as wards with few, so the real spread does not shrink with size. Limits that are
multiplied by the square root of phi would do so, and would mark a large ward for its size where a small one with more low income passes.

References
----------
Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24(8), 1185-1202.

Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators. Quality and Safety in Health Care 14(5), 347-351.

DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7(3), 177-188.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import stats

from geo.analysis.differs import atlas_value, compare_areas
from geo.method.intervals import unit_of_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.method.model import Model

LEVELS: Final = {"95": 0.95, "998": 0.998}
POINTS: Final = 200
# Spiegelhalter's choice: this share of the areas at each end is pulled in, so that those which stand out do not widen the limits.
WINSORISED: Final = 0.1
# Of fewer areas not one would be pulled in at either end, so what stands out cannot be told from the spread: limits of chance alone.
LEAST_AREAS: Final = 10


@dataclass(frozen=True)
class Funnel:
    """Points, limits, and how far areas spread beyond chance.

    Parameters
    ----------
    points : DataFrame
        As `geo.analysis.differs.compare_areas` gives them, areas with counts only, with ``z`` (standard deviations above the atlas, of
        chance and the spread between areas together) and ``beyond``: 0 inside the limits, 95 or 99.8 outside them.
    limits : DataFrame
        Columns denominator, lower_95, upper_95, lower_998, upper_998 in the indicator's unit, and atlas. Empty without counts.
    phi : float
        Mean of the winsorised squares of z under chance alone: 1 if areas differ by chance only. Missing without counts and for fewer
        than `LEAST_AREAS`.
    between : float
        Standard deviation between areas beyond chance, in the indicator's unit, that is in the limits; 0 where they are of chance alone.
    """

    points: pd.DataFrame
    limits: pd.DataFrame
    phi: float
    between: float

    @property
    def corrected(self) -> bool:
        """Whether the areas are enough to tell the spread between them."""
        return len(self.points) >= LEAST_AREAS


def overdispersion(shares: NDArray[np.float64], share: float, denominators: NDArray[np.float64]) -> tuple[float, float]:
    """Estimate how far areas spread beyond chance.

    Parameters
    ----------
    shares : ndarray
        Share of each area, 0 to 1.
    share : float
        The whole's share, 0 to 1, neither of these ends.
    denominators : ndarray
        Counts that shares are of.

    Returns
    -------
    tuple of float
        Phi, the mean of the squared standard scores, winsorised; and tau, the standard deviation between areas as a share, 0 where phi
        does not pass what chance gives (DerSimonian and Laird's moment estimate with Spiegelhalter's winsorised scores).
    """
    errors = np.sqrt(share * (1 - share) / denominators)
    scores = (shares - share) / errors
    phi = float((np.clip(scores, *np.quantile(scores, (WINSORISED, 1 - WINSORISED))) ** 2).mean())
    weights, areas = errors**-2, len(shares)
    if areas < 2:  # noqa: PLR2004 - one area has no spread
        return phi, 0.0
    excess = (areas * phi - (areas - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return phi, float(np.sqrt(max(0.0, excess)))


def funnel_limits(
    share: float, denominators: NDArray[np.float64], level: float, between: float = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits within which chance, and the spread between areas, would keep the shares of areas that are all like the whole.

    Parameters
    ----------
    share : float
        The whole's share, 0 to 1.
    denominators : ndarray
        Counts that shares are of.
    level : float
        Share of areas that the limits hold.
    between : float
        Standard deviation between areas, as a share. With none the limits are those of the score test, so that a share is outside them
        exactly where the whole is outside its Wilson interval of the same level.

    Returns
    -------
    tuple of ndarray
        Lower and upper limit as shares.
    """
    half = stats.norm.isf((1 - level) / 2) * np.sqrt(share * (1 - share) / denominators + between**2)
    return np.clip(share - half, 0, 1), np.clip(share + half, 0, 1)


def funnel(model: Model, indicator: str) -> Funnel:
    """Give the funnel plot of an indicator at the level at which it is published."""
    published = str(model.atlas.indicators.at[indicator, "published_level"])
    points = compare_areas(model, indicator, published)  # type: ignore[arg-type]  # a coarser level is shown as it is
    points = points[points["interval"] == "wilson"]
    if points.empty:
        return Funnel(points.assign(z=0.0, beyond=0.0), pd.DataFrame(), np.nan, 0.0)
    whole, unit = atlas_value(model, indicator), unit_of_share(points["value"], points["numerator"] / points["denominator"])
    share, sizes = whole / unit, points["denominator"].to_numpy(dtype=float)
    shares = points["numerator"].to_numpy(dtype=float) / sizes
    if not 0 < share < 1:
        return Funnel(points.iloc[:0].assign(z=0.0, beyond=0.0), pd.DataFrame(), np.nan, 0.0)
    phi, between = overdispersion(shares, share, sizes) if len(points) >= LEAST_AREAS else (np.nan, 0.0)
    beyond = np.zeros(len(points))
    for level in LEVELS.values():
        low, high = funnel_limits(share, sizes, level, between)
        beyond[(shares < low) | (shares > high)] = 100 * level
    z = (shares - share) / np.sqrt(share * (1 - share) / sizes + between**2)
    return Funnel(points.assign(z=z, beyond=beyond), _limits(whole, unit, sizes, between), phi, unit * between)


def _limits(whole: float, unit: float, sizes: NDArray[np.float64], between: float) -> pd.DataFrame:
    """Draw the limits over all sizes; sizes grow by equal factors."""
    grid = np.geomspace(sizes.min() * 0.9, sizes.max() * 1.1, POINTS)
    limits = pd.DataFrame({"denominator": grid, "atlas": whole})
    for name, level in LEVELS.items():
        lower, upper = funnel_limits(whole / unit, grid, level, between)
        limits[f"lower_{name}"], limits[f"upper_{name}"] = unit * lower, unit * upper
    return limits
