"""What is published of a place at several dates, whatever the outcome area: access, low income, development, take-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis.benchmarks import SAME, TAKE_UP, authorities, over_time
from geo.analysis.differs import CONTAINER, shown_level
from geo.analysis.trends import series
from geo.base.periods import last_year
from geo.base.vocabulary import LEVELS
from geo.contract.definitions import comparable_from

if TYPE_CHECKING:
    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.method.model import Model

# Measures of neighbourhoods, wards and districts; then those that are published for counties and unitary authorities alone.
OF_PLACES: Final = ("accessible_places", "low_income_ahc", "gld_district")
OF_AUTHORITIES: Final = ("lait_fsp_new_gooddev", *TAKE_UP)
LEAST_DATES: Final = 2


@dataclass(frozen=True)
class DatedFigures:
    """One measure at several dates.

    Parameters
    ----------
    measure, name, unit : str
        Id, name and unit.
    level : str
        Of the area that the figures are of: that of the place, a coarser one, or ``county``.
    area : str
        Its code.
    figures : DataFrame
        Index period, sorted, at least two; ``value``, and of an authority ``neighbours_mean`` (plain mean of its statistical
        neighbours) and ``england``.
    source_id : str
        Where it is from.
    is_mean : bool
        Whether it is the mean of smaller areas.
    """

    measure: str
    name: str
    unit: str
    level: str
    area: str
    figures: pd.DataFrame
    source_id: str
    is_mean: bool = False

    @property
    def has_neighbours(self) -> bool:
        """Whether statistical neighbours stand beside it at both ends."""
        return "neighbours_mean" in self.figures and bool(self.figures["neighbours_mean"].iloc[[0, -1]].notna().all())


def place_over_time(model: Model, level: Level, area: str) -> list[DatedFigures]:
    """Give what is held of a place at two dates or more; a figure of a coarser area is that area's, and never the place's own.

    Parameters
    ----------
    model : Model
        The scoring model.
    level : {"district", "ward", "lsoa"}
        Level of the place.
    area : str
        Its code.
    """
    found = [one for measure in OF_PLACES if (one := _of_place(model, measure, level, area)) is not None]
    return found + [one for measure in OF_AUTHORITIES if (one := _of_authority(model, measure, area)) is not None]


def _of_place(model: Model, measure: str, level: Level, area: str) -> DatedFigures | None:
    atlas = model.atlas
    if measure not in atlas.indicators.index:
        return None
    shown = shown_level(atlas, measure, level)
    row = atlas.areas.loc[area]
    column = CONTAINER.get(shown, f"{shown}_code")
    code = area if shown == level else str(row[column]) if column in row.index else ""
    rows = series(model, measure, level)
    rows = rows[(rows["area_code"] == code) & rows["value"].notna()].set_index("period").sort_index()
    if len(rows) < LEAST_DATES:
        return None
    facts = atlas.indicators.loc[measure]
    named = shown if shown in LEVELS else "district" if shown == "former_district" else "county"
    return DatedFigures(
        measure,
        str(facts["name"]),
        str(facts["unit"]),
        named,
        code,
        rows[["value"]],
        str(facts["source_id"]),
        bool((rows["basis"] == "carried").all()),
    )


def _of_authority(model: Model, measure: str, area: str) -> DatedFigures | None:
    atlas, code = model.atlas, str(model.atlas.areas.at[area, "utla_code"])
    mine = next((authority for authority in authorities(atlas) if authority.code == code), None)
    if mine is None or measure not in atlas.upper_tier.measures.index:
        return None
    rows = over_time(atlas, measure, mine).dropna(subset="value")
    # Its publisher made it anew: the same measure of ours says when.
    since = last_year(comparable_from().get(SAME.get(measure, ""), ""))
    if not np.isnan(since):
        rows = rows[[last_year(str(period)) >= since for period in rows.index]]
    if len(rows) < LEAST_DATES:
        return None
    facts = atlas.upper_tier.measures.loc[measure]
    columns = ["value", "neighbours_mean", "england"]
    return DatedFigures(measure, str(facts["name"]), str(facts["unit"]), "county", code, rows[columns], str(facts["source_id"]))
