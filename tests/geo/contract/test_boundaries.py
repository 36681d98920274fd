"""The boundaries in the data folder: complete, a valid coverage, and close to the published ones."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.settings.model import load_settings
from tests.helpers.places import ROOT
from tests.helpers.published import published

DATA = ROOT / "data"
LEVELS = ("district", "ward", "lsoa")
COUNTS = {"district": 6, "ward": 120, "lsoa": 516}
CHILDREN_0_4 = {
    "E07000008": 6347,
    "E07000009": 4519,
    "E07000010": 5172,
    "E07000011": 9660,
    "E06000031": 14163,
    "E07000012": 8772,
}


def polygons_of(level: str) -> gpd.GeoSeries:
    features = json.loads((DATA / "boundaries" / f"{level}.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["area_code"]: shapely.geometry.shape(feature["geometry"]) for feature in features}
    return gpd.GeoSeries(shapes, crs=4326)


@pytest.fixture(scope="module")
def areas() -> pd.DataFrame:
    return pd.read_csv(DATA / "areas.csv", keep_default_na=False).set_index("area_code")


@pytest.fixture(scope="module")
def boundaries() -> dict[str, gpd.GeoSeries]:
    return {level: polygons_of(level) for level in LEVELS}


@pytest.mark.parametrize("level", LEVELS)
def test_every_area_has_one_valid_polygon(level, areas, boundaries):
    polygons = boundaries[level]
    assert len(polygons) == COUNTS[level]
    assert list(polygons.index) == sorted(areas.index[areas["level"] == level])
    assert polygons.is_valid.all()
    assert not polygons.is_empty.any()


@pytest.mark.parametrize("level", LEVELS)
def test_polygons_meet_without_gap_or_overlap(level, boundaries):
    shapes = boundaries[level].to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_empty(shapely.coverage_invalid_edges(shapes)).all()
    outline = shapely.coverage_union_all(shapes)
    assert shapely.get_num_interior_rings(shapely.get_parts(outline)).sum() == 0


def test_each_district_is_exactly_the_union_of_its_lsoas(areas, boundaries):
    for code, district in boundaries["district"].items():
        lsoas = areas.index[(areas["level"] == "lsoa") & (areas["district_code"] == code)]
        united = shapely.coverage_union_all(boundaries["lsoa"].loc[lsoas].to_numpy())
        assert shapely.equals_exact(shapely.normalize(united), shapely.normalize(district))


def test_the_wards_of_a_district_fill_it(areas, boundaries):
    for code, district in boundaries["district"].items():
        wards = areas.index[(areas["level"] == "ward") & (areas["district_code"] == code)]
        united = shapely.coverage_union_all(boundaries["ward"].loc[wards].to_numpy())
        # Ends of ward borders are laid on the grid of coordinates, which bends the district's line by a metre at most.
        assert shapely.hausdorff_distance(shapely.boundary(united), shapely.boundary(district)) < 3e-5


@pytest.mark.parametrize("level", [*LEVELS, "land"])
def test_coordinates_have_five_decimals_and_lie_in_longitude_latitude(level):
    coordinates = shapely.get_coordinates(polygons_of(level).to_numpy())
    assert np.array_equal(coordinates, np.round(coordinates, 5))
    assert (coordinates[:, 0] > -2).all()
    assert (coordinates[:, 0] < 2).all()
    assert (coordinates[:, 1] > 51).all()
    assert (coordinates[:, 1] < 54).all()


def test_files_are_small_enough_to_send():
    sizes = {level: (DATA / "boundaries" / f"{level}.geojson").stat().st_size for level in (*LEVELS, "land")}
    assert sizes["lsoa"] < 400_000
    assert sum(sizes.values()) < 600_000


def test_land_holds_the_atlas_and_leaves_the_wash_open(boundaries):
    land = polygons_of("land")["land"]
    atlas = shapely.coverage_union_all(boundaries["district"].to_numpy())
    assert shapely.area(shapely.difference(atlas, land)) < 0.001 * shapely.area(atlas)
    assert not shapely.contains_xy(land, 0.30, 52.93)
    assert shapely.contains_xy(land, 0.12, 52.20)


def test_no_child_is_lost(areas):
    ages = [f"children_{age}" for age in range(5)]
    districts = areas.loc[areas["level"] == "district"]
    assert districts["children_0_4"].to_dict() == CHILDREN_0_4
    for level in LEVELS:
        rows = areas.loc[areas["level"] == level]
        assert rows.groupby("district_code")["children_0_4"].sum().to_dict() == CHILDREN_0_4
        assert (rows[ages].sum(axis=1) == rows["children_0_4"]).all()
        assert (rows[ages] >= 0).all(axis=None)


def test_areas_nest_and_say_how_their_boundary_was_made(areas):
    lsoas = areas.loc[areas["level"] == "lsoa"]
    assert lsoas["boundary_basis"].value_counts().to_dict() == {"official": 455, "approximate": 57, "merged": 4}
    assert set(lsoas["rural_urban"]) == {"urban", "rural"}
    wards = areas.loc[areas["level"] == "ward"]
    assert set(wards["boundary_basis"]) == {"approximate"}
    assert set(lsoas["ward_code"]) == set(wards.index)
    assert (lsoas["ward_code"].map(wards["district_code"]) == lsoas["district_code"]).all()
    assert lsoas.loc["E01018080", "label"] == f"{wards.loc[lsoas.loc['E01018080', 'ward_code'], 'name']} ({lsoas.loc['E01018080', 'name']})"


def test_centroids_lie_where_the_area_is(areas, boundaries):
    for level in LEVELS:
        polygons = boundaries[level].to_crs(27700)
        rows = areas.loc[polygons.index]
        points = gpd.GeoSeries.from_xy(rows["centroid_e"], rows["centroid_n"], index=rows.index, crs=27700)
        # A horseshoe-shaped area may have its centroid just outside.
        outside_m = polygons.distance(points)
        assert outside_m.max() < 3000
        assert (outside_m < 200).mean() > 0.95


def test_surroundings_lie_within_reach_and_outside(areas, boundaries):
    surroundings = pd.read_csv(DATA / "surroundings.csv")
    assert list(surroundings.columns) == ["area_code", "centroid_e", "centroid_n", "children_0_4"]
    assert surroundings["area_code"].is_unique
    assert not set(surroundings["area_code"]) & set(areas.index)
    atlas = shapely.union_all(boundaries["district"].to_crs(27700).to_numpy())
    distance_m = shapely.distance(atlas, shapely.points(surroundings[["centroid_e", "centroid_n"]].to_numpy()))
    reach_m = load_settings(ROOT / "config.toml").area.surroundings_km * 1000
    assert distance_m.max() <= reach_m + 5
    assert (distance_m > 0).mean() > 0.98
    assert surroundings["children_0_4"].gt(0).all()


def overlap(built: gpd.GeoSeries, file: str, code: str) -> pd.Series:
    """Share of the united area that both versions have in common."""
    official = gpd.read_file(published(f"boundaries/{file}")).set_index(code).to_crs(27700).make_valid()
    both = built.index.intersection(official.index)
    ours, theirs = built.loc[both].to_crs(27700), official.loc[both]
    return ours.intersection(theirs).area / ours.union(theirs).area


def test_lsoas_agree_with_the_published_boundaries(areas, boundaries):
    found = overlap(boundaries["lsoa"], "lsoa_2021_area.geojson", "lsoa21_code")
    assert len(found) == 516
    by_basis = found.groupby(areas["boundary_basis"].reindex(found.index))
    assert by_basis.median()["official"] > 0.99
    assert by_basis.min()["official"] > 0.55
    assert by_basis.min()["merged"] > 0.85


def test_districts_agree_with_the_published_boundaries(boundaries):
    found = overlap(boundaries["district"], "lad_2024_area.geojson", "ltla24_code")
    assert len(found) == 6
    assert found.min() > 0.92


def test_wards_agree_with_the_published_boundaries(boundaries):
    found = overlap(boundaries["ward"], "wards_2022_area.geojson", "ward22_code")
    assert len(found) == 100
    assert found.median() > 0.88
    assert found.min() > 0.5


def test_each_part_of_a_split_lsoa_lies_on_its_own_published_outline(areas, boundaries):
    official = gpd.read_file(published("boundaries/lsoa_2021_area.geojson")).set_index("lsoa21_code").geometry.to_crs(27700)
    built = boundaries["lsoa"].to_crs(27700)
    split = areas.index[(areas["boundary_basis"] == "approximate") & (areas["level"] == "lsoa")]
    shared = {code: official.intersection(built[code]).area.sort_values() for code in split}
    # Postcodes decide where a line runs: where few people live, more fields than houses may fall to the neighbour.
    assert sum(overlaps.index[-1] != code for code, overlaps in shared.items()) <= 1
    iou = [built[code].intersection(official[code]).area / built[code].union(official[code]).area for code in split]
    assert np.mean(iou) > 0.7
