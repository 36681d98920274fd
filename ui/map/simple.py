"""A view as ``static/simple_map.js`` draws it: on the page (`ui.map.simple`), and whole in folium maps (`ui.map.folium_map`).

The browser fetches the files that the detailed map uses too (`ui.map.publish`); what travels is colours and figures.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.kit import script, theme
from ui.map import detailed
from ui.map.publish import provider_file
from ui.view.state import stay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ui.map.paint import Painting
    from ui.map.publish import Bounds, Published

# Further out, the edge of the land in the data would show; Leaflet counts from tiles of half the size that deck.gl counts from.
MIN_ZOOM, MAX_ZOOM = 8, 17
START = (52.4, 0.0)
KEY = "simple_map"
STYLE = "vendor/leaflet/leaflet.css"
SCRIPTS = ("vendor/leaflet/leaflet.js", "simple_map.js")
_component = script.component(KEY, isolate_styles=False)


def spec(
    files: Published,
    level: str,
    painting: Painting,
    groups: Iterable[tuple[str, str]],
    chosen: int | None,
    fit: Bounds,
    mode: theme.Mode,
    alt: str,
) -> dict[str, Any]:
    """Describe a view for ``static/simple_map.js``.

    Parameters
    ----------
    files : Published
        Where outlines, providers, labels and styles are.
    level : str
        Level of the painted areas.
    painting : Painting
        Class and colour of each area in the order of the published features, and figures of the hover cards.
    groups : iterable of (service type, sector)
        Points to show.
    chosen : int or None
        Running number of the area to outline strongly.
    fit : tuple of float
        West, south, east, north of what to look at, in degrees.
    mode : {"light", "dark"}
        Theme.
    alt : str
        What the map shows, for somebody who cannot see it.
    """
    west, south, east, north = fit
    paint, lines = painting.paint, theme.MAP[mode]
    return {
        "style": files.url(f"style-{mode}.json"),
        "areas": files.url(f"{level}.json"),
        "districts": files.url("district.json"),
        "names": files.url("labels.json"),
        "points": [files.url(provider_file(*pair)) for pair in sorted(set(groups) & files.groups)],
        "hover": theme.static_url("hover.js"),
        "colours": [_css(colour) for colour in paint.colours],
        "classes": list(paint.classes),
        "outlined": [number for number, is_outlined in enumerate(paint.outlined or ()) if is_outlined],
        "chosen": chosen,
        "lines": {
            "hair": _css(lines.hairline),
            "priority": _css(lines.priority_line),
            "district": _css(lines.district_line),
            "chosen": _css(lines.chosen_line),
            "halo": _css(lines.chosen_halo),
        },
        "marks": theme.MARKS,
        "packed": painting.packed,
        "words": painting.words,
        "values": painting.values,
        "fit": [[south, west], [north, east]],
        "theme": mode,
        "alt": alt,
    }


def whole(spec: dict[str, Any], files: Published) -> dict[str, Any]:
    """Put what the addresses lead to in their place, for a map that fetches nothing.

    Parameters
    ----------
    spec : dict
        As `spec` returns it.
    files : Published
        Where outlines, providers, labels and styles are.
    """
    names = {files.url(name): name for name in files.shelf.files}

    def behind(address: Any) -> Any:  # noqa: ANN401 - JSON of many shapes
        return json.loads(files.read(names[address])) if isinstance(address, str) else address

    hover = b64encode((theme.STATIC / "hover.js").read_bytes()).decode()
    return {
        **spec,
        **{name: behind(spec[name]) for name in ("style", "areas", "districts", "names")},
        "points": [behind(points) for points in spec["points"]],
        "hover": f"data:text/javascript;base64,{hover}",
    }


def _css(colour: theme.RGBA) -> str:
    """Write four numbers from 0 to 255 as ``#rrggbbaa``."""
    return "#" + bytes(colour).hex()


def draw(spec: dict[str, Any], on_click: Callable[[str], None] | None) -> None:
    """Draw the map.

    Parameters
    ----------
    spec : dict
        As `ui.map.simple.spec` returns it.
    on_click : callable, optional
        Called with ``a`` (area) or ``p`` (provider) and its running number when something is clicked.
    """
    _component(
        key=KEY,
        data={
            "script": script.address("leaflet_map.js"),
            "scripts": [theme.static_url(file) for file in SCRIPTS],
            "style": theme.static_url(STYLE),
            "height": detailed.HEIGHT_PX,
            "zoom": (MIN_ZOOM, MAX_ZOOM),
            "start": START,
            "spec": spec,
        },
        on_clicked_change=lambda: _clicked(on_click),
    )


def _clicked(on_click: Callable[[str], None] | None) -> None:
    stay()
    if on_click:
        on_click(str(st.session_state[KEY]["clicked"]))
