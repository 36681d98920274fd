"""An authority beside England, its region and its neighbours: counted by hand, and against the shipped figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.benchmarks import Authority, authorities, benchmark_list, latest, over_time, same_here
from geo.base.errors import UnknownIdError
from geo.store.atlas import UpperTier
from tests.helpers import certain

HERE = Authority("873", "Here", "E10000003", "East", ("101", "102", "103"))


def upper(polarity: str = "higher_is_better") -> UpperTier:
    """One measure of one authority with three neighbours; one of them has no figure in the second year."""
    measures = pd.DataFrame({"measure_id": ["m"], "name": ["M"], "topic": ["T"], "unit": ["%"], "polarity": [polarity], "year_type": [""],
                             "definition": [""], "updated_on": [""], "source_id": ["dfe_lait"]}).set_index("measure_id")  # fmt: skip
    areas = pd.DataFrame(
        [("873", "Here", "authority", "East", "E10000003", "101;102;103"), ("970", "England", "england", "", "", ""),
         ("985", "East", "region", "", "", ""), ("986", "West", "region", "", "", ""), ("101", "A", "authority", "West", "", ""),
         ("102", "B", "authority", "West", "", ""), ("103", "C", "authority", "West", "", "")],
        columns=["area_number", "name", "kind", "region", "area_code", "neighbours"],
    ).set_index("area_number")  # fmt: skip
    first = {"873": 60, "970": 65, "985": 62, "986": 70, "101": 50, "102": 60, "103": 70}
    second = {"873": 66, "970": 67, "985": 64, "101": 60, "102": None, "103": 70}
    third = {"873": None, "970": 68}
    rows = [
        ("m", number, str(2023 + i), value, "" if value else "-")
        for i, year in enumerate((first, second, third))
        for number, value in year.items()
    ]
    figures = pd.DataFrame(rows, columns=["measure_id", "area_number", "period", "value", "flag"])
    return UpperTier(measures, areas, figures)


def atlas(polarity: str = "higher_is_better"):
    return replace(certain.real_atlas(), upper_tier=upper(polarity))


def test_the_mean_is_of_the_neighbours_that_have_a_figure():
    table = over_time(atlas(), "m", HERE)
    assert table.index.tolist() == ["2023", "2024", "2025"]
    assert table["neighbours_mean"].iloc[:2].tolist() == [60.0, 65.0]
    assert table["neighbours_counted"].tolist() == [3, 2, 0]
    assert table[["england", "region"]].iloc[0].tolist() == [65.0, 62.0]
    assert table["flag"].tolist() == ["", "", "-"]
    assert pd.isna(table["region"].iloc[2])


@pytest.mark.parametrize(("polarity", "places"), [("higher_is_better", [2, 2]), ("higher_is_worse", [2, 2]), ("context", [2, 2])])
def test_the_place_is_among_the_authority_and_its_neighbours(polarity, places):
    """In the first year 60 is equal to one neighbour, with one on either side; in the second one of two is on either side."""
    table = over_time(atlas(polarity), "m", HERE)
    assert table["place"].iloc[:2].tolist() == places
    assert table["placed"].iloc[:2].tolist() == [4, 3]
    assert table[["place", "placed"]].iloc[2].isna().all()


def test_the_best_place_goes_by_the_direction():
    own = upper()
    lowest = own.figures.assign(value=own.figures["value"].mask(own.figures["area_number"] == "873", 10))
    for polarity, place in (("higher_is_better", 4), ("higher_is_worse", 1), ("context", 4)):
        other = replace(upper(polarity), figures=lowest)
        assert over_time(replace(certain.real_atlas(), upper_tier=other), "m", HERE)["place"].iloc[0] == place


def test_the_latest_year_is_the_last_with_a_figure_of_the_authority():
    assert latest(atlas(), "m", HERE).name == "2024"


def test_the_list_has_the_newest_year_of_all_measures_or_all_years_of_one():
    assert benchmark_list(atlas())["period"].tolist() == ["2024"]
    assert benchmark_list(atlas(), "m")["period"].tolist() == ["2023", "2024", "2025"]
    assert benchmark_list(replace(certain.real_atlas(), upper_tier=UpperTier())).empty
    with pytest.raises(UnknownIdError, match="Unknown measure 'x'"):
        benchmark_list(atlas(), "x")


def test_the_shipped_good_level_of_development_is_the_one_that_is_here_already():
    real = certain.real_atlas()
    for authority, exact in zip(authorities(real), (67.64, 65.35), strict=True):
        row = latest(real, "lait_fsp_new_gooddev", authority)
        ours, period, value = same_here(real, "lait_fsp_new_gooddev", authority)
        assert (ours, period, round(value, 2)) == ("gld", "2024/25", exact)
        assert abs(row["value"] - value) <= 0.05
        assert row["placed"] == 11
    assert same_here(real, "lait_pct_2yr_olds", authorities(real)[0]) is None
