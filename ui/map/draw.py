"""The map on the page, with its cards and its legend."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.kit import theme
from ui.map import choose, detailed, hover, legend, scenario_marks, simple
from ui.map.publish import POSSIBLE_SITE, published
from ui.scene import local
from ui.view.state import DETAILED, FOLIUM, map_is_blank, stands_in
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.whatif.scene import Scene
    from ui.map.paint import Legend, Painting
    from ui.view.state import View

STAGE = "map_stage"


def draw(
    scene: Scene, view: View, painting: Painting, groups: Sequence[tuple[str, str]], alt: str, *, sites: Sequence[dict[str, Any]] = ()
) -> None:
    """Draw the map with its legend and buttons.

    Parameters
    ----------
    scene : Scene
        Data and the files that the map fetches.
    view : View
        Level, districts and chosen area.
    painting : Painting
        Colours and what the hover cards say.
    groups : sequence of (service type, sector)
        Points to show.
    alt : str
        What the map shows, for somebody who cannot see it.
    sites : sequence of dict
        Sites of an answer: points with a number ``n``.
    """
    with st.container(key=STAGE, gap="small"):
        if view.drawing == DETAILED:
            _detailed(scene, view, painting, groups, alt, sites)
        else:
            files = published(scene)
            draw_simple(scene, view, painting, groups, alt, lambda name: choose.clicked_simple(name, files, view), sites=sites)
        known = ["note"] if local.marks(scene) else []
        known += [mark["s"] for mark in (*scenario_marks.marks(scene), *sites)]
        symbols = ["site" if service == POSSIBLE_SITE else sector for service, sector in groups] + known
        draw_legend(painting.paint.legend, sorted(set(symbols), key=list(maps_words.SYMBOLS).index), faded=bool(view.query.districts))


def draw_beside(scenes: Sequence[tuple[str, Scene]], view: View, alt: str) -> None:
    """Draw two scenes beside each other, each in the colours of the view with its legend; the maps move together.

    Parameters
    ----------
    scenes : sequence of (str, Scene)
        Two scenes and what each is called.
    view : View
        Level, districts, colours and chosen area.
    alt : str
        What the maps show, for somebody who cannot see them.
    """
    places = st.columns(len(scenes), gap="small")
    for number, (place, (name, scene)) in enumerate(zip(places, scenes, strict=True)):
        with place, st.container(key=f"{STAGE}_{number}", gap="small"):
            st.markdown(f"**{name}**")
            painting, groups, files = choose.painting(scene, view), choose.groups(scene, view), published(scene)
            spec = _spec(scene, view, painting, groups, f"{name}. {alt}")
            click = partial(choose.clicked_simple, files=files, view=view)
            simple.draw({**spec, "step": STAGE}, click, second=number > 0)
            draw_legend(painting.paint.legend, [], faded=bool(view.query.districts))


def _spec(
    scene: Scene, view: View, painting: Painting, groups: Sequence[tuple[str, str]], alt: str, ringed: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Describe a view for the light map, without points of its own."""
    files, level = published(scene), view.query.level
    chosen = files.codes[level].index(view.area) if view.area is not None else None
    fit = choose.bounds_of(replace(view, area=None), files)
    look = choose.near(view, files) if ringed is None else choose.close_to(ringed)
    return simple.spec(files, level, painting, groups, chosen, fit, theme.mode(), alt, look)


def draw_legend(about: Legend, symbols: Sequence[str], *, faded: bool) -> None:
    """Draw the legend in the colours that the map has on this screen, as `ui.map.legend.draw` does."""
    legend.draw(about, symbols, faded=faded, mode=theme.mode())


def _detailed(
    scene: Scene, view: View, painting: Painting, groups: Sequence[tuple[str, str]], alt: str, sites: Sequence[dict[str, Any]]
) -> None:
    files = published(scene)
    above, below = st.container(), st.container()
    with below:
        fit = choose.fit(view, files)
    deck = detailed.build_deck(
        files,
        view.query.level,
        painting.paint,
        groups,
        view.area,
        fit,
        theme.mode(),
        phone=theme.phone(),
        notes=local.marks(scene),
        marks=scenario_marks.marks(scene),
        sites=sites,
    )
    with above:
        st.pydeck_chart(
            deck,
            key=choose.MAP_KEY,
            height=detailed.HEIGHT_PX,
            on_select=lambda: choose.clicked(files, view),
            selection_mode="single-object",
            alt=alt,
        )
    hover.mount(deck.cards, painting, lambda name: choose.clicked_slowly(name, files, view), map_is_blank)


def draw_simple(
    scene: Scene,
    view: View,
    painting: Painting,
    groups: Sequence[tuple[str, str]],
    alt: str,
    on_click: Callable[[str], None] | None = None,
    points: list[dict[str, Any]] | None = None,
    ringed: dict[str, Any] | None = None,
    sites: Sequence[dict[str, Any]] = (),
) -> None:
    """Draw the map that needs no WebGL, and say so if it stands in for the other.

    Parameters
    ----------
    scene, view, painting, groups, alt
        As for `draw`.
    on_click : callable, optional
        As `ui.map.simple.draw` calls it.
    points : list of dict, optional
        Providers to show instead of whole groups of them.
    ringed : dict, optional
        The one of these points to look at, with a ring around it.
    sites : sequence of dict
        As for `draw`.
    """
    if stands_in():
        st.info(maps_words.STANDS_IN)
    spec = _spec(scene, view, painting, groups, alt, ringed)
    if points is not None:
        spec["points"] = [points]
    spec["points"] += [given for given in (local.marks(scene), scenario_marks.marks(scene), list(sites)) if given]
    spec["ring"] = ringed["p"] if ringed else None
    if view.drawing == FOLIUM:
        from ui.map import folium_frame  # noqa: PLC0415 - streamlit-folium costs 1 s to import, and most readers never need it

        folium_frame.draw(simple.whole(spec, published(scene)), on_click)
    else:
        simple.draw(spec, on_click)
