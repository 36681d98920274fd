"""Scale of view: whether a gap that shows at one level of areas shows at the levels above it too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.base.errors import UnknownIdError
from geo.base.vocabulary import LEVELS
from geo.method.need import scored_indicators
from geo.method.scores import score_areas
from geo.method.supply import choose_supply
from geo.numeric.weighted import PARENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply


def levels_from(level: Level) -> tuple[Level, ...]:
    """Give the levels from one upwards, the finest first: LSOA, ward, district."""
    return tuple(reversed(LEVELS[: LEVELS.index(level) + 1]))


def scores_by_level(model: Model, query: Query, supply: Supply | None = None) -> dict[Level, pd.DataFrame]:
    """`geo.method.gaps.score_areas` of one question at its own level and every level above; the same provision counts at all."""
    supply = choose_supply(model, query) if supply is None else supply
    return {level: score_areas(model, replace(query, level=level), supply) for level in levels_from(query.level)}


def survives(model: Model, query: Query, scores: Mapping[Level, pd.DataFrame] | None = None) -> pd.Series[str]:
    """Name the levels at which the area, or the larger area that holds it, is a priority gap.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its level is where the answer begins, its districts are not applied.
    scores : mapping of level to DataFrame, optional
        `scores_by_level` of the query, if at hand.

    Returns
    -------
    Series of str
        Index ``area_code``, every area of the query's level: ids of levels from the finest up, joined by ``;``
        (``lsoa;ward;district``); empty where the gap shows at none.

    References
    ----------
    Openshaw, S. (1984). The modifiable areal unit problem. Concepts and Techniques in Modern Geography 38. Geo Books, Norwich.
    """
    scores = scores_by_level(model, query) if scores is None else scores
    areas = model.areas[query.level]
    priority = {
        level: _containing(areas, query.level, level).isin(scores[level].index[scores[level]["gap_class"] == "priority"])
        for level in levels_from(query.level)
    }
    shown = pd.DataFrame(priority, index=areas.index)
    named = [";".join(shown.columns[row]) for row in shown.to_numpy(dtype=bool)]
    return pd.Series(named, index=areas.index, name="survives_at", dtype="str")


def scale_table(model: Model, query: Query, area_code: str, scores: Mapping[Level, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Score one area beside the larger areas that hold it.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its level is the level of the area, its districts are not applied.
    area_code : str
        The area.
    scores : mapping of level to DataFrame, optional
        `scores_by_level` of the query, if at hand.

    Returns
    -------
    DataFrame
        Index level, the finest first; columns area_code, label, need_score, access, access_unit, gap_score, gap_class,
        ``rank`` (1 is the greatest gap of the atlas at that level; missing without a score), ``of`` (areas with a score there),
        ``survives`` (whether it is a priority gap at that level) and ``indicators`` (tuple of ids that need counts at that level).

    Raises
    ------
    UnknownIdError
        There is no such area at the query's level.
    """
    areas = model.areas[query.level]
    if area_code not in areas.index:
        raise UnknownIdError("area", area_code, [f"the {len(areas)} codes of level '{query.level}' in areas.csv"])
    scores = scores_by_level(model, query) if scores is None else scores
    rows = {}
    for level in levels_from(query.level):
        code = _containing(areas.loc[[area_code]], query.level, level).iloc[0]
        if pd.notna(code):
            rows[level] = _row(model, query, level, str(code), scores[level])
    return pd.DataFrame.from_dict(rows, orient="index")


def _row(model: Model, query: Query, level: Level, code: str, scores: pd.DataFrame) -> dict[str, object]:
    figures = ["need_score", "access", "access_unit", "gap_score", "gap_class"]
    gaps = scores["gap_score"]
    # As the gap list ranks: by gap before rounding, ties by code.
    rank = gaps.rank(method="first", ascending=False)[code]
    return {
        "area_code": code,
        "label": model.areas[level].at[code, "label"],
        **{name: scores.at[code, name] for name in figures},
        "rank": rank if np.isnan(rank) else int(rank),
        "of": int(gaps.notna().sum()),
        "survives": scores.at[code, "gap_class"] == "priority",
        "indicators": tuple(scored_indicators(model.atlas, model.settings.outcomes[query.outcome].indicators, level)),
    }


def _containing(areas: pd.DataFrame, level: Level, larger: Level) -> pd.Series[str]:
    """Code of the area of a larger level that holds each area; its own code at its own level."""
    if larger == level:
        return pd.Series(areas.index, index=areas.index)
    return areas[PARENT[larger]]
