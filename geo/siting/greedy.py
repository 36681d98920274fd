"""The greedy answer for every number of sites at once: always the site that helps most next.

For the objectives that close a shortfall or cover children the value is submodular, so N greedy steps reach at least 1 - 1/e = 63% of what
the best N sites do (Nemhauser, Wolsey and Fisher 1978), in practice nearly all of it.

References
----------
Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978). An analysis of approximations for maximizing submodular set functions.
Mathematical Programming 14, 265-294.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.siting.limits import PlanSoFar, allowance
from geo.siting.measure import measure_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.instance import Instance
    from geo.siting.measure import Measure

    Numbers = NDArray[np.float64]

# Sums in another order differ in their last digits: gains that differ by this share are equal, and the first site is taken.
EQUAL: Final = 1e-9


@dataclass(frozen=True)
class Greedy:
    """Sites in the order in which they are taken, and how far each number of them comes.

    Parameters
    ----------
    order : tuple of int
        Site of each unit.
    steps : ndarray of int, shape (most + 1,)
        How many units of the order belong to each number n.
    worth : ndarray, shape (most + 1,)
        Value of each n; missing where n is too few for what must be.
    ties : int
        Sites that help as much as the first one.
    """

    order: tuple[int, ...]
    steps: NDArray[np.int64]
    worth: Numbers
    ties: int

    def plan(self, count: int, sites: int) -> NDArray[np.int64]:
        """Units by site for a number n."""
        taken = list(self.order[: self.steps[min(count, len(self.steps) - 1)]])
        return np.bincount(np.array(taken, dtype=np.int64), minlength=sites).astype(np.int64)


def greedy(instance: Instance, most: int, measure: Measure | None = None) -> Greedy:
    """Take site after site.

    Parameters
    ----------
    instance : Instance
        The question.
    most : int
        Greatest number n.
    measure : Measure, optional
        `measure_of` of the instance, if at hand.
    """
    measure = measure_of(instance) if measure is None else measure
    taken = PlanSoFar(instance.bounds, np.zeros(instance.sites, dtype=np.int64))
    state, order, ties = measure.today, [], 0
    steps, values = np.zeros(most + 1, dtype=np.int64), np.full(most + 1, np.nan)
    for count in range(most + 1):
        places = allowance(instance.bounds, count)
        while count and (allowed := taken.open_to(places)).size:
            site, equals = _best(measure, state, allowed, forced=not taken.complete)
            if site is None:
                break
            ties = ties or equals
            order.append(site)
            taken.take(site)
            state = measure.opened(state, site)
        steps[count] = len(order)
        values[count] = measure.value(state) if taken.complete else np.nan
    return Greedy(tuple(order), steps, values, ties)


def _best(measure: Measure, state: Numbers, allowed: NDArray[np.intp], *, forced: bool) -> tuple[int | None, int]:
    """Pick the site that helps most, and count its equals; none where nothing helps and nothing must be."""
    first, second = measure.gains(state, allowed)
    most = first.max()
    best = first >= most - EQUAL * max(abs(most), 1.0)
    second = np.where(best, second, -np.inf)
    equal = best & (second >= second.max() - EQUAL * max(abs(second.max()), 1.0))
    if not forced and most <= EQUAL and second.max() <= EQUAL:
        return None, 0
    return int(allowed[np.flatnonzero(equal)[0]]), int(equal.sum())


def ordered(instance: Instance, plan: NDArray[np.int64], measure: Measure | None = None) -> tuple[int, ...]:
    """Put the units of a plan in the order in which they help most."""
    measure = measure_of(instance) if measure is None else measure
    left, state, order = plan.copy(), measure.today, []
    while left.any():
        site, _ = _best(measure, state, np.flatnonzero(left), forced=True)
        assert site is not None  # noqa: S101 - something is forced
        order.append(site)
        left[site] -= 1
        state = measure.opened(state, site)
    return tuple(order)
