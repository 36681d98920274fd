"""Objectives of journeys: by hand, and against PySAL `spopt`, which was written by others and solves other programs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pulp
import pytest
from spopt.locate import LSCP, MCLP, PCenter, PMedian

from geo.siting.exact import best
from geo.siting.greedy import greedy
from geo.siting.measure import measure_of, state_after
from geo.siting.prepare import Prepared, prepare
from tests.helpers import grids
from tests.helpers.towns import HEALTH, asked_hubs, town, town_model

# spopt calls PuLP in a way that PuLP means to change.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:spopt", "ignore::DeprecationWarning:pulp")
SECONDS, NEAR = 20.0, 0.01
SEEDS = (1, 2, 3)


def solved(prepared: Prepared, count: int):
    begun = greedy(prepared.instance, 12).plan(count, prepared.instance.sites)
    return best(prepared.instance, count, SECONDS, begun, NEAR)


def hubs(objective: str, seed: int = 1, within: float = 3.0, people: str = "children", today: int = 2) -> Prepared:
    atlas = town(seed, hubs=today)
    return prepare(town_model(atlas), HEALTH, asked_hubs(objective=objective, within_minutes=within, people=people))


def table_of(prepared: Prepared) -> tuple[np.ndarray, np.ndarray | None, int]:
    """Minutes to the providers of today and to the sites, as `spopt` takes them; and which of the columns are there already."""
    model, chosen = prepared.model, np.flatnonzero(prepared.supply.chosen)
    today = model.travel.minutes(prepared.listed[:, None], chosen[None, :])
    there = np.arange(len(chosen) + prepared.instance.sites) < len(chosen)
    return np.hstack([today, prepared.instance.minutes]), there.astype(int) if len(chosen) else None, len(chosen)


def theirs(problem: object) -> float:
    return float(problem.solve(pulp.HiGHS(msg=False)).problem.objective.value())  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("people", ["children", "need", "low_income"])
def test_the_mean_journey_is_that_of_spopt(seed: int, count: int, people: str) -> None:
    prepared = hubs("travel", seed, people=people)
    table, there, today = table_of(prepared)
    weights = prepared.instance.weight
    expected = theirs(PMedian.from_cost_matrix(table, weights, today + count, predefined_facilities_arr=there)) / weights.sum()
    found = solved(prepared, count)
    assert (found.status, found.value) == ("proven", pytest.approx(expected, rel=1e-6))
    assert found.bound <= found.value * (1 + 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_journey_without_any_provider_today_is_that_of_spopt(seed: int) -> None:
    prepared = hubs("travel", seed, today=0)
    weights = prepared.instance.weight
    expected = theirs(PMedian.from_cost_matrix(prepared.instance.minutes, weights, 3)) / weights.sum()
    assert solved(prepared, 3).value == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 3])
def test_most_within_a_time_is_that_of_spopt(seed: int, count: int) -> None:
    prepared = hubs("within", seed, within=2.5)
    table, there, today = table_of(prepared)
    expected = theirs(MCLP.from_cost_matrix(table, prepared.instance.weight, 2.5, today + count, predefined_facilities_arr=there))
    found = solved(prepared, count)
    assert (found.status, found.value) == ("proven", pytest.approx(expected))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fewest_sites_for_everybody_are_those_of_spopt(seed: int) -> None:
    prepared = hubs("everybody", seed, within=4.0)
    table, there, today = table_of(prepared)
    reached = prepared.instance.reachable
    expected = theirs(LSCP.from_cost_matrix(table[reached], 4.0, predefined_facilities_arr=there)) - today
    found = solved(prepared, 0)
    assert (found.status, found.plan.sum(), found.fewest) == ("proven", pytest.approx(expected), pytest.approx(expected))
    assert found.value == pytest.approx(prepared.instance.children[reached].sum())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_longest_journey_is_that_of_spopt(seed: int, count: int) -> None:
    prepared = hubs("longest", seed)
    table, there, today = table_of(prepared)
    expected = theirs(PCenter.from_cost_matrix(table, today + count, predefined_facilities_arr=there))
    found = solved(prepared, count)
    assert (found.status, found.value) == ("proven", pytest.approx(expected, rel=1e-6))


@pytest.mark.parametrize("objective", ["travel", "within", "longest"])
@pytest.mark.parametrize("today", [0, 2])
def test_the_frontier_never_gets_worse_and_greedy_never_beats_the_best(objective: str, today: int) -> None:
    prepared = hubs(objective, within=2.5, today=today)
    sign = -1 if prepared.siting.less_is_better else 1
    frontier = greedy(prepared.instance, 12)
    first = 0 if today else 1
    assert (sign * np.diff(frontier.worth[first:]) >= -1e-9).all()
    for count in range(first, 7):
        found = solved(prepared, count)
        assert found.status == "proven"
        assert sign * frontier.worth[count] <= sign * found.value + 1e-9 <= sign * found.bound + 2e-9


def test_who_is_reached_by_no_site_is_named() -> None:
    # On the line L4 lies 32 km beyond the others; a hub at L1 and a possible site at L3 leave it beyond ten minutes.
    rows = [
        grids.provider("H1", 0, None, "family_hub", "public", lsoa_code="L1"),
        grids.provider("S1", 8000, None, "library", "public", lsoa_code="L3"),
    ]
    prepared = prepare(grids.model(grids.atlas(providers=rows)), HEALTH, asked_hubs(objective="everybody", within_minutes=6.0))
    found = solved(prepared, 0)
    assert prepared.unreached.to_dict() == {"L4": "W2 (L4)"}
    # L1 and L2 (4 minutes) have the hub; L3 (8 minutes) needs the site.
    assert (found.status, found.plan.tolist(), found.value) == ("proven", [1], 200)


def test_a_family_without_any_way_is_named_and_not_averaged() -> None:
    rows = [grids.provider("S1", 0, None, "library", "public", lsoa_code="L1"), grids.provider("S2", 8000, None, "library", lsoa_code="L3")]
    times = [(code, site, minutes) for code, minutes in (("L1", 3.0), ("L2", 9.0), ("L3", 6.0)) for site in ("S1", "S2")]
    # L4 is in the table and has no row to either: there is no way.
    atlas = grids.measured(*times, ("L4", "S1", None), of=grids.atlas(providers=rows))
    for objective, expected in (("travel", (3 * 100 + 9 * 50 + 6 * 50) / 200), ("longest", 9.0)):
        prepared = prepare(grids.model(atlas), HEALTH, asked_hubs(objective=objective))
        assert prepared.unreached.index.tolist() == ["L4"]
        assert solved(prepared, 2).value == pytest.approx(expected)


def test_a_site_at_a_provider_keeps_its_measured_times() -> None:
    rows = [grids.provider("S1", 0, None, "library", "public", lsoa_code="L1")]
    atlas = grids.measured(("L1", "S1", 2.0), ("L2", "S1", 1.0), of=grids.atlas(providers=rows))
    minutes = prepare(grids.model(atlas), HEALTH, asked_hubs(objective="travel")).instance.minutes
    assert minutes[:, 0].tolist() == pytest.approx([2.0, 1.0, 8.0, 40.0])


def test_an_answer_is_worth_what_its_journeys_say() -> None:
    prepared = hubs("travel")
    found = solved(prepared, 3)
    table = table_of(prepared)[0]
    opened = np.append([True, True], found.plan > 0)
    shortest = table[:, opened].min(axis=1)
    assert found.value == pytest.approx(np.average(shortest, weights=prepared.instance.children))
    measure = measure_of(replace(prepared.instance, objective="longest"))
    assert measure.value(state_after(measure, found.plan)) == pytest.approx(shortest.max())
