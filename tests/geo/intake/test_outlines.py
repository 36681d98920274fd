"""Outlines of areas that a council brings: every format, the years they can be of, and files that are not what they claim to be."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import of_today
from tests.helpers.outlines import FORMATS, STEP_M, boxes, write
from tests.helpers.places import ROOT
from tests.helpers.published import published
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import ALDER, ASH, BIRCH, BOURNE, CEDAR, DISTRICT_OF, LSOAS, SIDE_M, SOUTH_M, WARD_OF, WEST_M

NEAR = {"abs": 0.01}


def drawn(folder, level):
    features = json.loads((folder / "boundaries" / f"{level}.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["area_code"]: shapely.geometry.shape(feature["geometry"]) for feature in features}
    return gpd.GeoSeries(shapes, crs=4326).to_crs(27700)


def km2(folder, level):
    return (drawn(folder, level).area / 1e6).to_dict()


@pytest.fixture
def brought(run_tiny, tmp_path):
    """Import files into a new data folder; give its path and what was said."""

    def bring(*paths):
        out = tmp_path / "new"
        done = run_tiny("import", *paths, "--out", out)
        assert done.code == 0, done.err
        return out, done.out.decode()

    return bring


@pytest.mark.parametrize("name", FORMATS)
def test_lsoas_of_every_format_redraw_districts_and_wards(name, brought, tmp_path):
    out, said = brought(write(boxes(second=STEP_M), tmp_path, name))
    assert "outlines_lsoa" in said
    assert "read 6, matched 6, suppressed 0, outside 0, rejected 0" in said
    assert km2(out, "lsoa") == pytest.approx(dict(zip(LSOAS, (4, 4.2, 3.8, 4, 4.2, 3.8), strict=True)), **NEAR)
    assert km2(out, "district") == pytest.approx({ALDER: 16.4, BOURNE: 7.6}, **NEAR)
    assert km2(out, "ward") == pytest.approx({ASH: 8.2, BIRCH: 8.2, CEDAR: 7.6}, **NEAR)
    basis = pd.read_csv(out / "areas.csv").set_index("area_code")["boundary_basis"]
    assert set(basis[list(LSOAS)]) == {"official"}


def test_what_moves_is_counted_and_nothing_else_changes(run_tiny, tmp_path):
    done = run_tiny("import", write(boxes(first=STEP_M), tmp_path), "--dry-run", "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)["changes"]
    moved = {row["area_code"]: (row["gained_km2"], row["lost_km2"]) for row in found["outlines"][0]}
    # The line lies inside each ward, so wards and districts stay.
    assert set(moved) == {LSOAS[0], LSOAS[1], LSOAS[3], LSOAS[4]}
    assert moved[LSOAS[0]] == pytest.approx((0.2, 0.0), **NEAR)
    assert moved[LSOAS[4]] == pytest.approx((0.0, 0.2), **NEAR)
    assert not {"providers.csv", "indicator_values.csv"} & {row["file"] for row in found["tables"]}


def test_wards_are_fitted_to_their_districts(brought, tmp_path):
    frame = boxes().assign(code=[WARD_OF[code] for code in LSOAS]).dissolve("code", as_index=False)
    # The line between Ash and Birch goes 100 m north: 4 km long. Ash also reaches 50 m into Bourne, which it may not.
    north = SOUTH_M + SIDE_M + STEP_M
    ash = shapely.box(WEST_M, SOUTH_M, WEST_M + 2 * SIDE_M + 50, north)
    frame.loc[frame["code"] == ASH, "geometry"] = ash
    frame.loc[frame["code"] == BIRCH, "geometry"] = shapely.box(WEST_M, north, WEST_M + 2 * SIDE_M, SOUTH_M + 2 * SIDE_M)
    frame.loc[frame["code"] == CEDAR, "geometry"] = frame.geometry[frame["code"] == CEDAR].iloc[0].difference(ash)
    out, said = brought(write(frame, tmp_path, column="wd24cd"))
    assert "outlines_ward" in said
    assert km2(out, "ward") == pytest.approx({ASH: 8.4, BIRCH: 7.6, CEDAR: 8.0}, **NEAR)
    for ward, outline in drawn(out, "ward").items():
        assert outline.difference(drawn(out, "district")[DISTRICT_OF[ward]]).area < 2000


def test_districts_cut_off_and_fill_up_their_lsoas(brought, tmp_path):
    frame = boxes(second=STEP_M).assign(code=[DISTRICT_OF[WARD_OF[code]] for code in LSOAS]).dissolve("code", as_index=False)
    out, said = brought(write(frame, tmp_path, column="LAD24CD"))
    assert "outlines_district" in said
    assert km2(out, "district") == pytest.approx({ALDER: 16.4, BOURNE: 7.6}, **NEAR)
    assert km2(out, "lsoa") == pytest.approx(dict(zip(LSOAS, (4, 4.2, 3.8, 4, 4.2, 3.8), strict=True)), **NEAR)


def test_lsoas_and_wards_come_together_in_any_order(brought, tmp_path):
    lsoas = write(boxes(second=STEP_M), tmp_path, "lsoas.geojson")
    wards = boxes(second=STEP_M).assign(code=[WARD_OF[code] for code in LSOAS]).dissolve("code", as_index=False)
    out, _ = brought(write(wards, tmp_path, "wards.geojson", "WD24CD"), lsoas)
    assert km2(out, "ward") == pytest.approx({ASH: 8.2, BIRCH: 8.2, CEDAR: 7.6}, **NEAR)
    assert set(pd.read_csv(out / "areas.csv").query("level == 'ward'")["boundary_basis"]) == {"official"}


def test_kept_outlines_are_a_version_that_can_be_undone(run_tiny, tiny, tmp_path):
    with_workspace(tiny)
    done = run_tiny("import", write(boxes(first=STEP_M), tmp_path), "--who", "A Lead", "--why", "official outlines")
    assert done.code == 0, done.err
    atlas = load_atlas(of_today(load_settings(tiny.config)))
    assert atlas.store.as_folder().name == "0001"
    assert km2(atlas.store.as_folder(), "lsoa")[LSOAS[0]] == pytest.approx(4.2, **NEAR)
    assert km2(tiny.data, "lsoa")[LSOAS[0]] == pytest.approx(4.0, **NEAR)
    assert atlas.sources.at["outlines_lsoa", "sha256"]


def test_areas_elsewhere_are_counted_and_names_that_differ_are_told(brought, tmp_path):
    frame = boxes().assign(LSOA21NM=["Alder 001A", "New name", *["Bourne 003A"] * 4])
    other = gpd.GeoDataFrame({"code": ["W01000001"]}, geometry=[shapely.box(300_000, 200_000, 301_000, 201_000)], crs=27700)
    out, said = brought(write(pd.concat([frame, other]), tmp_path))
    assert "read 7, matched 6, suppressed 0, outside 1, rejected 0" in said
    assert f"{LSOAS[1]} is 'Alder 002A' here and 'New name' in the file" in said
    assert "New name" not in (out / "areas.csv").read_text(encoding="utf-8")


def test_an_outline_that_crosses_itself_is_mended_and_parts_are_joined(brought, tmp_path):
    frame = boxes()
    west, south, east, north = frame.geometry[0].bounds
    # The western edge ties a bow of 40 m.
    bow = [(west, south + 60), (west - 40, south + 100), (west - 40, south + 60), (west, south + 100)]
    frame.loc[0, "geometry"] = shapely.Polygon([(west, south), (east, south), (east, north), (west, north), *bow])
    assert not frame.geometry[0].is_valid
    west, south, east, north = frame.geometry[5].bounds
    halves = [shapely.box(west, south, west + 500, north), shapely.box(west + 500, south, east, north)]
    parts = gpd.GeoDataFrame({"code": [LSOAS[5]] * 2}, geometry=halves, crs=27700)
    out, said = brought(write(pd.concat([frame.iloc[:5], parts]), tmp_path))
    assert f"were mended; look at them: {LSOAS[0]}." in said
    assert f"several features were joined: {LSOAS[5]}." in said
    assert "read 7, matched 7" in said
    assert km2(out, "lsoa")[LSOAS[0]] == pytest.approx(4.0, **NEAR)
    assert km2(out, "lsoa")[LSOAS[5]] == pytest.approx(4.0, **NEAR)


def test_published_lsoas_of_2021_replace_the_approximate_ones(run, tmp_path):
    out = tmp_path / "new"
    done = run("--config", ROOT / "config.toml", "import", published("boundaries/lsoa_2021_area.geojson"), "--out", out)
    assert done.code == 0, done.err
    assert "read 516, matched 516, suppressed 0, outside 0, rejected 0" in done.out.decode()
    official = gpd.read_file(published("boundaries/lsoa_2021_area.geojson")).set_index("lsoa21_code").geometry.to_crs(27700)
    ours = drawn(out, "lsoa")
    overlap = ours.intersection(official.reindex(ours.index)).area / official.reindex(ours.index).area
    # Gaps between outlines that were generalised one by one are closed, and no more.
    assert overlap.min() > 0.95
    assert overlap.median() > 0.995
