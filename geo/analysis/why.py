"""The figures behind the reasons of one area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.method.dependence import contributions
from geo.method.reasons import AGES, FACTS, ROUNDING, ages_without_place
from geo.method.supply import choose_supply

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.model import Model
    from geo.method.query import Query


@dataclass(frozen=True)
class Why:
    """What triggered the reasons of an area.

    Parameters
    ----------
    access : float
        Its access, in the outcome's unit.
    lower : int
        Areas of the level with less access; so it is the (lower + 1)th lowest.
    areas : int
        Areas of the level that have access.
    middle_access : float
        Access of the area in the middle, the median.
    judged, unjudged : int
        Providers in reach with and without a single grade.
    ages : tuple of int
        Ages 0-4 that no provider in reach takes.
    key_share : float
        Share of its access, 0-1, that comes from the provider that gives most; 0 without access.
    access_without : float
        Access without that provider.
    """

    access: float
    lower: int
    areas: int
    middle_access: float
    judged: int
    unjudged: int
    ages: tuple[int, ...]
    key_share: float
    access_without: float


def why(model: Model, query: Query, area_code: str, scores: pd.DataFrame) -> Why:
    """Find the figures behind the reasons of an area whose access is known.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its level is the level of the area.
    area_code : str
        The area.
    scores : DataFrame
        `geo.method.gaps.score_areas` of the query.
    """
    here = np.flatnonzero(scores.index == area_code)
    everywhere = scores["access"].to_numpy(dtype=float)
    access, known = float(everywhere[here][0]), everywhere[~np.isnan(everywhere)]
    supply = choose_supply(model, query)
    shares = contributions(model, query.level, supply.per_child * model.catchments.ratios(supply.capacity))
    counts = {name: scores[name].to_numpy(dtype=np.int32)[here] for name in ("providers_in_reach", *FACTS)}
    lacking = ages_without_place(counts)[0]
    judged = int(counts["judged_in_reach"][0])
    most = float(shares[here].max())
    return Why(
        access=access,
        lower=int((known < access - ROUNDING).sum()),
        areas=len(known),
        middle_access=float(np.median(known)),
        judged=judged,
        unjudged=int(counts["providers_in_reach"][0]) - judged,
        ages=tuple(age for age in AGES if lacking[age]),
        key_share=min(1.0, most / access) if access > 0 else 0.0,
        access_without=max(0.0, access - most),
    )
