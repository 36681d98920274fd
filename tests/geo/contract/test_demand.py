"""Every way in which projections, homes, yields and take-up can be wrong is found, with file, row, column and the way out."""

from __future__ import annotations

import pytest

from geo.contract import check_folder
from tests.helpers.tiny_content import ALDER, BOURNE, COUNTY, LSOAS

PROJECTION = "area_code,year,age_0,age_1,age_2,age_3,age_4,source_id\n"
HOMES = "site_id,name,lsoa_code,postcode,easting,northing,year,homes,source_id\n"
YIELDS = "district,housing,tenure,bedrooms,years_after,per_home_0_4,source_id\n"
TAKE_UP = "area_code,age,entitlement,eligible,registered,source_id\n"


def checked(tiny, table, text):
    (tiny.data / table).write_text(text, encoding="utf-8", newline="\n")
    report = check_folder(tiny.settings)
    return [str(problem) for problem in report.problems], report.warnings


def test_sound_tables_are_no_problem(tiny) -> None:
    for table, text in (
        ("children_projection.csv", PROJECTION + f"{ALDER},2026,70,68,66,68,70,official\n{ALDER},2027,71,68.5,66,68,70,official\n"),
        ("homes.csv", HOMES + f"s-1,North,{LSOAS[0]},,,,2028,300,official\ns-1,North,{LSOAS[0]},,,,2029,200,official\n"),
        ("yields.csv", YIELDS + f"{COUNTY},all,all,all,1,0.3,official\n{COUNTY},house,all,3,1,0.4,official\n"),
        ("take_up.csv", TAKE_UP + f"{COUNTY},3-4,universal,200,180,official\n{COUNTY},2,disadvantaged,,20,official\n"),
    ):
        assert checked(tiny, table, text) == ([], checked(tiny, table, text)[1])
        assert not [told for told in check_folder(tiny.settings).warnings if table in told]


@pytest.mark.parametrize(
    ("table", "text", "where", "words"),
    [
        ("children_projection.csv", f"{ALDER},2026,70,68,66,68,70,official\n{ALDER},2028,70,68,66,68,70,official\n", "row 3, column year",
         f"the years of {ALDER} jump from 2026 to 2028"),
        ("children_projection.csv", f"{ALDER},2026,70,-1,66,68,70,official\n", "row 2, column age_1", "found -1; it must be 0 or more"),
        ("children_projection.csv", f"{ALDER},2026,70,,66,68,70,official\n", "row 2, column age_1", "the cell is empty. Fill it in"),
        ("children_projection.csv", f"{ALDER},2026,70,68,66,68,70,official\n{ALDER},2027,70,68,66,68,211,official\n", "row 3, column age_4",
         "grows from 70 to 211 in one year, by more than 200%"),
        ("children_projection.csv", f"{ALDER},2026,70,68,66,68,70,official\n{ALDER},2026,70,68,66,68,70,official\n",
         "row 3, column area_code", f"the key {ALDER}, 2026 is already in row 2"),
        ("children_projection.csv", f"{ALDER},2020,67,67,67,67,67,official\n", "row 2, column age_0",
         f"the ages of {ALDER} add up to 335 in 2020, but its neighbourhoods in areas.csv hold 340 children, more than 1% above"),
        ("children_projection.csv", "E07000999,2026,70,68,66,68,70,official\n", "row 2, column area_code", "unknown code 'E07000999'"),
        ("homes.csv", "s-1,North,,AB1 2CD,,,2028,300,official\n", "row 2, column lsoa_code", "is empty: homes without a place"),
        ("homes.csv", f"s-1,North,{LSOAS[0]},,,,2028,-3,official\n", "row 2, column homes", "must be a whole number, 0 or more"),
        ("homes.csv", "s-1,North,E01009999,,,,2028,3,official\n", "row 2, column lsoa_code", "unknown code 'E01009999'"),
        ("yields.csv", f"{COUNTY},all,all,all,1,30,official\n", "row 2, column per_home_0_4", "must be from 0 to 1"),
        ("yields.csv", "E10000999,all,all,all,1,0.3,official\n", "row 2, column district", "unknown code 'E10000999'"),
        ("take_up.csv", f"{COUNTY},two,universal,3,3,official\n", "row 2, column age", "must look like 2, or 3-4"),
        ("take_up.csv", f"{COUNTY},3-4,univesal,3,3,official\n", "row 2, column entitlement", "Did you mean 'universal'?"),
        ("take_up.csv", f"{COUNTY},3-4,universal,3,,official\n", "row 2, column registered", "the cell is empty"),
        ("take_up.csv", f"{COUNTY},3-4,universal,3,3,nowhere\n", "row 2, column source_id", "unknown code 'nowhere'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tiny, table, text, where, words) -> None:
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nchildren_source = "official"')
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "2020")
    header = {"children_projection.csv": PROJECTION, "homes.csv": HOMES, "yields.csv": YIELDS, "take_up.csv": TAKE_UP}[table]
    problems, _ = checked(tiny, table, header + text)
    assert any(f"{table}, {where}: " in problem and words in problem for problem in problems), problems


def test_everything_that_is_wrong_is_named_at_once(tiny) -> None:
    problems, _ = checked(tiny, "homes.csv", HOMES + "s-1,North,,,,,2028,300,official\n,North,E01009999,,,,1066,-3,nowhere\n")
    assert len(problems) >= 5
    checked(tiny, "take_up.csv", TAKE_UP + "x,9,,,-1,\n")
    assert {problem.file for problem in check_folder(tiny.settings).problems} == {"data/homes.csv", "data/take_up.csv"}


def test_what_is_kept_is_told(tiny) -> None:
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nchildren_source = "official"')
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "Census 2021 and mid-2022")
    problems, told = checked(tiny, "take_up.csv", TAKE_UP + f"{COUNTY},3-4,universal,100,110,official\n")
    assert not problems
    assert any(f"row 2: 110 children aged 3-4 are registered in {COUNTY} where 100 are entitled. The row is kept" in one for one in told)
    _, told = checked(tiny, "homes.csv", HOMES + f"s-1,North,{LSOAS[0]},,,,2022,300,official\ns-2,South,{LSOAS[1]},,,,2023,3,official\n")
    assert any("1 of 2 rows of homes.csv are of 2022 or before" in one for one in told)
    _, told = checked(tiny, "yields.csv", YIELDS + f"{BOURNE},house,all,all,1,0.3,official\n{ALDER},all,all,all,1,0.3,official\n")
    assert [one for one in told if "yields.csv" in one] == [
        f"yields.csv has no row of {BOURNE} for all housing, tenures and bedrooms together: its yields are not used."
    ]
