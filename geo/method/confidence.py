"""How firm a rank is: the whole ranking worked out again many times with other reasonable choices.

Every draw chooses together, at random: weights of the indicators (Dirichlet around the configured ones), how figures are brought on one
scale (percentile, z-score, min-max), catchment and detour, a value within the interval of each indicator that has one, and how many
places the providers with assumed places have. The ranges are in ``[confidence]`` of ``config.toml``.

What is NOT in the intervals, so that they are too narrow rather than too wide:

- figures published without an interval or the counts behind them, such as the Indices of Deprivation: their error is unknown;
- what an indicator published for wards or districts hides within them (it does not enter finer rankings at all);
- approximate boundaries and best-fit wards: a family near a border counts on the side of its neighbourhood's centroid;
- suppressed values: weights shift to the other indicators, as in the scores;
- age of the data: children, places and indicators moved since their dates;
- providers that the register does not hold, registered places that are not open or have no vacancy, and places that are unknown;
- straight lines in place of roads: speeds and the shape of the decay stay as configured, only the detour varies, for all alike;
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
    if not supply.of_services.any():
        return np.full((len(draws.stretch_of), len(model.areas[query.level])), np.nan)
    normalisation = draws.choices.normalisation
    need = draw_need(model, query.outcome, query.level, normalisation)
    scores = access_scores(drawn_access(model, query, supply), normalisation)
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


def firmness(confidence: float, limits: Confidence) -> str:
    """Name how firmly an area is among the worst: ``firm``, ``likely``, ``unsure``, or ``not_worst`` when it hardly ever is."""
    if confidence >= limits.firm_from:
        return "firm"
    if confidence >= limits.low_below:
        return "likely"
    return "unsure" if confidence > 1 - limits.firm_from else "not_worst"


def rank_ranges(ranked: pd.DataFrame, limits: Confidence) -> list[tuple[str, int | None, int | None]]:
    """Give the firmness, lowest and highest rank of each row of a gap list; None where they are not worked out."""
    rows = zip(ranked["confidence"], ranked["rank_low"], ranked["rank_high"], strict=True)
    return [("", None, None) if pd.isna(low) else (firmness(float(sure), limits), int(low), int(high)) for sure, low, high in rows]


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
    is_places = model.settings.outcomes[query.outcome].access == "places"
    scaled = supply.chosen & model.assumed & is_places
    certain = _of_kinds(model, query, supply.chosen & ~scaled)[draws.stretch_of]
    if not (query.include_assumed and scaled.any()):
        return supply.per_child * certain
    assumed = _of_kinds(model, query, scaled)[draws.stretch_of]
    return supply.per_child * (certain + draws.choices.assumed_share[:, None] * assumed)


def _of_kinds(model: Model, query: Query, providers: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Access that the kinds of some providers give together, shape (stretches, areas)."""
    draws = model.access_draws
    kinds = np.zeros(draws.by_kind.shape[2])
    kinds[draws.kind_of[providers]] = 1
    lsoas = (draws.by_kind @ kinds).T
    return weighted_mean(model.members[query.level]["lsoa"], model.children[:, None], lsoas).T
