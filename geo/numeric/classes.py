"""Classes for maps: where a range of values is cut, and which class a value falls into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

SIGNIFICANT = 3


def fifths(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Cut values into five groups of about the same number of areas.

    Parameters
    ----------
    values : array of float
        One value an area; NaN is left out.

    Returns
    -------
    tuple of float
        Up to four inner edges, ascending and different, rounded to the digits that a legend shows: what is printed is exactly what is
        classified. Empty if there are not two different values.
    """
    known = values[~np.isnan(values)]
    if len(known) == 0 or known.min() == known.max():
        return ()
    edges = np.round(np.quantile(known, [0.2, 0.4, 0.6, 0.8]), decimals_for(known))
    return tuple(float(edge) for edge in np.unique(edges) if known.min() < edge <= known.max())


def decimals_for(values: npt.NDArray[np.float64]) -> int:
    """Count the decimals that tell the fifths of these values apart: three figures of their spread, none below one."""
    spread = float(np.nanmax(values) - np.nanmin(values))
    return max(0, SIGNIFICANT - 1 - int(np.floor(np.log10(spread)))) if spread > 0 else 0


def class_of(values: npt.NDArray[np.float64], edges: Sequence[float]) -> npt.NDArray[np.int64]:
    """Find the class of each value: 0 below the first edge; a value on an edge belongs to the class above it; -1 for NaN."""
    classes = np.searchsorted(np.asarray(edges, dtype=float), values, side="right")
    return np.where(np.isnan(values), -1, classes).astype(np.int64)


def desert_classes(places_per_100: npt.NDArray[np.float64], children_per_place: float) -> npt.NDArray[np.int64]:
    """Find childcare deserts: 0 no place in reach, 1 more children a place than the limit, 2 not a desert; -1 for NaN.

    References
    ----------
    Malik, R., Hamm, K., Schochet, L., Novoa, C., Workman, S. and Jessen-Howard, S. (2018). America's child care deserts in 2018.
    Center for American Progress.
    """
    classes = np.select([places_per_100 == 0, places_per_100 * children_per_place < 100], [0, 1], 2)  # noqa: PLR2004 - per 100
    return np.where(np.isnan(places_per_100), -1, classes).astype(np.int64)


def share_classes(shares: npt.NDArray[np.float64], edges: Sequence[float]) -> npt.NDArray[np.int64]:
    """Find the class of shares of 0-1: 0 is none at all, 1 below the first edge, and so on; -1 for NaN."""
    return np.where(shares == 0, 0, np.where(np.isnan(shares), -1, class_of(shares, edges) + 1)).astype(np.int64)
