"""The estimate of children: by hand, its totals, the files that it wants, and the real one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.build.children import KnownTotals, counts_table, estimate_children
from geo.build.report import BuildReport
from geo.build.surroundings import carry_back
from geo.contract import check_folder
from geo.publishers.census_children import read_census_ages, read_census_children, read_people_2022
from geo.publishers.population import AGES_0_4, AGES_0_15
from geo.settings.model import load_settings
from geo.store.folder import store_of
from tests.helpers.places import ROOT
from tests.helpers.published import published

FILES = {
    "ons_population": "shape.csv",
    "census2021_ages": "ages.csv",
    "census2021_children": "census.csv",
    "iod2025_denominators": "six.csv",
}
DISTRICTS = pd.Series({"L1": "D1", "L2": "D1", "L3": "D2"}, name="district_code")


def ages(under_5, older):
    """Children of each age 0 to 4, and of each age 5 to 15."""
    return [under_5] * 5 + [older] * 11


def known(latest, at_census=(160, 160, 80)):
    by_age = pd.DataFrame([ages(20, 20), ages(4, 4)], index=["D1", "D2"], columns=list(AGES_0_15))
    codes = list(DISTRICTS.index)
    return KnownTotals(by_age, pd.Series(at_census, index=codes), pd.Series(latest, index=codes), FILES)


def shape(*rows):
    return pd.DataFrame(rows, index=list(DISTRICTS.index), columns=list(AGES_0_15))


def test_the_estimate_by_hand():
    # D1 has 20 of each age. L1 has three quarters of its 0-15 in mid-2022, at every age alike: 15 and 5.
    report = BuildReport()
    found = estimate_children(shape(ages(3, 3), ages(9, 9), ages(1, 1)), DISTRICTS, known([300, 100, 64]), report)
    assert found.loc["L1"].tolist() == [15] * 5
    assert found.loc["L2"].tolist() == [5] * 5
    assert found.loc["L3"].tolist() == [4] * 5
    text = report.render()
    assert "children 0-4: 120; the estimate adds up to 120" in text
    assert "in 3 LSOAs (L1 +88%, L2 -38%, L3 -20%)" not in text
    assert "in 2 LSOAs (L1 +88%, L2 -38%)" in text


def test_the_shape_says_which_ages_live_where():
    # In D1 100 are under five and 220 older; L1 has a and 160 - a of them, L2 100 - a and 60 + a. The shape's odds ratio of 2 stays:
    # a (60 + a) = 2 (100 - a) (160 - a), or a^2 - 580 a + 32,000 = 0.
    found = estimate_children(shape(ages(2, 1), ages(1, 1), ages(1, 1)), DISTRICTS, known([160, 160, 64]), BuildReport())
    a = np.roots([1.0, -580.0, 32_000.0])
    under_5 = float(a[(a > 0) & (a < 100)][0])
    assert found.loc["L1"].sum() == pytest.approx(under_5, abs=1)
    assert found.loc["L1"].sum() + found.loc["L2"].sum() == 100


def test_growth_everywhere_alike_adds_nobody():
    same = shape(ages(2, 1), ages(1, 1), ages(1, 1))
    before = estimate_children(same, DISTRICTS, known([160, 160, 64]), BuildReport())
    after = estimate_children(same, DISTRICTS, known([200, 200, 999]), BuildReport())
    pd.testing.assert_frame_equal(before, after)


def test_a_neighbourhood_without_a_child_then_has_the_ages_of_its_district():
    found = estimate_children(shape(ages(2, 1), ages(0, 0), ages(1, 1)), DISTRICTS, known([160, 160, 64]), BuildReport())
    assert found.loc["L1"].tolist() == found.loc["L2"].tolist() == [10] * 5


def test_an_area_that_a_file_lacks_is_named_with_the_file():
    whole = known([160, 160, 64])
    short = KnownTotals(whole.by_age.drop("D2"), whole.at_census, whole.latest.drop("L2"), FILES)
    with pytest.raises(DataError) as caught:
        estimate_children(shape(*[ages(1, 1)] * 3), DISTRICTS, short, BuildReport())
    assert [(problem.file, problem.message.split(":")[1].split(".")[0]) for problem in caught.value.problems] == [
        ("ages.csv", " D2"), ("six.csv", " L2"),
    ]  # fmt: skip


def test_a_shape_that_forbids_the_census_is_refused_in_one_sentence():
    none = [0] * 5 + [1] * 11
    with pytest.raises(DataError, match=r"shape\.csv: cannot be fitted to the Census in D1"):
        estimate_children(shape(none, none, ages(1, 1)), DISTRICTS, known([160, 160, 64]), BuildReport())


# --- Files -----------------------------------------------------------------------------------------------------------


def test_counts_that_are_not_whole_and_areas_that_stand_twice_are_refused(tmp_path):
    path = tmp_path / "census.csv"
    path.write_text("lsoa21_code,lsoa21_name,age_0_15\nE01000001,a,7\nE01000002,b,7.5\n", encoding="utf-8")
    with pytest.raises(DataError, match="not whole numbers, for E01000002"):
        read_census_children(path)
    path.write_text("lsoa21_code,lsoa21_name,age_0_15\nE01000001,a,7\nE01000001,a,7\n", encoding="utf-8")
    with pytest.raises(DataError, match="has E01000001 more than once"):
        read_census_children(path)


def test_file_6_of_2025_is_read_in_the_publishers_words(tmp_path):
    path = tmp_path / "six.csv"
    header = "LSOA code (2021),Total population: mid 2022,Dependent Children aged 0-15: mid 2022"
    path.write_text(f'{header}\nE01000001,"1,700",320\n', encoding="utf-8")
    assert read_people_2022(path).loc["E01000001"].tolist() == [320, 1700]


# --- Around the atlas ------------------------------------------------------------------------------------------------


def test_children_of_today_are_placed_where_the_former_neighbourhoods_were():
    names = pd.Series({"A": "Leeds 001A", "B": "Leeds 001B", "C": "Leeds 002A", "D": "Leeds 002B", "F": "York 001A"})
    census = pd.DataFrame(
        [("A", "Leeds 001A", 70), ("B1", "Leeds 001C", 30), ("B2", "Leeds 001D", 20), ("CD", "Leeds 002C", 90)],
        columns=["code", "lsoa_name", "children_0_15"],
    ).set_index("code")
    weights = pd.Series({"A": 10.0, "B": 10.0, "C": 10.0, "D": 20.0, "F": 10.0})
    # B was split: both parts count where it was. C and D were merged: shared as the weights. York is not in the Census file.
    assert carry_back(census, names, census.index, weights).to_dict() == {"A": 70.0, "B": 50.0, "C": 30.0, "D": 60.0}


def test_no_child_around_the_atlas_is_lost_on_the_way_to_former_neighbourhoods():
    boundaries = pytest.importorskip("geo.publishers.geography.boundaries")
    census = read_census_children(published("population/census2021_age6_lsoa21_area_and_neighbours.csv"))
    changes = store_of(load_settings(ROOT / "config.toml")).lsoa_changes()
    around = census[~census.index.isin(changes["lsoa_code"])]
    names = boundaries.read_lsoa11_names().drop(changes["lsoa11_code"].unique())
    carried = carry_back(around, names, census.index, pd.Series(1.0, index=names.index))
    assert len(around) == 1742
    assert carried.sum() == pytest.approx(around["children_0_15"].sum())
    both = around.index.intersection(carried.index)
    assert len(both) == 1568
    assert carried[both].tolist() == around.loc[both, "children_0_15"].tolist()


# --- The estimate that is shipped ------------------------------------------------------------------------------------


def test_shipped_children_are_those_of_the_census_at_every_age_in_every_district():
    areas = pd.read_csv(ROOT / "data" / "areas.csv").set_index("area_code")
    census = read_census_ages(published("population/census2021_single_year_lad_area.csv"))[list(AGES_0_4)]
    for level in ("lsoa", "ward", "district"):
        rows = areas[areas["level"] == level]
        sums = rows.groupby("district_code" if level != "district" else rows.index)[list(AGES_0_4)].sum()
        assert sums.sort_index().to_numpy().tolist() == census.to_numpy().tolist()
    assert areas.loc[areas["level"] == "lsoa", "children_0_4"].sum() == 48_633
    assert check_folder(load_settings(ROOT / "config.toml")).problems == ()


def test_shipped_children_of_a_neighbourhood_follow_its_children_under_16_of_mid_2022():
    areas = pd.read_csv(ROOT / "data" / "areas.csv").query("level == 'lsoa'").set_index("area_code")
    latest = read_people_2022(published("population/iod2025_population_mid2022_lsoa21_area.csv"))["children_0_15"].reindex(areas.index)
    share = areas["children_0_4"] / latest
    # Under fives are 15% to 48% of the under sixteens; as mid-2020 was shared out, up to 92% of them.
    assert share.between(0.15, 0.49).all()


def test_counts_are_listed_as_they_were_counted() -> None:
    table = counts_table(shape(ages(3, 3), ages(9, 9), ages(1, 1)), known([300, 100, 64]))
    assert table["year"].tolist() == [2020, 2021, 2022] * 3
    first = table[table["area_code"] == table["area_code"].min()]
    assert first["source_id"].tolist() == ["ons_population", "census2021_children", "iod2025_denominators"]
    assert first["children"].tolist()[2] == 300
