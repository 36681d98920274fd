"""What one more site buys: the greedy answer for every number of sites, and the best of those numbers that were searched."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.siting.exact import best_of_one
from geo.siting.greedy import Greedy, greedy
from geo.siting.measure import measure_of
from geo.siting.search import greedy_found

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.exact import Found
    from geo.siting.prepare import Prepared

COLUMNS: Final = ("n", "greedy", "best", "bound", "status", "seconds")
DECIMALS: Final = 6


@dataclass(frozen=True)
class Frontier:
    """The greedy answers, and what was found since.

    Parameters
    ----------
    prepared : Prepared
        The question.
    greedy : Greedy
        Sites in the order in which they are taken.
    found : dict of int to Found
        What a search found, by number of sites.
    """

    prepared: Prepared
    greedy: Greedy
    found: dict[int, Found] = field(default_factory=dict)

    def begun(self, count: int) -> NDArray[np.int64]:
        """Units by site of the greedy answer for a number of sites; of ``everybody`` those that it takes."""
        most = len(self.greedy.steps) - 1
        return self.greedy.plan(most if self.prepared.siting.objective == "everybody" else count, self.prepared.instance.sites)

    def greedy_found(self, count: int) -> Found:
        """Give the greedy answer for a number of sites, of which nothing is known yet; of a single site the proven best."""
        instance, begun = self.prepared.instance, self.begun(count)
        return best_of_one(instance, count, begun) or greedy_found(instance, begun)

    def with_found(self, count: int, found: Found) -> Frontier:
        """Add what a search found for a number of sites."""
        return replace(self, found={**self.found, count: found})

    @property
    def table(self) -> pd.DataFrame:
        """Columns `COLUMNS`, one row a number of sites (or units).

        ``greedy`` and ``best`` are in the unit of the objective (weighted places or sites closed, access, minutes, weighted children);
        ``best`` and ``bound`` are filled for the numbers that were searched; ``status`` as `geo.siting.exact.Found` has it, ``greedy``
        where nobody has searched, ``infeasible`` where so few sites keep to no limit; ``seconds`` is how long the search might take.
        """
        count = np.arange(len(self.greedy.worth))
        greedy_values = np.where(np.isfinite(self.greedy.worth), self.greedy.worth, np.nan) * scale_of(self.prepared)
        rows = {
            "n": count,
            "greedy": greedy_values.round(DECIMALS),
            "best": self._of_found("value"),
            "bound": self._of_found("bound"),
            "status": [self._status(number) for number in count.tolist()],
            "seconds": [self.found[number].seconds if number in self.found else 0.0 for number in count.tolist()],
        }
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _of_found(self, name: str) -> NDArray[np.float64]:
        values = [getattr(self.found[number], name) if number in self.found else np.nan for number in range(len(self.greedy.worth))]
        known = np.array(values, dtype=float)
        return (np.where(np.isfinite(known), known, np.nan) * scale_of(self.prepared)).round(DECIMALS)

    def _status(self, number: int) -> str:
        if number in self.found:
            return self.found[number].status
        return "infeasible" if np.isnan(self.greedy.worth[number]) else "greedy"


def frontier(prepared: Prepared) -> Frontier:
    """Take site after site, to the number of the settings or that which is asked for, whichever is more."""
    most = max(prepared.model.settings.siting.most_sites, prepared.count)
    if prepared.siting.objective == "everybody":
        most = max(most, prepared.instance.sites)
    measure = measure_of(prepared.instance)
    found = greedy(prepared.instance, most, measure)
    if prepared.siting.objective == "everybody":
        # Behind the last site that brings anybody there is nothing to show.
        last = max(prepared.model.settings.siting.most_sites, len(found.order))
        found = replace(found, steps=found.steps[: last + 1], worth=found.worth[: last + 1])
    return Frontier(prepared, found)


def scale_of(prepared: Prepared) -> float:
    """From an objective's value to the unit that is shown: access is shown as the gap list has it, all else as it is."""
    return prepared.supply.per_child if prepared.siting.objective == "worst_fifth" else 1.0
