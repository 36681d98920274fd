"""What lies around and between the areas of a map: sea, faint lines, and names, from tables that are for drawing only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
import shapely.geometry

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from ui.kit import cells, theme
from ui.words import maps as maps_words

if TYPE_CHECKING:
    import pandas as pd

    from geo.settings.map import MapTiles
    from geo.store.atlas import Atlas, Basemap

DECIMALS = 4
# Settlements of so many residents, what they are drawn as, and the zoom of Leaflet from which they are.
SIZES = ((75_000, "city", 0), (15_000, "town", 8.5), (6_000, "town", 9.25), (2_500, "village", 10), (0, "village", 11))
FROM_ZOOM = {"city": 8, "town": 10, "village": 11.5, "station": 11.75, "suburb": 12, "hamlet": 12.5, "locality": 13}


def look(colours: theme.MapColours) -> dict[str, Any]:
    """Give what the light map needs of a theme besides the colours of its classes, and its own words."""
    lines = {
        "hair": colours.hairline,
        "priority": colours.priority_line,
        "district": colours.district_line,
        "chosen": colours.chosen_line,
        "halo": colours.chosen_halo,
        "road": colours.road,
        "motorway": colours.motorway,
        "river": colours.river,
        "county": colours.county,
    }
    return {
        "sea": colours.sea,
        "land": colours.land,
        **{name: theme.css(colour) for name, colour in lines.items()},
        "marks": theme.MARKS,
        "ways": maps_words.WAYS,
    }


def surroundings(atlas: Atlas, tiles: MapTiles) -> dict[str, Any]:
    """Describe the context of a map for ``static/map_context.js``.

    Parameters
    ----------
    atlas : Atlas
        Its store knows the land; an atlas without lines and names gives a map without them.
    tiles : MapTiles
        The background map that the settings may name.
    """
    land = shapely.union_all([shapely.geometry.shape(feature["geometry"]) for feature in atlas.store.land()["features"]])
    west, south, east, north = land.bounds
    # What is no land within the extent of the land that is known.
    sea = shapely.set_precision(shapely.difference(shapely.box(*land.bounds), land), 10**-DECIMALS)
    basemap = atlas.basemap
    return {
        "sea": shapely.geometry.mapping(sea),
        "bounds": [[south, west], [north, east]],
        "lines": _lines(basemap.lines),
        "names": _names(basemap),
        "credit": _credit(atlas),
        "tiles": {"url": tiles.tile_url, "attribution": tiles.tile_attribution} if tiles.tile_url else None,
    }


def _lines(points: pd.DataFrame) -> list[dict[str, Any]]:
    """Give kind ``k``, name ``t`` and points ``p`` (latitude, longitude) of each line."""
    found = []
    for _, line in points.sort_values("order", kind="stable").groupby("line_id"):
        first = line.iloc[0]
        name = "" if cells.is_missing(first["name"]) else str(first["name"])
        found.append({"k": first["kind"], "t": name, "p": line[["latitude", "longitude"]].to_numpy(float).tolist()})
    return found


def _names(basemap: Basemap) -> list[dict[str, Any]]:
    """Give names ``t`` at points ``p`` (longitude, latitude) with kind ``k`` and the zoom ``z`` from which they are drawn.

    The first of two that would lie on each other is drawn: counties, then settlements by their residents, then the rest by its kind.
    """
    labels = basemap.labels.assign(order=basemap.labels["population"].fillna(np.inf)).sort_values("order", ascending=False, kind="stable")
    named = [
        (str(row["name"]), cells.number(row["longitude"]), cells.number(row["latitude"]), *_by_size(cells.number(row["population"])))
        for row in cells.records(labels)
    ]
    places = basemap.places.assign(zoom=basemap.places["kind"].map(FROM_ZOOM)).sort_values("zoom", kind="stable")
    east, north = places["easting"].astype(float), places["northing"].astype(float)
    points = gpd.GeoSeries.from_xy(east, north, crs=BRITISH_GRID).to_crs(LONGITUDE_LATITUDE)
    others = list(zip(places["name"].astype(str), points.x.tolist(), points.y.tolist(), places["kind"], places["zoom"], strict=True))
    known = {(text, round(x, 1), round(y, 1)) for text, x, y, *_ in named}
    named += [other for other in others if (other[0], round(other[1], 1), round(other[2], 1)) not in known or other[3] == "station"]
    return [{"t": text, "p": [round(x, DECIMALS), round(y, DECIMALS)], "k": kind, "z": zoom} for text, x, y, kind, zoom in named]


def _by_size(residents: float) -> tuple[str, float]:
    """Give the kind of a settlement, and the zoom from which its name is drawn; a county has no residents of its own."""
    return next(((kind, zoom) for least, kind, zoom in SIZES if residents >= least), ("county", 0))


def _credit(atlas: Atlas) -> str:
    """Name whose lines and names these are."""
    used = {*atlas.basemap.places["source_id"], *atlas.basemap.lines["source_id"], *atlas.basemap.labels["source_id"]}
    publishers = atlas.sources.loc[sorted(used & set(atlas.sources.index)), "publisher"]
    return maps_words.credit(sorted(set(publishers.astype(str))))
