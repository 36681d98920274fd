"""Neighbours: areas whose boundaries touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
import shapely.geometry

from geo.store.outlines import outlines

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas


def touching(atlas: Atlas, level: Level) -> dict[str, tuple[str, ...]]:
    """Find the areas that share a border or a corner with each area (queen contiguity).

    Parameters
    ----------
    atlas : Atlas
        Its folder holds the boundaries, a valid coverage; other borders may stand in the place of its districts.
    level : {"district", "ward", "lsoa"}
        Which areas.

    Returns
    -------
    dict of str to tuple of str
        Codes of the neighbours by area code, sorted; empty for an island. Areas beyond the atlas are not known.
    """
    shapes = outlines(atlas, level)
    codes = np.array(list(shapes))
    polygons = np.array([shapely.geometry.shape(geometry) for geometry in shapes.values()])
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    return {str(code): tuple(sorted(codes[second[(first == place) & (second != place)]].tolist())) for place, code in enumerate(codes)}
