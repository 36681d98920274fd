"""ONS population by single year of age: made-up files in both layouts, and the real one where it is at hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.intake.matching.questions import open_questions
from geo.store.vintage import read_changes
from tests.helpers.layouts import bring
from tests.helpers.published import published

AGES = [f"children_{age}" for age in range(5)]


@pytest.fixture(scope="module")
def codes(setting):
    return setting.atlas.at("lsoa").index.tolist()


def by_sex(codes):
    header = ["LAD 2023 Code", "LSOA 2021 Code", "Total", *[f"F{age}" for age in range(91)], *[f"M{age}" for age in range(91)]]
    rows = [["E0", code, '"1,000"', *["2"] * 91, *["3"] * 91] for code in codes]
    return "Notes\n\n\n" + "\n".join(",".join(row) for row in [header, *rows])


def test_girls_and_boys_are_added_and_summed_to_wards_and_districts(setting, codes):
    layout, intake = bring(by_sex([*codes, "E01000001"]), setting, "mid-2022 LSOA 2021.csv")
    assert layout == "ons_population_sex"
    assert not intake.problems
    assert (intake.counts.matched, intake.counts.outside) == (len(codes), 1)
    areas = intake.tables["areas.csv"].set_index("area_code")
    for level in ("lsoa", "ward", "district"):
        # 2 girls and 3 boys of each of five ages in every neighbourhood.
        assert areas.loc[areas["level"] == level, "children_0_4"].sum() == 25 * len(codes)
    share = intake.tables["indicator_values.csv"]
    assert set(share["period"]) == {"2022"}
    assert set(share["value"]) == {2.5}


def test_an_absent_a_doubled_and_a_broken_neighbourhood_stand_in_the_way(setting, codes):
    text = by_sex([*codes[2:], codes[2]]).replace(f'{codes[5]},"1,000",2', f'{codes[5]},"1,000",2.5')
    _, intake = bring(text, setting, "mid-2022.csv")
    assert (intake.counts.rejected, len(intake.rejected)) == (3, 3)
    assert not intake.tables
    assert "no people for 4 of the 516" in intake.problems[0].message
    assert codes[0] in intake.problems[0].message


def test_a_file_without_a_year_asks_for_it(setting, codes):
    _, intake = bring(by_sex(codes), setting, "population.csv")
    (asked,) = open_questions(intake)
    assert "Of which year" in asked.text
    assert not intake.tables


@pytest.fixture(scope="module")
def real(setting):
    """The real file of mid-2020 as it is brought, and as it is published."""
    path = published("population/population_mid2020_single_year_lsoa11_area.csv")
    return *bring(path, setting), pd.read_csv(path, dtype={"lsoa11_code": "str"}).set_index("lsoa11_code")


def test_the_real_file_takes_the_place_of_the_estimate_and_loses_no_child(setting, real):
    layout, intake, file = real
    assert layout == "ons_population"
    assert not intake.problems
    assert (intake.counts.read, intake.counts.matched) == (487, 487)
    new, changes = intake.tables["areas.csv"].set_index("area_code"), read_changes(setting.atlas)
    ages = [str(age) for age in range(5)]
    same = changes.loc[changes["change_code"] == "U", "lsoa_code"].tolist()
    assert (new.loc[same, AGES].to_numpy() == file.loc[same, ages].to_numpy()).all()
    # The 5,592 of Fenland and the others, as the same release counts them by district.
    districts = pd.read_csv(published("population/population_mid2020_single_year_lad_area.csv")).set_index("ltla21_code")[ages]
    assert (new.loc[districts.index, AGES].to_numpy() == districts.to_numpy()).all()
    assert any("apportioned" in note for note in intake.notes)


def test_the_shares_of_the_real_file_are_its_children_by_its_residents(setting, real):
    _, intake, file = real
    shares = intake.tables["indicator_values.csv"].set_index("area_code")
    assert set(shares["period"]) == {"2020"}
    changes = read_changes(setting.atlas).query("change_code == 'U'")
    whole = file.loc[changes["lsoa11_code"]]
    expected = 100 * whole[[str(age) for age in range(5)]].sum(axis=1) / whole["total_population"]
    assert shares.loc[changes["lsoa_code"], "value"].tolist() == pytest.approx(expected.tolist(), abs=5e-5)


def test_a_brought_file_says_from_then_on_of_which_time_the_children_are(setting, codes):
    _, intake = bring(by_sex(codes), setting, "mid-2024.csv")
    row = intake.tables["sources.csv"].squeeze()
    assert row["source_id"] == setting.settings.data.children_source
    assert row["period"] == "2024"
    assert "mid-2024" in row["title"]
