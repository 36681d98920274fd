"""One published measure as a table that stands alone: every area with its interval, mark and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis.differs import compare_areas, shown_level
from geo.analysis.funnel import funnel
from geo.analysis.trends import changes
from geo.base.errors import UnknownIdError
from geo.base.vocabulary import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.method.model import Model

COLUMNS: Final = (
    "indicator_id", "indicator", "unit", "published_level", "level", "area_code", "area", "district", "period", "value", "lower", "upper",
    "interval", "numerator", "denominator", "flag", "differs", "atlas", "from_period", "to_period", "from_value", "to_value", "change",
    "change_lower", "change_upper", "direction", "beyond", "noise", "source", "trend", "funnel_beyond", "funnel_phi",
)  # fmt: skip
DECIMALS: Final = 6


def measure_list(model: Model, indicator: str, level: Level, districts: Sequence[str] = ()) -> pd.DataFrame:
    """List the areas of a measure, the greatest need first (context: the highest value first).

    Parameters
    ----------
    model : Model
        The scoring model.
    indicator : str
        Id of the measure.
    level : {"district", "ward", "lsoa"}
        Areas to list; those of the published level where that is coarser.
    districts : sequence of str
        Districts whose areas are listed; empty means all. Counties are always all listed.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`: those of `geo.analysis.differs.compare_areas` and, of the change since the first period,
        `geo.analysis.trends.changes`. The name of a county is that of its districts. funnel_beyond is the limit of the funnel plot that an
        area is outside of (95, 99.8, or 0 inside them), funnel_phi the overdispersion of all areas (see `geo.analysis.funnel`); both are
        missing where there is no funnel plot of areas of this kind.

    Raises
    ------
    UnknownIdError
        There is no such indicator, level or district.
    """
    atlas = model.atlas
    _check(model, indicator, level, districts)
    facts = {str(name): str(value) for name, value in atlas.indicators.loc[indicator].items()}
    shown = shown_level(atlas, indicator, level)
    moved = changes(model, indicator, level).rename(columns={"lower": "change_lower", "upper": "change_upper"})
    table = compare_areas(model, indicator, level).join(moved)
    plot = funnel(model, indicator)
    whole = shown == facts["published_level"]
    table = table.assign(
        funnel_beyond=plot.points["beyond"].reindex(table.index) if whole else np.nan, funnel_phi=plot.phi if whole else np.nan
    )
    within = atlas.areas["district_code"].reindex(table.index)
    if districts and shown in LEVELS:
        table, within = table[within.isin(districts)], within[within.isin(districts)]
    table = table.assign(
        indicator_id=indicator,
        indicator=facts["name"],
        unit=facts["unit"],
        published_level=facts["published_level"],
        level=shown,
        area=[area_name(model, str(code)) for code in table.index],
        district=within.map(atlas.areas["name"]),
        source=str(atlas.sources.at[facts["source_id"], "title"]),
    )
    better = facts["polarity"] == "higher_is_better"
    table = table.sort_values(["value", "area"], ascending=[better, True], na_position="last")
    listed: pd.DataFrame = table.rename_axis("area_code").reset_index()[list(COLUMNS)].round(DECIMALS)
    return listed


def area_name(model: Model, code: str) -> str:
    """Label of an area; a county has no row of its own and is named by its districts."""
    atlas = model.atlas
    if code in atlas.areas.index:
        return str(atlas.areas.at[code, "label"])
    districts = atlas.at("district")
    return ", ".join(districts.loc[districts["utla_code"] == code, "name"]) or code


def _check(model: Model, indicator: str, level: str, districts: Sequence[str]) -> None:
    indicators, known = tuple(str(key) for key in model.atlas.indicators.index), tuple(str(key) for key in model.areas["district"].index)
    for kind, asked, valid in (("indicator", [indicator], indicators), ("level", [level], LEVELS), ("district", districts, known)):
        for value in asked:
            if value not in valid:
                raise UnknownIdError(kind, value, valid)
