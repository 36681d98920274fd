"""What an answer does, counted plainly: places short that are closed, who gains, who is lifted, what the losers of a scenario regain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.method.reasons import ROUNDING
from geo.siting.answer import Steps, steps_of
from geo.siting.prepare import access_of
from geo.whatif.closures import shared_by_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.siting.prepare import Prepared

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """What an answer does, without any weight.

    Parameters
    ----------
    short : float
        Places (or sites) short of the target today, in all that is counted.
    closed : ndarray, shape (sites,)
        How many of them each site closes, with those before it open.
    gaining : DataFrame
        `who_gains` of the whole answer.
    """

    short: float
    closed: Numbers
    gaining: pd.DataFrame

    @property
    def lifted(self) -> pd.DataFrame:
        """Those of the neighbourhoods that reach the target, or the time."""
        return self.gaining[self.gaining["lifted"]]


def effect_of(prepared: Prepared, plan: NDArray[np.int64]) -> Effect:
    """Count what an answer does.

    Parameters
    ----------
    prepared : Prepared
        The question.
    plan : ndarray of int
        Units by site.
    """
    steps: Steps = steps_of(prepared, plan)
    short = short_of(prepared, steps.access)
    return Effect(float(short[0]), -np.diff(short), who_gains(prepared, steps.states[0], steps.states[-1]))


def short_of(prepared: Prepared, access: Numbers) -> Numbers:
    """Count the places (or sites) short of the target for some states of access, shape (states, areas), each child counted alike."""
    instance = prepared.instance
    short: Numbers = np.maximum(0.0, instance.target - access) @ instance.children
    return short


def who_gains(prepared: Prepared, before: Numbers, after: Numbers) -> pd.DataFrame:
    """List the neighbourhoods that gain by a step, most children first.

    Parameters
    ----------
    prepared : Prepared
        The question.
    before, after : ndarray, shape (areas,)
        What the objective judges: access, or minutes.

    Returns
    -------
    DataFrame
        Index ``area_code``; ``label``, ``ward``, ``district``, ``children_0_4``, ``places`` (what its children get of the new capacity;
        missing where journeys are judged), ``before``, ``after`` (access in its unit, or minutes), ``lifted`` (whether it is taken up to
        the target, or within the time).
    """
    scale = prepared.supply.per_child if prepared.siting.by_access else 1.0
    table = _named(prepared)
    if prepared.siting.by_access:
        least, enough = ROUNDING / scale, prepared.instance.target - ROUNDING / scale
        gains, lifted = after > before + least, (before < enough) & (after >= enough)
        places = (after - before) * prepared.instance.children
    else:
        gains, lifted = after < before, (before > prepared.instance.within) & (after <= prepared.instance.within)
        places = np.full(len(table), np.nan)
    table = table.assign(places=places, before=scale * before, after=scale * after, lifted=lifted)
    return table[gains].sort_values(["children_0_4", "after"], ascending=False, kind="stable")


def all_near(prepared: Prepared, plan: NDArray[np.int64]) -> bool:
    """Say whether every family whom any site can reach is within the time."""
    state, instance = steps_of(prepared, plan).states[-1], prepared.instance
    return not ((state > instance.within) & (instance.children > 0) & instance.reachable).any()


def regained(prepared: Prepared, plan: NDArray[np.int64], before: Model) -> pd.DataFrame:
    """Say what those who lose by a scenario get back by an answer.

    Parameters
    ----------
    prepared : Prepared
        The question, asked under the scenario.
    plan : ndarray of int
        Units by site.
    before : Model
        The scoring model without the scenario.

    Returns
    -------
    DataFrame
        The neighbourhoods that lose, those that lose most first; index ``area_code``; ``label``, ``ward``, ``district``, ``children_0_4``,
        ``lost`` (what its children lose of the capacity in reach) and ``back`` (what they get of the new capacity, that at most).
    """
    instance = prepared.instance
    then = access_of(shared_by_all(before), prepared.query)[prepared.listed]
    lost = np.maximum(0.0, then - instance.access) * instance.children
    gained = (instance.gain @ plan.astype(float)) * instance.children
    table = _named(prepared).assign(lost=lost, back=np.minimum(lost, gained))
    return table[then > instance.access + ROUNDING / prepared.supply.per_child].sort_values("lost", ascending=False, kind="stable")


def _named(prepared: Prepared) -> pd.DataFrame:
    lsoas, names = prepared.lsoas, prepared.model.atlas.areas["name"]
    return pd.DataFrame(
        {
            "label": lsoas["label"],
            "ward": lsoas["ward_code"].map(names),
            "district": lsoas["district_code"].map(prepared.model.areas["district"]["name"]),
            # Of a later year they are no whole children.
            "children_0_4": lsoas["children_0_4"].round().astype(np.int64),
        },
        index=lsoas.index,
    )
