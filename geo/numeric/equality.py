"""How evenly something is shared among people: mean, spread, and what the worst-served have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mean(values: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    """Mean of the people; missing where there are none."""
    return float(values @ people / people.sum()) if people.sum() else float("nan")


def variance(values: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    """Mean squared distance of the people from their mean, in the square of the values' unit."""
    return mean((values - mean(values, people)) ** 2, people)


def gini(values: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    """Gini coefficient: 0 where all people have the same, near 1 where one person has everything; missing where nobody has anything.

    Parameters
    ----------
    values : ndarray, shape (areas,)
        What each person of an area has; not below 0.
    people : ndarray, shape (areas,)
        How many people live there.

    References
    ----------
    Gini, C. (1912). Variabilita e mutabilita. Bologna: Tipografia di Paolo Cuppini.
    """
    order = np.argsort(values, kind="stable")
    people, held = people[order], (values * people)[order]
    if not held.sum():
        return float("nan")
    before = np.cumsum(held) - held
    # Twice the area below the Lorenz curve, in trapezia.
    under = float(people @ (2 * before + held)) / float(people.sum() * held.sum())
    return 1 - under


def worst_mean(values: NDArray[np.float64], people: NDArray[np.float64], share: float) -> float:
    """Mean of the people who have least; of the area that the share ends in, as many people count as belong to it.

    Parameters
    ----------
    values, people : ndarray, shape (areas,)
        What each person of an area has, and how many people live there.
    share : float
        Share of all people who count, above 0 and up to 1.
    """
    order = np.argsort(values, kind="stable")
    counted = people[order]
    wanted = share * counted.sum()
    taken = np.clip(wanted - (np.cumsum(counted) - counted), 0, counted)
    return mean(values[order], taken)
