"""The build of indicators, providers, evidence and sources, from a made-up raw folder and from the real one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.build.figures import build_figures
from geo.build.indicators import build_indicators
from geo.build.report import BuildReport
from geo.build.surgeries import nearest_of_each_other
from geo.contract.columns import ALL_TABLES, KEYS
from geo.publishers.catalogue import build_sources, source_files
from geo.settings.model import load_settings
from tests.helpers.places import ROOT
from tests.helpers.published import published
from tests.helpers.raw_figures import COUNTY, CURATED_HOSPITALS, DISTRICT, LSOAS, OUTSIDE, WARDS, areas, polygons, postcodes, write_raw

if TYPE_CHECKING:
    from pathlib import Path

BENCHMARKS = ("benchmark_measures.csv", "benchmark_areas.csv", "benchmarks.csv")
FIGURES = (
    "indicators.csv",
    "indicator_values.csv",
    "providers.csv",
    "providers_osm.csv",
    "evidence.csv",
    "sources.csv",
    "map_places.csv",
    "area_names.csv",
    "map_lines.csv",
    "map_labels.csv",
    *BENCHMARKS,
)


def build(raw: Path, data: Path) -> tuple[dict[str, pd.DataFrame], BuildReport]:
    settings = load_settings(ROOT / "config.toml")
    settings = settings.model_copy(update={"data": settings.data.model_copy(update={"folder": data})})
    report = BuildReport()
    return build_figures(raw, settings, areas(), polygons(), postcodes(), report), report


def write_folders(folder: Path) -> tuple[Path, Path]:
    (folder / "data" / "curated").mkdir(parents=True)
    (folder / "data" / "curated" / "hospitals.csv").write_text(CURATED_HOSPITALS, encoding="utf-8")
    return write_raw(folder / "raw"), folder / "data"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Raw and data folder, free to be broken."""
    return write_folders(tmp_path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Raw and data folder that no test changes."""
    return write_folders(tmp_path_factory.mktemp("figures"))


@pytest.fixture(scope="module")
def built(sound: tuple[Path, Path]) -> tuple[dict[str, pd.DataFrame], BuildReport]:
    return build(*sound)


def value(tables: dict[str, pd.DataFrame], indicator: str, area: str, period: str) -> pd.Series:
    return tables["indicator_values.csv"].set_index(["indicator_id", "area_code", "period"]).loc[(indicator, area, period)]


def provider(tables: dict[str, pd.DataFrame], provider_id: str, file: str = "providers.csv") -> pd.Series:
    return tables[file].set_index("provider_id").loc[provider_id]


def line(report: BuildReport, file: str):
    return next(line for line in report.lines if line.file == file)


# --- All tables ------------------------------------------------------------------------------------------------------


def test_tables_have_the_columns_of_the_contract_and_are_sorted_by_their_key(built):
    tables, _ = built
    assert set(tables) == set(FIGURES)
    for name, table in tables.items():
        assert list(table.columns) == list(ALL_TABLES[name])
        keys = table[list(KEYS[name])]
        assert not keys.duplicated().any()
        assert keys.equals(keys.sort_values(list(KEYS[name]), ignore_index=True))


def test_two_builds_are_the_same(sound, built):
    again, _ = build(*sound)
    for name, table in built[0].items():
        pd.testing.assert_frame_equal(table, again[name])


def test_every_source_id_is_in_sources_and_every_file_has_its_fingerprint(sound, built):
    tables, _ = built
    sources = tables["sources.csv"].set_index("source_id")
    named = {source for name in ("indicators.csv", "providers.csv", "providers_osm.csv") for source in tables[name]["source_id"]}
    assert named <= set(sources.index)
    raw_bytes = (sound[0] / "evidence/evidence.csv").read_bytes()
    assert sources.loc["evidence", "sha256"] == hashlib.sha256(raw_bytes).hexdigest()
    assert sources.loc["osm_surgeries", "attribution"] == "(c) OpenStreetMap contributors"
    assert "Contains Royal Mail data" in sources.loc["code_point_open", "attribution"]


def test_all_missing_files_are_listed_at_once(folders):
    raw, data = folders
    (raw / "evidence/evidence.csv").unlink()
    (raw / "provision/ofsted_nurseries_area_2025-12.csv").unlink()
    with pytest.raises(DataError) as caught:
        build(raw, data)
    assert [problem.file for problem in caught.value.problems] == [
        "evidence/evidence.csv", "provision/ofsted_nurseries_area_2025-12.csv"
    ]  # fmt: skip


def test_evidence_for_an_outcome_that_config_does_not_know_is_reported_and_kept(built):
    tables, report = built
    assert tables["evidence.csv"]["evidence_id"].tolist() == ["a", "b"]
    assert line(report, "evidence/evidence.csv").not_matched == ("a",)


# --- Indicators ------------------------------------------------------------------------------------------------------


def test_config_names_only_indicators_that_are_built(built):
    ids = set(built[0]["indicators.csv"]["indicator_id"])
    used = {indicator for outcome in load_settings(ROOT / "config.toml").outcomes.values() for indicator in outcome.indicators}
    assert used <= ids


def test_rank_keeps_its_numerator_and_withheld_numerators_are_counted(built):
    tables, report = built
    assert value(tables, "idaci", LSOAS[1], "2025")[["value", "numerator"]].tolist() == [11.0, 30.0]
    withheld = value(tables, "idaci", LSOAS[0], "2025")
    assert withheld["value"] == 10.0
    assert pd.isna(withheld["numerator"])
    assert next(entry for entry in report.lines if "indicators_area" in entry.file).suppressed == 1


def test_place_in_england_compares_two_years_only_where_the_border_stayed(built):
    tables, report = built
    # Ranks 11 and 31 of 41: ten and thirty of the forty others are more deprived.
    places = tables["indicator_values.csv"].query("indicator_id == 'idaci_place'")
    before = places[places["period"] == "2019"].set_index("area_code")["value"]
    assert before.to_dict() == {LSOAS[0]: 25.0, LSOAS[3]: 75.0}
    # Ranks 10 to 13 of 13 in the made-up England of 2025.
    assert places[places["period"] == "2025"]["value"].tolist() == [75.0, 83.33, 91.67, 100.0]
    assert line(report, "deprivation/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.csv").matched == 2


def test_withheld_ward_figure_is_empty_with_the_publishers_symbol(built):
    tables, report = built
    shown, withheld = (value(tables, "low_income_ahc", ward, "FYE 2025") for ward in WARDS)
    # 1,250 children are 25%: of 5,000.
    assert shown[["value", "numerator", "denominator"]].tolist() == [25.0, 1250.0, 5000.0]
    assert pd.isna(withheld["value"])
    assert pd.isna(withheld["denominator"])
    assert withheld["flag"] == "[c]"
    entry = line(report, "poverty/4_AHC_Relative_Ward.csv")
    assert (entry.rows, entry.matched, entry.suppressed, entry.not_matched) == (3, 2, 1, ("E05000999",))


def test_county_total_is_the_sum_of_breakdowns_that_agree(built):
    total = value(built[0], "gld", COUNTY, "2024/25")
    assert total[["value", "numerator", "denominator"]].tolist() == [65.0, 26.0, 40.0]
    assert value(built[0], "gld", "E92000001", "2024/25")["value"] == 68.0
    assert value(built[0], "gld_fsm", COUNTY, "2024/25")["denominator"] == 10.0


def test_breakdowns_that_disagree_are_an_error(folders):
    raw, data = folders
    path = raw / "outcomes/1_eyfsp_headline_measures_202425_area_rows.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Autumn,Total,15,11", "Autumn,Total,14,11"), encoding="utf-8")
    with pytest.raises(DataError, match=f"breakdowns of {COUNTY} give different totals"):
        build(raw, data)


def test_homelessness_is_one_figure_a_district(built):
    rows = built[0]["indicator_values.csv"].query("indicator_id == 'homelessness'")
    assert rows[["area_code", "value"]].to_numpy().tolist() == [[DISTRICT, 2.5]]


def test_homelessness_that_differs_inside_a_district_is_an_error(folders):
    raw, data = folders
    path = raw / "deprivation/imd2025_england_lsoa21_indicators_area.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("3,7,2.5,40", "3,7,9.5,40", 1), encoding="utf-8")
    with pytest.raises(DataError, match="differs inside a district"):
        build(raw, data)


def test_share_of_children_is_of_the_residents_of_mid_2022(built):
    for code, share, residents in ((LSOAS[0], 5.0, 1000.0), (LSOAS[1], 3.3333, 1500.0), (LSOAS[2], 2.0, 2500.0), (LSOAS[3], 10.0, 500.0)):
        row = value(built[0], "children_0_4_share", code, "2022")
        assert row[["value", "numerator", "denominator"]].tolist() == [share, 50.0, residents]


def test_share_of_children_that_are_not_raked_is_of_the_residents_of_their_year(folders):
    files = {key: file for key, file in source_files().items() if key != "census2021_ages"}
    figures = build_indicators(folders[0], areas(), BuildReport(), files)
    whole = value(figures, "children_0_4_share", LSOAS[0], "2020")
    assert whole[["value", "numerator", "denominator"]].tolist() == [5.0, 50.0, 1000.0]
    # A split neighbourhood: both halves have the share of the whole, without counts of their own.
    for half in LSOAS[1:3]:
        part = value(figures, "children_0_4_share", half, "2020")
        assert part["value"] == 2.5
        assert pd.isna(part["numerator"])


def test_a_bus_stop_is_one_place_and_its_distance_a_straight_line(built):
    tables, report = built
    # The bay of a station is 100 m west of the first centre, the customary stop 100 m north of the fourth.
    found = [value(tables, "bus_stop_m", code, "2026-07-24")["value"] for code in LSOAS]
    assert found == [100.0, 300.0, 1005.0, 100.0]
    entry = line(report, "travel/naptan_stops_area_2026-07.csv")
    assert (entry.rows, entry.matched) == (6, 3)


def test_households_of_a_ward_are_sums_of_counts_not_means_of_shares(built):
    tables, _ = built
    shown = ["value", "numerator", "denominator"]
    assert value(tables, "overcrowded_households", LSOAS[0], "2021")[shown].tolist() == [4.0, 4.0, 100.0]
    assert value(tables, "overcrowded_households", WARDS[0], "2021")[shown].tolist() == [1.0, 4.0, 400.0]
    assert value(tables, "overcrowded_households", DISTRICT, "2021")[shown].tolist() == [2.8, 14.0, 500.0]
    assert value(tables, "social_rented", LSOAS[0], "2021")["value"] == 15.0
    assert value(tables, "private_rented", WARDS[0], "2021")["value"] == 13.75


@pytest.mark.parametrize(
    ("indicator", "area", "period", "expected"),
    [
        ("accessible_places", LSOAS[3], "2024-03-31", 3.0),
        # Published from 0 to 9, here from 1 to 10.
        ("accessible_places_decile", LSOAS[3], "2024-03-31", 4.0),
        ("accessible_places_decile", LSOAS[3], "2020-03-31", 8.0),
        ("low_birth_weight", DISTRICT, "2021", 3.0),
        ("gld_district", DISTRICT, "2018/19", 70.0),
        ("asq_expected", COUNTY, "2021/22", 75.0),
        ("living_environment", LSOAS[2], "2025", 2.5),
        ("children_young_people", LSOAS[2], "2025", -0.2),
    ],
)
def test_values_as_published(built, indicator, area, period, expected):
    assert value(built[0], indicator, area, period)["value"] == expected


# --- Counties and unitary authorities ---------------------------------------------------------------------------------


def test_an_authority_stands_beside_england_its_region_and_its_neighbours_only(built):
    tables, report = built
    areas_ = tables["benchmark_areas.csv"].set_index("area_number")
    assert areas_["name"].to_dict() == {"873": "Cambridgeshire", "931": "Oxfordshire", "970": "England", "985": "East of England"}
    assert areas_["kind"].tolist() == ["authority", "authority", "england", "region"]
    assert areas_["area_code"].tolist() == [COUNTY, "", "", ""]
    assert areas_.at["873", "neighbours"] == "931;" + ";".join(str(800 + i) for i in range(2, 11))
    entry = line(report, "outcomes/lait_early_years_health_2026-04.csv")
    # Essex and the South East are beside no authority of the atlas.
    assert (entry.rows, entry.matched, entry.suppressed) == (9, 7, 1)


def test_figures_of_counties_have_a_sign_for_none_and_lose_the_noise_of_the_workbook(built):
    tables, report = built
    values = tables["benchmarks.csv"].set_index(["measure_id", "area_number", "period"])
    assert values.loc[("lait_pct_two", "970", "2025"), "value"] == 74.9
    assert pd.isna(values.loc[("lait_pct_two", "873", "2024"), "value"])
    assert values.loc[("lait_pct_two", "873", "2024"), "flag"] == "x"
    measures = tables["benchmark_measures.csv"].set_index("measure_id")
    assert measures.index.tolist() == ["lait_deaths", "lait_pct_two"]
    assert measures.loc["lait_pct_two", ["polarity", "year_type", "definition"]].tolist() == [
        "higher_is_better", "Academic Year", "Those who take a place."
    ]  # fmt: skip
    # 882 cannot be a percentage.
    assert measures.at["lait_deaths", "unit"] == "number (the publisher writes '% of deaths', but gives up to 882)"
    assert "the unit cannot be true: Deaths" in line(report, "outcomes/lait_measures_dictionary.csv").notes


# --- Providers -------------------------------------------------------------------------------------------------------


def test_nursery_is_placed_by_its_postcode(built):
    row = provider(built[0], "ofsted-EY1")
    assert row[["lsoa_code", "ward_code", "district_code"]].tolist() == [LSOAS[0], WARDS[0], DISTRICT]
    assert row[["service_type", "sector", "places", "places_basis", "postcode"]].tolist() == [
        "day_nursery",
        "pvi",
        30,
        "registered",
        "AB1 1AA",
    ]
    assert row[["quality_scheme", "quality", "inspection_date"]].tolist() == ["graded", "2", "2024-10-08"]
    assert abs(row["easting"] - 540_500) <= 5
    assert abs(row["northing"] - 260_500) <= 5


def test_empty_places_are_unknown_not_zero(built):
    row = provider(built[0], "ofsted-200")
    assert row[["service_type", "places_basis", "quality_scheme"]].tolist() == ["preschool", "unknown", ""]
    assert pd.isna(row["places"])


def test_beyond_the_border_lsoa_and_ward_are_empty_and_the_district_is_kept(built):
    for provider_id in ("ofsted-300", "gias-9"):
        row = provider(built[0], provider_id)
        assert row[["lsoa_code", "ward_code", "district_code"]].tolist() == ["", "", OUTSIDE]


def test_unknown_postcode_falls_back_on_the_outline_and_is_listed(built):
    tables, report = built
    assert provider(tables, "ofsted-400")["lsoa_code"] == LSOAS[1]
    entry = line(report, "provision/ofsted_nurseries_area_2025-12.csv")
    assert (entry.rows, entry.matched, entry.not_matched) == (4, 3, ("New Street Nursery (AB9 9ZZ)",))
    assert any("a character of the name was lost" in note and "EY1" in note for note in entry.notes)


def test_schools_take_places_by_assumption_only_and_primary_schools_none(built):
    expected = {
        "gias-1": ["nursery_school", 60, "assumed", "graded", "1"],
        "gias-2": ["school_nursery", 26, "assumed", "graded", "3"],
        "gias-3": ["primary_school", None, "", "report_card", ""],
        "gias-4": ["primary_school", None, "", "", ""],
        "gias-9": ["nursery_school", None, "unknown", None, None],
    }
    columns = ["service_type", "places", "places_basis", "quality_scheme", "quality"]
    for provider_id, cells in expected.items():
        row = provider(built[0], provider_id)
        assert [None if pd.isna(cell) else cell for cell in row[columns]] == cells
        assert row["sector"] == "public"
    assert provider(built[0], "gias-2")["age_from_months"] == 36
    assert {row for row in built[0]["providers.csv"]["provider_id"] if row.startswith("gias-")} == set(expected)


def test_schools_without_ages_and_unused_phases_are_reported(built):
    assert line(built[1], "provision/gias_school_ages_area_2026-08.csv").not_matched == ("4 Age Unknown",)
    notes = line(built[1], "provision/gias_schools_area_2026-06.csv").notes
    assert "phases that are not used: Secondary 1" in notes


def test_a_centre_that_became_a_hub_is_one_site_and_a_neighbour_of_another_name_stays(built):
    tables, report = built
    hubs = tables["providers.csv"].query("service_type == 'family_hub'")
    assert hubs["provider_id"].tolist() == ["hub-elm-child-and-family-zone", "hub-oak-family-hub"]
    assert (
        "one site twice, kept once: Oak Children's Centre = Oak Family Hub"
        in line(report, "provision/childrens_centres_family_hubs_area_2026.csv").notes
    )


def test_hospitals_stand_once_with_their_sector_and_maternity_units(built):
    tables, report = built
    rows = tables["providers.csv"].query("service_type in ['hospital', 'maternity_unit']")
    assert rows[["name", "service_type", "sector"]].to_numpy().tolist() == [
        ["North Hospital", "hospital", "public"],
        ["Paid Care Hospital", "hospital", "pvi"],
        ["Ada Maternity Hospital", "maternity_unit", "public"],
        ["North Hospital maternity unit", "maternity_unit", "public"],
    ]
    assert line(report, "data/curated/hospitals.csv").not_matched == ("Closed Hospital",)


def test_surgeries_are_apart_once_each_and_just_outside_an_outline_still_belong(built):
    tables, report = built
    surgeries = tables["providers_osm.csv"]
    assert surgeries["source_id"].unique().tolist() == ["osm_surgeries"]
    assert surgeries[["name", "lsoa_code"]].to_numpy().tolist() == [
        ["GP surgery in Ward 1", LSOAS[3]],
        ["Oak Lane Surgery", LSOAS[0]],
    ]
    assert line(report, "health/osm_gp_pharmacy_park_area_2026-06.csv").rows == 3


def test_a_surgery_has_the_name_of_a_practice_only_where_each_is_the_others_nearest(built):
    tables, report = built
    # Of two practices within 60 m of one surgery the nearer one names it; the third is further away than 250 m.
    assert tables["providers_osm.csv"]["name"].tolist() == ["GP surgery in Ward 1", "Oak Lane Surgery"]
    entry = line(report, "provision/gp_practices_epraccur_2022-09_area.csv")
    assert (entry.rows, entry.matched, entry.not_matched) == (4, 1, ("A1 St Mary's Practice", "A3 Elm Surgery"))


def test_nearest_of_each_other_gives_each_point_one_partner_at_most():
    first = pd.DataFrame({"easting": [0.0, 10.0, 500.0], "northing": 0.0}, index=["a", "b", "c"])
    second = pd.DataFrame({"easting": [8.0, 9.0, 751.0], "northing": 0.0})
    # a's nearest is the first, whose nearest is b; b and the second are each other's nearest; c's partner is 251 m away.
    assert nearest_of_each_other(first, second, 250.0).to_dict() == {"b": 1}
    assert nearest_of_each_other(first, second, 251.0).to_dict() == {"b": 1, "c": 2}
    assert nearest_of_each_other(first, second.head(0), 250.0).empty


def test_libraries_stand_in_one_place_are_open_and_near(built):
    tables, report = built
    libraries = tables["providers.csv"].query("service_type == 'library'")
    assert libraries[["provider_id", "name", "sector", "lsoa_code", "source_id"]].to_numpy().tolist() == [
        [f"library-{COUNTY.lower()}-oak", "Oak Library", "public", LSOAS[0], "ace_libraries"],
        ["library-e10000098-border-library", "Border library", "public", "", "ace_libraries"],
    ]
    assert libraries["places"].isna().all()
    entry = line(report, "provision/libraries_basic_dataset_2023_area.csv")
    assert (entry.rows, entry.matched) == (5, 1)
    assert "Left out: Mobile Library 1, closed 1." in entry.notes
    assert "1 are further than 8 km beyond the extent of the atlas and left out" in entry.notes


# --- Context for maps ------------------------------------------------------------------------------------------------


def test_names_of_places_are_filled_in_where_the_first_list_has_none(built):
    places = built[0]["map_places.csv"]
    assert places[["place_id", "name", "kind", "source_id"]].to_numpy().tolist() == [
        ["E2", "Cam", "town", "nptg_localities"],
        *([f"N{i}", f"Quarter {i}", "locality", "nptg_localities"] for i in range(3)),
        ["o1", "Oakham", "village", "os_open_names"],
        ["o2", "Oakham", "station", "os_open_names"],
    ]


def test_lines_for_maps_are_joined_sketched_and_rounded(built):
    lines = built[0]["map_lines.csv"]
    roads = lines[lines["source_id"] == "os_major_roads"]
    # Two pieces are one straight line without the point between them; a stub at its end is part of it, to about 100 m.
    assert roads[["kind", "name", "order", "latitude", "longitude"]].to_numpy().tolist() == [
        ["road", "A1", 1, 52.0, 0.0],
        ["road", "A1", 2, 53.0, 1.001],
    ]
    assert set(lines["kind"]) == {"road", "river", "county"}
    assert (lines[["latitude", "longitude"]] == lines[["latitude", "longitude"]].round(3)).all(axis=None)


def test_names_for_maps_are_settlements_with_their_residents_and_counties_around_the_atlas(built):
    labels = built[0]["map_labels.csv"]
    assert labels[["label_id", "name", "kind", "source_id"]].to_numpy().tolist() == [
        ["7", "Cam", "settlement", "geonames"],
        ["Oakshire", "Oakshire", "county", "ons_counties"],
    ]
    assert labels["population"].tolist()[0] == 9000


# --- The real files and the tables made from them --------------------------------------------------------------------


@pytest.fixture(scope="session")
def committed() -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(ROOT / "data" / name, dtype="str", keep_default_na=False) for name in (*FIGURES, "areas.csv")}


def test_committed_providers_have_the_counts_of_the_registers(committed):
    providers = committed["providers.csv"]
    inside = providers["lsoa_code"] != ""
    nurseries = providers["service_type"].isin(["day_nursery", "preschool"])
    assert (nurseries & inside).sum() == 357
    assert (nurseries & ~inside).sum() == 353
    assert pd.to_numeric(providers.loc[nurseries & inside, "places"]).sum() == 16_850
    assert (nurseries & inside & (providers["places_basis"] == "unknown")).sum() == 24
    counts = providers.loc[inside, "service_type"].value_counts()
    assert counts[["family_hub", "nursery_school", "school_nursery", "primary_school", "maternity_unit"]].tolist() == [35, 8, 65, 204, 3]
    libraries = providers["service_type"] == "library"
    # 44 of Cambridgeshire and 10 of Peterborough are neither closed nor mobile.
    assert (libraries & inside).sum() == 54
    by_district = providers.loc[nurseries & inside, "district_code"].value_counts().sort_index()
    assert by_district.to_dict() == {
        "E06000031": 95, "E07000008": 45, "E07000009": 34, "E07000010": 23, "E07000011": 74, "E07000012": 86
    }  # fmt: skip


def test_committed_values_cover_every_area_of_their_level(committed):
    areas_, values = committed["areas.csv"], committed["indicator_values.csv"]
    levels = {level: set(rows["area_code"]) for level, rows in areas_.groupby("level")} | {"county": set(areas_["utla_code"])}
    for row in committed["indicators.csv"].itertuples():
        found = values.loc[values["indicator_id"] == row.indicator_id]
        for name, period in found.groupby("period"):
            covered = set(period["area_code"]) - {"E92000001"}
            if (row.indicator_id, name) == ("idaci_place", "2019"):
                # Of 516 neighbourhoods 455 have the border that they had in 2019.
                assert covered < levels["lsoa"]
                assert len(covered) == 455
            elif row.source_id == "census_households":
                assert covered == levels["lsoa"] | levels["ward"] | levels["district"], row.indicator_id
            else:
                assert covered == levels[row.published_level], row.indicator_id


def test_committed_good_level_of_development_is_the_published_one(committed):
    values = committed["indicator_values.csv"].set_index(["indicator_id", "area_code"])
    for county, children, share in (("E10000003", "6669.0", 67.64), ("E06000031", "2704.0", 65.35)):
        row = values.loc[("gld", county)].squeeze()
        assert row["denominator"] == children
        assert round(float(row["value"]), 2) == share


def test_committed_figures_of_authorities_are_the_published_ones(committed):
    values = committed["benchmarks.csv"].set_index(["measure_id", "area_number", "period"])["value"]
    # The same figures as in the profile's own file, rounded there to one decimal.
    assert (values["lait_fsp_new_gooddev", "873", "2025"], values["lait_fsp_new_gooddev", "874", "2025"]) == ("67.6", "65.3")
    assert committed["benchmark_measures.csv"]["measure_id"].nunique() == 41
    ours = committed["benchmark_areas.csv"].query("area_code != ''")
    assert ours["name"].tolist() == ["Cambridgeshire", "Peterborough"]
    assert ours["neighbours"].str.split(";").map(len).tolist() == [10, 10]


def test_each_outcome_has_two_indicators_and_one_below_district_level(committed):
    level = committed["indicators.csv"].set_index("indicator_id")["published_level"]
    for outcome_id, outcome in load_settings(ROOT / "config.toml").outcomes.items():
        scored = [level[indicator] for indicator, use in outcome.indicators.items() if use.role != "context"]
        assert len(scored) >= 2, outcome_id
        assert {"lsoa", "ward"} & set(scored), outcome_id


def test_committed_indicators_are_those_of_the_raw_folder(committed):
    atlas = committed["areas.csv"].astype({"children_0_4": "int64"})
    for name, table in build_indicators(published(), atlas, BuildReport()).items():
        assert table.to_csv(index=False, lineterminator="\n").encode() == (ROOT / "data" / name).read_bytes()


def test_committed_sources_are_the_files_of_the_raw_folder(committed):
    rebuilt = build_sources(published()).astype("str")
    pd.testing.assert_frame_equal(rebuilt, committed["sources.csv"], check_dtype=False)
