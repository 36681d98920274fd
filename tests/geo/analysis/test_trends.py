"""Marks against the atlas and change over time: by hand, against statsmodels, on the line and on the embedded data."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from geo.analysis.differs import atlas_value, compare_areas, mark
from geo.analysis.funnel import funnel
from geo.analysis.measures import COLUMNS, measure_list
from geo.analysis.trends import changes, difference_interval, series, way
from geo.base.errors import UnknownIdError
from geo.cli.main import main
from geo.method.intervals import wilson
from geo.method.model import Model
from tests.helpers import certain, grids

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def line(indicator: grids.Row, *rows: grids.Row) -> Model:
    others = [row for row in grids.LINE_INDICATORS if row["indicator_id"] != indicator["indicator_id"]]
    return grids.model(grids.atlas(indicators=[*others, indicator], indicator_values=list(rows)))


def share(area: str, part: float, whole: float, period: str = "2025", code: str = "gld") -> grids.Row:
    counts = {"numerator": part, "denominator": whole}
    return {"indicator_id": code, "area_code": area, "period": period, "value": round(100 * part / whole), "flag": None, **counts}


# --- marks ---------------------------------------------------------------------------------------------------------


def test_marks_compare_with_the_share_of_all_counts_together() -> None:
    # D1 40 of 100, D2 180 of 200: together 220 of 300 = 73.3%. Wilson: D1 30.9 to 49.8, D2 85.1 to 93.4.
    model = line(grids.indicator("gld", "district", "higher_is_better"), share("D1", 40, 100), share("D2", 180, 200))
    found = compare_areas(model, "gld", "district")
    assert atlas_value(model, "gld") == pytest.approx(100 * 220 / 300)
    assert found["differs"].tolist() == ["lower", "higher"]
    assert found["lower"].tolist() == pytest.approx([30.94, 85.06], abs=0.01)
    assert found["upper"].tolist() == pytest.approx([49.80, 93.43], abs=0.01)


def test_a_value_inside_its_interval_is_not_told_apart_and_one_without_interval_has_no_mark() -> None:
    model = line(grids.indicator("gld", "district"), share("D1", 4, 10), share("D2", 5, 10))
    assert compare_areas(model, "gld", "district")["differs"].tolist() == ["same", "same"]
    assert compare_areas(grids.model(), "idaci", "lsoa")["differs"].tolist() == [""] * 4
    assert mark(np.array([np.nan, 1.0]), np.array([2.0, 2.0]), 0.5).tolist() == ["", "higher"]


def test_a_coarser_indicator_is_compared_at_its_own_level_and_a_finer_one_carried_up() -> None:
    model = grids.model()
    assert compare_areas(model, "gld", "lsoa").index.tolist() == ["D1", "D2"]
    assert compare_areas(model, "asq", "ward").index.tolist() == ["C1"]
    carried = compare_areas(model, "idaci", "ward")
    assert carried["value"].tolist() == pytest.approx([2000 / 150, (50 * 30 + 20 * 40) / 70])
    assert set(carried["interval"]) == {"carried"}


def test_a_suppressed_value_keeps_its_symbol_and_takes_no_part() -> None:
    hidden = {"indicator_id": "gld", "area_code": "D2", "period": "2025", "value": None, "flag": "c"}
    model = line(grids.indicator("gld", "district"), share("D1", 40, 100), hidden)
    found = compare_areas(model, "gld", "district")
    assert found.loc["D2", ["flag", "differs", "interval"]].tolist() == ["c", "", ""]
    assert atlas_value(model, "gld") == pytest.approx(40)


# --- change ----------------------------------------------------------------------------------------------------------


@given(COUNTS, COUNTS)
def test_statsmodels_gives_the_same_interval_of_a_difference(before: tuple[int, int], after: tuple[int, int]) -> None:
    shares = [np.array([part / total]) for part, total in (before, after)]
    limits = [tuple(np.atleast_1d(limit) for limit in wilson(*counts)) for counts in (before, after)]
    lower, upper = difference_interval(shares[0], limits[0], shares[1], limits[1])
    expected = confint_proportions_2indep(*after, *before, method="newcomb", compare="diff")
    assert (lower[0], upper[0]) == pytest.approx(expected, abs=1e-9)


def test_newcombes_own_example() -> None:
    # Newcombe (1998), table II (a): 56 of 70 less 48 of 80 is 0.2, 95% interval 0.0524 to 0.3339.
    limits = [tuple(np.atleast_1d(limit) for limit in wilson(*counts)) for counts in ((48, 80), (56, 70))]
    lower, upper = difference_interval(np.array([0.6]), limits[0], np.array([0.8]), limits[1])
    assert (float(lower[0]), float(upper[0])) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_change_says_direction_by_polarity_and_whether_it_is_more_than_chance() -> None:
    rows = [share("D1", 48, 80, "2024"), share("D1", 56, 70), share("D2", 40, 80, "2024"), share("D2", 36, 80)]
    for polarity, words in (
        ("higher_is_better", ["better", "worse"]),
        ("higher_is_worse", ["worse", "better"]),
        ("context", ["up", "down"]),
    ):
        found = changes(line(grids.indicator("gld", "district", polarity), *rows), "gld", "district")
        assert found["direction"].tolist() == words
        assert found["beyond"].tolist() == ["yes", "no"]
        assert found["change"].tolist() == [20, -5]
        assert found.loc["D1", ["lower", "upper"]].tolist() == pytest.approx([5.24, 33.39], abs=0.01)


def test_the_previous_and_the_first_period() -> None:
    rows = grids.values("gld", "2023", D1=1.0, D2=2.0) + grids.values("gld", "2024", D1=5.0, D2=6.0) + grids.values("gld", D1=4.0, D2=9.0)
    model = line(grids.indicator("gld", "district"), *rows)
    first, previous = (changes(model, "gld", "district", start) for start in ("first", "previous"))
    assert first["change"].tolist() == [3, 7]
    assert previous["change"].tolist() == [-1, 3]
    assert set(previous["from_period"]) == {"2024"}
    assert set(first["beyond"]) == {"unknown"}


def test_one_period_is_no_trend_and_a_repeated_last_period_is_left_out() -> None:
    once = line(grids.indicator("gld", "district"), *grids.values("gld", D1=1.0, D2=2.0))
    assert changes(once, "gld", "district").empty
    repeated = [*grids.values("gld", "2023", D1=1.0, D2=2.0), *grids.values("gld", "2024", D1=5.0, D2=6.0)]
    found = changes(line(grids.indicator("gld", "district"), *repeated, *grids.values("gld", D1=5.0, D2=6.0)), "gld", "district")
    assert set(found["to_period"]) == {"2024"}
    only_repeated = [*grids.values("gld", "2024", D1=5.0, D2=6.0), *grids.values("gld", D1=5.0, D2=6.0)]
    assert series(line(grids.indicator("gld", "district"), *only_repeated), "gld", "district").empty


def test_six_yearly_figures_are_described_and_not_tested() -> None:
    steady, jumpy = [1.0, 2, 3, 4, 5, 6], [1.0, 6, 2, 5, 3, 4]
    rows = []
    for year, one, other in zip(range(2019, 2025), steady, jumpy, strict=True):
        rows += grids.values("rate", str(year), D1=one, D2=other)
    found = changes(line(grids.indicator("rate", "district"), *rows), "rate", "district")
    assert found["trend"].tolist() == ["rising", "uneven"]
    assert set(found["beyond"]) == set(found["noise"]) == {"unknown"}
    assert set(changes(line(grids.indicator("rate", "district"), *rows), "rate", "district", "previous")["trend"]) == {""}


def test_a_change_is_not_measured_across_the_year_in_which_an_indicator_was_made_anew() -> None:
    # The profile was revised for 2021/22.
    years = ["2017/18", "2018/19", "2021/22", "2023/24"]
    rows = [row for place, year in enumerate(years) for row in grids.values("gld", year, D1=60.0 + place, D2=70.0 + place)]
    model = line(grids.indicator("gld", "district"), *rows)
    assert sorted(series(model, "gld", "district")["period"].unique()) == ["2021/22", "2023/24"]
    assert changes(model, "gld", "district")["from_value"].tolist() == [62.0, 72.0]


@pytest.mark.parametrize(
    ("values", "of_100", "expected"),
    [
        # All pairs rise, and the line by 5 x 1 = 5, which is more than a tenth of the middle 12.5.
        ([10, 11, 12, 13, 14, 15], False, "rising"),
        ([15, 14, 13, 12, 11, 10], False, "falling"),
        # Rises every year, by 0.2 of 100 in all: too little for a word.
        ([100, 100.04, 100.08, 100.12, 100.16, 100.2], False, "steady"),
        # 95% to 96.5% of children: a tenth of the 4.25% who are left is 0.4 points, so that is a rise; of a rate of 95.75 it would be none.
        ([95, 95.3, 95.6, 95.9, 96.2, 96.5], True, "rising"),
        ([95, 95.3, 95.6, 95.9, 96.2, 96.5], False, "steady"),
        # Up for five years and below the start in the sixth: 10 of 15 pairs rise.
        ([10, 11, 12, 13, 14, 5], False, "uneven"),
        # Up and then level: all 9 pairs that differ rise; the middle slope of 15 is 5 / 4, 6.25 points of the 29 that are left to 100.
        ([62, 66, 71, 71, 71, 71], True, "rising"),
        # A fall that no line shows.
        ([15.2, 3.3, 7.1, 7.6, 5.8, 3.5], False, "uneven"),
        # Within a tenth of 20, up and down.
        ([20, 21.9, 18.1, 20, 19, 21], False, "steady"),
        # All alike, too few, and no last figure.
        ([3, 3, 3, 3, 3, 3], False, "steady"),
        ([1, 2, 3, 4, 5], False, ""),
        ([1, 2, 3, 4, 5, 6, np.nan], False, ""),
        ([1, np.nan, 3, 4, 5, 6, 7], False, "rising"),
        ([0, 0, 0, 0, 0, 0], True, "steady"),
    ],
)
def test_the_way_of_a_series_by_hand(values, of_100, expected) -> None:
    assert way(np.array(values, dtype=float), of_100=of_100) == expected


@given(st.lists(st.integers(0, 100 * 64).map(lambda part: part / 64), min_size=6, max_size=9))
def test_the_way_turns_with_time_and_with_the_side_that_is_counted(values: list[float]) -> None:
    turned = {"rising": "falling", "falling": "rising", "steady": "steady", "uneven": "uneven"}
    series = np.array(values)
    assert way(series[::-1]) == turned[way(series)]
    assert way(100 - series, of_100=True) == turned[way(series, of_100=True)]


@given(st.lists(st.integers(-1000, 1000), min_size=6, max_size=8))
def test_the_way_by_loops_over_all_pairs(values: list[int]) -> None:
    pairs = [(one, other) for other in range(len(values)) for one in range(other)]
    slope = float(np.median([(values[other] - values[one]) / (other - one) for one, other in pairs]))
    change = slope * (len(values) - 1)
    middle = float(np.median(values))
    enough = change != 0 and abs(change) >= 0.1 * abs(middle)
    ups = sum(values[other] > values[one] for one, other in pairs)
    downs = sum(values[other] < values[one] for one, other in pairs)
    expected = "steady" if all(abs(value - middle) <= 0.1 * abs(middle) for value in values) else "uneven"
    if enough and change > 0 and ups >= 3 * downs and values[-1] > values[0]:
        expected = "rising"
    if enough and change < 0 and downs >= 3 * ups and values[-1] < values[0]:
        expected = "falling"
    assert way(np.array(values, dtype=float)) == expected


def test_carried_means_compare_only_neighbourhoods_with_every_period() -> None:
    rows = [*grids.values("idaci", "2019", L1=10.0, L3=7.0, L4=8.0), *grids.values("idaci", L1=20.0, L2=1000.0, L3=9.0, L4=4.0)]
    found = changes(line(grids.indicator("idaci", "lsoa"), *rows), "idaci", "ward")
    # W1: L1 alone. W2: (50 x 7 + 20 x 8) / 70 and (50 x 9 + 20 x 4) / 70.
    assert found.loc["W1", ["from_value", "to_value"]].tolist() == [10, 20]
    assert found.loc["W2", ["from_value", "to_value"]].tolist() == pytest.approx([510 / 70, 530 / 70])


def test_trends_of_the_embedded_data(embedded) -> None:
    gld = changes(embedded, "gld_district", "lsoa")
    assert gld.index.tolist() == embedded.areas["district"].index.tolist()
    assert set(gld["direction"] + gld["beyond"]) == {"betteryes"}
    vaccinated = changes(embedded, "child_vaccination", "district")
    assert set(vaccinated["noise"] + vaccinated["beyond"]) == {"unknownunknown"}, "no counts are published, so nothing is said of chance"
    peterborough = embedded.areas["district"].index[embedded.areas["district"]["name"] == "Peterborough"][0]
    # 91.4, 90.9, 89.5, 89.6, 89.0, 86.3, 85.3.
    assert vaccinated.at[peterborough, "trend"] == "falling"
    assert set(changes(embedded, "teenage_pregnancy", "district")["to_period"]) == {"2020"}
    assert changes(embedded, "idaci_place", "lsoa").empty, "the index of 2025 measures something else than that of 2019"
    assert changes(embedded, "idaci", "lsoa").empty
    low_income = changes(embedded, "low_income_ahc", "ward")
    table = embedded.atlas.indicator_values.query("indicator_id == 'low_income_ahc'").drop(columns=["indicator_id", "flag"])
    table = table.pivot_table(index="area_code", columns="period")
    for code in low_income.index[::10]:
        part, total = table["numerator"].loc[code], table["denominator"].loc[code]
        expected = confint_proportions_2indep(part["FYE 2025"], total["FYE 2025"], part["FYE 2024"], total["FYE 2024"], method="newcomb")
        assert low_income.loc[code, ["lower", "upper"]].tolist() == pytest.approx([100 * limit for limit in expected])


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_of_a_measure_joins_value_mark_and_change_and_stands_alone(embedded) -> None:
    fenland = embedded.areas["district"].index[3]
    found = measure_list(embedded, "low_income_ahc", "lsoa", (fenland,))
    assert tuple(found) == COLUMNS
    assert set(found["level"]) == {"ward"}
    assert set(found["district"]) == {embedded.areas["district"].at[fenland, "name"]}
    assert found["value"].is_monotonic_decreasing
    every = changes(embedded, "low_income_ahc", "ward")
    assert found["change"].tolist() == pytest.approx(every["change"].reindex(found["area_code"]).tolist())
    assert measure_list(embedded, "gld_district", "district")["value"].is_monotonic_increasing
    points = funnel(embedded, "low_income_ahc")
    assert found["funnel_beyond"].tolist() == pytest.approx(points.points["beyond"].reindex(found["area_code"]).tolist())
    assert found["funnel_phi"].unique() == pytest.approx([points.phi])
    assert measure_list(embedded, "low_income_ahc", "district")["funnel_phi"].isna().all(), "a plot of wards says nothing of districts"
    counties = measure_list(embedded, "gld", "lsoa", (fenland,))
    assert counties["area"].str.count(", ").tolist() == [0, 4]


@pytest.mark.parametrize(
    ("asked", "kind"), [(("x", "lsoa"), "indicator"), (("gld", "street"), "level"), (("gld", "lsoa", ("D9",)), "district")]
)
def test_the_list_refuses_what_does_not_exist(asked, kind) -> None:
    with pytest.raises(UnknownIdError, match=f"Unknown {kind}"):
        measure_list(grids.model(), *asked)


def test_the_command_line_writes_the_list(capfdbinary, embedded) -> None:
    assert main(["measures", "--indicator", "gld_district", "--level", "ward"]) == 0
    written = pd.read_csv(io.BytesIO(capfdbinary.readouterr().out))
    expected = measure_list(embedded, "gld_district", "ward")
    assert written["area_code"].tolist() == expected["area_code"].tolist()
    assert written["change_lower"].tolist() == pytest.approx(expected["change_lower"].tolist())
    assert main(["measures", "--indicator", "nope"]) == 2
