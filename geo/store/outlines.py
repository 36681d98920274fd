"""Outlines of areas, as they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import shapely.geometry

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas


def outlines(atlas: Atlas, level: Level) -> dict[str, dict[str, Any]]:
    """Read the outlines of a level; groups of LSOAs are the union of their members.

    Parameters
    ----------
    atlas : Atlas
        The data; other borders may stand in the place of its districts.
    level : {"district", "ward", "lsoa"}
        Which areas.

    Returns
    -------
    dict of str to dict
        GeoJSON geometry by area code, WGS84 longitude and latitude.
    """
    if level == "district" and atlas.grouping is not None:
        lsoas = atlas.store.outlines("lsoa")
        shapes = np.array([shapely.geometry.shape(geometry) for geometry in lsoas.values()])
        groups = atlas.grouping.reindex(list(lsoas)).to_numpy()
        unions = {str(group): shapely.coverage_union_all(shapes[groups == group]) for group in np.unique(groups)}
        return {group: shapely.geometry.mapping(shape) for group, shape in unions.items()}
    return atlas.store.outlines(level)
