"""The map on the page: chart, hover cards, legend and its two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import deck_map, hover, leaflet_map, legend, local, map_text, map_view, simple_map, theme
from ui.publish import POSSIBLE_SITE
from ui.state import FOLIUM, map_is_blank, stands_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.map_view import Painting
    from ui.page import Loaded
    from ui.publish import Bounds
    from ui.state import View


def draw(loaded: Loaded, view: View, painting: Painting, groups: Sequence[tuple[str, str]], alt: str) -> None:
    """Draw the map with its legend and buttons.

    Parameters
    ----------
    loaded : Loaded
        Data and the files that the map fetches.
    view : View
        Level, districts and chosen area.
    painting : Painting
        Colours and what the hover cards say.
    groups : sequence of (service type, sector)
        Points to show.
    alt : str
        What the map shows, for somebody who cannot see it.
    """
    files = loaded.files
    above, below = st.container(gap="small"), st.container()
    with below:
        fit = map_view.fit(view, files)
    with above:
        if view.simple_map:
            simple(loaded, view, painting, groups, fit, alt, lambda found: map_view.clicked_simple(found, files, view))
        else:
            _detailed(loaded, view, painting, groups, fit, alt)
        known = ["note"] if local.marks(loaded) else []
        symbols = ["site" if service == POSSIBLE_SITE else sector for service, sector in groups] + known
        legend.draw(painting.paint.legend, sorted(set(symbols), key=list(map_text.SYMBOLS).index), faded=bool(view.query.districts))


def _detailed(loaded: Loaded, view: View, painting: Painting, groups: Sequence[tuple[str, str]], fit: Bounds, alt: str) -> None:
    files = loaded.files
    deck = deck_map.build_deck(
        files, view.query.level, painting.paint, groups, view.area, fit, theme.mode(), phone=theme.phone(), notes=local.marks(loaded)
    )
    st.pydeck_chart(
        deck,
        key=map_view.MAP_KEY,
        height=deck_map.HEIGHT_PX,
        on_select=lambda: map_view.clicked(files, view),
        selection_mode="single-object",
        alt=alt,
    )
    hover.mount(deck.cards, painting, lambda found: map_view.clicked_slowly(found, files, view), map_is_blank)


def simple(
    loaded: Loaded,
    view: View,
    painting: Painting,
    groups: Sequence[tuple[str, str]],
    fit: Bounds,
    alt: str,
    on_click: Callable[[str], None] | None = None,
    points: list[dict[str, Any]] | None = None,
) -> None:
    """Draw the map that needs no WebGL, and say so if it stands in for the other.

    Parameters
    ----------
    loaded, view, painting, groups, alt
        As for `draw`.
    fit : tuple of float
        West, south, east, north to look at.
    on_click : callable, optional
        As `ui.simple_map.draw` calls it.
    points : list of dict, optional
        Providers to show instead of whole groups of them.
    """
    if stands_in():
        st.info(map_text.STANDS_IN)
    files, level, notes = loaded.files, view.query.level, local.marks(loaded)
    chosen = files.codes[level].index(view.area) if view.area is not None else None
    spec = leaflet_map.spec(files, level, painting, groups, chosen, fit, theme.mode(), alt)
    if points is not None:
        spec["points"] = [points]
    if notes:
        spec["points"] = [*spec["points"], notes]
    if view.drawing == FOLIUM:
        from ui import folium_frame  # noqa: PLC0415 - streamlit-folium costs 1 s to import, and most readers never need it

        folium_frame.draw(leaflet_map.whole(spec, files), on_click)
    else:
        simple_map.draw(spec, on_click)
