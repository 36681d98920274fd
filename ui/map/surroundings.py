"""What lies around and between the areas of a map: sea, faint lines, and names, from tables that are for drawing only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely
import shapely.geometry

from ui.kit import theme
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from geo.settings.map import MapTiles
    from geo.store.atlas import Atlas

DECIMALS = 4


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
        Its store knows the land; a store without lines and names gives a map without them.
    tiles : MapTiles
        The background map that the settings may name.
    """
    land = shapely.union_all([shapely.geometry.shape(feature["geometry"]) for feature in atlas.store.land()["features"]])
    west, south, east, north = land.bounds
    # What is no land within the extent of the land that is known.
    sea = shapely.set_precision(shapely.difference(shapely.box(*land.bounds), land), 10**-DECIMALS)
    return {
        "sea": shapely.geometry.mapping(sea),
        "bounds": [[south, west], [north, east]],
        "lines": [],
        "names": [],
        "credit": "",
        "tiles": {"url": tiles.tile_url, "attribution": tiles.tile_attribution} if tiles.tile_url else None,
    }
