"""The map on the page, with its cards and its legend."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

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
    from ui.map.publish import Bounds
    from ui.view.state import View

STAGE = "map_stage"


def draw(
    scene: Scene,
    view: View,
    painting: Painting,
    groups: Sequence[tuple[str, str]],
    alt: str,
    *,
    sites: Sequence[dict[str, Any]] = (),
    fit: Bounds | None = None,
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
    fit : tuple of float, optional
        Bounds to look at in the stead of the districts.
    """
    with st.container(key=STAGE, gap="small"):
        if view.drawing == DETAILED:
            _detailed(scene, view, painting, groups, alt, sites, fit)
        else:
            files = published(scene)
            draw_simple(scene, view, painting, groups, alt, lambda name: choose.clicked_simple(name, files, view), sites=sites, fit=fit)
        known = ["note"] if local.marks(scene) else []
        known += [mark["s"] for mark in (*scenario_marks.marks(scene), *sites)]
        symbols = ["site" if service == POSSIBLE_SITE else sector for service, sector in groups] + known
        ordered = sorted(set(symbols), key=list(maps_words.SYMBOLS).index)
        draw_legend(painting.paint.legend, ordered, faded=bool(view.query.districts), beyond=choose.beyond(scene, groups))


class Half(NamedTuple):
    """One of two maps beside each other: the words above it (Markdown, in small print), what it shows, and its description.

    ``chooses`` says whether the page has something to say of an area that is pressed; ``fit`` is as for `draw`.
    """

    above: str
    scene: Scene
    view: View
    alt: str
    chooses: bool = True
    fit: Bounds | None = None


def draw_beside(halves: Sequence[Half]) -> None:
    """Draw two maps beside each other that move in step, at one scale; one legend does for both where their colours mean the same.

    Parameters
    ----------
    halves : sequence of Half
        Two scenes of one view, or two views of one scene. Maps of different districts keep the same distance from the middle of their own.
    """
    paintings = [choose.painting(half.scene, half.view) for half in halves]
    legends = [painting.paint.legend for painting in paintings]
    faded = any(half.view.query.districts for half in halves)
    one_legend = all(legend == legends[0] for legend in legends)
    fits = choose.as_large([half.fit or _fit(half.scene, half.view) for half in halves])
    with st.container(key=f"{STAGE}s", gap="small"):
        places = st.columns(len(halves), gap="small", vertical_alignment="bottom" if one_legend else "top")
        for number, (place, half) in enumerate(zip(places, halves, strict=True)):
            with place, st.container(key=None if one_legend else f"{STAGE}_{number}", gap="small"):
                st.caption(half.above)
                spec = _spec(half.scene, half.view, paintings[number], choose.groups(half.scene, half.view), half.alt, fits[number])
                if len(set(fits)) > 1:
                    spec["home"] = spec["fit"]
                click = partial(choose.clicked_simple, files=published(half.scene), view=half.view)
                simple.draw({**spec, "step": STAGE}, click if half.chooses else None, second=number > 0)
                if not one_legend:
                    draw_legend(legends[number], [], faded=faded)
        if one_legend:
            draw_legend(legends[0], [], faded=faded)


def _fit(scene: Scene, view: View) -> Bounds:
    """Bounds of all that a view is about, whichever area is chosen."""
    return choose.bounds_of(replace(view, area=None), published(scene))


def _spec(
    scene: Scene,
    view: View,
    painting: Painting,
    groups: Sequence[tuple[str, str]],
    alt: str,
    fit: Bounds,
    ringed: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Describe a view for the light map, without points of its own."""
    files, level = published(scene), view.query.level
    chosen = files.codes[level].index(view.area) if view.area is not None else None
    look = choose.near(view, files) if ringed is None else choose.close_to(ringed)
    return simple.spec(files, level, painting, groups, chosen, fit, theme.mode(), alt, look)


def draw_legend(about: Legend, symbols: Sequence[str], *, faded: bool, beyond: bool = False) -> None:
    """Draw the legend in the colours that the map has on this screen, as `ui.map.legend.draw` does."""
    legend.draw(about, symbols, faded=faded, beyond=beyond, mode=theme.mode())


def _detailed(
    scene: Scene,
    view: View,
    painting: Painting,
    groups: Sequence[tuple[str, str]],
    alt: str,
    sites: Sequence[dict[str, Any]],
    about: Bounds | None,
) -> None:
    files = published(scene)
    above, below = st.container(), st.container()
    with below:
        fit = choose.fit(view, files, about)
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
    fit: Bounds | None = None,
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
    sites, fit
        As for `draw`.
    """
    if stands_in():
        st.info(maps_words.STANDS_IN)
    spec = _spec(scene, view, painting, groups, alt, fit or _fit(scene, view), ringed)
    if points is not None:
        spec["points"] = [points]
    spec["points"] += [given for given in (local.marks(scene), scenario_marks.marks(scene), list(sites)) if given]
    spec["ring"] = ringed["p"] if ringed else None
    if view.drawing == FOLIUM:
        from ui.map import folium_frame  # noqa: PLC0415 - streamlit-folium costs 1 s to import, and most readers never need it

        folium_frame.draw(simple.whole(spec, published(scene)), on_click)
    else:
        simple.draw(spec, on_click)
