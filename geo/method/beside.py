"""What stands beside each row of a gap list: the same on foot, under another catchment, in England, and what the data cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.method.border import missing_beyond
from geo.method.market import NO, UNKNOWN, YES
from geo.method.need import usable_at, values_at
from geo.method.scores import score_areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply

WALK: Final = ("walk_rank", "also_on_foot", "also_3sfca")
ENGLAND: Final = ("england_low_income_place", "england_access_decile", "high_need_only_here")
DOUBTS: Final = ("border", "children_basis")
MIDDLE: Final = 50.0
# How many children live where a neighbourhood was split off another one since they were counted.
APPROXIMATE, ESTIMATE = "approximate", "estimate"


def other_catchments(model: Model, query: Query, listed: NDArray[np.intp], supply: Supply) -> pd.DataFrame:
    """Say where each listed area would stand if families walked, and whether its gap stays there and under 3SFCA.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    listed : ndarray of int
        Positions of the areas in the list, among which the rank counts.
    supply : Supply
        `geo.method.supply.choose_supply` of the question; no catchment changes it.

    Returns
    -------
    DataFrame
        Index ``area_code`` of all areas, columns `WALK`: rank by gap score, 1 the greatest, areas that tie share the best; ``yes`` where
        the area is a priority there too, else ``no``. Empty where the settings give no speed on foot.
    """
    codes = model.areas[query.level].index
    table = pd.DataFrame({"walk_rank": pd.array([pd.NA] * len(codes), dtype="Int64"), "also_on_foot": UNKNOWN}, index=codes)
    if model.on_foot is not None:
        walk = score_areas(model.on_foot, query, supply)
        ranks = walk["gap_score"].iloc[listed].rank(ascending=False, method="min")
        table["walk_rank"], table["also_on_foot"] = ranks.reindex(codes).astype("Int64"), _priority(walk)
    table["also_3sfca"] = _priority(score_areas(model.by_choice, query, supply))
    return table


def _priority(scores: pd.DataFrame) -> NDArray[np.object_]:
    """Say where an area is a priority; nothing where it has no gap score."""
    words = np.where(scores["gap_class"] == "priority", YES, NO).astype(object)
    return np.where(scores["gap_score"].isna(), UNKNOWN, words)


def in_england(model: Model, level: Level, scores: pd.DataFrame) -> pd.DataFrame:
    """Say where each area stands in England, because need and access of a list compare within the atlas alone.

    Returns
    -------
    DataFrame
        Index ``area_code``, columns `ENGLAND`: of every 100 neighbourhoods in England, how many are more deprived (0 the most deprived);
        the published decile of access to childcare (1 least, 10 most; areas above the neighbourhood have the mean of their neighbourhoods,
        weighted by children); and ``yes`` where need is in the highest third here and fewer families have low incomes than in the middle
        of England.
    """
    codes = model.areas[level].index
    place, decile = (
        _figure(model, name, level) for name in (model.settings.england.low_income_place, model.settings.england.access_decile)
    )
    only_here = np.where((scores["need_class"] == "high") & (place > MIDDLE), YES, NO).astype(object)
    flags = np.where(np.isnan(place), UNKNOWN, only_here)
    whole = (pd.Series(figure).round().astype("Int64").array for figure in (place, decile))
    return pd.DataFrame(dict(zip(ENGLAND, (*whole, flags), strict=True)), index=codes)


def _figure(model: Model, indicator: str, level: Level) -> NDArray[np.float64]:
    known = indicator in model.atlas.indicators.index
    if not known or not usable_at(str(model.atlas.indicators.at[indicator, "published_level"]), level):
        return np.full(len(model.areas[level]), np.nan)
    return values_at(model.atlas, indicator, level, model.members[level])


def doubts(model: Model, level: Level, supply: Supply) -> pd.DataFrame:
    """Say what the data cannot say of each area.

    Returns
    -------
    DataFrame
        Index ``area_code``, columns `DOUBTS`: service types of which providers may be missing beyond the border
        (`geo.method.border.missing_beyond`); and ``approximate`` where the number of children is a share of a neighbourhood that was
        split, else ``estimate``.
    """
    areas = model.areas[level]
    split = (areas["boundary_basis"] == "approximate") & (level == "lsoa")
    basis = np.where(split, APPROXIMATE, ESTIMATE).astype(object)
    return pd.DataFrame(dict(zip(DOUBTS, (missing_beyond(model, level, supply), basis), strict=True)), index=areas.index)


def beside(model: Model, query: Query, scores: pd.DataFrame, listed: NDArray[np.intp], supply: Supply) -> pd.DataFrame:
    """Everything of this module for the areas of a question; see `other_catchments`, `in_england` and `doubts`."""
    parts = [
        other_catchments(model, query, listed, supply),
        in_england(model, query.level, scores),
        doubts(model, query.level, supply),
    ]
    return pd.concat(parts, axis=1)
