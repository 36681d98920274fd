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
    found = json.loads(path.read_bytes())
    features = _features(found)
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [_shape(feature.get("geometry")) for feature in features]
    rows = [feature.get("properties") or {} for feature in features]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("properties")
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells: list[Sequence[str]] = [[_text(row.get(name)) for row in rows] for name in names]
    ids = [feature.get("id") for feature in features]
    if "id" not in names and any(isinstance(one, str) for one in ids):
        names, cells = ["id", *names], [[_text(one) for one in ids], *cells]
    return Features(names, cells, shapes, _system(found))


def _features(found: object) -> Sequence[Mapping[str, Any]]:
    kind = found.get("type") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(kind, str):
        raise ValueError("no object")  # noqa: TRY004 - told as damaged, whatever it is
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or not all(isinstance(one, dict) and one.get("type") == "Feature" for one in features):
            raise ValueError("features")
        return features
    if kind == "Feature":
        return [found]
    if kind in GEOMETRIES:
        return [{"geometry": found}]
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


def _system(found: Mapping[str, Any]) -> str | None:
    """Read the plain name of a coordinate system; a link to one is not followed."""
    if "crs" not in found:
        return LONGITUDE_LATITUDE
    crs = found["crs"]
    properties = crs.get("properties") if isinstance(crs, dict) and crs.get("type") == "name" else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    if name.endswith(CRS84):
        return LONGITUDE_LATITUDE
    said = SYSTEM.fullmatch(name)
    return known(said[1]) if said else None
