"""Objectives of journeys that are solved in steps: the mean (p-median) and the longest (p-center).

References
----------
ReVelle, C. S. and Swain, R. W. (1970). Central facilities location. Geographical Analysis 2(1), 30-42.

Garcia, S., Labbe, M. and Marin, A. (2011). Solving large p-median problems with a radius formulation. INFORMS Journal on Computing 23(4),
546-556.

Hakimi, S. L. (1964). Optimum locations of switching centers and the absolute centers and medians of a graph. Operations Research 12(3),
450-459.

Daskin, M. S. (2013). Network and discrete location: models, algorithms, and applications. 2nd edition, Wiley (p-center by set covers).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from geo.siting.lagrange import left_to_search
from geo.siting.limits import keeps, layout, limit_rows, plan_of
from geo.siting.measure import LongestJourney, MeanJourney, state_after
from geo.siting.programs import fewest_program
from geo.siting.solver import GAP, Ended, Program, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.instance import Instance

    Numbers = NDArray[np.float64]

# Further sites of an area that are looked at beyond the one that the greedy answer gives it.
AHEAD: Final = 2
# Minutes that differ by less are the same.
HAIR_MIN: Final = 1e-9


@dataclass(frozen=True)
class Stepwise:
    """How a search in steps ended: the plan (units by site), if any, and a bound that no plan is better than."""

    ended: Ended
    plan: NDArray[np.int64] | None
    bound: float


@dataclass(frozen=True)
class _Rings:
    """The nearest sites of each area that count, nearest first, as far as they are looked at.

    Parameters
    ----------
    area : ndarray of int, shape (rings,)
        Area of each ring.
    site : ndarray of int
        Its site.
    first : ndarray of bool
        Whether it is the area's nearest.
    step : ndarray
        Minutes from it to the next ring, or to what the area has today.
    last : ndarray of bool
        Whether no further site is nearer than what the area has today, and it has nothing today: one of its rings must be opened.
    """

    area: NDArray[np.intp]
    site: NDArray[np.intp]
    first: NDArray[np.bool_]
    step: Numbers
    last: NDArray[np.bool_]


class _Median:
    """Areas with their sites in the order of their minutes, so that more of them can be looked at where it is called for."""

    def __init__(self, instance: Instance) -> None:
        usable = np.flatnonzero(instance.bounds.units > 0)
        minutes = instance.minutes[:, usable]
        nearer = (minutes < instance.nearest[:, None]).sum(axis=1)
        self.areas = np.flatnonzero((instance.weight > 0) & (nearer > 0))
        order = np.argsort(minutes[self.areas], axis=1, kind="stable")
        self.nearer, self.today = nearer[self.areas], instance.nearest[self.areas]
        self.sites, self.minutes = usable[order], np.take_along_axis(minutes[self.areas], order, axis=1)
        served = (instance.weight > 0) & (nearer == 0)
        self.weight = instance.weight[self.areas]
        self.fixed = float(instance.weight[served] @ instance.nearest[served])

    def rank_of(self, state: Numbers) -> NDArray[np.int64]:
        """How many sites of each area are not farther than what a state gives it."""
        ranks: NDArray[np.int64] = (self.minutes <= state[self.areas, None] + HAIR_MIN).sum(axis=1)
        return ranks

    def rings(self, depth: NDArray[np.int64]) -> _Rings:
        """List the nearest sites of each area, so many of each."""
        row = np.repeat(np.arange(len(depth)), depth)
        begin = np.cumsum(depth) - depth
        place = np.arange(len(row)) - begin[row]
        ends = place == depth[row] - 1
        here = self.minutes[row, place]
        following = np.minimum(place + 1, self.minutes.shape[1] - 1)
        out = place + 1 >= self.nearer[row]
        after = np.where(out, self.today[row], self.minutes[row, following])
        must = ends & out & ~np.isfinite(after)
        return _Rings(row, self.sites[row, place], place == 0, np.where(must, 0.0, after - here), must)


def shortest_mean(instance: Instance, places: float, seconds: float, begun: NDArray[np.int64]) -> Stepwise:
    """Find the least mean journey.

    Sites that are in no better answer are ruled out first, mostly nearly all (`geo.siting.lagrange`). Then each area looks at its nearest
    sites alone; one that is served by none of them counts as served by the next, which is never too much: the program's best is a bound.
    Areas for which that was too little look farther, until bound and answer meet.

    Parameters
    ----------
    instance : Instance
        The question; every area that it weighs can be reached.
    places : float
        Sites in all.
    seconds : float
        Longest search.
    begun : ndarray of int
        A plan to begin from.
    """
    end, measure, total = time.monotonic() + seconds, MeanJourney(instance), float(instance.weight.sum()) or 1.0
    if not len(_Median(instance).areas):
        # No site is nearer to anybody than what there is today.
        return Stepwise("proven", begun, measure.value(state_after(measure, begun)))
    count = int(places // instance.bounds.takes[instance.bounds.units > 0].min())
    left = left_to_search(instance, count, begun, lambda plan: keeps(instance.bounds, plan, places), lambda: end - time.monotonic())
    value = measure.value(state_after(measure, left.plan)) if keeps(instance.bounds, left.plan, places) else np.inf
    if np.isfinite(value) and value - left.bound / total <= 2 * GAP * max(abs(value), 1.0):
        return Stepwise("proven", left.plan, left.bound / total)
    units = np.where(left.possible, instance.bounds.units, 0)
    smaller = replace(instance, bounds=replace(instance.bounds, units=units))
    found = _by_rings(smaller, places, end, left.plan, value)
    if found.ended == "infeasible" and np.isfinite(value):
        # None of the sites that are left does better than the answer in hand.
        return Stepwise("proven", left.plan, value)
    # What was ruled out is no better than the answer in hand.
    return replace(found, bound=max(left.bound / total, min(found.bound, value)))


def _by_rings(instance: Instance, places: float, end: float, begun: NDArray[np.int64], value: float) -> Stepwise:
    """Search by the radius formulation, each area looking farther where it has to; ``value`` is what the plan in hand is worth."""
    measure, median, total = MeanJourney(instance), _Median(instance), float(instance.weight.sum()) or 1.0
    if not len(median.areas):
        return Stepwise("proven", begun, value)
    best, bound = begun, -np.inf
    depth = np.clip(median.rank_of(state_after(measure, begun)) + AHEAD, 1, median.nearer)
    while True:
        rings = median.rings(depth)
        solved = solve(_median_program(instance, places, median, rings), end - time.monotonic())
        if solved.ended == "infeasible":
            return Stepwise("infeasible", None, np.inf)
        bound = max(bound, (solved.bound + median.fixed + float(median.weight @ median.minutes[:, 0])) / total)
        short = np.zeros(len(depth), dtype=bool)
        if solved.x is not None:
            plan = plan_of(instance.bounds, solved.x)
            state = state_after(measure, plan)
            if measure.value(state) < value:
                best, value = plan, measure.value(state)
            short = (median.rank_of(state) > depth) & (depth < median.nearer)
        met = np.isfinite(value) and value - bound <= 2 * GAP * max(abs(value), 1.0)
        if met or solved.ended == "stopped" or not short.any() or time.monotonic() >= end:
            proven = met or (solved.ended == "proven" and not short.any())
            return Stepwise("proven" if proven else "stopped", best, bound)
        depth = np.where(short, np.minimum(2 * depth, median.nearer), depth)


def _median_program(instance: Instance, places: float, median: _Median, rings: _Rings) -> Program:
    """Variable ``u`` of a ring: no site is open within it. ``min sum weight step u``, ``u_k >= u_(k-1) - y_k``, ``u_0 >= 1 - y_0``."""
    lower, upper, site = layout(instance.bounds)
    rows, low, high = limit_rows(instance.bounds, places)
    count = len(rings.area)
    ring = np.arange(count)
    later = ring[~rings.first]
    opened = sparse.csr_array((np.ones(count), (ring, rings.site)), shape=(count, len(site)))
    entries = np.concatenate([np.ones(count), -np.ones(len(later))])
    chain = sparse.csr_array((entries, (np.append(ring, later), np.append(ring, later - 1))), shape=(count, count))
    wide = sparse.hstack([rows, sparse.csr_array((rows.shape[0], count))], format="csr")
    return Program(
        np.concatenate([np.zeros(len(site)), median.weight[rings.area] * rings.step]),
        np.concatenate([lower, np.zeros(count)]),
        np.concatenate([upper, np.where(rings.last, 0.0, 1.0)]),
        np.arange(len(site) + count) < len(site),
        sparse.csr_array(sparse.vstack([wide, sparse.hstack([opened, chain])], format="csr")),
        np.concatenate([low, rings.first.astype(float)]),
        np.concatenate([high, np.full(count, np.inf)]),
    )


def shortest_longest(instance: Instance, places: float, seconds: float, begun: NDArray[np.int64]) -> Stepwise:
    """Find the least longest journey: between a time that is too short for any plan and one that a plan keeps, try the middle.

    Parameters
    ----------
    instance, places, seconds, begun
        As `shortest_mean` takes them.
    """
    end, measure = time.monotonic() + seconds, LongestJourney(instance)
    counted = (instance.children > 0) & instance.reachable
    usable = instance.bounds.units > 0
    minutes, today = instance.minutes[counted][:, usable], instance.nearest[counted]
    lowest = float(np.minimum(minutes.min(axis=1, initial=np.inf), today).max(initial=0.0))
    best: NDArray[np.int64] | None = begun
    value = measure.value(state_after(measure, begun))
    times = np.append(minutes[np.isfinite(minutes)], today[np.isfinite(today)])
    times = np.unique(times[(times >= lowest) & (times < value)])
    begin, stop = 0, len(times)
    # A plan keeps times[stop:], no plan keeps times[:begin].
    while begin < stop:
        if time.monotonic() >= end:
            return Stepwise("stopped", best, float(times[begin]))
        middle = (begin + stop) // 2
        ended, plan = _keeps(instance, places, float(times[middle]), end)
        if plan is not None:
            best, value = plan, measure.value(state_after(measure, plan))
            stop = min(middle, int(np.searchsorted(times, value)))
        elif ended == "stopped":
            return Stepwise("stopped", best, float(times[begin]))
        else:
            begin = middle + 1
    if not np.isfinite(value):
        return Stepwise("infeasible", None, np.inf)
    return Stepwise("proven", best, value)


def _keeps(instance: Instance, places: float, within: float, end: float) -> tuple[Ended, NDArray[np.int64] | None]:
    """Look for any plan that keeps every journey within a time; first without whole numbers, which shows most that none does."""
    program = fewest_program(instance, within, places)
    relaxed = solve(replace(program, whole=np.zeros(len(program.cost), dtype=bool)), end - time.monotonic())
    if relaxed.ended == "infeasible":
        return "infeasible", None
    found = solve(replace(program, cost=np.zeros(len(program.cost))), end - time.monotonic())
    return found.ended, None if found.x is None else plan_of(instance.bounds, found.x)
