"""Files that hold several geographic levels, or groups of people: a figure is of the area of its own row, and the others are told."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.intake.matching.recognise import candidates, mapped
from geo.intake.reading.sheet import Sheet
from geo.publishers import ees
from geo.publishers.early_years import read_districts, read_headlines
from geo.publishers.registry import all_layouts, layout_of

COUNTY, CITY, ENGLAND, FENLAND = "E10000003", "E06000031", "E92000001", "E07000010"
NATIONAL = ("National", "", "", "")
REGION = ("Regional", "E12000006", "", "")
LOCAL = ("Local authority", "E12000006", COUNTY, "")
UNITARY = ("Local authority", "E12000006", CITY, "")
DISTRICT = ("Local authority district", "E12000006", COUNTY, FENLAND)
PLACE = ["geographic_level", "region_code", "new_la_code", "lad_code"]
MEALS = ("Free school meal eligibility", "Eligible for free school meals")
# Shares that differ by level, so that a row that is taken for another is seen.
SHARES = {NATIONAL: 68.0, REGION: 70.0, LOCAL: 68.5, UNITARY: 65.0, DISTRICT: 50.0}


def table(rows, columns, file="made-up.csv", name=""):
    return Sheet(file, name, pd.DataFrame(rows, columns=columns, dtype="str", index=range(2, len(rows) + 2)))


def headlines(*places, period="202425"):
    """As in the file of 2021/22 to 2024/25: all children, those with free school meals, and girls."""
    columns = ["time_period", "country_code", *PLACE, "breakdown_topic", "breakdown", "sex", "children_count", "gld_children_count",
               "gld_children_percent"]  # fmt: skip
    kinds = [("Total", "Total", "Total", 0), (*MEALS, "Total", -20), ("Total", "Total", "Female", 5)]
    rows = [
        [period, ENGLAND, *place, topic, kind, sex, "100", "65", f"{SHARES[place] + more}"]
        for place in places
        for topic, kind, sex, more in kinds
    ]
    return table(rows, columns)


def read(sheet, setting):
    (layout,) = candidates(sheet, all_layouts())
    intake = layout.read(sheet, setting)
    counts = intake.counts
    assert counts.read == counts.matched + counts.suppressed + counts.outside + counts.rejected
    found = intake.tables["indicator_values.csv"]
    return layout.id, intake, found.set_index(["indicator_id", "area_code"])["value"].to_dict()


def test_england_and_authorities_are_taken_by_level_and_the_others_are_left_out_counted_and_said(setting):
    _, intake, found = read(headlines(NATIONAL, REGION, LOCAL, UNITARY, DISTRICT), setting)
    assert found == {
        ("gld", ENGLAND): 68.0,
        ("gld", COUNTY): 68.5,
        ("gld", CITY): 65.0,
        ("gld_fsm", ENGLAND): 48.0,
        ("gld_fsm", COUNTY): 48.5,
        ("gld_fsm", CITY): 45.0,
    }
    assert not intake.problems
    assert (intake.counts.matched, intake.counts.rejected) == (6, 0)
    assert any("Regional 3" in note and "Local authority district 3" in note for note in intake.notes)


def test_a_file_without_an_england_row_does_not_touch_england(setting):
    _, intake, found = read(headlines(LOCAL, UNITARY, REGION), setting)
    assert not intake.problems
    assert {area for _, area in found} == {COUNTY, CITY}


def test_a_district_is_not_taken_for_its_county(setting):
    _, intake, found = read(headlines(DISTRICT, UNITARY), setting)
    assert not intake.problems
    assert {area for _, area in found} == {CITY}


@pytest.mark.parametrize("places", [(REGION,), (NATIONAL,), (DISTRICT,)])
def test_a_file_without_authorities_says_so(setting, places):
    _, intake, _ = read(headlines(*places), setting)
    (problem,) = intake.problems
    assert "has no rows of local authorities" in problem.message


def test_a_build_filters_levels_too(tmp_path):
    path = tmp_path / "headlines.csv"
    headlines(NATIONAL, REGION, LOCAL, UNITARY, DISTRICT).frame.to_csv(path, index=False)
    found = read_headlines(path).set_index(["indicator_id", "area_code"])["value"]
    assert found["gld"].to_dict() == {ENGLAND: 68.0, COUNTY: 68.5, CITY: 65.0}


def test_the_names_of_2021_22_give_all_children_and_free_school_meals(setting):
    columns = ["time_period", "geographic_level", "country_code", "region_code", "new_la_code", "characteristic", "characteristic_type",
               "gender", "children_number", "gld_number", "gld_percentage"]  # fmt: skip
    kinds = [
        ("Total", "Total"),
        ("Free school meal eligibility", "Known to be eligible for free school meals"),
        ("SEN provision", "All SEN"),
    ]
    rows = [
        ["202122", "Local authority", ENGLAND, "E12000006", area, *kind, "Total", "100", "43", "43.0"]
        for area in (COUNTY, CITY)
        for kind in kinds
    ]
    layout, _, found = read(table(rows, columns), setting)
    assert layout == "dfe_profile"
    assert set(found) == {(name, area) for name in ("gld", "gld_fsm") for area in (COUNTY, CITY)}


def of_2013(*rows):
    columns = ["time_identifier", "time_period", "geographic_level", "country_code", "region_code", "new_la_code", "gender",
               "number_of_children", "gld_number", "gld_percent"]  # fmt: skip
    return table([["Academic year", "201819", level, ENGLAND, *places, "100", "71", value] for level, *places, value in rows], columns)


def test_the_layout_of_2012_13_to_2018_19_is_read_with_what_cannot_be_compared(setting):
    made = of_2013(
        ("National", " ", " ", "Total", "71.8"),
        ("Regional", "E12000006", " ", "Total", "72.3"),
        ("Local Authority", "E12000006", COUNTY, "Total", "71.0"),
        ("Local Authority", "E12000006", COUNTY, "Girls", "78.0"),
    )
    layout, intake, found = read(made, setting)
    assert layout == "dfe_profile_totals"
    assert found == {("gld", ENGLAND): 71.8, ("gld", COUNTY): 71.0}
    assert set(intake.tables["indicator_values.csv"]["period"]) == {"2018/19"}
    assert any("revised in September 2021" in note for note in intake.notes)


def test_the_table_by_district_of_residence_is_read_by_its_districts_alone(setting, tmp_path):
    columns = [
        "time_period",
        "geographic_level",
        "country_code",
        "region_code_pupil",
        "lad_code_pupil",
        "all_pupils",
        "gld_number",
        "gld_percent",
    ]
    districts = list(setting.atlas.at("district").index)
    rows = [["201819", "Regional", ENGLAND, "E12000006", " ", "9", "9", "99"]]
    rows += [["201819", "Local authority district", ENGLAND, "E12000006", code, "100", "70", "70"] for code in districts]
    # A row of a larger area that names a district all the same.
    rows += [["201819", "Regional", ENGLAND, "E12000006", districts[0], "9", "9", "99"]]
    made = table(rows, columns)
    layout, intake, found = read(made, setting)
    assert layout == "dfe_profile_districts"
    assert found == {("gld_district", code): 70.0 for code in districts}
    assert (intake.counts.outside, intake.counts.rejected) == (2, 0)
    path = tmp_path / "districts.csv"
    made.frame.to_csv(path, index=False)
    assert set(read_districts(path)["value"]) == {70.0}


def test_tables_by_deprivation_are_not_taken_for_totals():
    made = of_2013(("National", " ", " ", "Total", "71.8"))
    assert candidates(Sheet("4.csv", "", made.frame.assign(idaci_decile="1")), all_layouts()) == []


@pytest.mark.parametrize(
    ("cells", "level"),
    [
        ({"country": ENGLAND, "region": "", "authority": "", "district": ""}, "country"),
        ({"country": ENGLAND, "region": "E12000006", "authority": "", "district": ""}, "region"),
        ({"country": ENGLAND, "region": "E12000006", "authority": COUNTY, "district": ""}, "authority"),
        ({"country": ENGLAND, "region": "E12000006", "authority": COUNTY, "district": FENLAND}, "district"),
        # Its region is not in the file: it may be of one.
        ({"country": ENGLAND, "authority": ""}, ""),
        ({"level": "School", "country": ENGLAND, "authority": COUNTY}, "school"),
        ({"level": " local authority ", "authority": COUNTY}, "authority"),
    ],
)
def test_the_level_of_a_row_is_said_or_is_that_of_the_smallest_area_it_names(cells, level):
    rows = pd.DataFrame([cells])
    levels = ees.levels_of(rows)
    assert levels.tolist() == [level]
    assert ees.codes_of(rows, levels).tolist() == [cells.get(level, "") if level in cells else ""]


def test_columns_named_by_hand_do_not_make_a_district_a_county(setting):
    columns = ["time_period", "country_code", *PLACE, "take_up"]
    shares = [(NATIONAL, "1"), (REGION, "2"), (LOCAL, "3"), (UNITARY, "4"), (DISTRICT, "5")]
    made = table([["202425", ENGLAND, *place, share] for place, share in shares], columns, "take-up.csv")
    assert candidates(made, all_layouts()) == []
    layout = layout_of("long_table")
    named = mapped(made, {"area_code": "new_la_code", "period": "time_period", "value": "take_up"})
    intake = layout.read(named, setting)
    assert intake.tables["indicator_values.csv"].set_index("area_code")["value"].to_dict() == {COUNTY: 3.0, CITY: 4.0}
    assert (intake.counts.rejected, intake.counts.outside) == (0, 3)
    assert any("Local authority district 1" in note for note in intake.notes)


FINGERTIPS = ["Indicator ID", "Indicator Name", "Area Code", "Area Type", "Sex", "Category", "Time period", "Value", "Lower CI 95.0 limit",
              "Upper CI 95.0 limit", "Count", "Denominator"]  # fmt: skip


def birth_weights(setting):
    def row(code, kind, value):
        return ["20101", "Low birth weight", code, kind, "Persons", "", "2023", value, "2", "4", "31", "1000"]

    rows = [row(code, "Districts & UAs (from Apr 2023)", "3.0") for code in setting.atlas.at("district").index]
    rows += [row(ENGLAND, "England", "2.9"), row("E12000006", "Regions (statistical)", "2.8")]
    return [*rows, *(row(code, "Counties & UAs (from Apr 2023)", "3.4") for code in (COUNTY, CITY))]


def test_a_unitary_authority_of_two_lists_of_fingertips_has_the_figure_of_the_list_that_is_read(setting):
    layout, intake, found = read(table(birth_weights(setting), FINGERTIPS), setting)
    assert layout == "fingertips"
    assert found == {("low_birth_weight", code): 3.0 for code in setting.atlas.at("district").index}
    assert intake.counts.rejected == 0
    assert any("Counties & UAs (from Apr 2023) 2" in note and "Regions (statistical) 1" in note for note in intake.notes)


@pytest.mark.parametrize("ending", ["", "95.0"])
def test_fingertips_as_r_writes_it(setting, ending):
    columns = [name.replace(" ", "") for name in FINGERTIPS]
    rows = [[cell or "NA" for cell in row] for row in birth_weights(setting)]
    if not ending:
        # Before the limits of 99.8% came beside them.
        columns = [name.replace("LowerCI95.0limit", "Lower CI limit").replace("UpperCI95.0limit", "Upper CI limit") for name in columns]
    _, intake, found = read(table(rows, columns), setting)
    assert set(found.values()) == {3.0}
    assert intake.counts.rejected == 0


def test_a_type_of_area_that_is_not_known_is_left_to_the_codes(setting):
    rows = [[*row[:3], "Local authorities", *row[4:]] for row in birth_weights(setting)[:6]]
    _, intake, found = read(table(rows, FINGERTIPS), setting)
    assert len(found) == 6
    assert not intake.problems


def people(setting, *sexes, code="LSOA 2021 Code", total="All Ages", **more):
    columns = [code, *(["Sex"] if sexes[0] else []), total, *map(str, range(5))]
    rows = [[area, *([sex] if sex else []), "100", *["2"] * 5] for area in setting.atlas.at("lsoa").index for sex in sexes]
    return table(rows, columns, **more)


def test_rows_of_one_sex_are_not_people_of_both(setting):
    made = people(setting, "Persons", "Females", "Males", code="area_code", total="all_ages", file="mid-2024.csv")
    (layout,) = candidates(made, all_layouts())
    intake = layout.read(made, setting)
    assert (layout.id, intake.problems) == ("ons_population", ())
    count = len(setting.atlas.at("lsoa"))
    assert (intake.counts.matched, intake.counts.outside, intake.counts.rejected) == (count, 2 * count, 0)


@pytest.mark.parametrize(
    ("name", "file", "known"),
    [
        ("Mid-2020 Persons", "sape23dt2.xlsx", True),
        ("Mid-2020 Females", "sape23dt2.xlsx", False),
        ("Mid-2020 Males", "sape23dt2.xlsx", False),
        ("", "mid-2020_lsoa_females.csv", False),
        ("", "mid-2020_males_females_persons.csv", True),
        ("", "mid-2020.csv", True),
    ],
)
def test_a_sheet_of_women_or_men_alone_is_not_known_as_all_people(setting, name, file, known):
    found = [layout.id for layout in candidates(people(setting, "", file=file, name=name), all_layouts())]
    assert found == (["ons_population"] if known else [])
