"""Check the boundaries: they can be read, every area has one, and they fit together."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.base.errors import Problem
from geo.base.vocabulary import LEVELS
from geo.contract.reading import AGAIN, read_text
from geo.contract.rules import LAT, LON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.contract.reading import Table

# Sliver between a district and the union of its LSOAs that is put down to rounding (coordinates have 5 decimals, about 1 m).
UNION_TOLERANCE_M2: Final = 1.0
_METRES_PER_DEGREE: Final = 111_320.0


@dataclass
class Layer:
    """One boundary file: codes and polygons (WGS84) in file order, and what is wrong with them."""

    file: str
    text: str
    codes: list[str]
    shapes: list[shapely.Geometry]
    problems: list[Problem]

    def report(self, code: str, message: str, column: str = "geometry") -> None:
        """Note a problem of the feature with this code, at the line where its code stands."""
        position = self.text.find(f'"{code}"')
        row = self.text.count("\n", 0, position) + 1 if position >= 0 else None
        self.problems.append(Problem(self.file, f"{code}: {message}", row=row, column=column))


def boundary_problems(folder: Path, areas: Table) -> Iterator[Problem]:
    """Check ``boundaries/*.geojson`` against the areas.

    Parameters
    ----------
    folder : Path
        The data folder.
    areas : Table
        ``areas.csv`` as read; codes are compared only if it could be read in full.

    Yields
    ------
    Problem
        Missing or broken files, unknown, missing or repeated codes, invalid polygons, coordinates outside Britain,
        levels that overlap or leave gaps, districts that are not the union of their LSOAs.
    """
    layers = {level: read_layer(folder / "boundaries" / f"{level}.geojson") for level in LEVELS}
    for level, layer in layers.items():
        if layer.shapes:
            if areas.complete:
                _compare_codes(layer, areas, level)
            _check_coverage(layer)
    if areas.complete and not any(layer.problems for layer in layers.values()):
        _compare_unions(layers["district"], layers["lsoa"], areas)
    land = read_layer(folder / "boundaries" / "land.geojson")
    for layer in (*layers.values(), land):
        yield from layer.problems


def read_layer(path: Path) -> Layer:
    """Read one boundary file; everything that cannot be used is in ``problems``."""
    layer = Layer(f"{path.parent.parent.name}/{path.parent.name}/{path.name}", "", [], [], [])
    text = read_text(path, layer.file, layer.problems)
    if text is None:
        return layer
    layer.text = text
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is not valid JSON ({error.msg} at character {error.colno}); it may be cut off. {AGAIN}"
        layer.problems.append(Problem(layer.file, message, row=error.lineno))
        return layer
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        layer.problems.append(Problem(layer.file, f"is not a GeoJSON FeatureCollection with features. {AGAIN}", column="features"))
        return layer
    for number, feature in enumerate(features, start=1):
        _read_feature(layer, number, feature)
    return layer


def _read_feature(layer: Layer, number: int, feature: Any) -> None:  # noqa: ANN401 - parsed JSON may be anything
    try:
        code = feature["properties"]["area_code"]
        geometry = feature["geometry"]
        shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    except (KeyError, TypeError):
        message = f"feature {number} has no geometry or no property area_code. Give it both."
        layer.problems.append(Problem(layer.file, message, column="area_code"))
        return
    except shapely.errors.GEOSException as error:
        layer.report(str(code), f"the geometry cannot be read ({error}). {AGAIN}")
        return
    fault = _fault(shape)
    if fault:
        layer.report(str(code), fault)
        return
    layer.codes.append(str(code))
    layer.shapes.append(shape)


def _fault(shape: shapely.Geometry | None) -> str | None:
    if shape is None or shape.is_empty:
        return f"the polygon is empty. {AGAIN}"
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return f"found a {shape.geom_type}; must be a Polygon or MultiPolygon. {AGAIN}"
    west, south, east, north = shape.bounds
    if not (LON[0] <= west <= east <= LON[1] and LAT[0] <= south <= north <= LAT[1]):
        return (
            f"reaches {west:g} to {east:g} east and {south:g} to {north:g} north, outside Britain "
            f"({LON[0]:g} to {LON[1]:g}, {LAT[0]:g} to {LAT[1]:g}). Write longitude, latitude in degrees (WGS84)."
        )
    if not shape.is_valid:
        return f"the polygon is not valid ({shapely.is_valid_reason(shape)}). Mend it (shapely.make_valid) or run `python -m geo build`."
    return None


def _compare_codes(layer: Layer, areas: Table, level: str) -> None:
    expected = areas.frame.loc[areas.frame["level"] == level, "area_code"].dropna()
    known = set(expected)
    reported = {problem.message.partition(":")[0] for problem in layer.problems}
    for code in dict.fromkeys(layer.codes):
        if code not in known:
            layer.report(code, f"is no {level} of areas.csv. Add it there or remove the feature.", "area_code")
        elif layer.codes.count(code) > 1:
            layer.report(code, f"has {layer.codes.count(code)} features. Join them into one MultiPolygon.", "area_code")
    for code in known.difference(layer.codes, reported):
        message = f"{code} has no boundary. Add its feature or remove it from areas.csv."
        layer.problems.append(Problem(layer.file, message, column="area_code"))


def _check_coverage(layer: Layer) -> None:
    """Report areas whose shared edges do not match exactly, that is, overlaps and slivers."""
    shapes = np.array(layer.shapes)
    if shapely.coverage_is_valid(shapes):
        return
    edges = shapely.coverage_invalid_edges(shapes)
    for code, edge in zip(layer.codes, edges, strict=True):
        if not edge.is_empty:
            where = edge.representative_point()
            message = f"overlaps a neighbour or leaves a gap near {where.x:.5f}, {where.y:.5f}. Clean the file (shapely.coverage_clean)."
            layer.report(code, message)


def _compare_unions(districts: Layer, lsoas: Layer, areas: Table) -> None:
    """Report districts that are not exactly their LSOAs."""
    parent = areas.frame.drop_duplicates("area_code").set_index("area_code")["district_code"]
    shapes = np.array(lsoas.shapes)
    owner = parent.loc[lsoas.codes].to_numpy()
    for code, shape in zip(districts.codes, districts.shapes, strict=True):
        difference = shape.symmetric_difference(shapely.coverage_union_all(shapes[owner == code]))
        area_m2 = difference.area * _METRES_PER_DEGREE**2 * np.cos(np.radians(shape.centroid.y))
        if area_m2 > UNION_TOLERANCE_M2:
            where = difference.representative_point()
            message = f"differs from the union of its LSOAs by {area_m2:,.0f} m2, near {where.x:.5f}, {where.y:.5f}. Dissolve them again."
            districts.report(code, message)
