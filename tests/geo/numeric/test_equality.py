"""How evenly something is shared: by hand, and against the definitions written out person by person."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.numeric.equality import gini, mean, variance, worst_mean
from geo.numeric.ranking import percentiles, percentiles_among

VALUES, PEOPLE = np.array([0.0, 10.0, 40.0]), np.array([2.0, 1.0, 1.0])
areas = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 6)), min_size=1, max_size=8)


def test_by_hand() -> None:
    # Four people have 0, 0, 10 and 40.
    assert mean(VALUES, PEOPLE) == 12.5
    assert variance(VALUES, PEOPLE) == pytest.approx((2 * 12.5**2 + 2.5**2 + 27.5**2) / 4)
    assert gini(VALUES, PEOPLE) == pytest.approx((2 * 10 + 2 * 40 + 30) / (4 * 50))
    assert worst_mean(VALUES, PEOPLE, 0.5) == 0
    assert worst_mean(VALUES, PEOPLE, 0.75) == pytest.approx(10 / 3)
    assert worst_mean(VALUES, PEOPLE, 0.625) == pytest.approx(5 / 2.5), "half of the third person counts"


def test_nobody_and_nothing() -> None:
    assert np.isnan(mean(np.array([1.0]), np.array([0.0])))
    assert np.isnan(gini(np.array([0.0, 0.0]), np.array([1.0, 2.0])))


@given(areas)
def test_as_if_person_by_person(drawn: list[tuple[int, int]]) -> None:
    values, people = np.array(drawn, dtype=float).T
    persons = np.repeat(values, people.astype(int))
    assert mean(values, people) == pytest.approx(persons.mean())
    assert variance(values, people) == pytest.approx(persons.var(), abs=1e-9)
    if persons.sum():
        apart = np.abs(persons[:, None] - persons[None, :]).sum()
        assert gini(values, people) == pytest.approx(apart / (2 * len(persons) * persons.sum()), abs=1e-9)
    assert worst_mean(values, people, 1.0) == pytest.approx(persons.mean())


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.lists(st.integers(-2, 12), min_size=1, max_size=6))
def test_a_scale_that_stays_gives_its_own_values_their_percentiles(reference: list[int], values: list[int]) -> None:
    scale = np.array(reference, dtype=float)
    assert percentiles_among(scale, scale).tolist() == percentiles(scale).tolist()
    placed = percentiles_among(np.sort(np.array(values, dtype=float)), scale)
    assert ((placed >= 0) & (placed <= 100)).all()
    assert (np.diff(placed) >= 0).all(), "more never ranks lower"


def test_between_two_values_is_the_middle_of_theirs() -> None:
    scale = np.array([10.0, 20.0, 30.0, np.nan])
    found = percentiles_among(np.array([5.0, 10.0, 15.0, 20.0, 25.0, 31.0, np.nan]), scale)
    assert found[:6].tolist() == [0, 0, 25, 50, 75, 100]
    assert np.isnan(found[6])
