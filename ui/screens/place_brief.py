"""A place as a brief of one or two sides of paper: a local map, who is near, two reasons, one caveat, the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.analysis.neighbours import touching
from geo.analysis.profile import providers_in_reach
from geo.method.supply import lacks_childminders
from ui.kit import cells, html, pictures
from ui.panel.reasons import reason_sentences
from ui.scene import answers, memo
from ui.scene.shapes import shapes
from ui.view import describe
from ui.words import ask as ask_words
from ui.words import panel as panel_words
from ui.words import profile as words
from ui.words import sure as sure_words
from ui.words.maps import SECTOR_WORDS

if TYPE_CHECKING:
    from markupsafe import Markup

    from geo.base.vocabulary import Level
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.kit.pictures import Dot

NEAREST, REASONS = 12, 2
MAP_PX: Final = (640, 380)


@memo.shared()
def brief(scene: Scene, query: Query, area: str) -> Markup:
    """Write the brief of an area.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        What is asked, of all districts, at the level of the area.
    area : str
        The area.
    """
    near = providers_in_reach(scene.model, query, area).head(NEAREST)
    # In the order of the list below the map, which numbers them.
    near = pd.concat([near[near["sector"] == sector] for sector in SECTOR_WORDS])
    reasons = reason_sentences(scene, query, area, answers.scores(scene, query))[:REASONS]
    outcome = scene.settings.outcomes[query.outcome].name
    parts = [
        html.heading(words.reasons_title(outcome)),
        html.bullets(reasons) if reasons else html.NOTHING,
        html.paragraph(_caveat(scene, query, area)),
        html.paragraph(words.next_step(str(answers.scores(scene, query).at[area, "gap_class"]))),
        html.heading(words.near_title(len(near), describe.catchment(scene, query))),
        _map(scene, query.level, area, near),
        html.paragraph(words.MAP_NOTE, "bsg-quiet"),
        _table(scene, near),
    ]
    return html.panel(html.join(parts))


def _caveat(scene: Scene, query: Query, area: str) -> str:
    rows = answers.listed(scene, query).set_index("area_code")
    row = cells.record(rows, area)
    low, high = (None if cells.is_missing(row[name]) else int(cells.number(row[name])) for name in ("rank_low", "rank_high"))
    ranks = sure_words.rank_range(str(row["how_sure"]), low, high, border=bool(row["border"]))
    return words.caveat(ranks, int(rows["rank"].count()), childminders=not lacks_childminders(scene.model))


def _map(scene: Scene, level: Level, area: str, near: pd.DataFrame) -> Markup:
    """Draw the area among those that touch it, with the numbers of the providers that lie there."""
    everywhere = shapes(scene, level)
    around = {code: everywhere[code] for code in (area, *touching(scene.atlas, level).get(area, ()))}
    labels = cells.texts(scene.atlas.areas["label"].loc[list(around)])
    dots: list[Dot] = [
        (float(row["lon"]), float(row["lat"]), str(number), row["sector"] == "public")
        for number, row in enumerate(near.to_dict("records"), start=1)
    ]
    return pictures.neighbourhood(around, area, labels, dots, MAP_PX, words.local_map(labels[area]))


def _table(scene: Scene, near: pd.DataFrame) -> Markup:
    """List the providers by sector, each with its number on the map."""
    parts, number = [], 0
    for sector in SECTOR_WORDS:
        rows = []
        for row in near[near["sector"] == sector].to_dict("records"):
            number += 1
            service = scene.settings.services[str(row["service_type"])].name
            name = service if pd.isna(row["name"]) else str(row["name"])
            places = panel_words.places(None if pd.isna(row["places"]) else row["places"], row["places_basis"])
            rows.append((html.cell(f"{number}. {name}", service), places, ask_words.minutes_cell(float(row["minutes"]))))
        if rows:
            parts.append(html.table((ask_words.table_title(sector, len(rows)), *ask_words.TABLE_COLUMNS[1:]), rows))
    return html.join(parts)
