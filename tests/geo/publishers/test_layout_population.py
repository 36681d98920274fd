"""ONS population by single year of age: made-up files in both layouts, and the real one where it is at hand."""

from __future__ import annotations

import pytest

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
    assert "of which year" in intake.problems[0].message


def test_the_real_file_gives_the_shipped_children_and_loses_none(setting):
    layout, intake = bring(published("population/population_mid2020_single_year_lsoa11_area.csv"), setting)
    assert layout == "ons_population"
    assert not intake.problems
    assert (intake.counts.read, intake.counts.matched) == (487, 487)
    new, old = intake.tables["areas.csv"].set_index("area_code"), setting.atlas.areas
    changes = read_changes(setting.atlas)
    split = set(changes.loc[changes["change_code"] == "S", "lsoa_code"])
    lsoas = [code for code in setting.atlas.at("lsoa").index if code not in split]
    assert (new.loc[lsoas, AGES].to_numpy() == old.loc[lsoas, AGES].to_numpy()).all()
    # Parts of split neighbourhoods are shared out by the children that they had, not by postcodes: no age differs by more than one child.
    assert abs(new[AGES] - old[AGES]).loc[sorted(split)].to_numpy().max() <= 1
    districts = setting.atlas.at("district").index
    assert (new.loc[districts, AGES].to_numpy() == old.loc[districts, AGES].to_numpy()).all()
    assert any("apportioned" in note for note in intake.notes)


def test_the_real_file_gives_the_shipped_shares(setting):
    _, intake = bring(published("population/population_mid2020_single_year_lsoa11_area.csv"), setting)
    key = ["area_code"]
    old = setting.atlas.indicator_values
    old = old[old["indicator_id"] == "children_0_4_share"].set_index(key)
    new = intake.tables["indicator_values.csv"].set_index(key).loc[old.index]
    assert set(new["period"]) == {"2020"}
    for name in ("value", "numerator", "denominator"):
        assert new[name].fillna(-1).tolist() == old[name].fillna(-1).tolist(), name
