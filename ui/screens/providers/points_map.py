"""The map of the page of providers: the found ones over the districts, the chosen one ringed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st
from markupsafe import Markup

from ui.kit import html, theme
from ui.map import choose, detailed, draw, hover, scenario_marks
from ui.map.paint import Legend, Paint, Painting
from ui.map.publish import provider_points, published
from ui.scene import memo, scenario
from ui.scene.providers import everything
from ui.screens.providers.table import chosen_provider
from ui.view import scenario_links
from ui.view.state import map_is_blank
from ui.words import pages
from ui.words import providers as words
from ui.words import what_if as what_if_words

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.map.publish import Bounds
    from ui.view.state import View

RING_PX, RING_WIDTH_PX = 15, 4


def _points(scene: Scene) -> list[dict[str, Any]]:
    return _acted(scene) if scenario.acts_of(scene) else _published(scene)


@memo.shared(of_geography=True)
def _published(scene: Scene) -> list[dict[str, Any]]:
    return provider_points(scene.atlas, scene.settings)


@memo.shared()
def _acted(scene: Scene) -> list[dict[str, Any]]:
    return provider_points(scenario.known_atlas(scene), scene.settings)


def provider_map(scene: Scene, view: View, providers: pd.DataFrame, alt: str) -> None:
    """Draw the found providers over the districts, and ring the chosen one."""
    points = _points(scene)
    order = everything(scene).index
    marks = [points[number] for number in order.get_indexer(providers.index).tolist()]
    code = chosen_provider(providers, view)
    ringed = points[order.tolist().index(code)] if code is not None else None
    painting = _painting(scene)
    if view.simple_map:
        seen = replace(view, query=replace(view.query, level="district"), area=None)
        draw.draw_simple(scene, seen, painting, (), alt, points=marks, ringed=ringed)
    else:
        bounds = choose.bounds_of(replace(view, area=None), published(scene))
        deck = _deck(scene, painting.paint, marks, ringed, bounds)
        st.pydeck_chart(deck, key="provision_map", height=detailed.HEIGHT_PX, alt=alt)
        hover.mount(deck.cards, painting, lambda _: None, map_is_blank)
    if ringed is not None and code is not None:
        lines = Markup("<br>").join([Markup("<b>{}</b>").format(ringed["t"]), *ringed["d"].split("\n")])
        card = Markup('<div class="bsg-panel" role="status"><h3>{}</h3><p>{}</p></div>')
        html.show(card.format(words.CHOSEN, lines))
        _what_if(scene, view, code)


def _what_if(scene: Scene, view: View, code: str) -> None:
    """Lead from the chosen provider to what would be without it, or with another size of it."""
    with st.container(horizontal=True):
        if closing := scenario_links.closing(scene, view, code):
            st.page_link(pages.WHAT_IF.path, label=what_if_words.IF_CLOSED, query_params=closing)
        if resizing := scenario_links.resizing(scene, view, code):
            st.page_link(pages.WHAT_IF.path, label=what_if_words.IF_SIZE, query_params=resizing)


def _painting(scene: Scene) -> Painting:
    """Leave the districts uncoloured; their hover cards say what they are called."""
    districts = len(scene.model.areas["district"])
    paint = Paint((0,) * districts, (theme.rgba(theme.PLAIN),), Legend(words.LEGEND_TITLE, (), words.LEGEND_NOTE))
    return Painting(paint, hover.NO_FIGURES, hover.plain_words(), None)


def _deck(scene: Scene, paint: Paint, marks: list[dict[str, Any]], ringed: dict[str, Any] | None, bounds: Bounds) -> detailed.Deck:
    mode = theme.mode()
    made = detailed.build_deck(
        published(scene), "district", paint, (), None, bounds, mode, phone=theme.phone(), marks=scenario_marks.marks(scene)
    )
    spec = json.loads(made.json)
    layers = [detailed.points("found", marks)]
    if ringed is not None:
        layers.append(_ring_layer(ringed["p"], theme.MAP[mode].chosen_line))
    # Names stay on top.
    spec["layers"] = [*spec["layers"][:-1], *layers, spec["layers"][-1]]
    return replace(made, json=json.dumps(spec, separators=(",", ":")), cards=(*made.cards, marks))


def _ring_layer(place: list[float], colour: theme.RGBA) -> dict[str, Any]:
    return {
        "@@type": "ScatterplotLayer",
        "id": "ring",
        "data": [{"p": place}],
        "getPosition": "@@=p",
        "getRadius": RING_PX,
        "radiusUnits": "pixels",
        "filled": False,
        "stroked": True,
        "getLineColor": colour,
        "getLineWidth": RING_WIDTH_PX,
        "lineWidthUnits": "pixels",
        "pickable": False,
    }
