"""What an answer is worth: one class a family of objectives, each with its value and what one more unit on every site would add."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from geo.siting.equity import worst_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.instance import Instance

    Numbers = NDArray[np.float64]

# Sites whose promise is looked at together where each must be worked out by itself.
TOGETHER: Final = 16


class Measure(Protocol):
    """How one objective judges. A state is what families have: access, or minutes, by area; the order of openings does not matter."""

    @property
    def today(self) -> Numbers:
        """State before anything opens."""
        ...

    def value(self, state: Numbers) -> float:
        """Judge a state, in the objective's own unit."""
        ...

    def gains(self, state: Numbers, sites: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """Say how much better one more unit makes the value, for each of some sites, and what decides between equals."""
        ...

    def opened(self, state: Numbers, site: int) -> Numbers:
        """Give the state after one more unit."""
        ...


@dataclass(frozen=True)
class _ByAccess:
    instance: Instance

    @property
    def today(self) -> Numbers:
        return self.instance.access

    def opened(self, state: Numbers, site: int) -> Numbers:
        gain = self.instance.gain
        part = slice(gain.indptr[site], gain.indptr[site + 1])
        after = state.copy()
        after[gain.indices[part]] += gain.data[part]
        return after


@dataclass(frozen=True)
class Shortfall(_ByAccess):
    """Weighted places short of the target that are closed: more is better."""

    @cached_property
    def _site(self) -> NDArray[np.intp]:
        gain = self.instance.gain
        return np.repeat(np.arange(gain.shape[1]), np.diff(gain.indptr))

    def lack(self, state: Numbers) -> Numbers:
        """Places short of the target by area, unweighted, per child."""
        lacking: Numbers = np.maximum(0.0, self.instance.target - state)
        return lacking

    def value(self, state: Numbers) -> float:
        """Count the weighted shortfall that is closed since today."""
        return float(self.instance.weight @ (self.lack(self.today) - self.lack(state)))

    def gains(self, state: Numbers, sites: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """See `Measure.gains`; of equals nothing decides."""
        gain = self.instance.gain
        closed = np.minimum(gain.data, self.lack(state)[gain.indices]) * self.instance.weight[gain.indices]
        summed: Numbers = np.bincount(self._site, closed, minlength=gain.shape[1])[sites].astype(np.float64)
        return summed, np.zeros(len(sites))


@dataclass(frozen=True)
class WorstServed(_ByAccess):
    """Mean access of the worst-served share of the children: more is better."""

    def value(self, state: Numbers) -> float:
        """Take the mean over the worst-served children; the last area counts in part."""
        return float(self._tail(state) @ state)

    def _tail(self, state: Numbers) -> Numbers:
        """Share of the worst-served children who live in each area."""
        return worst_shares(state, self.instance.children, self.instance.worst)

    def gains(self, state: Numbers, sites: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """See `Measure.gains`; of equals the one that adds most to today's worst served.

        The value is concave in access, so its slope today promises at least as much as a site gives: sites are worked out in the order of
        their promise until no promise is better than what was found. The others keep minus infinity.
        """
        promise = np.asarray(self.instance.gain.T @ self._tail(state))[sites]
        found, best, base = np.full(len(sites), -np.inf), -np.inf, self.value(state)
        order = np.argsort(-promise, kind="stable")
        for begin in range(0, len(order), TOGETHER):
            part = order[begin : begin + TOGETHER]
            if promise[part[0]] < best:
                break
            found[part] = [self.value(self.opened(state, int(sites[place]))) - base for place in part]
            best = max(best, float(found[part].max()))
        return found, promise


@dataclass(frozen=True)
class _ByJourney:
    instance: Instance

    @property
    def today(self) -> Numbers:
        return self.instance.nearest

    def opened(self, state: Numbers, site: int) -> Numbers:
        nearer: Numbers = np.minimum(state, self.instance.minutes[:, site])
        return nearer

    @cached_property
    def _total(self) -> float:
        return float(self.instance.weight.sum()) or 1.0

    @cached_property
    def farthest(self) -> float:
        """Twice the longest journey to any site: what an area without any way counts as where two sites are compared."""
        minutes = self.instance.minutes
        return 2 * float(np.where(np.isfinite(minutes), minutes, 0.0).max(initial=1.0))

    def mean(self, state: Numbers) -> float:
        """Mean minutes of all who are counted; infinite where anybody has no way."""
        counted = self.instance.weight > 0
        return float(self.instance.weight[counted] @ state[counted] / self._total)

    def saved(self, state: Numbers, sites: NDArray[np.intp]) -> Numbers:
        """Mean minutes that each site takes off (`farthest` where an area has no way)."""
        minutes, begun = self.instance.minutes, np.minimum(state, self.farthest)
        total = np.zeros(len(sites))
        for begin in range(0, len(sites), 256):
            part = sites[begin : begin + 256]
            total[begin : begin + 256] = self.instance.weight @ np.maximum(0.0, begun[:, None] - minutes[:, part])
        return total / self._total


@dataclass(frozen=True)
class MeanJourney(_ByJourney):
    """Mean minutes to the nearest: less is better (p-median)."""

    def value(self, state: Numbers) -> float:
        """Take the mean of all who are counted."""
        return self.mean(state)

    def gains(self, state: Numbers, sites: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """See `Measure.gains`; of equals nothing decides."""
        return self.saved(state, sites), np.zeros(len(sites))


@dataclass(frozen=True)
class Covered(_ByJourney):
    """Weighted children within the time: more is better (MCLP, LSCP)."""

    @cached_property
    def _covers(self) -> NDArray[np.float32]:
        covers: NDArray[np.float32] = (self.instance.minutes <= self.instance.within).astype(np.float32)
        return covers

    def value(self, state: Numbers) -> float:
        """Count the weighted children within the time."""
        return float(self.instance.weight[state <= self.instance.within].sum())

    def gains(self, state: Numbers, sites: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """See `Measure.gains`; of equals nothing decides."""
        beyond = np.flatnonzero((state > self.instance.within) & (self.instance.weight > 0))
        newly = self.instance.weight[beyond] @ self._covers[np.ix_(beyond, sites)]
        return newly.astype(np.float64), np.zeros(len(sites))


@dataclass(frozen=True)
class LongestJourney(_ByJourney):
    """Minutes of the longest journey to the nearest: less is better (p-center). Who has no way at all is named beside it."""

    @cached_property
    def _counted(self) -> NDArray[np.intp]:
        return np.flatnonzero((self.instance.children > 0) & self.instance.reachable)

    def value(self, state: Numbers) -> float:
        """Find the longest journey of any family that can be reached."""
        return float(state[self._counted].max(initial=0.0))

    def gains(self, state: Numbers, sites: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """See `Measure.gains`; of equals the one that saves most minutes on the mean."""
        rows, far = self._counted, self.value(state)
        after = np.minimum(state[rows, None], self.instance.minutes[np.ix_(rows, sites)]).max(axis=0, initial=0.0)
        begun = far if np.isfinite(far) else self.farthest
        return np.where(np.isfinite(after), begun - after, 0.0), self.saved(state, sites)


def measure_of(instance: Instance) -> Measure:
    """Give what judges the answers of an instance."""
    kinds: dict[str, type[Shortfall | WorstServed | MeanJourney | Covered | LongestJourney]] = {
        "need": Shortfall,
        "places": Shortfall,
        "worst_fifth": WorstServed,
        "travel": MeanJourney,
        "within": Covered,
        "everybody": Covered,
        "longest": LongestJourney,
    }
    return kinds[instance.objective](instance)


def state_after(measure: Measure, plan: NDArray[np.int64]) -> Numbers:
    """Give the state after all units of a plan (units by site) are opened."""
    state = measure.today
    for site in np.flatnonzero(plan):
        for _ in range(int(plan[site])):
            state = measure.opened(state, int(site))
    return state
