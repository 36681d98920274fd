"""One area in every outcome area: need with its interval, gap class and rank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.analysis.profile import area_profile
from geo.method.confidence import INTERVAL
from geo.method.gaps import gap_list
from geo.method.need_draws import draw_need
from geo.method.scores import score_areas

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query

    Frame = Callable[[Query], pd.DataFrame]


def for_outcome(query: Query, outcome: str) -> Query:
    """Ask the same of another outcome area; a choice of service types holds for its own outcome area only."""
    return query if outcome == query.outcome else replace(query, outcome=outcome, services=())


def need_intervals(model: Model, outcome: str, level: Level) -> pd.DataFrame:
    """Give the need of every area under other weights, other scaling and other values within their intervals.

    Returns
    -------
    DataFrame
        Index ``area_code``; ``need_low`` and ``need_high``, 5th and 95th percentile of the draws, 0-100; missing where need is missing.
    """
    need = draw_need(model, outcome, level, model.access_draws.normalisation)
    codes = model.areas[level].index
    scored = ~np.isnan(need[0])
    table = pd.DataFrame({"need_low": np.nan, "need_high": np.nan}, index=codes)
    if scored.any():
        low, high = np.quantile(need[:, scored], INTERVAL, axis=0)
        table.loc[scored, "need_low"], table.loc[scored, "need_high"] = low, high
    return table


def area_overview(
    model: Model,
    query: Query,
    area_code: str,
    scores: Frame | None = None,
    listed: Frame | None = None,
    needs: Callable[[str, Level], pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Show one area in every outcome area.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its level is the level of the area, its districts are not applied. Sector and assumptions hold for all outcome areas.
    area_code : str
        The area.
    scores, listed, needs : callable, optional
        Give `geo.method.scores.score_areas`, `geo.method.gaps.gap_list` and `need_intervals`; where a caller keeps the tables, they give
        them.

    Returns
    -------
    DataFrame
        Index outcome; columns need, need_low, need_high, need_district, need_atlas (0-100; the last two are means weighted by children),
        access, access_unit, gap_score, gap_class, rank, rank_low, rank_high (1 is the greatest gap of the atlas), confidence, how_sure,
        border, and ranked (areas with a rank).

    Raises
    ------
    UnknownIdError
        There is no such area at the query's level.
    """
    scores, listed = scores or (lambda asked: score_areas(model, asked)), listed or (lambda asked: gap_list(model, asked))
    needs = needs or (lambda outcome, level: need_intervals(model, outcome, level))
    rows = {}
    for outcome in model.settings.outcomes:
        asked = for_outcome(replace(query, districts=()), outcome)
        scored = scores(asked)
        figures = area_profile(model, asked, area_code, scored).loc["need_score"]
        whole = listed(asked)
        row = whole.set_index("area_code").loc[area_code]
        low, high = needs(outcome, query.level).loc[area_code, ["need_low", "need_high"]]
        rows[outcome] = {
            "need": figures["area"],
            "need_low": low,
            "need_high": high,
            "need_district": figures["district"],
            "need_atlas": figures["atlas"],
            **{name: scored.at[area_code, name] for name in ("access", "access_unit", "gap_score", "gap_class")},
            **{name: row[name] for name in ("rank", "rank_low", "rank_high", "confidence", "how_sure", "border")},
            "ranked": int(whole["rank"].count()),
        }
    return pd.DataFrame.from_dict(rows, orient="index")
