"""The best answer that can be proven in a given time, for any objective, and how far from it an answer is at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geo.siting.greedy import EQUAL
from geo.siting.journeys import Stepwise, shortest_longest, shortest_mean
from geo.siting.limits import HAIR, LIFTED, PlanSoFar, allowance, keeps, layout, limit_rows, plan_of
from geo.siting.measure import measure_of, state_after
from geo.siting.programs import SCALE, cover_program, fewest_program, shortfall_program, worst_program
from geo.siting.question import LESS_IS_BETTER
from geo.siting.solver import GAP, Program, solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.siting.instance import Bounds, Instance

    Numbers = NDArray[np.float64]

# "greedy": nobody has looked for a better one yet; "sent": likewise, and somebody has named the sites.
Status = Literal["proven", "near", "stopped", "greedy", "sent", "infeasible"]
# Whether limits can be kept at all is seen in a moment.
FEASIBLE_S: Final = 5.0
PROGRAMS: Final[dict[str, Callable[[Instance, float], Program]]] = {
    "need": shortfall_program,
    "places": shortfall_program,
    "worst_fifth": worst_program,
    "within": cover_program,
}
# What the cost of a program is in the unit of its objective.
UNIT: Final = {"worst_fifth": 1 / SCALE}


@dataclass(frozen=True)
class Found:
    """An answer and what is known about it.

    Parameters
    ----------
    plan : ndarray of int, shape (sites,)
        Units by site; none where the limits cannot be kept.
    value : float
        What it is worth, in the objective's unit; of an answer that cannot be, missing.
    bound : float
        No answer is worth more (or, where less is better, less).
    status : Status
        ``proven`` best; ``near`` it, by the share of the settings; ``stopped`` before either; ``greedy``; ``sent``; ``infeasible``.
    seconds : float
        How long the search might take.
    fewest : float
        Of the objective ``everybody``: no answer has fewer sites.
    """

    plan: NDArray[np.int64]
    value: float
    bound: float
    status: Status
    seconds: float
    fewest: float = np.nan

    @property
    def gap(self) -> float:
        """Share by which the best may be better than this answer; infinite where nothing is known."""
        if not np.isfinite(self.bound):
            return np.inf
        return abs(self.bound - self.value) / max(abs(self.bound), abs(self.value), EQUAL)


def best(instance: Instance, count: int, seconds: float, begun: NDArray[np.int64], near: float) -> Found:
    """Search for the best answer.

    Parameters
    ----------
    instance : Instance
        The question.
    count : int
        Number of sites; where places are shared out, of units. Without meaning for ``everybody``.
    seconds : float
        Longest search.
    begun : ndarray of int
        The greedy plan, which the answer is at least as good as. It need not keep to every limit: then it does not count.
    near : float
        Share from the bound at which an answer is near the best.
    """
    if instance.objective == "everybody":
        return _fewest(instance, seconds, begun, near)
    places = allowance(instance.bounds, count)
    sign = -1.0 if instance.objective in LESS_IS_BETTER else 1.0
    nothing = np.zeros_like(begun)
    if places <= 0 and keeps(instance.bounds, nothing, places):
        measure = measure_of(instance)
        today = measure.value(measure.today)
        return Found(nothing, today, today, "proven", seconds)
    found = _searched(instance, places, seconds, begun)
    if found.ended == "infeasible":
        return Found(nothing, np.nan, np.nan, "infeasible", seconds)
    measure = measure_of(instance)
    plans = [plan for plan in (begun if keeps(instance.bounds, begun, places) else None, found.plan) if plan is not None]
    if not plans:
        return Found(nothing, np.nan, found.bound, "stopped", seconds)
    values = [measure.value(state_after(measure, plan)) for plan in plans]
    # Where the greedy answer is as good it stays: it is the one that more sites build on.
    better = not np.isfinite(values[0]) or sign * values[-1] > sign * values[0] + EQUAL * max(abs(values[0]), 1.0)
    place = int(len(plans) > 1 and better)
    value = values[place]
    bound = sign * max(sign * found.bound, sign * value)
    answer = Found(plans[place], value, value if found.ended == "proven" else bound, "stopped", seconds)
    status: Status = "proven" if found.ended == "proven" or answer.gap <= 2 * GAP else "near" if answer.gap <= near else "stopped"
    return Found(answer.plan, value, answer.bound, status, seconds)


def best_of_one(instance: Instance, count: int, begun: NDArray[np.int64]) -> Found | None:
    """Prove the best answer of a single site by trying every one.

    Parameters
    ----------
    instance, count, begun
        As for `best`; where others are as good, ``begun`` stays.

    Returns
    -------
    Found, optional
        The proven best; None where an answer may have more than one unit, where its number is what is asked for, or where ``begun`` is
        none: nothing helps, or the limits cannot be kept.
    """
    bounds, places = instance.bounds, allowance(instance.bounds, count)
    smallest = bounds.takes[bounds.units > 0].min(initial=np.inf)
    if instance.objective == "everybody" or 2 * smallest <= places + HAIR or begun.sum() != 1 or not keeps(bounds, begun, places):
        return None
    measure = measure_of(instance)
    better = -1.0 if instance.objective in LESS_IS_BETTER else 1.0
    plan, value = begun, measure.value(state_after(measure, begun))
    for site in PlanSoFar(bounds, np.zeros_like(begun)).open_to(places):
        single = np.zeros_like(begun)
        single[site] = 1
        worth = measure.value(measure.opened(measure.today, int(site)))
        ahead = better * worth > better * value + EQUAL * max(abs(value), 1.0) if np.isfinite(value) else np.isfinite(worth)
        if ahead and PlanSoFar(bounds, single).complete:
            plan, value = single, worth
    return Found(plan, value, value, "proven", 0.0)


def _searched(instance: Instance, places: float, seconds: float, begun: NDArray[np.int64]) -> Stepwise:
    if instance.objective == "travel":
        return shortest_mean(instance, places, seconds, begun)
    if instance.objective == "longest":
        return shortest_longest(instance, places, seconds, begun)
    solved = solve(PROGRAMS[instance.objective](instance, places), seconds)
    bound = -solved.bound * UNIT.get(instance.objective, 1.0)
    if instance.objective == "within":
        bound += float(instance.weight[instance.nearest <= instance.within].sum())
    return Stepwise(solved.ended, None if solved.x is None else plan_of(instance.bounds, solved.x), bound)


def _fewest(instance: Instance, seconds: float, begun: NDArray[np.int64], near: float) -> Found:
    """Cover everybody who can be reached; of several such plans the greedy one stays if it has no more sites."""
    solved = solve(fewest_program(instance, instance.within), seconds)
    everybody = float(instance.weight[instance.reachable].sum())
    if solved.ended == "infeasible":
        return Found(np.zeros_like(begun), np.nan, np.nan, "infeasible", seconds)
    measure = measure_of(instance)
    plans = [begun] if solved.x is None else [begun, plan_of(instance.bounds, solved.x)]
    covering = [plan for plan in plans if measure.value(state_after(measure, plan)) >= everybody - EQUAL * max(everybody, 1.0)]
    fewest = float(np.ceil(solved.bound - GAP)) if np.isfinite(solved.bound) else 0.0
    if not covering:
        return Found(begun, measure.value(state_after(measure, begun)), everybody, "stopped", seconds, fewest)
    plan = min(covering, key=lambda plan: int(plan.sum()))
    over = (int(plan.sum()) - fewest) / max(int(plan.sum()), 1)
    status: Status = "proven" if over <= 0 else "near" if over <= near else "stopped"
    return Found(plan, everybody, everybody, status, seconds, fewest)


def obstacles(bounds: Bounds, places: float | None) -> tuple[str, ...]:
    """Name the limits each of which, lifted alone, makes an answer possible; ``add`` is the number of sites or places itself.

    Returns
    -------
    tuple of str
        Empty where an answer is possible, or where no limit alone stands in the way.
    """
    if possible(bounds, places):
        return ()
    names = [name for name, without in LIFTED.items() if possible(without(bounds), places)]
    return tuple([*names, "add"] if possible(bounds, None) else names)


def possible(bounds: Bounds, places: float | None) -> bool:
    """Whether any answer keeps to all limits, its worth apart."""
    lower, upper, site = layout(bounds)
    if (lower > upper).any():
        return False
    rows, low, high = limit_rows(bounds, places)
    if not rows.shape[0]:
        return True
    program = Program(np.zeros(len(site)), lower, upper, np.ones(len(site), dtype=bool), rows, low, high)
    return solve(program, FEASIBLE_S).ended != "infeasible"
