"""Limits of an answer: which site may come next, the same as constraints, and which of them stand in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.siting.instance import Bounds

    Numbers = NDArray[np.float64]

# Sums of costs and places may err by so much in their last digits.
HAIR: Final = 1e-9


@dataclass
class PlanSoFar:
    """Units that were placed so far, and what the limits still let through.

    Parameters
    ----------
    bounds : Bounds
        The limits.
    plan : ndarray of int
        Units by site.
    """

    bounds: Bounds
    plan: NDArray[np.int64]

    def take(self, site: int) -> None:
        """Place one more unit."""
        self.plan[site] += 1

    @property
    def places(self) -> float:
        """Places, or sites, so far."""
        return float(self.plan @ self.bounds.takes)

    def open_to(self, places: float) -> NDArray[np.intp]:
        """List the sites that may take one more unit, places in all not passing a limit; what must be comes before all else."""
        bounds, opened = self.bounds, self.plan > 0
        may = self.plan < bounds.units
        may &= self.places + bounds.takes <= places + HAIR
        missing = bounds.must & ~opened
        spare = bounds.budget - bounds.cost @ (opened | missing) + np.where(missing, bounds.cost, 0.0)
        new = (bounds.cost <= spare + HAIR) & ~self._blocked(opened | missing) & ~self._full(opened)
        new &= int(opened.sum()) < bounds.sites
        may &= opened | new
        first = may & missing
        if not missing.any():
            wanting = [place for place, least in bounds.at_least.items() if self._in(place, opened) < least]
            first = may & ~opened & np.isin(bounds.district, wanting)
        return np.flatnonzero(first if first.any() else may)

    @property
    def complete(self) -> bool:
        """Whether every site that must be is there, and every district has the least that it must have."""
        opened = self.plan > 0
        return not (self.bounds.must & ~opened).any() and all(
            self._in(place, opened) >= least for place, least in self.bounds.at_least.items()
        )

    def _in(self, place: int, opened: NDArray[np.bool_]) -> int:
        return int((opened & (self.bounds.district == place)).sum())

    def _blocked(self, opened: NDArray[np.bool_]) -> NDArray[np.bool_]:
        blocked = np.zeros(len(opened), dtype=bool)
        first, second = self.bounds.near.T
        blocked[second[opened[first]]] = True
        blocked[first[opened[second]]] = True
        return blocked

    def _full(self, opened: NDArray[np.bool_]) -> NDArray[np.bool_]:
        full = [place for place, most in self.bounds.at_most.items() if self._in(place, opened) >= most]
        return np.isin(self.bounds.district, full)


def allowance(bounds: Bounds, count: int) -> float:
    """Places that a step of the frontier may use in all; where sites are counted, sites."""
    return count * (bounds.places_each or 1.0)


class _Rows:
    """Constraints one after the other, on the variables of `layout`."""

    def __init__(self, sites: int, several: NDArray[np.intp]) -> None:
        self.sites, self.more = sites, len(several)
        self.blocks: list[sparse.csr_array] = [sparse.csr_array((0, sites + self.more))]
        self.lows: list[Numbers] = []
        self.highs: list[Numbers] = []

    def add(self, opened: object, low: float, high: float, further: object = None) -> None:
        """Add rows: coefficients of the opened sites, and of the further units of those that take several."""
        left = _as_rows(opened)
        count = left.shape[0]
        right = sparse.csr_array((count, self.more)) if further is None else _as_rows(further)
        self.blocks.append(sparse.hstack([left, right], format="csr"))
        self.lows.append(np.full(count, low))
        self.highs.append(np.full(count, high))


def _as_rows(given: object) -> sparse.csr_array:
    return sparse.csr_array(np.atleast_2d(given.astype(float)) if isinstance(given, np.ndarray) else given)


def limit_rows(bounds: Bounds, places: float | None) -> tuple[sparse.csr_array, Numbers, Numbers]:
    """Write the limits as constraints on the variables of `layout`: opened sites, then further units of those that take several.

    Parameters
    ----------
    bounds : Bounds
        The limits.
    places : float, optional
        Places, or sites, in all; no end to them where it is missing.

    Returns
    -------
    csr_array, ndarray, ndarray
        Coefficients, and the least and the most of each row.
    """
    several = np.flatnonzero(bounds.units > 1)
    sites, more = len(bounds.units), len(several)
    rows = _Rows(sites, several)
    if places is not None:
        rows.add(bounds.takes, -np.inf, places, bounds.takes[several])
    if bounds.sites < sites:
        rows.add(np.ones(sites), -np.inf, bounds.sites)
    if np.isfinite(bounds.budget):
        rows.add(bounds.cost, -np.inf, bounds.budget)
    for place, least in bounds.at_least.items():
        rows.add(bounds.district == place, least, np.inf)
    for place, most in bounds.at_most.items():
        rows.add(bounds.district == place, -np.inf, most)
    if pairs := len(bounds.near):
        ends = (np.repeat(np.arange(pairs), 2), bounds.near.ravel())
        rows.add(sparse.csr_array((np.ones(2 * pairs), ends), shape=(pairs, sites)), -np.inf, 1.0)
    if more:
        own = sparse.csr_array((1.0 - bounds.units[several], (np.arange(more), several)), shape=(more, sites))
        rows.add(own, -np.inf, 0.0, sparse.eye_array(more))
    return sparse.csr_array(sparse.vstack(rows.blocks, format="csr")), np.concatenate([[], *rows.lows]), np.concatenate([[], *rows.highs])


def layout(bounds: Bounds) -> tuple[Numbers, Numbers, NDArray[np.intp]]:
    """Least and most of the variables that say where units are, and the site of each."""
    several = np.flatnonzero(bounds.units > 1)
    lower = np.concatenate([bounds.must, np.zeros(len(several))]).astype(float)
    upper = np.concatenate([bounds.units > 0, bounds.units[several] - 1]).astype(float)
    return lower, upper, np.concatenate([np.arange(len(bounds.units)), several]).astype(np.intp)


def plan_of(bounds: Bounds, x: Numbers) -> NDArray[np.int64]:
    """Read units by site from the first variables of a solved program."""
    _, _, site = layout(bounds)
    return np.bincount(site, np.round(x[: len(site)]), minlength=len(bounds.units)).astype(np.int64)


def keeps(bounds: Bounds, plan: NDArray[np.int64], places: float | None) -> bool:
    """Whether a plan keeps to all limits."""
    lower, upper, site = layout(bounds)
    opened, sites = plan > 0, len(plan)
    x = np.concatenate([opened, np.maximum(plan - 1, 0)[site[sites:]]]).astype(float)
    rows, low, high = limit_rows(bounds, places)
    totals = rows @ x
    fits = bool(((x >= lower) & (x <= upper)).all())
    return fits and bool(((totals >= low - HAIR) & (totals <= high + HAIR * np.maximum(1, np.abs(high)))).all())


# Each limit by the name that it is asked by, and the bounds without it.
LIFTED: Final[dict[str, Callable[[Bounds], Bounds]]] = {
    "must": lambda bounds: replace(bounds, must=np.zeros_like(bounds.must)),
    "budget": lambda bounds: replace(bounds, budget=np.inf),
    "at_least": lambda bounds: replace(bounds, at_least={}),
    "at_most": lambda bounds: replace(bounds, at_most={}),
    "apart_km": lambda bounds: replace(bounds, near=bounds.near[:0]),
}
