"""The light map, ``map=simple`` in a link: a view as ``static/simple_map.js`` draws it, on the page, and whole in folium maps.

The browser fetches the files that the detailed map uses too (`ui.map.publish`) and keeps them; what travels with a change of a filter is a
class for each area and the figures of the cards.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.kit import script, theme
from ui.map.legend import said
from ui.map.publish import provider_file
from ui.view.state import stay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ui.map.paint import Painting
    from ui.map.publish import Bounds, Published
    from ui.map.shelf import Shelf

# Further out, the edge of the land in the data would show; Leaflet counts from tiles of half the size that deck.gl counts from.
MIN_ZOOM, MAX_ZOOM = 8, 17
START = (52.4, 0.0)
KEY, SECOND = "simple_map", "second_map"
STYLE = "vendor/leaflet/leaflet.css"
DRAWING = ("map_marks.js", "map_context.js", "map_controls.js", "simple_map.js")
SCRIPTS = ("vendor/leaflet/leaflet.js", *DRAWING)
MODULES = ("leaflet_map.js", "hover.js")
# What the first picture is made of, whatever is asked.
FIRST = ("lsoa.json", "district.json", "labels.json")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
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
    look: Bounds | None = None,
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
    look : tuple of float, optional
        The same around the chosen area: the map flies there, and back when it is let go.
    mode : {"light", "dark"}
        Theme.
    alt : str
        What the map shows, for somebody who cannot see it.
    """
    paint = painting.paint
    return {
        "context": files.url(f"context-{mode}.json"),
        "areas": files.url(f"{level}.json"),
        "districts": files.url("district.json"),
        "names": files.url("labels.json"),
        "points": [files.url(provider_file(*pair)) for pair in sorted(set(groups) & files.groups)],
        "hover": theme.static_url("hover.js"),
        "colours": [theme.css(theme.on_screen(colour, mode)) for colour in paint.colours],
        "classes": digits(paint.classes),
        "shades": [theme.css(colour)[:7] for colour in paint.colours],
        "said": said(paint.legend),
        "title": paint.legend.title,
        "outlined": [number for number, is_outlined in enumerate(paint.outlined or ()) if is_outlined],
        "chosen": chosen,
        "packed": painting.packed,
        "words": painting.words,
        "values": painting.values,
        "home": _corners(around([files.bounds[code] for code in files.codes["district"]])),
        "fit": _corners(fit),
        "look": _corners(look) if look else None,
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
        **{name: behind(spec[name]) for name in ("context", "areas", "districts", "names")},
        "points": [behind(points) for points in spec["points"]],
        "hover": f"data:text/javascript;base64,{hover}",
    }


def ahead(shelf: Shelf | None) -> str:
    """Write the header that lets a browser fetch what the light map needs while it still starts Streamlit.

    Parameters
    ----------
    shelf : Shelf, optional
        Files of the map, as far as they are known.
    """
    script_files = [f"<{theme.static_url(file)}>; rel=preload; as=script" for file in SCRIPTS]
    modules = [f"<{script.address(file)}>; rel=modulepreload" for file in MODULES]
    content = [f"<{shelf.url(name)}>; rel=preload; as=fetch; crossorigin" for name in FIRST] if shelf else []
    return ", ".join([*script_files, *modules, *content])


def digits(classes: Iterable[int]) -> str:
    """Write one digit for each class: numbers, then letters."""
    return "".join(DIGITS[number] for number in classes)


def around(several: Iterable[Bounds], margin: float = 0.0) -> Bounds:
    """Bounds of several bounds, widened on each side by a share of their size."""
    west, south, east, north = zip(*several, strict=True)
    wide, high = (max(east) - min(west)) * margin, (max(north) - min(south)) * margin
    return min(west) - wide, min(south) - high, max(east) + wide, max(north) + high


def _corners(bounds: Bounds) -> list[list[float]]:
    """Write south-west and north-east as Leaflet does: latitude first."""
    west, south, east, north = bounds
    return [[round(south, 4), round(west, 4)], [round(north, 4), round(east, 4)]]


def draw(spec: dict[str, Any], on_click: Callable[[str], None] | None, *, second: bool = False) -> None:
    """Draw the map.

    Parameters
    ----------
    spec : dict
        As `ui.map.simple.spec` returns it.
    on_click : callable, optional
        Called with ``a`` (area) or ``p`` (provider) and its running number when something is clicked.
    second : bool
        Whether it is the second map of a page; maps whose ``spec`` has the same ``step`` move together.
    """
    key = SECOND if second else KEY
    _component(
        key=key,
        data={
            "script": script.address("leaflet_map.js"),
            "scripts": [theme.static_url(file) for file in SCRIPTS],
            "style": theme.static_url(STYLE),
            "zoom": (MIN_ZOOM, MAX_ZOOM),
            "start": START,
            "spec": {**spec, "answers": on_click is not None},
        },
        on_clicked_change=lambda: _clicked(key, on_click),
    )


def _clicked(key: str, on_click: Callable[[str], None] | None) -> None:
    stay()
    if on_click:
        on_click(str(st.session_state[key]["clicked"]))
