"""Need under other weights, another normalisation, and indicator values drawn from their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from geo.base.vocabulary import WORSE_SIGN
from geo.method.draws import stream
from geo.method.intervals import LEVEL
from geo.method.need import scored_indicators, values_at
from geo.numeric.scaling import normalised, row_percentiles
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model

# Half the width of a 95% interval in standard errors.
STANDARD_ERRORS: Final = float(stats.norm.isf((1 - LEVEL) / 2))
# Very low concentrations draw weights that vanish; an area whose only indicator it is keeps its need all the same.
LEAST_WEIGHT: Final = 1e-12


def draw_need(model: Model, outcome: str, level: Level, normalisation: NDArray[np.int64]) -> NDArray[np.float64]:
    """Need of every area in every draw.

    Parameters
    ----------
    model : Model
        The scoring model.
    outcome, level : str
        Outcome area, and level of the areas.
    normalisation : ndarray of int, shape (draws,)
        Position in `geo.numeric.scaling.NORMALISATIONS`.

    Returns
    -------
    ndarray, shape (draws, areas)
        0-100: whatever the normalisation of the indicators, their mix is turned into percentiles. Missing where `model.need` is.
    """
    configured = scored_indicators(model.atlas, model.settings.outcomes[outcome].indicators, level)
    shape = (len(normalisation), len(model.areas[level]))
    if not configured:
        return np.full(shape, np.nan)
    mixed, total = np.zeros(shape), np.zeros(shape)
    for indicator, weights in zip(configured, _draw_weights(model, outcome, level, configured), strict=True):
        sign = WORSE_SIGN[str(model.atlas.indicators.at[indicator, "polarity"])]
        scaled = normalised(sign * _draw_values(model, indicator, level, len(normalisation)), normalisation)
        used = ~np.isnan(scaled) * weights[:, None]
        mixed += np.nan_to_num(scaled) * used
        total += used
    return row_percentiles(np.divide(mixed, total, out=np.full(shape, np.nan), where=total > 0))


def _draw_weights(model: Model, outcome: str, level: Level, configured: dict[str, float]) -> NDArray[np.float64]:
    """Dirichlet around the configured shares, shape (indicators, draws)."""
    settings = model.settings.confidence
    shares = np.array(list(configured.values())) / sum(configured.values())
    rng = stream(model.settings, f"weights {outcome} {level}")
    weights: NDArray[np.float64] = np.maximum(rng.dirichlet(settings.weight_concentration * shares, settings.draws).T, LEAST_WEIGHT)
    return weights


def _draw_values(model: Model, indicator: str, level: Level, draws: int) -> NDArray[np.float64]:
    """Values of an indicator, shape (draws, areas); shape (1, areas) where none of them has an interval.

    Areas err independently of each other. Above the published value the error is half-normal with the upper side of the interval,
    below with the lower, so that an interval that leans to one side is drawn as it leans.
    """
    table = model.figures[indicator]
    latest = table[table["period"] == table["period"].max()].set_index("area_code")
    published = values_at(model.atlas, indicator, level, model.members[level])[None]
    if not latest["lower"].notna().any():
        return published
    errors = stream(model.settings, f"errors {indicator}").standard_normal((draws, len(latest))) / STANDARD_ERRORS
    value, lower, upper = (latest[name].to_numpy(dtype=float) for name in ("value", "lower", "upper"))
    sides = np.where(errors > 0, upper - value, value - lower)
    drawn = value + errors * np.nan_to_num(sides)
    return _carried(model, indicator, level, latest.index, drawn)


def _carried(model: Model, indicator: str, level: Level, codes: pd.Index[str], drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give drawn values to the areas of a level as `geo.method.need.values_at` does with published ones."""

    def of(areas: pd.Index[str]) -> NDArray[np.float64]:
        at = codes.get_indexer(areas)
        return np.where(at >= 0, drawn[:, at], np.nan)

    own = of(model.areas[level].index)
    published_level = str(model.atlas.indicators.at[indicator, "published_level"])
    if published_level == level:
        return own
    finer = model.atlas.at(published_level)  # type: ignore[arg-type]  # a scored indicator is published at a level
    children = finer["children_0_4"].to_numpy(dtype=float)[:, None]
    carried = weighted_mean(model.members[level][published_level], children, of(finer.index).T).T
    return np.where(np.isnan(own), carried, own)
