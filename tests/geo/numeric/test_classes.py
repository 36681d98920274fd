"""Percentiles, thirds, gap classes, and the class edges of legends."""

from __future__ import annotations

import numpy as np
import pytest

from geo.numeric.classes import class_of, decimals_for, fifths
from geo.numeric.ranking import gap_class, percentiles, terciles

NAN = np.nan


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([30.0, 10.0, 20.0], [100, 0, 50]),
        ([1.0, 1.0, 2.0, 3.0], [100 / 6, 100 / 6, 200 / 3, 100]),
        ([5.0, 5.0, 5.0], [50, 50, 50]),
        ([7.0], [50]),
        ([1.0, NAN, 2.0], [0, NAN, 100]),
        ([NAN, 4.0], [NAN, 50]),
        ([NAN], [NAN]),
        ([], []),
    ],
)
def test_percentiles(values: list[float], expected: list[float]) -> None:
    assert percentiles(np.array(values)).tolist() == pytest.approx(expected, nan_ok=True)


def test_rounding_in_the_last_digits_is_no_difference_in_rank() -> None:
    assert percentiles(np.array([0.1 + 0.2, 0.3, 0.4])).tolist() == [25, 25, 100]


def test_thirds_keep_their_edges_in_the_middle() -> None:
    scores = percentiles(np.arange(4.0))
    assert terciles(scores).tolist() == ["low", "mid", "mid", "high"]
    assert terciles(np.array([0, 33.3, 33.4, 66.6, 66.7, 100, NAN])).tolist() == ["low", "low", "mid", "mid", "high", "high", ""]


def test_gap_classes_are_nine_with_one_corner_named_priority() -> None:
    names = [gap_class(need, access) for need in ("low", "mid", "high") for access in ("low", "mid", "high")]
    assert len(set(names)) == 9
    assert gap_class("high", "low") == "priority"
    assert gap_class("low", "high") == "low_need_high_access"
    assert gap_class("", "low") == gap_class("high", "") == "no_data"


def test_fifths_hold_about_as_many_areas_each_and_print_as_they_cut() -> None:
    values = np.random.default_rng(1).uniform(0, 100, 500)
    edges = fifths(values)
    assert np.bincount(class_of(values, edges)).tolist() == pytest.approx([100] * 5, abs=2)
    assert all(edge == float(f"{edge:.{decimals_for(values)}f}") for edge in edges)


def test_fifths_of_many_equal_values_have_no_empty_class() -> None:
    values = np.array([0.0] * 90 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    assert np.bincount(class_of(values, fifths(values))).min() > 0


@pytest.mark.parametrize("values", [[], [NAN], [4.0, 4.0, NAN]])
def test_without_a_difference_there_is_one_class(values: list[float]) -> None:
    assert fifths(np.array(values)) == ()


def test_a_value_on_an_edge_is_in_the_class_above_and_missing_in_none() -> None:
    assert class_of(np.array([9.9, 10, 19.9, 20, NAN]), (10.0, 20.0)).tolist() == [0, 1, 1, 2, -1]
