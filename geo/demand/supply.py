"""What is open in which year: places are those of today, and what a scenario opens, closes, moves or resizes from its year on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.method.supply import choose_supply
from geo.whatif.scenario.acts import OF_PROVISION
from geo.whatif.scenario.applying import acted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply
    from geo.whatif.scenario.acts import Act


@dataclass(frozen=True)
class Era:
    """Years in which the same places are open.

    Parameters
    ----------
    model : Model
        With the providers of these years.
    supply : Supply
        Those of the question.
    at : ndarray of int
        Places of the years among those that are asked for.
    """

    model: Model
    supply: Supply
    at: NDArray[np.intp]

    @cached_property
    def _counted(self) -> tuple[sparse.csr_array, sparse.csr_array, NDArray[np.float64], NDArray[np.float64]]:
        """Weights and capacities of the providers that count, and who shares each from beyond the border."""
        columns, lsoas = np.flatnonzero(self.supply.capacity > 0), len(self.model.children)
        catchments = self.model.catchments
        weights = catchments.weights[:, columns]
        around: NDArray[np.float64] = weights[lsoas:].T @ catchments.demand[lsoas:]
        inside = weights[:lsoas].tocsr()
        return inside, inside.T.tocsr(), self.supply.capacity[columns], around

    def access(self, demand: NDArray[np.float64], around_share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Access of every neighbourhood under other demand, by both steps of the model's own method.

        Parameters
        ----------
        demand : ndarray, shape (lsoas, columns)
            Who shares the places, one column a year or draw.
        around_share : ndarray, shape (columns,)
            Demand of a child beyond the border, where there are as many as today.

        Returns
        -------
        ndarray, shape (lsoas, columns)
            In the unit of access.
        """
        inside, by_provider, capacity, around = self._counted
        sharing = by_provider @ demand + around[:, None] * around_share
        ratios = np.divide(capacity[:, None], sharing, out=np.zeros_like(sharing), where=sharing > 0)
        access: NDArray[np.float64] = self.supply.per_child * (inside @ ratios)
        return access


def eras_of(model: Model, query: Query, acts: Sequence[Act], years: Sequence[int]) -> tuple[Era, ...]:
    """Part the years by what is open; children and take-up are no place and change nothing here.

    Parameters
    ----------
    model : Model
        With the providers of today.
    query : Query
        The question.
    acts : sequence of Act
        Changes of a scenario; one that names no year holds in all.
    years : sequence of int
        In order.
    """
    moving = [act for act in acts if act.kind in OF_PROVISION]
    starts = sorted({years[0], *(act.from_year for act in moving if act.from_year and years[0] < act.from_year <= years[-1])})
    of_year = np.searchsorted(starts, years, side="right") - 1
    found = []
    for number, start in enumerate(starts):
        changed = acted(model, [act for act in moving if (act.from_year or start) <= start])
        found.append(Era(changed, choose_supply(changed, query), np.flatnonzero(of_year == number)))
    return tuple(found)
