"""How firm a rank is: the whole ranking worked out again many times with other reasonable choices.

Every draw chooses together, at random: weights of the indicators (Dirichlet around the configured ones), how figures are brought on one
scale (percentile, z-score, min-max), a value within the interval of each indicator that has one, and a world of families, providers and
travel (`geo.method.draws`). The ranges, each with its reason, are in ``[confidence]`` of ``config.toml``.

What is NOT in the intervals, so that they are too narrow rather than too wide:

- figures published without an interval or the counts behind them, such as the Indices of Deprivation: their error is unknown;
- what an indicator published for wards or districts hides within them (it does not enter finer rankings at all);
- approximate boundaries and best-fit wards: a family near a border counts on the side of its neighbourhood's centroid;
- suppressed values: weights shift to the other indicators, as in the scores;
- age of the indicators, which moved since their dates;
- providers that the register does not hold, registered places that are not open or have no vacancy, and places that are unknown;
- providers beyond the border that the data do not hold: where these can matter the words say so (`how_sure`);
- another form of the catchment than the one that is chosen: the gap list says beside each row whether it stays under 3SFCA and on foot;
- which indicators and service types belong to an outcome, and that need and access count equally.

The rank of the list is one of these choices, not their middle: where percentiles, the configured scale, place an area otherwise than
z-scores and min-max do, it may lie a little outside the interval.

References
----------
Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis techniques as tools for the quality assessment of
composite indicators. Journal of the Royal Statistical Society A 168(2), 307-323.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from geo.method.need_draws import draw_need
from geo.method.supply import check_query, choose_supply
from geo.numeric.ranking import DECIMALS_THAT_COUNT
from geo.numeric.scaling import access_scores
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Sure
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply
    from geo.settings.model import Confidence


INTERVAL: Final = (0.05, 0.95)


def gap_draws(model: Model, query: Query, supply: Supply | None = None) -> NDArray[np.float64]:
    """Gap score of every atlas area at the query's level in every draw; its districts are not applied here.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    supply : Supply, optional
        `geo.method.supply.choose_supply` of the question, if at hand.

    Returns
    -------
    ndarray, shape (draws, areas)
        0-100, columns in the order of ``model.areas[query.level]``; missing, in every draw, where `geo.method.scores.score_areas` has no
        score. Scores of one draw compare with each other; between draws, ranks compare.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    draws, supply = model.access_draws, choose_supply(model, query) if supply is None else supply
    if not supply.counts:
        return np.full((len(draws.by_kind), len(model.areas[query.level])), np.nan)
    need = draw_need(model, query.outcome, query.level, draws.normalisation)
    scores = access_scores(drawn_access(model, query, supply), draws.normalisation)
    gaps: NDArray[np.float64] = np.sqrt(need * (100 - scores))
    return gaps


def rank_intervals(model: Model, query: Query, supply: Supply | None = None) -> pd.DataFrame:
    """Say between which ranks an area lies, and how surely it is among the worst of the atlas.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    supply : Supply, optional
        `geo.method.supply.choose_supply` of the question, if at hand.

    Returns
    -------
    DataFrame
        Index ``area_code``: the areas of the query's level in its districts, in the order of ``model.areas``. ``rank_low`` and
        ``rank_high``: 5th and 95th percentile of the rank within this list, 1 the greatest gap, rounded outward to whole ranks; areas that
        tie share all their ranks. ``confidence``: share of draws, 0-1, in which the area is among the worst of all scored areas of the
        atlas (``confidence.worst_share`` of them, one at least), whatever is listed. Missing where the gap score is missing.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    gaps = np.round(gap_draws(model, query, supply), DECIMALS_THAT_COUNT)
    areas = model.areas[query.level]
    listed = np.ones(len(areas), dtype=bool)
    if query.districts:
        listed = areas["district_code"].isin(query.districts).to_numpy(dtype=bool)
    scored = ~np.isnan(gaps[0])
    table = pd.DataFrame({"rank_low": np.nan, "rank_high": np.nan, "confidence": np.nan}, index=areas.index)
    if scored.any():
        best, worst = shared_ranks(gaps[:, scored])
        table.loc[scored, "confidence"] = worst_share(best, worst, model.settings.confidence.worst_share)
        shown = listed & scored
        if not listed.all():
            best, worst = shared_ranks(gaps[:, shown])
        table.loc[shown, "rank_low"] = np.floor(np.quantile(best, INTERVAL[0], axis=0))
        table.loc[shown, "rank_high"] = np.ceil(np.quantile(worst, INTERVAL[1], axis=0))
    return table[listed].astype({"rank_low": "Int64", "rank_high": "Int64"})


def shared_ranks(gaps: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rank each draw, 1 the greatest: the best and the worst rank that an area may claim among those it ties with."""
    return rankdata(-gaps, method="min", axis=1), rankdata(-gaps, method="max", axis=1)


def worst_share(best: NDArray[np.float64], worst: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Share of draws in which each area is among the worst; areas that tie across the limit have their chance of falling on its side."""
    limit = max(1, round(share * best.shape[1]))
    chances: NDArray[np.float64] = np.clip((limit - best + 1) / (worst - best + 1), 0, 1).mean(axis=0)
    return chances


def how_sure(confidence: float, limits: Confidence, *, border: bool) -> Sure:
    """Say in one word how sure it is that an area is among the worst.

    Parameters
    ----------
    confidence : float
        Share of draws in which it is, 0-1.
    limits : Confidence
        Where the words begin.
    border : bool
        Whether providers may be missing beyond the border (`geo.method.border`): what is not in the data is in no draw, so no better word
        than ``check_first`` holds.

    Returns
    -------
    {"certain", "likely", "check_first", "not_worst"}
        ``not_worst`` where it hardly ever is.
    """
    if confidence <= 1 - limits.certain_from:
        return "not_worst"
    if border or confidence < limits.likely_from:
        return "check_first"
    return "certain" if confidence >= limits.certain_from else "likely"


def rank_ranges(ranked: pd.DataFrame) -> list[tuple[str, int | None, int | None]]:
    """Give the word for how sure it is, lowest and highest rank of each row of a gap list; None where they are not worked out."""
    rows = zip(ranked["how_sure"], ranked["rank_low"], ranked["rank_high"], strict=True)
    return [("", None, None) if pd.isna(low) else (str(sure), int(low), int(high)) for sure, low, high in rows]


def drawn_access(model: Model, query: Query, supply: Supply | None = None) -> NDArray[np.float64]:
    """Access of every area of the query's level in every draw, in the outcome's unit.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    supply : Supply, optional
        `geo.method.supply.choose_supply` of the question, if at hand.

    Returns
    -------
    ndarray, shape (draws, areas)
        Missing where an area has no LSOA.
    """
    draws, supply = model.access_draws, choose_supply(model, query) if supply is None else supply
    counted = supply.chosen & (supply.available > 0)
    kinds = np.zeros(draws.by_kind.shape[2])
    kinds[draws.kind_of[counted]] = 1
    lsoas = supply.per_child * (draws.by_kind @ kinds)
    return weighted_mean(model.members[query.level]["lsoa"], model.children[:, None], lsoas.T).T
