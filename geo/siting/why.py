"""Why this site: the facts of its sentences, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.siting.answer import steps_of
from geo.siting.effect import who_gains
from geo.siting.firmness import as_good, in_place_of
from geo.siting.frontier import scale_of
from geo.siting.neighbours import pvi_neighbours

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.siting.prepare import Prepared

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class WhySite:
    """What speaks for one site of an answer.

    Parameters
    ----------
    site_id : str
        The site.
    gaining : DataFrame
        Neighbourhoods that gain by it (`geo.siting.effect.who_gains`).
    next_best : str
        The site that would do most in its place; empty where there is none.
    next_best_less : float
        What the whole answer would then be worth less, in the objective's unit; missing where there is none.
    adds : float
        What the whole answer adds to what there is today, in the same unit.
    as_good : tuple of str
        Sites that are as good in its place.
    chosen_share : float
        Share of the draws in which it is chosen; missing where nothing was drawn.
    private : DataFrame
        `geo.siting.neighbours.PrivateAround.table`.
    """

    site_id: str
    gaining: pd.DataFrame
    next_best: str
    next_best_less: float
    adds: float
    as_good: tuple[str, ...]
    chosen_share: float
    private: pd.DataFrame

    @property
    def lifted(self) -> pd.DataFrame:
        """Those that it takes up to the target, or within the time."""
        return self.gaining[self.gaining["lifted"]]


def why_sites(prepared: Prepared, plan: NDArray[np.int64], shares: Numbers | None = None) -> tuple[WhySite, ...]:
    """Say why each site of an answer is in it, in the order of the answer.

    Parameters
    ----------
    prepared : Prepared
        The question.
    plan : ndarray of int
        Units by site.
    shares : ndarray, optional
        `geo.siting.firmness.chosen_shares`.
    """
    steps = steps_of(prepared, plan)
    sign, index = (-1.0 if prepared.siting.less_is_better else 1.0), prepared.sites.index
    found = []
    for step, site in enumerate(steps.sites):
        gaining = who_gains(prepared, steps.states[step], steps.states[step + 1])
        others, values = in_place_of(prepared, plan, site)
        less = scale_of(prepared) * (sign * steps.worth[-1] - values[0]) if len(others) else np.nan
        found.append(
            WhySite(
                site_id=str(index[site]),
                gaining=gaining,
                next_best=str(index[others[0]]) if len(others) else "",
                next_best_less=float(less),
                adds=float(scale_of(prepared) * sign * (steps.worth[-1] - steps.worth[0])),
                as_good=tuple(str(code) for code in index[as_good(prepared, plan, site)]),
                chosen_share=float("nan") if shares is None else float(shares[site]),
                private=pvi_neighbours(prepared, plan, site).table,
            )
        )
    return tuple(found)
