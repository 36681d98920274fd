"""Which areas differ from the atlas by more than the chance in their counts: intervals and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.vocabulary import LEVELS
from geo.method.intervals import unit_of_share
from geo.method.need import usable_at, values_at
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.store.atlas import Atlas

# Column of areas.csv that says which area of a level another one is in, where it is not named after the level.
CONTAINER: Final = {"county": "utla_code"}


def shown_level(atlas: Atlas, indicator: str, level: Level) -> str:
    """Finest level not below the one asked for at which an indicator says something: the level itself, or the published one."""
    published = str(atlas.indicators.at[indicator, "published_level"])
    return level if usable_at(published, level) else published


def areas_at(atlas: Atlas, level: str) -> pd.Series[float]:
    """Children aged 0-4 of every area of a level, by code; counties and former districts are made of the LSOAs in them."""
    if level in LEVELS:
        return atlas.at(level)["children_0_4"].astype(float)
    column = CONTAINER.get(level, f"{level}_code")
    lsoas = atlas.at("lsoa")
    return lsoas.groupby(column)["children_0_4"].sum().astype(float).rename_axis("area_code")


def compare_areas(model: Model, indicator: str, level: Level) -> pd.DataFrame:
    """Give the latest figures of an indicator for all areas, each with its interval and a mark.

    Where the indicator is not published at the level or below, the areas are those of the coarser level that it is published for.
    Where it is published for smaller areas only, a value is their child-weighted mean and has no interval.

    Parameters
    ----------
    model : Model
        The scoring model.
    indicator : str
        Its id.
    level : {"district", "ward", "lsoa"}
        The level asked for.

    Returns
    -------
    DataFrame
        Index area_code; columns value, lower, upper (95%, in the indicator's unit), interval (``published``, ``wilson``, ``carried`` for a
        mean of smaller areas, or empty), numerator, denominator, flag (the publisher's symbol, or empty), period, atlas and differs:
        ``higher`` or ``lower`` where the atlas value is outside the interval, ``same`` where it is inside, empty without one.
    """
    atlas = model.atlas
    shown = shown_level(atlas, indicator, level)
    codes = areas_at(atlas, shown).index
    rows = _latest(model, indicator)
    columns = ["value", "lower", "upper", "basis", "numerator", "denominator", "flag"]
    table = rows.reindex(codes)[columns].rename(columns={"basis": "interval"})
    if shown == level and shown != atlas.indicators.at[indicator, "published_level"]:
        own = table["value"].notna()
        table["value"] = values_at(atlas, indicator, level, model.members[level])
        table["interval"] = table["interval"].where(own, "carried")
    table = table.fillna({"interval": "", "flag": ""})
    table["period"] = rows["period"].iloc[0] if len(rows) else ""
    whole = atlas_value(model, indicator)
    table["atlas"] = whole
    table["differs"] = mark(table["lower"].to_numpy(), table["upper"].to_numpy(), whole)
    return table


def mark(lower: NDArray[np.float64], upper: NDArray[np.float64], whole: float) -> NDArray[np.str_]:
    """Say of each interval whether it is ``higher`` or ``lower`` than a value, or the ``same``; empty without an interval."""
    return np.select([np.isnan(lower) | np.isnan(upper) | np.isnan(whole), lower > whole, upper < whole], ["", "higher", "lower"], "same")


def atlas_value(model: Model, indicator: str) -> float:
    """Latest value of an indicator for the whole atlas.

    The share of all counts together where every area has counts; else the child-weighted mean of the areas that it is published for.
    """
    children = areas_at(model.atlas, str(model.atlas.indicators.at[indicator, "published_level"]))
    rows = _latest(model, indicator).reindex(children.index)
    known = rows.dropna(subset="value")
    if len(known) and (known["basis"] == "wilson").all():
        share = known["numerator"].sum() / known["denominator"].sum()
        return float(unit_of_share(known["value"], known["numerator"] / known["denominator"]) * share)
    weights, values = (np.asarray(column, dtype=np.float64) for column in (children, rows["value"]))
    return float(weighted_mean(np.ones((1, len(rows))), weights, values)[0])


def _latest(model: Model, indicator: str) -> pd.DataFrame:
    rows = model.figures[indicator]
    latest: pd.DataFrame = rows[rows["period"] == rows["period"].max()].set_index("area_code")
    return latest
