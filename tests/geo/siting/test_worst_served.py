"""Helping the worst served: by hand, against all pairs, and against the model built anew."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.method.query import Query
from geo.method.scores import score_areas
from geo.siting.equity import gini, variance, worst_mean
from geo.siting.exact import best
from geo.siting.greedy import greedy
from geo.siting.measure import WorstServed, measure_of, state_after
from geo.siting.prepare import Prepared, prepare
from tests.helpers.towns import SCHOOL, asked, rebuilt, town, town_model

SECONDS, NEAR = 20.0, 0.01


def test_the_worst_served_fifth_by_hand() -> None:
    # 100 children: the worst 20 are all 15 of the first area and 5 of the next.
    access, children = np.array([10.0, 2.0, 6.0]), np.array([75.0, 15.0, 10.0])
    assert worst_mean(access, children, 0.2) == pytest.approx((15 * 2 + 5 * 6) / 20)
    assert worst_mean(access, children, 1.0) == pytest.approx(8.4)
    assert variance(access, children) == pytest.approx(0.75 * 1.6**2 + 0.15 * 6.4**2 + 0.1 * 2.4**2)


def test_the_gini_coefficient_by_hand() -> None:
    assert gini(np.array([3.0, 3.0]), np.array([10.0, 30.0])) == pytest.approx(0)
    # Half of the children have nothing, the others all: half.
    assert gini(np.array([0.0, 4.0]), np.array([20.0, 20.0])) == pytest.approx(0.5)
    assert np.isnan(gini(np.zeros(2), np.ones(2)))
    assert np.isnan(variance(np.ones(2), np.zeros(2)))


def worst(seed: int = 1) -> Prepared:
    return prepare(town_model(town(seed)), SCHOOL, asked(objective="worst_fifth"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_sites_are_the_best_of_all_pairs_and_the_value_is_that_of_the_model_built_anew(seed: int) -> None:
    prepared = worst(seed)
    count = prepared.instance.sites
    found = best(prepared.instance, 2, SECONDS, greedy(prepared.instance, 2).plan(2, count), NEAR)
    measure = measure_of(prepared.instance)
    values = [measure.value(state_after(measure, np.isin(np.arange(count), pair).astype(int))) for pair in combinations(range(count), 2)]
    assert (found.status, found.value) == ("proven", pytest.approx(max(values), rel=1e-6))
    after = score_areas(rebuilt(prepared, found.plan), Query("school"))
    expected = worst_mean(after["access"].to_numpy(), after["children_0_4"].to_numpy(float), 0.2)
    assert prepared.supply.per_child * found.value == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_greedy_takes_what_a_look_at_every_site_would(seed: int) -> None:
    prepared = worst(seed)
    measure = WorstServed(prepared.instance)
    state, order = measure.today, []
    for _ in range(5):
        values = [-1.0 if site in order else measure.value(measure.opened(state, site)) for site in range(prepared.instance.sites)]
        order.append(int(np.argmax(values)))
        state = measure.opened(state, order[-1])
    found = greedy(prepared.instance, 5)
    assert found.worth[-1] == pytest.approx(measure.value(state))
    assert (np.diff(found.worth) >= 0).all()
