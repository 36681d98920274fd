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
