"""GeoJSON, read as the data that it is: nothing in it names a driver, an address or a file that would be followed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.geometry import shape

from geo.base.vocabulary import LONGITUDE_LATITUDE
from geo.intake.inside.features import Features, known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"),
)
# "EPSG:27700" and "urn:ogc:def:crs:EPSG::27700" (GeoJSON 2008); RFC 7946 knows longitude and latitude alone.
SYSTEM = re.compile(r"(?:urn:(?:ogc|x-ogc):def:crs:)?EPSG:[0-9.]{0,8}:?([0-9]{4,6})", re.IGNORECASE)
# The name of RFC 7946's own system ends so.
CRS84 = "CRS84"


def read(path: Path) -> Features:
    """Read a file.

    Raises
    ------
    ValueError
        It is not GeoJSON.
    """
    document = json.loads(path.read_bytes())
    features = _features(document)
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [_shape(feature.get("geometry")) for feature in features]
    rows = [feature.get("properties") or {} for feature in features]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("properties")
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells: list[Sequence[str]] = [[_text(row.get(name)) for row in rows] for name in names]
    ids = [feature.get("id") for feature in features]
    if "id" not in names and any(isinstance(feature_id, str) for feature_id in ids):
        names, cells = ["id", *names], [[_text(feature_id) for feature_id in ids], *cells]
    return Features(names, cells, shapes, _system(document))


def _features(document: object) -> Sequence[Mapping[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(kind, str):
        raise ValueError("no object")  # noqa: TRY004 - told as damaged, whatever it is
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or not all(
            isinstance(feature, dict) and feature.get("type") == "Feature" for feature in features
        ):
            raise ValueError("features")
        return features
    if kind == "Feature":
        return [document]
    if kind in GEOMETRIES:
        return [{"geometry": document}]
    raise ValueError(kind)


def _shape(geometry: object) -> BaseGeometry | None:
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRIES:
        raise ValueError("geometry")
    return shape(geometry)


def _text(value: object) -> str:
    """Write a property as a cell: lists and objects as JSON, nothing for null."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def _system(document: Mapping[str, Any]) -> str | None:
    """Read the plain name of a coordinate system; a link to one is not followed."""
    if "crs" not in document:
        return LONGITUDE_LATITUDE
    crs = document["crs"]
    properties = crs.get("properties") if isinstance(crs, dict) and crs.get("type") == "name" else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    if name.endswith(CRS84):
        return LONGITUDE_LATITUDE
    said = SYSTEM.fullmatch(name)
    return known(said[1]) if said else None
