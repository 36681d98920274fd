"""What is published of a place at several dates: a small line for each measure, with both ends dated, and a table of the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.analysis.place_over_time import DatedFigures, place_over_time
from ui.kit import html, pictures
from ui.scene import memo
from ui.words import figures
from ui.words import over_time as words

if TYPE_CHECKING:
    from markupsafe import Markup

    from geo.method.query import Query
    from geo.whatif.scene import Scene


@memo.shared()
def over_time_part(scene: Scene, query: Query, area: str) -> Markup:
    """Draw the measures of a place that have several dates; those of a county say so, and stand beside its statistical neighbours."""
    found = place_over_time(scene.model, query.level, area)
    if not found:
        return html.paragraph(words.NONE)
    names = scene.atlas.sources
    sources = [words.source(one.name, str(names.at[one.source_id, "title"]), str(names.at[one.source_id, "licence"])) for one in found]
    notes = html.paragraph(words.NOTE, "bsg-quiet") + html.bullets(sources)
    return html.table(words.COLUMNS, [_row(scene, one) for one in found]) + notes


def _row(scene: Scene, one: DatedFigures) -> tuple[str, ...]:
    start, end = (str(one.figures.index[place]) for place in (0, -1))
    whose = words.whose(one.level, _name(scene, one), is_mean=one.is_mean)
    ends = [_figure(one, "value", place) for place in (0, -1)]
    beside = [_beside(one, place) for place in (0, -1)]
    values = one.figures["value"].tolist()
    alt = words.line(one.name, whose, figures.date_words(start), ends[0], figures.date_words(end), ends[1])
    drawn = pictures.line_over_time(values, [(np.nan, np.nan)] * len(values), alt)
    return (
        html.cell(one.name, one.unit),
        html.cell(whose),
        html.cell(ends[0], f"{figures.date_words(start)}{beside[0]}"),
        html.cell(ends[1], f"{figures.date_words(end)}{beside[1]}"),
        drawn,
    )


def _name(scene: Scene, one: DatedFigures) -> str:
    # Within other borders figures of districts stay those of the districts of today.
    for areas in (scene.atlas.areas, scene.published.atlas.areas):
        if one.area in areas.index:
            return str(areas.at[one.area, "name" if one.level == "district" else "label"])
    upper = scene.atlas.upper_tier.areas
    return str(next(iter(upper.loc[upper["area_code"] == one.area, "name"]), one.area))


def _figure(one: DatedFigures, column: str, place: int) -> str:
    return figures.figure(float(one.figures[column].iloc[place]))


def _beside(one: DatedFigures, place: int) -> str:
    """Write what the authority is compared with at one end; nothing of a place."""
    if not one.has_neighbours:
        return ""
    england = one.figures["england"].iloc[place]
    return words.beside(_figure(one, "neighbours_mean", place), "" if np.isnan(england) else _figure(one, "england", place))
