"""One siting question as arrays: whom it counts, what each site gives to whom, and how far it is. Knows no table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.siting.question import Objective

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """Limits of an answer as arrays over sites.

    Parameters
    ----------
    units : ndarray of int
        Units that fit on each site: 0 never, 1 mostly.
    size : ndarray
        Places of one unit there; 1 where sites are counted.
    must : ndarray of bool
        Whether it is in every answer.
    cost : ndarray
        What opening it costs.
    district : ndarray of int
        Number of its district, -1 beyond the border.
    at_least, at_most : dict of int to int
        Sites in a district, by its number.
    budget : float
        What all may cost; infinite without one.
    places_each : float
        Where places are shared out: how many each step of the frontier adds; 0 where sites are counted.
    sites : int
        Sites at most, whatever the places.
    near : ndarray of int, shape (pairs, 2)
        Pairs of sites that lie too near to each other.
    """

    units: NDArray[np.int64]
    size: Numbers
    must: NDArray[np.bool_]
    cost: Numbers
    district: NDArray[np.int64]
    at_least: dict[int, int]
    at_most: dict[int, int]
    budget: float
    places_each: float
    sites: int
    near: NDArray[np.int64]

    @cached_property
    def takes(self) -> Numbers:
        """What one unit on each site takes of what may be had in all: its places, or one where sites are counted."""
        return self.size if self.places_each else np.ones(len(self.size))


@dataclass(frozen=True)
class Instance:
    """What an objective needs to judge any answer.

    Parameters
    ----------
    objective : Objective
        What is wanted.
    children : ndarray, shape (areas,)
        Children aged 0-4 of the areas that are counted.
    weight : ndarray, shape (areas,)
        What the objective counts in each area: children, each as much as it counts for.
    access : ndarray, shape (areas,)
        Access of today, in capacity per child.
    target : float
        Access that counts as enough, likewise.
    gain : csc_array, shape (areas, sites)
        Access that one unit on a site adds, likewise: size x weight of the pair / children who share the site.
    nearest : ndarray, shape (areas,)
        Minutes to the nearest provider of today; infinite where there is none.
    minutes : ndarray, shape (areas, sites)
        Minutes to each site; empty, shape (0, sites), where the objective counts access.
    within : float
        The time of the objectives ``within`` and ``everybody``.
    worst : float
        The worst-served share of children.
    bounds : Bounds
        Limits.
    """

    objective: Objective
    children: Numbers
    weight: Numbers
    access: Numbers
    target: float
    gain: sparse.csc_array
    nearest: Numbers
    minutes: Numbers
    within: float
    worst: float
    bounds: Bounds

    @property
    def sites(self) -> int:
        """How many possible sites there are, those that are never taken too."""
        return len(self.bounds.units)

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """Areas, shape (areas,), that any usable site or provider of today can serve, within the time where the objective has one."""
        usable = self.bounds.units > 0
        best = np.minimum(self.nearest, self.minutes[:, usable].min(axis=1, initial=np.inf))
        reached: NDArray[np.bool_] = best <= (self.within if self.objective in {"within", "everybody"} else np.finfo(float).max)
        return reached
