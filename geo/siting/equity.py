"""How even access is among children: variance, Gini coefficient, and the mean of the worst served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


def worst_shares(access: Numbers, children: Numbers, share: float) -> Numbers:
    """Shares of the worst-served children who live in each area; they add up to 1, and are 0 where there are no children.

    Parameters
    ----------
    access, children : ndarray, shape (areas,)
        Access, and children aged 0-4.
    share : float
        How many of all children are the worst served; the last of these areas counts in part.
    """
    people, shares = share * children.sum(), np.zeros(len(access))
    if people > 0:
        order = np.argsort(access, kind="stable")
        before = np.cumsum(children[order]) - children[order]
        shares[order] = np.clip(people - before, 0.0, children[order]) / people
    return shares


def worst_mean(access: Numbers, children: Numbers, share: float) -> float:
    """Mean access of the worst-served share of the children (`worst_shares`)."""
    return float(worst_shares(access, children, share) @ access)


def variance(access: Numbers, children: Numbers) -> float:
    """Variance of access among children, in its unit squared. Missing where there are none."""
    if children.sum() <= 0:
        return float("nan")
    mean = np.average(access, weights=children)
    return float(np.average((access - mean) ** 2, weights=children))


def gini(access: Numbers, children: Numbers) -> float:
    """Gini coefficient of access among children: 0 all have the same, 1 one has everything (Gini 1912). Missing where nobody has any."""
    order = np.argsort(access, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(children[order])])
    has = np.concatenate([[0.0], np.cumsum(children[order] * access[order])])
    if people[-1] <= 0 or has[-1] <= 0:
        return float("nan")
    return float(1 - np.trapezoid(has / has[-1], people / people[-1]) * 2)
