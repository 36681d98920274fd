"""What a scenario does, on the map: points for what opens, closes, moves or changes, and children who come or go on the hover cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.method.gaps import DECIMALS
from geo.whatif.scenario.acts import OF_CHILDREN
from geo.whatif.scenario.placing import Places
from ui.kit import cells
from ui.map import hover
from ui.map.paint import Painting, paint_change
from ui.scene import answers, memo, scenario
from ui.words import maps as maps_words
from ui.words import scenarios as words
from ui.words import what_if as what_if_words

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act
    from geo.whatif.scene import Scene


@memo.shared()
def marks(scene: Scene) -> list[dict[str, Any]]:
    """Points of the scenario, each with the lines of its hover card; none without one."""
    today = scenario.before(scene)
    points = [(kind, place, scenario.in_words(act, today)) for act in scenario.acts_of(scene) for kind, place in _of(act, today)]
    return [
        {"k": "s", "i": number, "s": kind, "p": [round(lon, 5), round(lat, 5)], "t": words.MARKS[kind], "d": told}
        for number, (kind, (lon, lat), told) in enumerate(points)
    ]


def _of(act: Act, today: Scene) -> list[tuple[str, tuple[float, float]]]:
    """Give the points of one change: kind, longitude and latitude."""
    if act.kind == "take_up":
        return []
    if act.kind in OF_CHILDREN:
        middle = Places(today.model.atlas, today.settings.scenario.most_outside_km).find(act.target)
        return [] if isinstance(middle, str) else [("changes", (middle.lon, middle.lat))]
    there = [] if act.place is None else [("opens", (act.place.lon, act.place.lat))]
    if act.kind == "open":
        return there
    row = cells.record(today.model.atlas.providers, act.target)
    here = (cells.number(row["lon"]), cells.number(row["lat"]))
    return [("changes", here)] if act.kind == "resize" else [("closes", here), *there]


def change_painting(scene: Scene, query: Query) -> Painting:
    """Colour every area by the access that it gains or loses; the cards say what it had, too."""
    return with_children(scene, query.level, _change_painting(scene, query))


@memo.shared()
def _change_painting(scene: Scene, query: Query) -> Painting:
    whole = replace(query, districts=())
    now, then = answers.scores(scene, whole), answers.scores(scenario.before(scene), whole)
    areas = scene.model.areas[query.level]
    inside = areas["district_code"].isin(query.districts or areas["district_code"]).to_numpy()
    unit = next(iter(now["access_unit"].dropna()), "")
    change = now["access"].to_numpy(float) - then["access"].to_numpy(float)
    decimals = DECIMALS["access"]
    cards = [
        None if np.isnan(moved) else what_if_words.card(f"{moved:+.{decimals}f}", f"{old:.{decimals}f}")
        for moved, old in zip(change, then["access"], strict=True)
    ]
    return Painting(paint_change(change, unit, inside), hover.pack(now), hover.words(now, what_if_words.CHANGE_CARD), cards)


def with_children(scene: Scene, level: Level, painting: Painting) -> Painting:
    """Put the children who come or go on the hover cards: the files that the browser keeps have those of today."""
    details = _details(scene, level)
    return replace(painting, words={**painting.words, "details": details}) if details else painting


@memo.shared()
def _details(scene: Scene, level: Level) -> dict[str, str]:
    homes = [act.target for act in scenario.acts_of(scene) if act.kind in OF_CHILDREN]
    areas, names = scene.model.areas[level], scene.atlas.areas["name"]
    lsoas = scene.model.areas["lsoa"]
    codes = {code if level == "lsoa" else str(lsoas.at[code, f"{level}_code"]) for code in homes}
    found = {}
    for code in sorted(codes & set(areas.index)):
        parents = [] if level == "district" else [str(names[str(areas.at[code, "district_code"])])]
        found[str(areas.index.get_loc(code))] = maps_words.area_detail(parents, int(cells.number(areas.at[code, "children_0_4"])))
    return found
