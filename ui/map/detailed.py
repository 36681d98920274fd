"""The map: a deck.gl description whose outlines the browser fetches itself, so that a change of a filter sends only colours.

The description goes to Streamlit as JSON (the format of deck.gl's JSON converter). Texts that begin with ``@@=`` are expressions that
the browser evaluates for each feature, so no word of the data stands in it: numbers, colours and the names of our own files and symbols
alone. What the hover cards say is read by their script (`ui.map.hover`) from `Deck.cards`.

Areas and names get their colour through ``_subLayerProps``: with a chosen object Streamlit would otherwise dim all others, and the
colours would no longer be those of the legend. Update triggers stand there too: of a layer's own, Streamlit keeps none but the fill's.
"""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ui.kit import theme
from ui.map.publish import provider_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.base.vocabulary import Level
    from ui.map.paint import Paint
    from ui.map.publish import Bounds, Published

HEIGHT_PX = 560
# Size for which the first view is fitted; the real width is known to the browser only.
FIT_PX = (620, 520)
PHONE_FIT_PX = (330, 520)
TILE_PX = 512
MAX_FIT_ZOOM = 13.5
DIGITS = 10
# Further out, the edge of the land in the data would show.
MIN_ZOOM = 7.6
PROVIDER_SIZE_M = 450
NOTE_PX, MARK_PX, SITE_PX = 11, 32, 11
CARD = '<div class="bsg-card" data-k="{k}" data-i="{i}"></div>'
# What of a point the map itself needs; its words go to the hover card alone.
DRAWN = ("k", "i", "s", "p")


# Address of a published file, or points that are in none.
Card: TypeAlias = str | list[dict[str, Any]]


@dataclass(frozen=True)
class Deck:
    """A finished description, as `streamlit.pydeck_chart` reads one: JSON, and the template of the hover card.

    Parameters
    ----------
    json : str
        Description for deck.gl.
    cards : tuple of str or list
        Where the words of the hover cards are: addresses of published files, and points that are in none.
    """

    json: str
    _tooltip: dict[str, Any] = field(default_factory=dict)
    cards: tuple[Card, ...] = ()

    def to_json(self) -> str:
        """JSON text for deck.gl."""
        return self.json


def build_deck(
    files: Published,
    level: Level,
    paint: Paint,
    groups: Iterable[tuple[str, str]],
    chosen: str | None,
    fit: Bounds,
    mode: theme.Mode,
    *,
    phone: bool = False,
    notes: Sequence[dict[str, Any]] = (),
    marks: Sequence[dict[str, Any]] = (),
    sites: Sequence[dict[str, Any]] = (),
) -> Deck:
    """Describe the map.

    Parameters
    ----------
    files : Published
        Where outlines, providers, labels and styles are.
    level : str
        Level of the painted areas.
    paint : Paint
        Class and colour of each area, in the order of the published features.
    groups : iterable of (service type, sector)
        Providers to show.
    chosen : str or None
        Code of the area to outline strongly.
    fit : tuple of float
        West, south, east, north in degrees. The browser moves only when this changes, so pan and zoom survive every filter.
    mode : {"light", "dark"}
        Theme.
    phone : bool
        Whether the screen is a phone's, to fit the first view to its width.
    notes : sequence of dict
        Points of local knowledge, as `ui.scene.local.marks` gives them.
    marks : sequence of dict
        Points of a scenario, as `ui.map.scenario_marks.marks` gives them.
    sites : sequence of dict
        Sites of an answer: points with a number ``n``.
    """
    colours = theme.MAP[mode]
    layers = [_areas(files, level, paint, mode), _borders(files, level, paint.outlined, colours)]
    layers.append(_lines("districts", files.url("district.json"), colours.district_line, 1.6))
    if chosen is not None:
        shape = {"type": "Feature", "properties": {}, "geometry": files.shapes[chosen]}
        layers += [_lines("chosen-halo", shape, colours.chosen_halo, 7), _lines("chosen", shape, colours.chosen_line, 3)]
    shown = {f"{service}-{sector}": files.url(provider_file(service, sector)) for service, sector in sorted(set(groups) & files.groups)}
    layers += [points(name, url) for name, url in shown.items()]
    if notes:
        layers.append(_rings(notes))
    if marks:
        layers.append({**points("", marks), "id": "scenario", "sizeMinPixels": MARK_PX, "sizeMaxPixels": MARK_PX})
    layers.append(_names(files, colours))
    layers += _numbered(sites)
    spec = {
        "initialViewState": view_state(fit, PHONE_FIT_PX if phone else FIT_PX),
        "layers": layers,
        "mapProvider": "carto",
        "mapStyle": files.url(f"style-{mode}.json"),
        "views": [{"@@type": "MapView", "controller": {"dragRotate": False, "touchRotate": False}}],
    }
    cards: tuple[Card, ...] = (files.url(f"{level}.json"), *shown.values(), *(list(given) for given in (notes, marks, sites) if given))
    return Deck(_compact(spec), {"html": CARD, "style": card_style(mode)}, cards)


def view_state(bounds: Bounds, size_px: tuple[int, int] = FIT_PX) -> dict[str, float]:
    """Centre and zoom at which the bounds fit the map, in Web Mercator."""
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    width, height = max((east - west) / 360, 1e-6), max(bottom - top, 1e-6)
    zoom = min(math.log2(size_px[0] / TILE_PX / width), math.log2(size_px[1] / TILE_PX / height), MAX_FIT_ZOOM)
    return {
        "longitude": round((west + east) / 2, 4),
        "latitude": round(_latitude((top + bottom) / 2), 4),
        "zoom": round(zoom, 2),
        "minZoom": MIN_ZOOM,
        "maxZoom": 16,
    }


def _mercator(latitude: float) -> float:
    """Share of the world's height from the top."""
    return (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2


def _latitude(share: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))


def card_style(mode: theme.Mode) -> dict[str, str]:
    """Inline style of the hover card."""
    dark = mode == "dark"
    return {
        "backgroundColor": "#f5f8fb" if dark else "#ffffff",
        "color": "#14202b",
        "border": "1px solid #b9c3cd",
        "borderRadius": "6px",
        "boxShadow": "0 2px 10px rgba(0,0,0,.22)",
        "padding": "8px 11px",
        "fontFamily": theme.FONT,
        "zIndex": "5",
    }


# --- layers ----------------------------------------------------------------------------------------------------------


def _areas(files: Published, level: Level, paint: Paint, mode: theme.Mode) -> dict[str, Any]:
    """Painted areas without their borders.

    A layer that answers the pointer is drawn again at each move. On a computer without a graphics card that was measured at 40 ms for the
    surfaces, and 700 ms with their borders.
    """
    fill = _lookup([theme.on_screen(colour, mode) for colour in paint.colours], paint.classes)
    return {
        "@@type": "GeoJsonLayer",
        "id": f"areas-{level}",
        "data": files.url(f"{level}.json"),
        "pickable": True,
        "stroked": False,
        "filled": True,
        "_subLayerProps": {"polygons-fill": {"getFillColor": fill, "updateTriggers": {"getFillColor": [_digest(fill)]}}},
    }


def _borders(files: Published, level: Level, outlined: Sequence[bool] | None, colours: theme.MapColours) -> dict[str, Any]:
    """Hairlines between areas; areas that are outlined get a strong line."""
    count = len(files.codes[level])
    colour = _lookup((colours.hairline, colours.priority_line), [int(is_outlined) for is_outlined in outlined or [False] * count])
    lines = _lines(f"borders-{level}", files.url(f"{level}.json"), colour, 0.8 if outlined is None else 1.3)
    return {**lines, "_subLayerProps": {"polygons-stroke": {"updateTriggers": {"getColor": [_digest(colour)]}}}}


def _lines(name: str, data: object, colour: theme.RGBA | str, width_px: float) -> dict[str, Any]:
    return {
        "@@type": "GeoJsonLayer",
        "id": name,
        "data": data,
        "pickable": False,
        "stroked": True,
        "filled": False,
        "getLineColor": colour,
        "getLineWidth": width_px,
        "lineWidthUnits": "pixels",
        "lineJointRounded": True,
    }


def points(name: str, data: str | Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Describe a layer of providers: ``data`` is a published file's address, or points as `ui.map.publish.provider_points` gives them."""
    return {
        "@@type": "IconLayer",
        "id": f"providers-{name}",
        "data": data if isinstance(data, str) else _drawn(data),
        "pickable": True,
        "iconAtlas": theme.static_url("symbols.svg"),
        "iconMapping": theme.static_url("symbols.json"),
        "getIcon": "@@=s",
        "getPosition": "@@=p",
        "getSize": PROVIDER_SIZE_M,
        "sizeUnits": "meters",
        "sizeMinPixels": 11,
        "sizeMaxPixels": 22,
    }


def _drawn(given: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: point[name] for name in DRAWN} for point in given]


def _rings(notes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@@type": "ScatterplotLayer",
        "id": "notes",
        "data": _drawn(notes),
        "pickable": True,
        "getPosition": "@@=p",
        "getRadius": NOTE_PX,
        "radiusUnits": "pixels",
        "filled": True,
        "getFillColor": [255, 255, 255, 1],
        "stroked": True,
        "getLineColor": theme.rgba(theme.NOTE),
        "getLineWidth": 3,
        "lineWidthUnits": "pixels",
    }


def _numbered(sites: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Draw discs with numbers, on top of all."""
    if not sites:
        return []
    disc = {
        "@@type": "ScatterplotLayer",
        "id": "sites",
        "data": _drawn(sites),
        "pickable": True,
        "getPosition": "@@=p",
        "getRadius": SITE_PX,
        "radiusUnits": "pixels",
        "getFillColor": theme.rgba(theme.CHOSEN),
        "stroked": True,
        "getLineColor": [255, 255, 255],
        "getLineWidth": 2,
        "lineWidthUnits": "pixels",
    }
    number = {
        "@@type": "TextLayer",
        "id": "site-numbers",
        "data": [{"n": point["n"], "p": point["p"]} for point in sites],
        "pickable": False,
        "getText": "@@=n",
        "getPosition": "@@=p",
        "getSize": 13,
        "_subLayerProps": {"characters": {"getColor": [255, 255, 255]}},
        "fontFamily": theme.FONT,
        "fontWeight": 650,
    }
    return [disc, number]


def _names(files: Published, colours: theme.MapColours) -> dict[str, Any]:
    return {
        "@@type": "TextLayer",
        "id": "names",
        "data": files.url("labels.json"),
        "pickable": False,
        "getText": "@@=t",
        "getPosition": "@@=p",
        "_subLayerProps": {"characters": {"getColor": colours.label}},
        "getSize": 14,
        "fontFamily": theme.FONT,
        "fontWeight": 650,
        "fontSettings": {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 14},
        "outlineWidth": 6,
        "outlineColor": colours.label_halo,
    }


def _lookup(colours: Sequence[theme.RGBA], classes: Sequence[int]) -> str:
    """Write an expression that gives each feature the colour of its class.

    Up to ten colours in use, classes are a text of one digit a feature, half as long as a list: ``(colours)[('0312')[properties.i]]``.
    """
    used = sorted(set(classes))
    palette = _compact([colours[number] for number in used])
    short = {number: place for place, number in enumerate(used)}
    places = [short[number] for number in classes]
    numbers = "'" + "".join(map(str, places)) + "'" if len(used) <= DIGITS else _compact(places)
    return f"@@=({palette})[({numbers})[properties.i]]"


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _digest(text: str) -> int:
    """Short number that changes with the text, for deck.gl to see that colours changed."""
    return zlib.crc32(text.encode())
