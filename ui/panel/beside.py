"""What stands beside the rank of one area: the part of the panel, of the profile and of the report that says how far a rank reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.method.beside import APPROXIMATE
from geo.method.market import YES
from ui.kit import cells, html
from ui.scene import answers
from ui.view import describe
from ui.words import beside as words
from ui.words import common
from ui.words.plain import bare

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.kit.cells import Row


def row_of(scene: Scene, query: Query, area: str) -> Row:
    """Give the row of one area in the gap list of the whole atlas, with its evidence."""
    listed = answers.listed(scene, replace(query, districts=()))
    return cells.records(listed[listed["area_code"] == area])[0]


def is_approximate(row: Row | pd.Series) -> bool:
    """Whether the number of children of a row is a share of a neighbourhood that was split."""
    return row["children_basis"] == APPROXIMATE


def beside_part(scene: Scene, query: Query, area: str) -> Markup:
    """Say how near the nearest is, where the area would stand otherwise and in England, and what the data cannot say.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        The question, at the level of the area.
    area : str
        Code of the area.

    Returns
    -------
    Markup
        HTML; empty where nothing is ranked.
    """
    sentences = beside_sentences(scene, query, area)
    sentences += filter(None, [bare(describe.site_weights(scene, query))] if sentences else [])
    return html.heading(words.TITLE) + html.bullets(sentences) if sentences else html.NOTHING


def beside_sentences(scene: Scene, query: Query, area: str) -> list[str]:
    """Write the sentences of `beside_part`."""
    row = row_of(scene, query, area)
    parts = [
        *_border(scene, row),
        *_nearest(scene, query, row),
        *_otherwise(scene, row, common.areas_of(query.level, len(scene.model.areas[query.level]))),
        *_in_england(scene, query, row),
    ]
    return [*parts, *[words.APPROXIMATE] * is_approximate(row)]


def _border(scene: Scene, row: Row) -> list[str]:
    services = str(row["border"]).split(";") if row["border"] else []
    return [words.border([scene.settings.services[service].plural for service in services])] if services else []


def _nearest(scene: Scene, query: Query, row: Row) -> list[str]:
    km, minutes = cells.number(row["nearest_km"]), cells.number(row["nearest_minutes"])
    if cells.is_missing(km):
        return []
    count = int(cells.number(row["providers_in_reach"]))
    told = words.nearest(str(row["nearest_provider"]), km, minutes, count, describe.catchment(scene, query), query.level)
    return [told]


def _otherwise(scene: Scene, row: Row, areas: str) -> list[str]:
    """On foot, and under the other form of catchment; nothing of the choice that is made already."""
    access, priority, parts = scene.settings.access, row["gap_class"] == "priority", []
    rank = cells.number_or_none(row["walk_rank"])
    if rank is not None and access.mode != "walk":
        now = words.stays(priority=priority, there=row["also_on_foot"] == YES)
        parts.append(words.on_foot(access.on_foot_minutes, int(rank), areas, now))
    if row["also_3sfca"] and access.form != "3sfca":
        parts.append(words.other_form(words.stays(priority=priority, there=row["also_3sfca"] == YES)))
    return [" ".join(parts)] if parts else []


def _in_england(scene: Scene, query: Query, row: Row) -> list[str]:
    place, decile = (cells.number(row[name]) for name in ("england_low_income_place", "england_access_decile"))
    parts = []
    if not cells.is_missing(place):
        parts.append(words.england(place, query.level))
    if not cells.is_missing(decile):
        values = scene.atlas.indicator_values
        period = str(values.loc[values["indicator_id"] == scene.settings.england.access_decile, "period"].max())
        parts.append(words.access_in_england(decile, period, query.level))
    parts += [words.ONLY_HERE] * (row["high_need_only_here"] == YES)
    return [" ".join(parts)] if parts else []
