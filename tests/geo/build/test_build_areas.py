"""The build of areas: reading publishers' tables, carrying children to new LSOAs, polygons that stay a coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.base.coverage import clean_coverage, dissolve_cells, geojson_bytes, mend_holes, round_coverage, round_parts
from geo.base.errors import DataError
from geo.base.files import write_table
from geo.build import build
from geo.build.areas import build_areas
from geo.build.lsoa import assign_postcodes, divide_points, lsoa21_polygons
from geo.build.postcodes import Postcodes, normalise, read_postcodes
from geo.build.report import BuildReport
from geo.publishers.geography.boundaries import read_lsoa11, read_lsoa21
from geo.publishers.geography.lookups import read_lsoa_changes, read_lsoa_wards, read_population_centroids, read_rural_urban
from geo.publishers.population import read_dependent_children, read_single_years
from geo.publishers.published_tables import numbers, read_published
from geo.settings.model import load_settings
from geo.store.vintage import carry_counts, change_groups, share_whole
from tests.helpers.places import ROOT
from tests.helpers.published import published

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_header_is_found_by_its_columns_under_titles_with_bom_and_any_case(tmp_path):
    path = write(tmp_path, 'Title of the release,,\n"Source: ONS",,\n\nCOUNT, Lsoa21cd ,x\n"1,204",E01000001,9\n,,\n', encoding="utf-8-sig")
    frame = read_published(path, {"area_code": ("LSOA21CD", "lsoa21_code"), "count": ("Count",)})
    assert frame.to_dict("list") == {"area_code": ["E01000001"], "count": ["1,204"]}


def test_missing_columns_are_named_with_the_file(tmp_path):
    path = write(tmp_path, "LSOA21CD,name\nE01000001,a\n")
    with pytest.raises(DataError, match=r"table\.csv, row 1: .*Missing: WD24CD or ward24_code; Count"):
        read_published(path, {"area_code": ("LSOA21CD",), "ward": ("WD24CD", "ward24_code"), "count": ("Count",)})


def test_missing_file_and_wrong_encoding_say_what_to_do(tmp_path):
    with pytest.raises(DataError, match="is missing"):
        read_published(tmp_path / "none.csv", {"a": ("a",)})
    with pytest.raises(DataError, match="is not text in utf-8-sig"):
        read_published(write(tmp_path, "a\nCafé\n", encoding="latin-1"), {"a": ("a",)})


def test_numbers_are_read_as_publishers_write_them():
    text = pd.Series(["18,511", "29199.00", "36.7%", " 7 ", "c", ""], dtype="str")
    assert numbers(text).tolist()[:4] == [18511.0, 29199.0, 36.7, 7.0]
    assert numbers(text).isna().tolist()[4:] == [True, True]


def test_lookups_take_the_names_of_the_ons(tmp_path):
    changes = read_lsoa_changes(write(tmp_path, "LSOA11CD,LSOA11NM,CHGIND,LSOA21CD\nE01000002,b,U,E01000002\nE01000001,a,U,E01000001\n"))
    assert changes["lsoa_code"].tolist() == ["E01000001", "E01000002"]
    wards = read_lsoa_wards(write(tmp_path, "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\nE01000001,a,E05000001,w,E07000001,d\n"))
    assert wards.loc["E01000001", "ward_code"] == "E05000001"
    with pytest.raises(DataError, match="unknown change codes: Z"):
        read_lsoa_changes(write(tmp_path, "LSOA11CD,CHGIND,LSOA21CD\nE01000002,Z,E01000002\n"))
    with pytest.raises(DataError, match="classes other than Urban and Rural: suburb"):
        read_rural_urban(write(tmp_path, "LSOA21CD,ruc\nE01000001,Suburb\n"))


def test_centroids_are_read_in_metres_or_degrees(tmp_path):
    metres = read_population_centroids(write(tmp_path, "LSOA21CD,x,y\nE01000001,545000,258000\n"))
    degrees = read_population_centroids(write(tmp_path, "LSOA21CD,x,y\nE01000001,0.117998,52.201872\n"))
    assert metres.get_coordinates().iloc[0].tolist() == [545000.0, 258000.0]
    assert degrees.distance(metres).max() < 500


def test_population_must_be_whole_persons(tmp_path):
    header = "lsoa11_code," + ",".join(str(age) for age in range(17)) + "\n"
    counts = read_single_years(write(tmp_path, header + "E01000001," + ",".join(["2.0"] * 17) + "\n"))
    assert counts.loc["E01000001"].tolist() == [2, 2, 2, 2, 2]
    with pytest.raises(DataError, match="not whole numbers, for E01000009"):
        read_single_years(write(tmp_path, header + "E01000009," + ",".join(["2.5"] * 17) + "\n"))
    uncounted = write(tmp_path, "LSOA code (2011),Dependent Children aged 0-15: mid 2015 (excluding prisoners)\nE01000001,\n")
    with pytest.raises(DataError, match="no count of children for E01000001"):
        read_dependent_children(uncounted)


def test_postcodes_are_found_however_they_are_written():
    frame = pd.DataFrame({"easting": [1.0]}, index=pd.Index(["CB10AG"], name="postcode"))
    asked = pd.Series(["cb1 0ag", "CB1  0AG ", "XX1 1XX", None], index=[7, 3, 2, 9])
    found = Postcodes(frame).lookup(asked)
    assert found.index.tolist() == [7, 3, 2, 9]
    assert found["easting"].fillna(-1).tolist() == [1.0, 1.0, -1.0, -1.0]
    assert normalise(asked).iloc[3] == ""


# --- Carrying children over ------------------------------------------------------------------------------------------


def changes(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["lsoa11_code", "lsoa_code"])


def test_changes_are_grouped_whatever_their_kind():
    groups = change_groups(changes(("A", "A"), ("B", "B1"), ("B", "B2"), ("C", "CD"), ("D", "CD"), ("E", "X1"), ("E", "X2"), ("F", "X2")))
    assert [(group.lsoa11, group.lsoa21) for group in groups] == [
        (("A",), ("A",)),
        (("B",), ("B1", "B2")),
        (("C", "D"), ("CD",)),
        (("E", "F"), ("X1", "X2")),
    ]


def test_children_are_carried_by_hand_computed_shares():
    groups = change_groups(
        changes(("A", "A"), ("B", "B1"), ("B", "B2"), ("B", "B3"), ("C", "CD"), ("D", "CD"), ("E", "X1"), ("E", "X2"), ("F", "X2"))
    )
    counts = pd.DataFrame({"children_0": [5, 10, 3, 4, 9, 2]}, index=list("ABCDEF"))
    shared = pd.Series({("B", "B1"): 30, ("B", "B2"): 20, ("B", "B3"): 10, ("E", "X1"): 1, ("E", "X2"): 2, ("F", "X2"): 8})
    carried = carry_counts(counts, groups, shared)["children_0"]
    # B: 10 x (1/2, 1/3, 1/6) = 5, 3.33, 1.67 -> 5, 3, 2. E: 9 x (1/3, 2/3) = 3, 6; F's 2 go to X2 alone.
    assert carried.to_dict() == {"A": 5, "B1": 5, "B2": 3, "B3": 2, "CD": 7, "X1": 3, "X2": 8}


@given(st.integers(0, 500), st.lists(st.integers(0, 200), min_size=1, max_size=6))
def test_shares_add_up_and_stay_within_one_of_the_exact_share(count, weights):
    shares = share_whole(count, np.array(weights, dtype=np.float64))
    assert shares.sum() == count
    exact = count * np.array(weights) / sum(weights) if sum(weights) else np.full(len(weights), count / len(weights))
    assert (np.abs(shares - exact) < 1).all()


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=4, max_size=60, unique=True), st.integers(1, 4), st.randoms()
)
def test_points_are_divided_evenly_whatever_their_order(points, count, random):
    xy = np.array(points, dtype=np.float64)
    parts = divide_points(xy, count)
    assert np.bincount(parts, minlength=count).min() >= len(xy) // count - 1
    order = list(range(len(xy)))
    random.shuffle(order)
    assert np.bincount(divide_points(xy[order], count), minlength=count).tolist() == np.bincount(parts, minlength=count).tolist()


def split_example() -> tuple[list, pd.DataFrame, gpd.GeoSeries]:
    groups = change_groups(changes(("A", "A1"), ("A", "A2")))
    postcodes = pd.DataFrame(
        {
            "easting": [100.0, 200, 300, 800, 900],
            "northing": [50.0, 50, 50, 50, 50],
            "ward_code": ["W2", "W2", "W2", "W1", "W1"],
            "lsoa11_code": "A",
        },
        index=["P1", "P2", "P3", "P4", "P5"],
    )
    outline = gpd.GeoSeries({"A": shapely.box(0, 0, 1000, 100)}, crs=27700)
    return groups, postcodes, outline


def test_a_split_lsoa_is_divided_by_ward_where_its_parts_lie_in_two():
    groups, postcodes, outline = split_example()
    assigned = assign_postcodes(groups, postcodes, pd.Series({"A1": "W1", "A2": "W2"}))
    assert assigned.to_dict() == {"P1": "A2", "P2": "A2", "P3": "A2", "P4": "A1", "P5": "A1"}
    polygons = lsoa21_polygons(groups, outline, postcodes, assigned)
    assert polygons["A2"].equals(shapely.box(0, 0, 550, 100))
    assert polygons["A1"].equals(shapely.box(550, 0, 1000, 100))


def test_a_split_lsoa_in_one_ward_takes_the_nearest_centroid_if_known():
    groups, postcodes, _ = split_example()
    one_ward = pd.Series({"A1": "W1", "A2": "W1"})
    guessed = assign_postcodes(groups, postcodes, one_ward)
    assert guessed.to_dict() == {"P1": "A1", "P2": "A1", "P3": "A2", "P4": "A2", "P5": "A2"}
    centroids = gpd.GeoSeries.from_xy([850.0, 200.0], [50.0, 50.0], index=["A1", "A2"], crs=27700)
    known = assign_postcodes(groups, postcodes, one_ward, centroids)
    assert known.to_dict() == {"P1": "A2", "P2": "A2", "P3": "A2", "P4": "A1", "P5": "A1"}
    outlines = gpd.GeoSeries([shapely.box(600, 0, 1000, 100), shapely.box(0, 0, 600, 100)], index=["A1", "A2"], crs=27700)
    assert assign_postcodes(groups, postcodes, one_ward, outlines).to_dict() == known.to_dict()


def test_published_outlines_are_read_in_metres_by_code(tmp_path):
    outline = gpd.GeoDataFrame({"LSOA21CD": ["E01000001"]}, geometry=[shapely.box(0.1, 52.1, 0.2, 52.2)], crs=4326)
    outline.to_file(tmp_path / "lsoa.geojson")
    assert read_lsoa21(tmp_path / "lsoa.geojson")["E01000001"].contains(shapely.Point(545000, 251000))
    outline.rename(columns={"LSOA21CD": "code"}).to_file(tmp_path / "other.geojson")
    with pytest.raises(DataError, match="no column of LSOA 2021 codes"):
        read_lsoa21(tmp_path / "other.geojson")
    (tmp_path / "text.geojson").write_text("not boundaries", encoding="utf-8")
    with pytest.raises(DataError, match="is not a map file"):
        read_lsoa21(tmp_path / "text.geojson")


# --- Polygons --------------------------------------------------------------------------------------------------------


def test_cells_go_to_the_most_frequent_label_of_a_point():
    points = np.array([[10.0, 50], [10, 50], [10, 50], [90, 50]])
    parts = dissolve_cells(points, np.array(["b", "a", "b", "c"]), shapely.box(0, 0, 100, 100))
    assert set(parts) == {"b", "c"}
    assert parts["b"].equals(shapely.box(0, 0, 50, 100))


def random_coverage(seed: int, count: int) -> gpd.GeoSeries:
    rng = np.random.default_rng(seed)
    points = rng.uniform([540_000, 250_000], [560_000, 270_000], (count, 2))
    parts = dissolve_cells(
        points, np.array([f"L{i % (count // 3):03d}" for i in range(count)]), shapely.box(540_000, 250_000, 560_000, 270_000)
    )
    return gpd.GeoSeries(parts, crs=27700)


@pytest.mark.parametrize("seed", range(5))
def test_rounded_coverages_stay_coverages(seed):
    polygons = random_coverage(seed, 90)
    rounded = round_coverage(polygons)
    shapes = rounded.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert rounded.is_valid.all()
    coordinates = shapely.get_coordinates(shapes)
    assert np.array_equal(coordinates, np.round(coordinates, 5))
    back = rounded.to_crs(27700)
    assert (back.symmetric_difference(polygons).area < 0.01 * polygons.area + 20_000).all()


def test_parts_keep_the_rounded_outline_of_their_whole():
    polygons = random_coverage(9, 60)
    whole = gpd.GeoSeries({"whole": shapely.union_all(polygons.to_numpy())}, crs=27700)
    rounded = round_coverage(whole)
    parts = round_parts(polygons, rounded)
    assert shapely.coverage_is_valid(parts.to_numpy())
    united = shapely.coverage_union_all(parts.to_numpy())
    assert shapely.hausdorff_distance(shapely.boundary(united), shapely.boundary(rounded["whole"])) < 2e-5


def test_geojson_is_sorted_and_short():
    square = shapely.box(0.1, 52.0, 0.2, 52.1)
    text = geojson_bytes(gpd.GeoSeries({"b": square, "a": square}, crs=4326)).decode()
    assert text.index('{"area_code":"a"}') < text.index('{"area_code":"b"}')
    anticlockwise = '"type":"Polygon","coordinates":[[[0.2,52.0],[0.2,52.1],[0.1,52.1],[0.1,52.0],[0.2,52.0]]]'
    assert text.count(anticlockwise) == 2


# --- The whole -------------------------------------------------------------------------------------------------------


def test_report_lists_what_was_not_matched():
    report = BuildReport()
    report.add("places.csv", 20, 5, not_matched=[f"key{i:02d}" for i in range(15)], suppressed=2, notes=["as at March"])
    report.note("one guess")
    report.wrote("areas.csv", 642)
    text = report.render()
    assert text.splitlines()[2].split() == ["places.csv", "20", "5", "15", "2"]
    assert "places.csv: as at March" in text
    assert "not matched: key00, key01" in text
    assert "and 3 more" in text
    assert "- one guess" in text


def test_tables_are_written_with_lf_and_empty_for_missing(tmp_path):
    write_table(pd.DataFrame({"a": ["x", None], "b": [0.1, np.nan]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"a,b\nx,0.1\n,\n"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_build_without_its_files_names_them_all_and_changes_nothing(tmp_path):
    out = tmp_path / "data"
    out.mkdir()
    (out / "areas.csv").write_text("as it was", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        build(tmp_path / "raw", load_settings(ROOT / "config.toml"), out)
    assert len(caught.value.problems) == 8
    assert [path.name for path in out.iterdir()] == ["areas.csv"]
    assert (out / "areas.csv").read_text(encoding="utf-8") == "as it was"


def test_building_again_gives_the_same_bytes_as_the_data_folder(tmp_path):
    raw = published()
    settings = load_settings(ROOT / "config.toml")
    report = BuildReport()
    postcodes = read_postcodes(settings.area.districts, (settings.area.surroundings_km + 15) * 1000, report)
    built = build_areas(raw, settings, postcodes, report)
    write_table(built.areas, tmp_path / "areas.csv")
    write_table(built.surroundings, tmp_path / "surroundings.csv")
    for level, polygons in built.boundaries.items():
        (tmp_path / f"boundaries-{level}.geojson").write_bytes(geojson_bytes(polygons))
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (ROOT / "data" / path.name.replace("-", "/")).read_bytes(), path.name
    assert "51084 read, 51084 carried" in report.render()
    assert "children 0-4: 48633; the estimate adds up to 48633" in report.render()
    assert "841 LSOAs 2011" in report.render()
    assert "3 are not in it and keep the children of deprivation/File_6" in report.render()
    inside = built.postcodes.frame["district_code"].isin(settings.area.districts)
    assert (built.postcodes.frame.loc[inside, "lsoa_code"] != "").mean() > 0.999


def test_a_shell_within_a_shell_is_a_hole_and_the_neighbour_in_it_stays():
    outer, inner = shapely.box(0, 0, 1000, 1000), shapely.box(400, 400, 600, 600)
    broken = gpd.GeoSeries({"A": shapely.MultiPolygon([outer, inner]), "B": inner}, crs=27700)
    assert not broken["A"].is_valid
    mended = clean_coverage(mend_holes(broken), 5)
    assert mended.area.to_dict() == {"A": 960_000, "B": 40_000}
    assert mended["B"].equals(inner)
    # A polygon that is valid keeps its points and their order.
    assert shapely.to_wkb(mend_holes(broken)["B"]) == shapely.to_wkb(inner)


def test_in_no_published_outline_does_another_vanish():
    lsoa11 = read_lsoa11().geometry
    broken = lsoa11[~lsoa11.is_valid]
    assert broken.index.tolist() == ["E01018992", "E01019228", "E01024572"]
    for code, inside in (("E01018992", "E01018993"), ("E01019228", "E01019227"), ("E01024572", "E01024573")):
        pair = lsoa11.loc[[code, inside]]
        assert pair.is_valid.tolist() == [False, True]
        mended = mend_holes(pair)
        assert mended.is_valid.all()
        assert mended[code].intersection(mended[inside]).area == pytest.approx(0, abs=1)
        assert clean_coverage(mended, 50)[inside].area == pytest.approx(pair[inside].area, rel=0.01)
