"""Files of projections, homes, yields and take-up are read as their publishers and councils write them."""

from __future__ import annotations

import pytest

from geo.intake.matching.layout import Setting
from geo.store.atlas import load_atlas
from geo.store.kept import of_today
from tests.helpers.layouts import bring
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import ALDER, BOURNE, COUNTY, LSOAS, SOUTH_M, WEST_M

AGES = ["age_0", "age_1", "age_2", "age_3", "age_4"]


@pytest.fixture
def setting(tiny):
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nchildren_source = "official"')
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "Census 2021 and mid-2022")
    return Setting(load_atlas(tiny.settings), tiny.settings)


def test_a_projection_of_the_statistics_office_has_a_row_for_each_age(setting) -> None:
    rows = [
        f"{area},Here,Population,{sex},{age},{first},{first + 1},{first + 2.5}"
        for area in (ALDER, "E07000999")
        for sex in ("persons", "females")
        for age, first in (("0", 60), ("1", 61), ("2", 62), ("3", 63), ("4", 64), ("5", 65), ("All ages", 9000))
    ]
    layout, intake = bring("AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2022,2023,2024\n" + "\n".join(rows) + "\n", setting)
    table = intake.tables["children_projection.csv"]
    assert layout == "ons_projection"
    assert table[["area_code", "year", *AGES]].to_numpy().tolist() == [
        [ALDER, 2023, 61, 62, 63, 64, 65], [ALDER, 2024, 62.5, 63.5, 64.5, 65.5, 66.5],
    ]  # fmt: skip
    assert (intake.counts.matched, intake.counts.outside) == (5, len(rows) - 5)
    assert any("The children of 2022 and before are counted already: 1 earlier years" in note for note in intake.notes)


def test_an_own_projection_is_refused_row_by_row(setting) -> None:
    text = "area_code,year,age_0,age_1,age_2,age_3,age_4\n"
    text += f"{ALDER},2026,1,2,3,4,5\n{BOURNE},2026,1,2,,4,5\n{BOURNE},soon,1,2,3,4,-5\nE07000999,2026,1,2,3,4,5\n"
    layout, intake = bring(text + f"{ALDER},2027,1,2,3,4,5\n{ALDER},2027,1,2,3,4,5\n", setting)
    assert layout == "children_projection"
    assert intake.tables["children_projection.csv"][["area_code", "year"]].to_numpy().tolist() == [[ALDER, 2026]]
    assert intake.rejected[["row", "column"]].to_numpy().tolist() == [
        [3, "age_2"], [4, "year"], [4, "age_4"], [6, "area_code"], [7, "area_code"],
    ]  # fmt: skip
    assert intake.replaces == {"children_projection.csv": {"area_code": (ALDER,)}}


def test_homes_are_placed_by_code_postcode_or_point_and_those_without_a_place_refused(setting) -> None:
    text = "site_id,name,lsoa_code,postcode,easting,northing,year,homes\n"
    text += f"a,By code,{LSOAS[2]},,,,2028,300\nb,By point,,,{WEST_M + 100},{SOUTH_M + 100},2029,40\n"
    text += f"c,Nowhere,,,,,2029,40\nd,Too many,{LSOAS[2]},,,,2029,400000\ne,Far,,ZZ1 1ZZ,,,2029,4\n"
    layout, intake = bring(text, setting)
    table = intake.tables["homes.csv"]
    assert layout == "homes"
    assert table[["site_id", "lsoa_code", "year", "homes"]].to_numpy().tolist() == [["a", LSOAS[2], 2028, 300], ["b", LSOAS[0], 2029, 40]]
    assert intake.rejected[["row", "column"]].to_numpy().tolist() == [[4, "easting"], [5, "homes"], [6, "postcode"]]


def test_pupil_yield_of_the_department_is_read_for_early_years_of_the_newest_year(setting) -> None:
    header = "time_period,geographic_level,new_la_code,lad_code,education_phase,education_type,housing,tenure,number_of_bedrooms"
    rows = [
        f"202223,Local authority,{COUNTY},,Early Years,Total,All,All,All,2,10,100,0.1",
        f"202324,Local authority,{COUNTY},,Early Years,Total,All,All,All,2,10,100,0.11",
        f"202324,Local authority district,{COUNTY},{ALDER},Early Years,Total,House,All,3,2,10,100,0.3",
        f"202324,Local authority,{COUNTY},,Early Years,Total,Flat,All,All,2,c,c,c",
        f"202324,Local authority,{COUNTY},,Primary,Total,All,All,All,2,10,100,0.4",
        "202324,Local authority,E10000999,,Early Years,Total,All,All,All,2,10,100,0.2",
    ]
    text = f"{header},years_after_completion,number_of_pupils,completed_properties_in_ay,pupil_yield\n" + "\n".join(rows) + "\n"
    layout, intake = bring(text, setting)
    columns = ["district", "housing", "tenure", "bedrooms", "years_after", "per_home_0_4"]
    assert layout == "dfe_pupil_yield"
    assert intake.tables["yields.csv"][columns].to_numpy().tolist() == [
        [COUNTY, "all", "all", "all", 2, 0.11], [ALDER, "house", "all", "3", 2, 0.3],
    ]  # fmt: skip
    assert "counts pupils of early years in schools" in " ".join(intake.notes)


def test_take_up_of_the_department_is_read_in_its_own_words(setting) -> None:
    rows = [
        f"2024,Local authority,{COUNTY},15-hour entitlement (universal),3 and 4 year-olds,100",
        f"2025,Local authority,{COUNTY},15-hour entitlement (universal),3 and 4 year-olds,120",
        f"2025,Local authority,{COUNTY},30-hour entitlement for working parents,3 and 4 year-olds,60",
        f"2025,Local authority,{COUNTY},Families receiving additional support,2-year-olds,9",
        f"2025,Local authority,{COUNTY},A new kind,2-year-olds,9",
        f"2025,Local authority,{COUNTY},15-hour entitlement (universal),Total,9",
        "2025,Local authority,E10000999,15-hour entitlement (universal),3 and 4 year-olds,120",
    ]
    text = "time_period,geographic_level,new_la_code,entitlement_type,age,registered_children_count\n" + "\n".join(rows) + "\n"
    layout, intake = bring(text, setting)
    assert layout == "dfe_take_up"
    assert intake.tables["take_up.csv"][["area_code", "age", "entitlement", "registered"]].to_numpy().tolist() == [
        [COUNTY, "3-4", "universal", 120], [COUNTY, "3-4", "extended", 60], [COUNTY, "2", "disadvantaged", 9],
    ]  # fmt: skip
    assert intake.rejected[["row", "column"]].to_numpy().tolist() == [[6, "entitlement"], [7, "age"]]
    assert "does not say how many children are entitled" in " ".join(intake.notes)


def test_more_takers_than_entitled_are_kept(setting) -> None:
    layout, intake = bring(
        f"area_code,age,entitlement,eligible,registered\n{COUNTY},2,disadvantaged,100,110\n{COUNTY},2,extended,,-3\n", setting
    )
    assert layout == "take_up"
    assert intake.tables["take_up.csv"][["eligible", "registered"]].to_numpy().tolist() == [[100, 110]]
    assert intake.rejected["column"].tolist() == ["registered"]


def test_what_is_brought_is_kept_and_a_second_file_replaces_the_first(run_tiny, tiny, tmp_path) -> None:
    with_workspace(tiny)
    path = tmp_path / "sites.csv"
    for year in (2028, 2031):
        path.write_text(f"site_id,lsoa_code,year,homes\na,{LSOAS[2]},{year},300\n", encoding="utf-8")
        done = run_tiny("import", path, "--who", "A", "--why", "b")
        assert done.code == 0, done.err
    table = (of_today(tiny.settings).data.folder / "homes.csv").read_text(encoding="utf-8")
    assert table.splitlines()[1:] == [f"a,a,{LSOAS[2]},,,,2031,300,homes_sites"]


def test_a_file_of_elsewhere_is_refused_with_the_way_out(run_tiny, tiny, tmp_path) -> None:
    with_workspace(tiny)
    path = tmp_path / "projection.csv"
    path.write_text("area_code,year,age_0,age_1,age_2,age_3,age_4\nE07000999,2026,1,2,3,4,5\n", encoding="utf-8")
    done = run_tiny("import", path, "--who", "A", "--why", "b")
    assert done.code == 1
    assert "has no row that can be used for this area: none of its areas is here. The columns are area_code, year, age_0" in done.err
