"""The simple map on the page: drawn without WebGL, same layers, same choosing. Imported only when it is shown.

It is a folium map: a base that never changes, and one layer whose script draws the view from published files. Folium's own layers would
send every outline at each change of a filter. Nothing is asked of another host: Leaflet is served from ``static/vendor``.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import folium
import streamlit as st
from folium.template import Template
from streamlit_folium import st_folium

from ui import deck_map, leaflet_map, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.map_view import Painting
    from ui.publish import Bounds, Published
    from ui.state import View

KEY = "simple_map"
CLICKED = "last_active_drawing"
ZOOM = {"min_zoom": leaflet_map.MIN_ZOOM, "max_zoom": leaflet_map.MAX_ZOOM, "zoom_snap": 0.25}


class BaseMap(folium.Map):  # type: ignore[misc] - folium is not typed
    """Empty map without background tiles. It is the same for every view, so that a change of a filter never draws the frame anew."""

    def __init__(self) -> None:
        super().__init__(location=leaflet_map.START, zoom_start=9, tiles=None, **ZOOM, control_scale=True)
        self.default_js = [("leaflet", theme.static_url("vendor/leaflet/leaflet.js")), ("gap_map", theme.static_url("simple_map.js"))]
        self.default_css = [("leaflet", theme.static_url("vendor/leaflet/leaflet.css")), ("app", theme.static_url("app.css"))]


class ViewLayer(folium.FeatureGroup):  # type: ignore[misc] - folium is not typed
    """Layer that ``static/simple_map.js`` draws.

    Parameters
    ----------
    spec : dict
        As `ui.leaflet_map.spec` returns it.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = gapMap.show(map_div, gapMap.read('{{ this.packed }}'));{% endmacro %}"
    )

    def __init__(self, spec: dict[str, Any]) -> None:
        super().__init__(name="view", control=False)
        # Folium reads a written layer as a template once more, and streamlit-folium looks for names in it. Letters and digits are neither.
        self.packed = b64encode(json.dumps(spec, separators=(",", ":")).encode()).decode()


def draw(
    files: Published,
    view: View,
    painting: Painting,
    groups: Sequence[tuple[str, str]],
    fit: Bounds,
    alt: str,
    on_click: Callable[[str], None] | None,
    points: list[dict[str, Any]] | None = None,
    notes: list[dict[str, Any]] | None = None,
) -> None:
    """Draw the map.

    Parameters
    ----------
    files : Published
        Outlines, providers, labels and styles.
    view : View
        Level and chosen area.
    painting : Painting
        Colours and figures of the hover cards.
    groups : sequence of (service type, sector)
        Points to show.
    fit : tuple of float
        West, south, east, north to look at.
    alt : str
        What the map shows, for somebody who cannot see it.
    on_click : callable, optional
        Called with ``a`` (area) or ``p`` (provider) and its running number when something is clicked.
    points : list of dict, optional
        Providers as `ui.publish.provider_points` gives them, shown instead of whole groups.
    notes : list of dict, optional
        Points of local knowledge, as `ui.local.marks` gives them.
    """
    level = view.query.level
    chosen = files.codes[level].index(view.area) if view.area is not None else None
    described = leaflet_map.spec(files, level, painting, groups, chosen, fit, theme.mode(), alt)
    if points is not None:
        described["points"] = [points]
    if notes:
        described["points"] = [*described["points"], notes]
    st_folium(
        BaseMap(),
        key=KEY,
        height=deck_map.HEIGHT_PX,
        use_container_width=True,
        returned_objects=[CLICKED] if on_click else [],
        feature_group_to_add=ViewLayer(described),
        on_change=lambda: _clicked(on_click),
    )


def _clicked(on_click: Callable[[str], None] | None) -> None:
    found = (st.session_state.get(KEY) or {}).get(CLICKED)
    if found and on_click:
        on_click(found["found"])
