"""The map of a year: which areas fall below the target, are below it, or reach it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.demand.summary import STATUSES, of_year
from geo.method.supply import choose_supply
from ui.map import choose, draw, hover
from ui.map.paint import Painting, paint_statuses
from ui.scene import memo, outlooks
from ui.screens.demand.tables import whole
from ui.words import demand as words

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.screens.demand.question import YearAsked
    from ui.view.state import View


def draw_map(scene: Scene, view: View, asked: YearAsked, alt: str) -> None:
    """Draw the map with its legend; ``alt`` describes it for somebody who cannot see it."""
    draw.draw(scene, view, painting(scene, view.query, asked), choose.groups(scene, view), alt)


@memo.shared()
def painting(scene: Scene, query: Query, asked: YearAsked) -> Painting:
    """Colour every area by where it stands against the target in the year, those of other districts faint."""
    everywhere = replace(query, districts=())
    rows = of_year(outlooks.listed(scene, everywhere, asked.take_up), asked.year, asked.variant, asked.counted)
    areas = scene.model.areas[query.level]
    inside = areas["district_code"].isin(query.districts or areas["district_code"]).to_numpy()
    rows = rows.reindex(areas.index)
    unit, target = choose_supply(scene.model, query).unit, float(rows["wanted"].iloc[0])
    labels = words.STATUS if asked.held else words.TODAY_STATUS
    note = words.legend_note(words.target(target, unit, asked.counted), held=asked.held)
    paint = paint_statuses(rows["status"].tolist(), STATUSES, labels, words.legend_title(asked.year, held=asked.held), note, inside)
    cards: list[str | None] = [
        words.card(reached, whole(first), whole(low), whole(high))
        for reached, first, low, high in rows[["reached", "first", "low", "high"]].itertuples(index=False)
    ]
    return Painting(paint, hover.NO_FIGURES, hover.plain_words(words.CARD), cards)
