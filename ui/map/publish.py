"""Files that the browser fetches itself: outlines, providers, labels and map styles, made once for each version of the data.

They lie on a shelf in memory (`ui.map.shelf`): nothing is written to the disk, so nothing can be half written, lost or left behind. Only
the colours of the areas travel with each change of a filter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely
import shapely.geometry

from geo.base.vocabulary import LEVELS
from geo.store.outlines import outlines
from ui.kit import cells, theme
from ui.map.shelf import Shelf, lead
from ui.map.surroundings import look, surroundings
from ui.scene import memo, own_data
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.settings.map import MapTiles
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.whatif.scene import Scene

POSSIBLE_SITE = "primary_school"

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Published:
    """What the pages need to know about the files.

    Parameters
    ----------
    shelf : Shelf
        Holds the files.
    codes : dict of Level to list of str
        Area codes in the order of the running number ``i`` of the features.
    shapes : dict of str to dict
        GeoJSON geometry of every area (WGS84), to outline a chosen one.
    bounds : dict of str to tuple
        West, south, east, north of every area in degrees.
    groups : frozenset of (service type, sector)
        Pairs that have providers; each has a file of its own.
    homes : list of dict
        For each provider, in the order of its running number, the code of the area that holds it, by level; empty beyond the border.
    """

    shelf: Shelf
    codes: dict[Level, list[str]]
    shapes: dict[str, dict[str, Any]]
    bounds: dict[str, Bounds]
    groups: frozenset[tuple[str, str]]
    homes: list[dict[str, str]]

    def url(self, name: str) -> str:
        """Address of one of the files, on any base path of the server."""
        return self.shelf.url(name)

    def read(self, name: str) -> bytes:
        """Content of one of the files."""
        return self.shelf.files[name]


def publish(atlas: Atlas, settings: Settings, *, shared: bool = True, borders: str = "") -> Published:
    """Make the files of this version of the data.

    Parameters
    ----------
    atlas : Atlas
        Areas, their outlines, and providers.
    settings : Settings
        Names of service types, and the optional background tiles.
    shared : bool
        Whether everybody sees these data; if not, nobody can guess the address.
    borders : str
        Borders of the atlas, if they are not those of today.

    Returns
    -------
    Published
        Where the files are, and the order of what is in them.
    """
    shapes: dict[str, dict[str, Any]] = {}
    files: dict[str, object] = {}
    for level in LEVELS:
        features = _features(atlas, level)
        shapes |= {feature["properties"]["c"]: feature["geometry"] for feature in features}
        files[f"{level}.json"] = {"type": "FeatureCollection", "features": features}
    for (service, sector), records in _providers(atlas, settings).items():
        files[provider_file(service, sector)] = records
    files["labels.json"] = _labels(atlas, shapes)
    around = surroundings(atlas, settings.map)
    for mode, colours in theme.MAP.items():
        files[f"context-{mode}.json"] = {**around, "look": look(colours)}
        files[f"style-{mode}.json"] = _style(colours, around, settings.map)
    written = {name: json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode() for name, content in files.items()}
    shelf = Shelf(written, shared=shared, borders=borders)
    if shared:
        lead(shelf)
    return Published(
        shelf=shelf,
        codes={level: atlas.at(level).index.tolist() for level in LEVELS},
        shapes=shapes,
        bounds={code: shapely.geometry.shape(shape).bounds for code, shape in shapes.items()},
        groups=frozenset(zip(atlas.providers["service_type"], atlas.providers["sector"], strict=True)),
        homes=_homes(atlas),
    )


def published(scene: Scene) -> Published:
    """`publish`, once for each version of the data and each borders; what is of one visit only is forgotten with it."""
    own = own_data.current()
    return _shared(scene) if own is None or own.store != scene.atlas.store else _of_visit(scene.geography)


@memo.shared(of_geography=True)
def _shared(scene: Scene) -> Published:
    return publish(scene.atlas, scene.settings, borders=scene.borders)


@memo.of_visit
def _of_visit(scene: Scene) -> Published:
    return publish(scene.atlas, scene.settings, shared=False)


# --- contents --------------------------------------------------------------------------------------------------------


def _features(atlas: Atlas, level: Level) -> list[dict[str, Any]]:
    """Outlines of one level in the order of their codes; ``i`` is the running number, ``t`` and ``d`` the lines of the hover card."""
    geometry = outlines(atlas, level)
    areas, names = atlas.at(level), atlas.areas["name"]
    features = []
    for position, (code, area) in enumerate(cells.records_by_name(areas).items()):
        parents = [str(area["district_code"])] if level != "district" else []
        detail = maps_words.area_detail([str(names[parent]) for parent in parents], int(cells.number(area["children_0_4"])))
        properties = {"k": "a", "i": position, "c": code, "t": area["label"], "d": detail}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry[code]})
    return features


def provider_file(service: str, sector: str) -> str:
    """Name of the file of one kind of provider."""
    return f"providers-{service}-{sector}.json"


def provider_points(atlas: Atlas, settings: Settings) -> list[dict[str, Any]]:
    """Points ``p`` with symbol ``s``, name ``t``, the lines ``d`` of the hover card and the running number ``i`` among all providers."""
    return [_point(position, row, atlas, settings) for position, row in enumerate(atlas.providers.to_dict("records"))]


def _point(position: int, row: dict[Any, Any], atlas: Atlas, settings: Settings) -> dict[str, Any]:
    given = {key: _text(value) for key, value in row.items()}
    source = atlas.sources.loc[row["source_id"]]
    service = settings.services[row["service_type"]].name
    lines = [
        f"{service}, {maps_words.SECTOR_WORDS[row['sector']]}",
        maps_words.places_words(None if pd.isna(row["places"]) else row["places"], given["places_basis"]),
        maps_words.quality_words(given["quality_scheme"], given["quality"], given["inspection_date"]),
        maps_words.as_at(_text(source["period"]), source["publisher"]),
    ]
    symbol = "site" if row["service_type"] == POSSIBLE_SITE else row["sector"]
    if given["lsoa_code"] is None:
        symbol = f"{symbol}-beyond"
    card = {"t": given["name"] or service, "d": "\n".join(line for line in lines if line)}
    return {"k": "p", "i": position, "s": symbol, "p": [row["lon"], row["lat"]], **card}


def _providers(atlas: Atlas, settings: Settings) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Points by service type and sector."""
    kinds = zip(atlas.providers["service_type"], atlas.providers["sector"], strict=True)
    records: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for kind, point in zip(kinds, provider_points(atlas, settings), strict=True):
        records.setdefault(kind, []).append(point)
    return records


def _text(value: object) -> str | None:
    return None if cells.is_missing(value) else str(value).removesuffix(".0")


def _labels(atlas: Atlas, shapes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """District names at the middle of the largest circle that fits inside each outline."""
    labels = []
    for code, name in cells.texts(atlas.at("district")["name"]).items():
        circle = shapely.maximum_inscribed_circle(shapely.geometry.shape(shapes[code]))
        middle = shapely.get_point(circle, 0)
        labels.append({"t": name, "p": [round(middle.x, 4), round(middle.y, 4)]})
    return labels


def _homes(atlas: Atlas) -> list[dict[str, str]]:
    columns = [f"{level}_code" for level in LEVELS]
    homes = atlas.providers[columns].set_axis(list(LEVELS), axis=1)
    return [{} if cells.is_missing(home["lsoa"]) else {level: str(home[level]) for level in LEVELS} for home in cells.records(homes)]


def _style(colours: theme.MapColours, around: dict[str, Any], tiles: MapTiles) -> dict[str, Any]:
    """MapLibre style without glyphs or sprites: land, sea, and the background tiles only if the settings name a server.

    Land is the background: what is drawn from tiles leaves gaps until all of them are there.
    """
    layers: list[dict[str, Any]] = [{"id": "land", "type": "background", "paint": {"background-color": colours.land}}]
    if tiles.tile_url:
        source = {"type": "raster", "tiles": [tiles.tile_url], "tileSize": 256, "attribution": tiles.tile_attribution}
        return {"version": 8, "sources": {"tiles": source}, "layers": [*layers, {"id": "tiles", "type": "raster", "source": "tiles"}]}
    layers.append({"id": "sea", "type": "fill", "source": "sea", "paint": {"fill-color": colours.sea}})
    return {"version": 8, "sources": {"sea": {"type": "geojson", "data": around["sea"]}}, "layers": layers}
