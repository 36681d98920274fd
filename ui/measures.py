"""Comparisons and changes of published measures, worked out once for all readers, and the words for one row of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.differs import compare_areas, funnel
from geo.measure_list import measure_list
from geo.trends import changes, series
from ui import cache, text

if TYPE_CHECKING:
    import pandas as pd

    from geo.model import Model
    from geo.settings import Level
    from geo.store import Atlas
    from geo.trends import Start


@cache.shared(128)
def compared(_model: Model, stamp: cache.Stamp, indicator: str, level: Level) -> pd.DataFrame:
    """`geo.differs.compare_areas`, once for each indicator and level; the stamp is that of the data."""
    return compare_areas(_model, indicator, level)


@cache.shared(128)
def listed(_model: Model, stamp: cache.Stamp, indicator: str, level: Level, districts: tuple[str, ...]) -> pd.DataFrame:
    """`geo.measure_list.measure_list`, once for each indicator, level and choice of districts."""
    return measure_list(_model, indicator, level, districts)


@cache.shared(128)
def figures(_model: Model, stamp: cache.Stamp, indicator: str, level: Level) -> pd.DataFrame:
    """`geo.trends.series`, once for each indicator and level."""
    return series(_model, indicator, level)


@cache.shared(256)
def changed(_model: Model, stamp: cache.Stamp, indicator: str, level: Level, start: Start = "first") -> pd.DataFrame:
    """`geo.trends.changes`, once for each indicator, level and start."""
    return changes(_model, indicator, level, start, figures(_model, stamp, indicator, level))


@cache.shared(64)
def funnel_of(_model: Model, stamp: cache.Stamp, indicator: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`geo.differs.funnel`, once for each indicator."""
    return funnel(_model, indicator)


def area_name(atlas: Atlas, code: str) -> str:
    """Name an area; a county has no row of its own and is named after its districts."""
    if code in atlas.areas.index:
        return str(atlas.areas.at[code, "label"])
    districts = atlas.at("district")
    return text.listed(districts.loc[districts["utla_code"] == code, "name"].tolist()) or code


def place_name(atlas: Atlas, code: str) -> str:
    """Name an area so that it is found: a ward with its district, because several districts have a ward called North."""
    name = area_name(atlas, code)
    if code not in atlas.areas.index or atlas.areas.at[code, "level"] != "ward":
        return name
    return f"{name} ({area_name(atlas, str(atlas.areas.at[code, 'district_code']))})"
