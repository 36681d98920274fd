"""Fingertips: known and unknown indicators, breakdowns, sexes, ages, and values that are withheld."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.helpers.layouts import bring

# As the site's own code writes the header of a download.
HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,"
    "Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,"
    "Compared to England value or percentiles,Compared to Regions value or percentiles,Time period Sortable,New data,Compared to goal"
)


@pytest.fixture(scope="module")
def districts(setting):
    return setting.atlas.at("district").index.tolist()


@pytest.fixture(scope="module")
def counties(setting):
    return sorted(set(setting.atlas.at("district")["utla_code"]))


def row(code, **cells):
    made = {
        "Indicator ID": "93085",
        "Indicator Name": "Smoking status at time of delivery",
        "Area Code": code,
        "Area Type": "Districts & UAs",
        "Sex": "Female",
        "Age": "All ages",
        "Time period": "2024/25",
        "Value": "8.5",
        "Lower CI 95.0 limit": "8.0",
        "Upper CI 95.0 limit": "9.0",
        "Count": "85",
        "Denominator": "1000",
    } | cells
    return ",".join(f'"{made.get(name, "")}"' for name in HEADER.split(","))


def made(*rows):
    return "\ufeff" + "\n".join([HEADER, *rows])


def values(intake):
    return intake.tables["indicator_values.csv"]


@pytest.mark.parametrize(
    ("number", "polarity"),
    [("93085", "higher_is_worse"), ("92517", "higher_is_better"), ("93563", "higher_is_worse"), ("108", "context")],
)
def test_an_indicator_that_is_new_has_its_direction_where_it_is_known(setting, districts, number, polarity):
    layout, intake = bring(made(*(row(code, **{"Indicator ID": number}) for code in districts)), setting)
    assert layout == "fingertips"
    (new,) = intake.tables["indicators.csv"].to_dict("records")
    assert (new["indicator_id"], new["polarity"], new["published_level"]) == (f"fingertips_{number}", polarity, "district")
    found = values(intake)
    assert found[["value", "lower", "upper", "numerator", "denominator"]].drop_duplicates().to_numpy().tolist() == [[8.5, 8, 9, 85, 1000]]
    assert any("never scored" in note for note in intake.notes)


def test_low_birth_weight_by_district_joins_the_measure_that_is_here(setting, districts):
    named = {"Indicator ID": "20101", "Indicator Name": "Low birth weight of term babies", "Sex": "Persons"}
    _, intake = bring(made(*(row(code, **named) for code in districts)), setting)
    assert set(values(intake)["indicator_id"]) == {"low_birth_weight"}
    assert "indicators.csv" not in intake.tables
    assert any("'Low birth weight'" in note for note in intake.notes)


def test_good_level_of_development_joins_by_county_and_not_by_district(setting, districts, counties):
    named = {"Indicator ID": "90631", "Indicator Name": "Good level of development", "Sex": "Persons"}
    _, by_county = bring(made(*(row(code, **named) for code in [*counties, "E92000001"])), setting)
    assert set(values(by_county)["indicator_id"]) == {"gld"}
    assert len(values(by_county)) == len(counties) + 1
    _, by_district = bring(made(*(row(code, **named) for code in districts)), setting)
    assert set(values(by_district)["indicator_id"]) == {"fingertips_90631"}


def test_breakdowns_and_other_sexes_are_counted_and_not_read(setting, districts):
    rows = [row(code, Sex=sex, Value=value) for code in districts for sex, value in (("Persons", "5"), ("Male", "4"), ("Female", "6"))]
    rows += [row(code, Sex="Persons", **{"Category Type": "Deprivation", "Category": "Most deprived"}) for code in districts]
    _, intake = bring(made(*rows), setting)
    assert values(intake)["value"].tolist() == [5] * len(districts)
    assert intake.counts.outside == 3 * len(districts)
    assert any(f"{3 * len(districts)} rows are breakdowns" in note for note in intake.notes)


def test_ages_are_measures_of_their_own_and_a_place_that_is_there_twice_enters_once(setting, districts):
    rows = [row(code, Age=age) for code in districts for age in ("5 yrs", "10 yrs")]
    _, intake = bring(made(*rows, row(districts[0], Age="5 yrs", **{"Area Type": "Counties & UAs"})), setting)
    assert sorted(intake.tables["indicators.csv"]["indicator_id"]) == ["fingertips_93085_10_yrs", "fingertips_93085_5_yrs"]
    assert "Smoking status at time of delivery (5 yrs)" in set(intake.tables["indicators.csv"]["name"])
    assert intake.counts.rejected == 0
    assert len(values(intake)) == 2 * len(districts)


def test_a_value_that_is_not_given_is_withheld_and_not_refused(setting, districts):
    rows = [row(code) for code in districts[2:]]
    rows.append(row(districts[0], Value="", **{"Value note": "Value suppressed for disclosure control due to small count"}))
    rows.append(row(districts[1], Value="", **{"Value note": "Value not published for data quality reasons"}))
    _, intake = bring(made(*rows), setting)
    assert (intake.counts.suppressed, intake.counts.rejected) == (2, 0)
    found = values(intake).set_index("area_code")
    assert found.loc[districts[:2], "flag"].tolist() == ["c", "x"]
    assert found.loc[districts[:2], "value"].isna().all()


def test_a_value_of_another_place_is_outside_and_an_old_district_is_named(setting, districts):
    _, intake = bring(made(*(row(code) for code in [*districts, "E07000163", "E38000001"])), setting)
    assert intake.counts.outside == 2
    assert not intake.problems


def test_rows_are_numbered_as_in_the_file(setting, districts):
    _, intake = bring(made(*(row(code) for code in districts)), setting)
    assert values(intake).index.name == "row"
    assert values(intake).index.tolist() == list(range(2, 2 + len(districts)))
    assert isinstance(values(intake), pd.DataFrame)
