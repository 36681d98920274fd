"""Files of figures as their publishers lay them out: made-up rows in the true columns, and the real files where they are at hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.intake.matching.recognise import candidates
from geo.intake.merging.merge import merge, read_tables
from geo.intake.reading.files import read_sheets
from geo.intake.reading.sheet import Sheet
from geo.publishers.registry import all_layouts
from tests.helpers.published import published


@pytest.fixture(scope="module")
def lsoas(setting):
    return setting.atlas.at("lsoa").index.tolist()


def sheet(columns, rows, file="made-up.csv"):
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    frame.index += 2
    return Sheet(file, "", frame)


def read(made, setting):
    (layout,) = candidates(made, all_layouts())
    intake = layout.read(made, setting)
    counts = intake.counts
    assert counts.read == counts.matched + counts.suppressed + counts.outside + counts.rejected
    return layout.id, intake, intake.tables["indicator_values.csv"]


# --- own figures -------------------------------------------------------------------------------------------------------


def test_own_figures_of_a_new_indicator(setting):
    wards = setting.atlas.at("ward").index.tolist()
    rows = [[code, "2026", str(place), "visits"] for place, code in enumerate(wards)]
    rows[0][2], rows[1][2], rows[2][2] = "c", "many", "1,234.5"
    rows += [["E05999999", "2026", "7", "visits"], [wards[5], "2026", "8", "visits"], ["", "", "", ""]]
    layout, intake, found = read(sheet(["Area code", "Year", "Value", "Unit"], rows, "Home visits (2026).xlsx"), setting)
    assert layout == "long_table"
    (new,) = intake.tables["indicators.csv"].to_dict("records")
    assert (new["indicator_id"], new["published_level"], new["polarity"], new["unit"]) == ("home_visits_2026", "ward", "context", "visits")
    values = found.set_index("area_code")
    assert values.at[wards[2], "value"] == 1234.5
    assert (values.at[wards[0], "flag"], pd.isna(values.at[wards[0], "value"])) == ("c", True)
    counts = intake.counts
    assert (counts.matched, counts.suppressed, counts.outside, counts.rejected) == (len(wards) - 3, 1, 2, 3)
    assert set(intake.rejected["row"]) == {3, 7, len(wards) + 3}


def test_own_figures_of_a_known_indicator_with_an_interval(setting):
    districts = setting.atlas.at("district").index.tolist()
    rows = [["low_birth_weight", code, "2022", "2.5", "2.0", "3.0"] for code in districts]
    _, intake, found = read(sheet(["indicator", "area_code", "period", "value", "lower", "upper"], rows), setting)
    assert "indicators.csv" not in intake.tables
    assert found[["value", "lower", "upper"]].drop_duplicates().to_numpy().tolist() == [[2.5, 2.0, 3.0]]
    assert intake.notes == ()


def test_a_file_of_another_place_or_of_older_borders_is_refused_with_the_reason(setting):
    rows = [[f"E0101{number:04d}", "2026", "1"] for number in range(1000, 1500)]
    _, intake, _ = read(sheet(["area_code", "period", "value"], rows), setting)
    (problem,) = intake.problems
    assert "Is it a file of this place?" in problem.message
    assert "2021" in problem.message


def test_areas_without_a_row_are_named(setting, lsoas):
    rows = [[code, "2026", "1"] for code in lsoas[3:]]
    _, intake, _ = read(sheet(["area_code", "period", "value"], rows), setting)
    assert not intake.problems
    assert any("3 of 516 areas have no figure" in note and lsoas[0] in note for note in intake.notes)


@pytest.mark.parametrize("cell", ["nan", "inf", "1e308", "=1+1", "<b>4</b>", "12,34"])
def test_what_is_no_figure_is_rejected_and_not_read_as_one(setting, lsoas, cell):
    rows = [[code, "2026", "1"] for code in lsoas]
    rows[0][2] = cell
    _, intake, found = read(sheet(["area_code", "period", "value"], rows), setting)
    assert intake.counts.rejected == 1
    assert lsoas[0] not in set(found["area_code"])


# --- publishers' layouts -----------------------------------------------------------------------------------------------


def test_fingertips_keeps_limits_and_leaves_breakdowns_out(setting):
    columns = ["Indicator ID", "Indicator Name", "Parent Code", "Area Code", "Area Type", "Sex", "Category Type", "Category", "Time period",
               "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count", "Denominator"]  # fmt: skip
    districts = setting.atlas.at("district").index.tolist()
    base = ["93085", "Smoking at delivery", "E12", "", "Districts", "Female", "", "", "2024/25", "8.5", "8.0", "9.0", "85", "1000"]
    rows = [[*base[:3], code, *base[4:]] for code in districts]
    rows.append([*base[:3], districts[0], *base[4:6], "Deprivation", "Most deprived", *base[8:]])
    rows.append([*base[:3], "E07000999", *base[4:]])
    layout, intake, found = read(sheet(columns, rows), setting)
    assert layout == "fingertips"
    assert len(found) == 6
    assert found[["value", "lower", "upper", "numerator", "denominator"]].drop_duplicates().to_numpy().tolist() == [[8.5, 8, 9, 85, 1000]]
    assert intake.tables["indicators.csv"]["published_level"].tolist() == ["district"]
    assert intake.counts.outside == 2


def test_profile_takes_totals_and_free_school_meals(setting):
    columns = ["time_period", "country_code", "new_la_code", "breakdown_topic", "breakdown", "sex", "gld_children_percent",
               "gld_children_count", "children_count"]  # fmt: skip
    codes = sorted(set(setting.atlas.at("district")["utla_code"]))
    rows = []
    for code in codes:
        rows += [
            ["202526", "E92000001", code, "Total", "Total", "Total", "70.0", "700", "1000"],
            ["202526", "E92000001", code, "Total", "Total", "Girls", "75.0", "375", "500"],
            ["202526", "E92000001", code, "FSM status", "Eligible for free school meals", "Total", "z", "c", "100"],
        ]
    layout, intake, found = read(sheet(columns, rows), setting)
    assert layout == "dfe_profile"
    gld = found[found["indicator_id"] == "gld"]
    assert gld[["period", "value", "numerator", "denominator"]].drop_duplicates().to_numpy().tolist() == [["2025/26", 70.0, 700.0, 1000.0]]
    assert found.loc[found["indicator_id"] == "gld_fsm", "flag"].tolist() == ["z"] * len(codes)
    assert (intake.counts.suppressed, intake.counts.outside) == (len(codes), len(codes))


@pytest.mark.parametrize(
    ("file", "layout"),
    [
        ("poverty/4_AHC_Relative_Ward.csv", "dwp_low_income_ward"),
        ("accessibility/data_lsoa_area.csv", "ofsted_ons_access"),
        ("outcomes/1_eyfsp_headline_measures_202425_area_rows.csv", "dfe_profile"),
    ],
)
def test_a_published_file_gives_the_shipped_figures_again(setting, file, layout):
    path = published(file)
    sheets = read_sheets(path, path.name, setting.settings.limits, [one.needs for one in all_layouts()])
    made = next(one for one in sheets if candidates(one, all_layouts()))
    found, intake, _ = read(made, setting)
    assert found == layout
    assert not intake.problems
    assert intake.counts.rejected == 0
    diff = merge(read_tables(setting.settings.data.folder), [intake]).diff
    assert diff.tables.index.tolist() == ["sources.csv"]
    assert diff.indicators.empty
