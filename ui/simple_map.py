"""The simple map on the page: drawn without WebGL, same layers, same choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import deck_map, leaflet_map, script, theme
from ui.state import stay

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "simple_map"
STYLE = "vendor/leaflet/leaflet.css"
SCRIPTS = ("vendor/leaflet/leaflet.js", "simple_map.js")

_component = script.component(KEY, isolate_styles=False)


def draw(spec: dict[str, Any], on_click: Callable[[str], None] | None) -> None:
    """Draw the map.

    Parameters
    ----------
    spec : dict
        As `ui.leaflet_map.spec` returns it.
    on_click : callable, optional
        Called with ``a`` (area) or ``p`` (provider) and its running number when something is clicked.
    """
    _component(
        key=KEY,
        data={
            "script": script.address("leaflet_map.js"),
            "scripts": [theme.static_url(file) for file in SCRIPTS],
            "style": theme.static_url(STYLE),
            "height": deck_map.HEIGHT_PX,
            "zoom": (leaflet_map.MIN_ZOOM, leaflet_map.MAX_ZOOM),
            "start": leaflet_map.START,
            "spec": spec,
        },
        on_clicked_change=lambda: _clicked(on_click),
    )


def _clicked(on_click: Callable[[str], None] | None) -> None:
    stay()
    if on_click:
        on_click(str(st.session_state[KEY]["clicked"]))
