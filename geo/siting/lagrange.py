"""Which sites can be in the shortest mean journey at all: a bound for each site by Lagrangian relaxation.

If it need not hold that every area is served exactly once, but costs a price of the area's own where it does not, the best sites are found
by sorting. Prices are raised and lowered until that bound is close; a site whose bound is worse than an answer in hand is in no better one.

References
----------
Narula, S. C., Ogbu, U. I. and Samuelsson, H. M. (1977). An algorithm for the p-median problem. Operations Research 25(4), 709-713.

Beasley, J. E. (1993). Lagrangean heuristics for location problems. European Journal of Operational Research 65(3), 383-399.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.siting.instance import Instance

    Numbers = NDArray[np.float64]

ROUNDS: Final = 400
# The step is halved after so many rounds without a better bound; below the least nothing moves any more.
PATIENCE: Final = 12
FIRST_STEP, LEAST_STEP = 1.5, 5e-3
# A bound is taken to be worse than the answer in hand from this share on.
SAFE: Final = 1e-7


@dataclass(frozen=True)
class Left:
    """What is left to search.

    Parameters
    ----------
    bound : float
        No answer has a smaller sum of weighted minutes.
    possible : ndarray of bool, shape (sites,)
        Sites that can be in an answer better than the one in hand, and those of that answer.
    plan : ndarray of int, shape (sites,)
        The best answer in hand.
    """

    bound: float
    possible: NDArray[np.bool_]
    plan: NDArray[np.int64]


def left_to_search(
    instance: Instance, count: int, begun: NDArray[np.int64], allowed: Callable[[NDArray[np.int64]], bool], seconds: Callable[[], float]
) -> Left:
    """Rule sites out.

    Parameters
    ----------
    instance : Instance
        The question.
    count : int
        Sites at most; other limits make no answer possible that was not without them.
    begun : ndarray of int
        The answer in hand.
    allowed : callable
        Whether a plan keeps to all limits.
    seconds : callable
        How long the search may go on.
    """
    counted = instance.weight > 0
    usable = np.flatnonzero(instance.bounds.units > 0)
    cost = instance.weight[counted, None] * instance.minutes[np.ix_(counted, usable)]
    today = instance.weight[counted] * instance.nearest[counted]
    plan, value = begun, _worth(cost, today, begun[usable] > 0) if allowed(begun) else np.inf
    possible, bound = np.ones(len(usable), dtype=bool), -np.inf
    count = min(max(count, 1), len(usable))
    price = np.minimum(np.partition(cost, min(1, len(usable) - 1), axis=1)[:, min(1, len(usable) - 1)], today)
    step, waited = FIRST_STEP, 0
    for _ in range(ROUNDS):
        saves = np.minimum(0.0, cost - price[:, None])
        each, there = saves.sum(axis=0), np.minimum(0.0, today - price).sum()
        order = np.argsort(each, kind="stable")
        now = float(price.sum() + there + each[order[:count]].sum())
        waited = 0 if now > bound else waited + 1
        bound = max(bound, now)
        opened = np.isin(np.arange(len(usable)), order[:count])
        if (worth := _worth(cost, today, opened)) < value:
            found = np.zeros_like(begun)
            found[usable[opened]] = 1
            if allowed(found):
                plan, value = found, worth
        # Without the last of those that were taken, with this one: the least that an answer with it can cost.
        possible &= (now + np.maximum(0.0, each - each[order[count - 1]]) <= value * (1 + SAFE)) if np.isfinite(value) else True
        if waited >= PATIENCE:
            step, waited = step / 2, 0
        if step < LEAST_STEP or value - bound <= SAFE * value or seconds() <= 0:
            break
        served = (saves[:, opened] < 0).sum(axis=1) + (today < price)
        away = 1.0 - served
        length = float(away @ away)
        if length == 0:
            break
        price = np.maximum(0.0, price + step * (min(value, 1.05 * abs(bound) + 1) - now) / length * away)
    mask = np.zeros(instance.sites, dtype=bool)
    mask[usable[possible]] = True
    return Left(bound, mask | (plan > 0) | instance.bounds.must, plan)


def _worth(cost: Numbers, today: Numbers, opened: NDArray[np.bool_]) -> float:
    """Sum of weighted minutes with some sites open; infinite where somebody is not served."""
    return float(np.minimum(today, cost[:, opened].min(axis=1, initial=np.inf)).sum())
