"""Comparisons and changes of published measures, worked out once for all readers, and the words for one row of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis.differs import compare_areas
from geo.analysis.funnel import Funnel, funnel
from geo.analysis.measures import measure_list
from geo.analysis.trends import changes, series
from ui.scene import memo
from ui.words import figures

if TYPE_CHECKING:
    import pandas as pd

    from geo.analysis.trends import Start
    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas
    from geo.whatif.scene import Scene


@memo.shared(of_geography=True)
def compared(scene: Scene, indicator: str, level: Level) -> pd.DataFrame:
    """`geo.analysis.differs.compare_areas`, once for each indicator and level."""
    return compare_areas(scene.model, indicator, level)


@memo.shared(of_geography=True)
def listed(scene: Scene, indicator: str, level: Level, districts: tuple[str, ...]) -> pd.DataFrame:
    """`geo.analysis.measures.measure_list`, once for each indicator, level and choice of districts."""
    return measure_list(scene.model, indicator, level, districts)


@memo.shared(of_geography=True)
def published(scene: Scene, indicator: str, level: Level) -> pd.DataFrame:
    """`geo.analysis.trends.series`, once for each indicator and level."""
    return series(scene.model, indicator, level)


@memo.shared(of_geography=True)
def changed(scene: Scene, indicator: str, level: Level, start: Start = "first") -> pd.DataFrame:
    """`geo.analysis.trends.changes`, once for each indicator, level and start."""
    return changes(scene.model, indicator, level, start, published(scene, indicator, level))


@memo.shared(of_geography=True)
def funnel_of(scene: Scene, indicator: str) -> Funnel:
    """`geo.analysis.funnel.funnel`, once for each indicator."""
    return funnel(scene.model, indicator)


def area_name(atlas: Atlas, code: str) -> str:
    """Name an area; a county has no row of its own and is named after its districts."""
    if code in atlas.areas.index:
        return str(atlas.areas.at[code, "label"])
    districts = atlas.at("district")
    return figures.listed(districts.loc[districts["utla_code"] == code, "name"].tolist()) or code


def place_name(atlas: Atlas, code: str) -> str:
    """Name an area so that it is found: a ward with its district, because several districts have a ward called North."""
    name = area_name(atlas, code)
    if code not in atlas.areas.index or atlas.areas.at[code, "level"] != "ward":
        return name
    return f"{name} ({area_name(atlas, str(atlas.areas.at[code, 'district_code']))})"
