"""Providers as points, for maps made elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.export.tables import records

if TYPE_CHECKING:
    from geo.store.atlas import Atlas

LAYER: Final = "providers"


def to_points(atlas: Atlas, providers: pd.DataFrame) -> bytes:
    """Write a list of providers as GeoJSON.

    Parameters
    ----------
    atlas : Atlas
        The data: who must be named as their source.
    providers : DataFrame
        As `geo.analysis.providers.provider_list` gives it, with ``lon`` and ``lat`` in degrees (WGS84).

    Returns
    -------
    bytes
        A FeatureCollection in the order of the list. Properties are its columns; missing is null, and so is the geometry of a provider
        without a place. ``attribution`` names the sources, one a line.

    References
    ----------
    Butler, H. and others (2016). The GeoJSON format. RFC 7946, Internet Engineering Task Force.
    """
    features = [
        {"type": "Feature", "id": record["provider_id"], "geometry": _point(record), "properties": record} for record in records(providers)
    ]
    collection = {"type": "FeatureCollection", "name": LAYER, "attribution": _attribution(atlas, providers), "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _point(record: dict[str, object]) -> dict[str, object] | None:
    place = [record["lon"], record["lat"]]
    return None if None in place else {"type": "Point", "coordinates": place}


def _attribution(atlas: Atlas, providers: pd.DataFrame) -> str:
    used = atlas.sources.loc[sorted(set(providers["source_id"])), ["title", "publisher", "attribution"]].fillna("")
    return "\n".join(", ".join(filter(None, row)) for row in used.itertuples(index=False, name=None))
