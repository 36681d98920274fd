"""Intervals of shares: by hand, against statsmodels, and on the embedded data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from geo.method.intervals import unit_of_share, wilson, with_intervals
from tests.helpers import certain, grids


@pytest.fixture(scope="module")
def embedded():
    return certain.real_atlas()


def counted(code: str, *rows: tuple[str, float | None, float, float], **more: float) -> list[grids.Row]:
    return [
        {"indicator_id": code, "area_code": area, "period": "2025", "value": value, "numerator": part, "denominator": whole} | more
        for area, value, part, whole in rows
    ]


def test_a_hand_worked_interval() -> None:
    # 8 of 10, z = 1.96: centre (0.8 + 0.19207) / 1.38415 = 0.71674, half 1.96 / 1.38415 x sqrt(0.016 + 0.0096036) = 0.22658.
    lower, upper = wilson(8, 10)
    assert float(lower) == pytest.approx(0.49016, abs=5e-5)
    assert float(upper) == pytest.approx(0.94332, abs=5e-5)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95, 0.998]))
def test_statsmodels_gives_the_same_interval(counts: tuple[int, int], level: float) -> None:
    lower, upper = wilson(*counts, level=level)
    expected = proportion_confint(*counts, alpha=1 - level, method="wilson")
    assert (float(lower), float(upper)) == pytest.approx(expected, abs=1e-9)
    assert 0 <= lower <= counts[0] / counts[1] <= upper <= 1


def test_impossible_counts_have_no_interval() -> None:
    lower, upper = wilson([np.nan, 1, 0, 11, 5], [10, np.nan, 0, 10, 10])
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, True, True, True, False]


@pytest.mark.parametrize(("factor", "expected"), [(1, 1), (100, 100), (1000, 1000)])
def test_the_unit_of_a_share_is_found_in_spite_of_rounding(factor: float, expected: float) -> None:
    shares = np.array([0.6666, 0.7249, 0.031])
    assert unit_of_share(np.round(shares * factor, 3), shares) == expected
    assert np.isnan(unit_of_share(shares * 250, shares))
    assert np.isnan(unit_of_share([np.nan, 0], [0.5, 0.5]))


def test_intervals_are_in_the_indicators_own_unit() -> None:
    # The same 8 of 10 as per cent, as a share and per 1,000; 3 of 10 published as 55 is no share of these counts.
    rows = [
        *counted("a", ("L1", 80.0, 8, 10)),
        *counted("b", ("L1", 0.8, 8, 10)),
        *counted("c", ("L1", 800.0, 8, 10)),
        *counted("d", ("L1", 55.0, 3, 10)),
    ]
    found = with_intervals(grids.atlas(indicators=[grids.indicator(code, "lsoa") for code in "abcd"], indicator_values=rows))
    assert found["lower"].tolist()[:3] == pytest.approx([49.016, 0.49016, 490.16], rel=1e-3)
    assert found["upper"].tolist()[:3] == pytest.approx([94.332, 0.94332, 943.32], rel=1e-3)
    assert found["basis"].tolist() == ["wilson", "wilson", "wilson", ""]
    assert found.loc[3, ["lower", "upper"]].isna().all()


def test_the_publishers_interval_stands_first_and_a_suppressed_value_has_none() -> None:
    rows = [*counted("a", ("L1", 80.0, 8, 10), lower=70.0, upper=90.0), *counted("a", ("L2", 50.0, 5, 10), ("L3", None, 5, 10))]
    found = with_intervals(grids.atlas(indicators=[grids.indicator("a", "lsoa")], indicator_values=rows))
    assert found["basis"].tolist() == ["published", "wilson", ""]
    assert found.loc[0, ["lower", "upper"]].tolist() == [70, 90]
    assert found.loc[2, ["lower", "upper"]].isna().all()


def test_a_table_without_any_count_has_no_interval() -> None:
    found = with_intervals(grids.atlas())
    assert found[["lower", "upper"]].isna().all(axis=None)
    assert set(found["basis"]) == {""}


def test_intervals_of_the_embedded_data(embedded) -> None:
    found = with_intervals(embedded)
    have = found[found["basis"] != ""]
    assert {"asq_expected", "gld", "gld_district", "gld_fsm"} <= set(have["indicator_id"])
    # An estimate of the population is no sample; ranks and scores have no counts.
    assert not {"children_0_4_share", "idaci", "children_young_people"} & set(have["indicator_id"])
    # Values are rounded to whole per cents by the publisher at the most.
    assert (have["lower"] - 0.5 <= have["value"]).all()
    assert (have["value"] <= have["upper"] + 0.5).all()
    pd.testing.assert_series_equal(found["value"], embedded.indicator_values["value"].reset_index(drop=True), check_names=False)
