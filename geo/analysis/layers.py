"""The data in use as map layers: areas, providers, and every gap list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.base.vocabulary import BRITISH_GRID, LEVELS
from geo.export.maps import with_outlines
from geo.method.gaps import gap_list
from geo.method.query import Query

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.method.model import Model


def map_layers(model: Model) -> dict[str, GeoDataFrame]:
    """Make the layers of a model.

    Parameters
    ----------
    model : Model
        The scoring model, as published.

    Returns
    -------
    dict of str to GeoDataFrame
        ``areas`` and ``providers`` with the columns of their tables; ``gaps``, the gap list of every outcome area at every level, with its
        columns. British National Grid (EPSG:27700, metres).
    """
    import geopandas as gpd  # noqa: PLC0415 - costs 0.5 s to import

    providers = model.atlas.providers.reset_index()
    points = gpd.points_from_xy(providers["easting"], providers["northing"])
    lists = [gap_list(model, Query(outcome, level)) for outcome in model.settings.outcomes for level in LEVELS]
    return {
        "areas": with_outlines(model.atlas, model.atlas.areas.reset_index()),
        "providers": gpd.GeoDataFrame(providers, geometry=points, crs=BRITISH_GRID),
        "gaps": with_outlines(model.atlas, pd.concat(lists, ignore_index=True)),
    }
