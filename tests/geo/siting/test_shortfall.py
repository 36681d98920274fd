"""Closing the shortfall: by hand, against every pair of sites, and against the model built anew with the sites in it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.method.query import Query
from geo.method.scores import score_areas
from geo.siting.exact import best
from geo.siting.greedy import greedy
from geo.siting.limits import keeps
from geo.siting.measure import measure_of, state_after
from geo.siting.prepare import Prepared, prepare
from geo.siting.question import SiteLimits
from tests.helpers import grids
from tests.helpers.towns import HEALTH, SCHOOL, asked, asked_hubs, rebuilt, town, town_model

SECONDS, NEAR = 20.0, 0.01


def solved(prepared: Prepared, count: int):
    begun = greedy(prepared.instance, count).plan(count, prepared.instance.sites)
    return best(prepared.instance, count, SECONDS, begun, NEAR)


def closed(prepared: Prepared, plan: np.ndarray) -> float:
    """Shortfall that a plan closes, by the list's own scores of a model with the sites in it."""
    query = Query(prepared.query.outcome, "lsoa")
    before, after = (score_areas(rebuilt(prepared, units), query) for units in (np.zeros_like(plan), plan))
    target = prepared.instance.target * prepared.supply.per_child
    children = before["children_0_4"].to_numpy(float)
    lack = [np.maximum(0, target - frame["access"].to_numpy()) * children / prepared.supply.per_child for frame in (before, after)]
    counts = prepared.model.need[query.outcome, "lsoa"].score / 100 if prepared.siting.objective == "need" else 1.0
    return float((counts * (lack[0] - lack[1])).sum())


def test_a_class_where_nothing_is_closes_what_it_gives_by_hand() -> None:
    # The line: L4 has 20 children and nothing in reach; a site beside it gives its 8 places to them alone, 40 per 100. Of the target of
    # 30 per 100, 6 places, all are closed; a site of 5 places closes 5.
    sites = [grids.provider("S1", 40_000, service="library", lsoa_code="L4")]
    model = grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, *sites]), target=30.0)
    for unit, expected in ((8, 6.0), (5, 5.0)):
        prepared = prepare(model, SCHOOL, asked(objective="places", unit=unit))
        assert greedy(prepared.instance, 1).worth == pytest.approx([0.0, expected])
        found = solved(prepared, 1)
        assert (found.status, found.value) == ("proven", pytest.approx(expected))


@pytest.mark.parametrize("objective", ["need", "places"])
@pytest.mark.parametrize(("query", "ask"), [(SCHOOL, asked), (HEALTH, asked_hubs)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_sites_are_the_best_of_all_pairs(objective: str, query: Query, ask, seed: int) -> None:
    prepared = prepare(town_model(town(seed), target=40.0 if query is SCHOOL else 5.0), query, ask(objective=objective))
    found = solved(prepared, 2)
    measure = measure_of(prepared.instance)
    pairs = list(combinations(range(prepared.instance.sites), 2))
    values = [measure.value(state_after(measure, np.isin(np.arange(prepared.instance.sites), pair).astype(int))) for pair in pairs]
    assert found.status == "proven"
    assert found.value == pytest.approx(max(values), rel=1e-6)


@pytest.mark.parametrize("objective", ["need", "places"])
@pytest.mark.parametrize(("query", "ask"), [(SCHOOL, asked), (HEALTH, asked_hubs)])
@pytest.mark.parametrize("count", [1, 4])
def test_the_value_is_that_of_the_model_built_anew(objective: str, query: Query, ask, count: int) -> None:
    prepared = prepare(town_model(target=40.0 if query is SCHOOL else 5.0), query, ask(objective=objective))
    found = solved(prepared, count)
    assert found.plan.sum() == count
    assert found.value == pytest.approx(closed(prepared, found.plan), rel=1e-6)
    assert found.bound == pytest.approx(found.value, rel=1e-6)


def test_the_target_of_the_median_stays_where_it_is_today() -> None:
    prepared = prepare(town_model(target="atlas_median"), SCHOOL, asked(objective="places"))
    found = solved(prepared, 3)
    assert found.value == pytest.approx(closed(prepared, found.plan), rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_greedy_is_at_most_the_best_which_is_at_most_the_bound_and_the_frontier_never_falls(seed: int) -> None:
    prepared = prepare(town_model(town(seed)), SCHOOL, asked())
    frontier = greedy(prepared.instance, 12)
    assert (np.diff(frontier.worth) >= 0).all()
    for count in range(8):
        found = solved(prepared, count)
        assert frontier.worth[count] <= found.value + 1e-9
        assert found.value <= found.bound + 1e-9


def test_none_and_more_than_there_are_are_answered() -> None:
    prepared = prepare(town_model(), SCHOOL, asked())
    none, all_of_them = solved(prepared, 0), solved(prepared, 40)
    assert (none.value, int(none.plan.sum()), none.status) == (0.0, 0, "proven")
    assert all_of_them.plan.sum() <= prepared.instance.sites
    assert all_of_them.value == pytest.approx(closed(prepared, np.ones(prepared.instance.sites, dtype=int)), rel=1e-6)


def test_places_are_shared_out_in_units() -> None:
    limits = SiteLimits(places=6 * 26, most_per_site=52)
    prepared = prepare(town_model(), SCHOOL, asked(objective="places", add=4, limits=limits))
    found = solved(prepared, prepared.count)
    assert prepared.count == 6
    assert found.plan.sum() == 6
    assert found.plan.max() == 2
    assert (found.plan > 0).sum() <= 4
    assert found.value == pytest.approx(closed(prepared, found.plan), rel=1e-6)
    assert keeps(prepared.instance.bounds, found.plan, 6 * 26)


def test_children_beyond_the_districts_share_a_site_and_are_not_counted() -> None:
    model = town_model()
    everywhere, here = (prepare(model, Query("school", districts=districts), asked(objective="places")) for districts in ((), ("D1",)))
    assert set(here.sites["district_code"]) == {"D1"}
    of_both = everywhere.sites.index.get_indexer(here.sites.index)
    in_d1 = (model.areas["lsoa"]["district_code"] == "D1").to_numpy()
    assert here.instance.gain.toarray() == pytest.approx(everywhere.instance.gain.toarray()[np.ix_(in_d1, of_both)])
