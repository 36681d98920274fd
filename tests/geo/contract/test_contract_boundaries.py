"""Every way of breaking the boundaries is found, with file, row, code and the way out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import shapely

from geo.contract import check_folder
from tests.helpers.tiny_content import LSOAS

if TYPE_CHECKING:
    from geo.base.errors import Problem
    from tests.helpers.tiny import Tiny


def problems_of(tiny: Tiny) -> tuple[Problem, ...]:
    return check_folder(tiny.settings).problems


def feature_of(tiny: Tiny, level: str, code: str) -> tuple[dict, dict]:
    layer = json.loads((tiny.data / "boundaries" / f"{level}.geojson").read_text(encoding="utf-8"))
    return layer, next(feature for feature in layer["features"] if feature["properties"]["area_code"] == code)


def save(tiny: Tiny, level: str, layer: dict) -> None:
    (tiny.data / "boundaries" / f"{level}.geojson").write_text(json.dumps(layer, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("level", ["district", "ward", "lsoa", "land"])
def test_boundary_file_missing_empty_or_cut_off(tiny: Tiny, level: str) -> None:
    path = tiny.data / "boundaries" / f"{level}.geojson"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert [(problem.file, problem.row) for problem in problems_of(tiny)] == [
        (f"data/boundaries/{level}.geojson", path.read_bytes().count(b"\n") + 1)
    ]
    path.write_bytes(b"")
    assert [problem.message[:8] for problem in problems_of(tiny)] == ["is empty"]
    path.unlink()
    assert [problem.message[:10] for problem in problems_of(tiny)] == ["is missing"]


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "the polygon is empty"),
        ({"type": "Point", "coordinates": [0.1, 52.3]}, "found a Point; must be a Polygon or MultiPolygon"),
        ({"type": "Polygon", "coordinates": [[[0, 52], [0.1, 52.1], [0.1, 52], [0, 52.1], [0, 52]]]}, "not valid (Self-intersection"),
        ({"type": "Polygon", "coordinates": [[[0, 52], [0.1, 52.1]]]}, "the geometry cannot be read"),
        ({"type": "Polygon", "coordinates": [[[52, 0], [52, 1], [53, 1], [52, 0]]]}, "outside Britain"),
        ({"type": "Nonsense"}, "the geometry cannot be read"),
        ([1, 2], "the geometry cannot be read"),
    ],
)
def test_bad_geometry_is_named_by_its_code_and_row(tiny: Tiny, geometry: object, words: str) -> None:
    layer, feature = feature_of(tiny, "lsoa", LSOAS[2])
    feature["geometry"] = geometry
    save(tiny, "lsoa", layer)
    (problem,) = problems_of(tiny)
    lines = (tiny.data / "boundaries" / "lsoa.geojson").read_text(encoding="utf-8").splitlines()
    assert problem.file == "data/boundaries/lsoa.geojson"
    assert problem.column == "geometry"
    assert LSOAS[2] in lines[problem.row - 1]
    assert problem.message.startswith(f"{LSOAS[2]}: ")
    assert words in problem.message


def test_codes_of_boundaries_are_those_of_the_areas(tiny: Tiny) -> None:
    layer, feature = feature_of(tiny, "lsoa", LSOAS[2])
    layer["features"].append(feature)
    layer["features"][0]["properties"]["area_code"] = "E01000999"
    layer["features"][5] = {"type": "Feature", "properties": {}, "geometry": None}
    save(tiny, "lsoa", layer)
    found = [problem.message for problem in problems_of(tiny)]
    assert any(text.startswith(f"{LSOAS[2]}: has 2 features") for text in found)
    assert any(text.startswith("E01000999: is no lsoa of areas.csv") for text in found)
    assert any(text.startswith(f"{LSOAS[0]} has no boundary") for text in found)
    assert any(text.startswith("feature 6 has no geometry or no property area_code") for text in found)


def test_overlaps_and_slivers_break_the_coverage(tiny: Tiny) -> None:
    layer, feature = feature_of(tiny, "lsoa", LSOAS[2])
    moved = shapely.affinity.translate(shapely.from_geojson(json.dumps(feature["geometry"])), 0.0001, 0)
    feature["geometry"] = json.loads(shapely.to_geojson(moved))
    save(tiny, "lsoa", layer)
    found = [problem for problem in problems_of(tiny) if "overlaps a neighbour or leaves a gap near" in problem.message]
    assert LSOAS[2] in {problem.message.partition(":")[0] for problem in found}


def test_district_must_be_the_union_of_its_lsoas(tiny: Tiny) -> None:
    path = tiny.data / "boundaries" / "district.geojson"
    text = path.read_text(encoding="utf-8")
    longitude = re.search(r"\[(-?[\d.]+), [\d.]+\]", text)[1]
    path.write_text(text.replace(longitude, str(float(longitude) - 0.001)), encoding="utf-8")
    problems = problems_of(tiny)
    assert problems
    for problem in problems:
        assert re.match(r"E0700090\d: differs from the union of its LSOAs by [\d,]+ m2, near -?0\.\d+, 52\.\d+", problem.message)


def test_collection_without_features(tiny: Tiny) -> None:
    (tiny.data / "boundaries" / "land.geojson").write_text('{"type": "FeatureCollection", "features": []}\n', encoding="utf-8")
    (problem,) = problems_of(tiny)
    assert "is not a GeoJSON FeatureCollection with features" in problem.message
