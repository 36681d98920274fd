"""The light map as streamlit-folium draws it: in a frame that reads nothing of the page and asks for nothing but scripts and styles.

Streamlit-folium runs text as script, which no page of ours may. Its frame has a policy of its own (`ui.guard.headers`): what runs there is
of no server. So the whole view travels in the layer. Imported only when it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit_folium import st_folium

from ui.kit import theme
from ui.map import detailed, simple
from ui.map.folium_map import BaseMap, ViewLayer
from ui.view.state import stay

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "folium_map"
# What streamlit-folium calls the thing that was clicked last.
CLICKED = "last_active_drawing"
SCRIPTS = (*simple.SCRIPTS, "folium_map.js")
STYLES = ("vendor/leaflet/leaflet.css", "app.css")


def draw(spec: dict[str, Any], on_click: Callable[[str], None] | None) -> None:
    """Draw the map.

    Parameters
    ----------
    spec : dict
        As `ui.map.simple.whole` returns it.
    on_click : callable, optional
        As for `ui.map.simple.draw`.
    """
    scripts, styles = ([(file, theme.static_url(file)) for file in files] for files in (SCRIPTS, STYLES))
    st_folium(
        BaseMap(scripts, styles),
        key=KEY,
        height=detailed.HEIGHT_PX,
        use_container_width=True,
        returned_objects=[CLICKED] if on_click else [],
        feature_group_to_add=ViewLayer(spec),
        on_change=lambda: clicked(on_click),
    )


def clicked(on_click: Callable[[str], None] | None) -> None:
    """Take an answer of the frame. Whatever runs there can give one; `ui.map.choose` takes only what names something on the map.

    Parameters
    ----------
    on_click : callable, optional
        As for `draw`.
    """
    stay()
    state = st.session_state.get(KEY)
    name = state.get(CLICKED) if isinstance(state, dict) else None
    if on_click and isinstance(name, dict):
        on_click(str(name.get("found")))
