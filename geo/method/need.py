"""Need: percentiles of an outcome area's indicators, mixed by weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.vocabulary import LEVELS, WORSE_SIGN
from geo.numeric.ranking import percentiles, terciles
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.base.vocabulary import Level
    from geo.settings.model import IndicatorUse
    from geo.store.atlas import Atlas


def usable_at(published_level: str, level: Level) -> bool:
    """Whether an indicator published at one level says anything about differences between areas of another."""
    return published_level in LEVELS and LEVELS.index(published_level) >= LEVELS.index(level)


def countable_indicators(atlas: Atlas, uses: Mapping[str, IndicatorUse], level: Level) -> list[str]:
    """Select the indicators that can enter need at a level: outcome or driver, with a polarity, published there or finer."""
    return [
        indicator
        for indicator, use in uses.items()
        if use.role != "context"
        and atlas.indicators.at[indicator, "polarity"] in WORSE_SIGN
        and usable_at(str(atlas.indicators.at[indicator, "published_level"]), level)
    ]


def scored_indicators(atlas: Atlas, uses: Mapping[str, IndicatorUse], level: Level) -> dict[str, float]:
    """Weights of the indicators that enter need at a level: those that can, with a weight above 0."""
    return {indicator: uses[indicator].weight for indicator in countable_indicators(atlas, uses, level) if uses[indicator].weight > 0}


def latest_values(atlas: Atlas, indicator: str) -> pd.Series[float]:
    """Latest published values of an indicator, by area code; suppressed values are missing."""
    rows = atlas.indicator_values[atlas.indicator_values["indicator_id"] == indicator]
    rows = rows[rows["period"] == rows["period"].max()]
    values: pd.Series[float] = rows.set_index("area_code")["value"]
    return values


def values_at(atlas: Atlas, indicator: str, level: Level, members: Mapping[str, sparse.csr_array]) -> NDArray[np.float64]:
    """Values of an indicator for every area of a level.

    Published values where the publisher gives them for this level; else the child-weighted mean of the finer areas
    that it is published for.

    Parameters
    ----------
    atlas : Atlas
        The data.
    indicator : str
        Its id; must be usable at the level.
    level : {"district", "ward", "lsoa"}
        The level shown.
    members : mapping of str to csr_array
        Membership of finer areas in the areas of `level`, by the finer level (see `geo.numeric.weighted.membership`).
    """
    latest = latest_values(atlas, indicator)
    published = str(atlas.indicators.at[indicator, "published_level"])
    own = _as_array(latest, atlas.at(level).index)
    if published == level:
        return own
    finer = atlas.at(published)  # type: ignore[arg-type]  # usable_at has checked that it is a level
    children = finer["children_0_4"].to_numpy(dtype=float)
    carried = weighted_mean(members[published], children, _as_array(latest, finer.index))
    return np.where(np.isnan(own), carried, own)


def _as_array(values: pd.Series[float], codes: pd.Index[str]) -> NDArray[np.float64]:
    array: NDArray[np.float64] = np.asarray(values.reindex(codes), dtype=np.float64)
    return array


@dataclass(frozen=True)
class Need:
    """Need of the areas of one level in one outcome area.

    Parameters
    ----------
    score : ndarray, shape (areas,)
        0 (least need) to 100 (greatest); missing where an area has no value at all.
    used : ndarray of int, shape (areas,)
        How many indicators entered.
    driver : ndarray of str, shape (areas,)
        Id of the indicator that lifts need most: its weight x how far it stands above the middle of the atlas, of equals the first; empty
        where none stands above.
    """

    score: NDArray[np.float64]
    used: NDArray[np.int64]
    driver: NDArray[np.str_]


MIDDLE: Final = 50.0


def need_scores(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mix indicators into need.

    Parameters
    ----------
    scores : ndarray, shape (areas, indicators)
        Percentiles, 100 the greatest need; missing where suppressed or not published.
    weights : ndarray, shape (indicators,)
        Relative weights.

    Returns
    -------
    ndarray, shape (areas,)
        0 (least need) to 100 (greatest); missing where an area has no value at all.
    """
    used = ~np.isnan(scores) * weights
    total = used.sum(axis=1)
    mixed = np.divide((np.nan_to_num(scores) * used).sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0)
    return percentiles(mixed)


def outcome_need(atlas: Atlas, uses: Mapping[str, IndicatorUse], level: Level, members: Mapping[str, sparse.csr_array]) -> Need:
    """Need of one outcome area for every area of a level; missing where no indicator exists at this level."""
    weights = scored_indicators(atlas, uses, level)
    if not weights:
        count = len(atlas.at(level))
        return Need(np.full(count, np.nan), np.zeros(count, dtype=np.int64), np.full(count, ""))
    signs = {key: WORSE_SIGN[str(atlas.indicators.at[key, "polarity"])] for key in weights}
    scores = np.column_stack([percentiles(sign * values_at(atlas, key, level, members)) for key, sign in signs.items()])
    weight, known = np.array(list(weights.values())), ~np.isnan(scores)
    lifts = np.where(known, weight * (scores - MIDDLE), -np.inf)
    driver = np.where(lifts.max(axis=1) > 0, np.array(list(weights))[lifts.argmax(axis=1)], "")
    return Need(need_scores(scores, weight), known.sum(axis=1), driver)


def low_income_third(atlas: Atlas, indicator: str, level: Level, members: Mapping[str, sparse.csr_array]) -> NDArray[np.str_]:
    """Put every area of a level into a third of the atlas by low income; ``high`` is where most low-income families live.

    Parameters
    ----------
    atlas : Atlas
        The data.
    indicator : str
        Indicator that tells where low-income families live; its polarity is applied.
    level : {"district", "ward", "lsoa"}
        Level of the areas.
    members : mapping of str to csr_array
        Membership of finer areas in the areas of `level`.

    Returns
    -------
    ndarray of str, shape (areas,)
        ``low``, ``mid``, ``high``; empty where the figure is missing or is not published at this level or a finer one.
    """
    if indicator not in atlas.indicators.index:
        return np.full(len(atlas.at(level)), "")
    polarity, published = str(atlas.indicators.at[indicator, "polarity"]), str(atlas.indicators.at[indicator, "published_level"])
    if polarity not in WORSE_SIGN or not usable_at(published, level):
        return np.full(len(atlas.at(level)), "")
    return terciles(percentiles(WORSE_SIGN[polarity] * values_at(atlas, indicator, level, members)))
