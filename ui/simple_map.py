"""The simple map on the page: drawn without WebGL, same layers, same choosing. Imported only when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import deck_map, leaflet_map, script, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.map_view import Painting
    from ui.publish import Bounds, Published
    from ui.state import View

KEY = "simple_map"
STYLE = "vendor/leaflet/leaflet.css"
SCRIPTS = ("vendor/leaflet/leaflet.js", "simple_map.js")

_component = script.component(KEY, isolate_styles=False)


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
    _component(
        key=KEY,
        data={
            "script": script.address("leaflet_map.js"),
            "scripts": [theme.static_url(file) for file in SCRIPTS],
            "style": theme.static_url(STYLE),
            "height": deck_map.HEIGHT_PX,
            "zoom": (leaflet_map.MIN_ZOOM, leaflet_map.MAX_ZOOM),
            "start": leaflet_map.START,
            "spec": described,
        },
        on_clicked_change=lambda: _clicked(on_click),
    )


def _clicked(on_click: Callable[[str], None] | None) -> None:
    if on_click:
        on_click(str(st.session_state[KEY]["clicked"]))
