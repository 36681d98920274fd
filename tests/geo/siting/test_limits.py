"""What an answer must keep to, in the greedy answer, in the best one, and in words where nothing keeps to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from geo.base.errors import DataError, UnknownIdError
from geo.method.query import Query
from geo.siting.exact import best
from geo.siting.greedy import greedy
from geo.siting.infeasible import why_none
from geo.siting.limits import keeps
from geo.siting.measure import measure_of, state_after
from geo.siting.prepare import Prepared, prepare
from geo.siting.question import SiteLimits, Siting, default_siting
from tests.helpers import grids
from tests.helpers.towns import HEALTH, SCHOOL, asked, asked_hubs, town, town_model

SECONDS, NEAR = 20.0, 0.01


def ask(count: int = 3, **limits: object) -> Prepared:
    return prepare(town_model(), SCHOOL, asked(objective="places", add=count, limits=SiteLimits(**limits)))  # type: ignore[arg-type]


def check_best(prepared: Prepared, count: int) -> np.ndarray:
    """The best is that of every set of sites that keeps to the limits, and the greedy answer keeps to them too."""
    instance, sites = prepared.instance, prepared.instance.sites
    frontier = greedy(instance, count)
    found = best(instance, count, SECONDS, frontier.plan(count, sites), NEAR)
    measure = measure_of(instance)
    plans = [np.isin(np.arange(sites), chosen).astype(int) for size in range(count + 1) for chosen in combinations(range(sites), size)]
    values = [measure.value(state_after(measure, plan)) for plan in plans if keeps(instance.bounds, plan, count)]
    assert (found.status, found.value) == ("proven", pytest.approx(max(values)))
    assert keeps(instance.bounds, found.plan, count)
    assert keeps(instance.bounds, frontier.plan(count, sites), count)
    return found.plan


def test_sites_that_must_be_there_always_are_and_those_that_never_are_not() -> None:
    must, never = ("S03", "S07"), ("S00", "S01", "S02")
    prepared = ask(must=must, never=never)
    plan = check_best(prepared, 3)
    chosen = set(prepared.sites.index[plan > 0])
    assert chosen >= set(must)
    assert not chosen & set(never)
    frontier = greedy(prepared.instance, 12)
    assert set(prepared.sites.index[list(frontier.order[:2])]) == set(must)
    assert not set(prepared.sites.index[list(frontier.order)]) & set(never)
    # Fewer than must be there is no answer.
    assert np.isnan(frontier.worth[:2]).all()
    assert not np.isnan(frontier.worth[2:]).any()


def test_a_budget_districts_and_distances_are_kept() -> None:
    prepared = ask(at_least=(("D2", 2),), at_most=(("D1", 1),), apart_km=2.0, budget=25.0)
    costs = 5.0 + np.arange(prepared.instance.sites)
    bounds = replace(prepared.instance.bounds, cost=costs)
    plan = check_best(replace(prepared, instance=replace(prepared.instance, bounds=bounds)), 3)
    chosen = prepared.sites[plan > 0]
    assert (chosen["district_code"] == "D2").sum() >= 2
    assert costs[plan > 0].sum() <= 25.0
    points = chosen[["easting", "northing"]].to_numpy()
    assert all(np.hypot(*(one - other)) >= 2000 for one, other in combinations(points, 2))


@pytest.mark.parametrize("objective", ["travel", "within", "longest", "worst_fifth"])
@pytest.mark.parametrize("limits", [{"must": ("S03",), "never": ("S05",)}, {"at_least": (("D1", 2),), "apart_km": 2.5}])
def test_every_objective_keeps_to_the_limits(objective: str, limits: dict) -> None:
    siting = asked_hubs(objective=objective, add=3, within_minutes=2.0, limits=SiteLimits(**limits))
    prepared = prepare(town_model(), HEALTH, siting)
    instance, sites = prepared.instance, prepared.instance.sites
    found = best(instance, 3, SECONDS, greedy(instance, 3).plan(3, sites), NEAR)
    measure, sign = measure_of(instance), -1 if siting.less_is_better else 1
    plans = [np.isin(np.arange(sites), chosen).astype(int) for chosen in combinations(range(sites), 3)]
    values = [sign * measure.value(state_after(measure, plan)) for plan in plans if keeps(instance.bounds, plan, 3)]
    assert (found.status, sign * found.value) == ("proven", pytest.approx(max(values)))
    assert keeps(instance.bounds, found.plan, 3)


def messages(prepared: Prepared) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for problem in why_none(prepared):
        told.setdefault(problem.file, []).append(problem.message)
    return told


def test_limits_that_can_be_kept_need_no_words() -> None:
    assert why_none(ask(at_least=(("D1", 1),), must=("S01",), apart_km=1.0)) == ()


@pytest.mark.parametrize(
    ("count", "limits", "told"),
    [
        (1, {"must": ("S01", "S02")}, {"must", "add"}),
        (3, {"at_least": (("D1", 2), ("D2", 2))}, {"at_least", "add"}),
        (9, {"at_least": (("D1", 12),)}, {"at_least"}),
        (3, {"must": ("S00", "S01", "S02", "S03", "S04"), "at_most": (("D1", 0), ("D2", 0))}, {"at_most", "must"}),
    ],
)
def test_the_limit_that_stands_in_the_way_is_named(count: int, limits: dict, told: set) -> None:
    assert set(messages(ask(count, **limits))) == told


def test_sites_that_must_be_there_and_lie_too_near_are_named() -> None:
    message = " ".join(messages(ask(12, must=tuple(f"S{number:02}" for number in range(12)), apart_km=3.0))["apart_km"])
    assert "must both be in the answer and lie nearer to each other than 3 km" in message
    assert "Name of S0" in message


def test_numbers_that_make_no_sense_are_all_named() -> None:
    wrong = asked(add=-1, unit=0, within_minutes=0.0, limits=SiteLimits(budget=-1.0, apart_km=-1.0, must=("S1",), never=("S1",)))
    with pytest.raises(DataError) as caught:
        prepare(town_model(), SCHOOL, wrong)
    assert {problem.file for problem in caught.value.problems} == {"add", "places", "within", "budget", "apart_km", "must"}


@pytest.mark.parametrize(
    ("query", "siting"),
    [
        (SCHOOL, asked(objective="everything")),
        (SCHOOL, asked(opens="family_hub")),
        (SCHOOL, asked(kinds=("castle",))),
        (SCHOOL, asked(limits=SiteLimits(must=("S99",)))),
        (SCHOOL, asked(limits=SiteLimits(at_most=(("D9", 1),)))),
        (Query("school", sector="pvi"), asked(sector="public")),
        (HEALTH, asked_hubs(people="everybody")),
    ],
)
def test_what_does_not_exist_is_refused(query: Query, siting: Siting) -> None:
    with pytest.raises(UnknownIdError):
        prepare(town_model(), query, siting)


def test_places_mean_nothing_where_sites_are_counted() -> None:
    with pytest.raises(DataError, match="counts sites"):
        prepare(town_model(), HEALTH, asked_hubs(limits=SiteLimits(places=52)))


def test_need_that_is_not_known_of_neighbourhoods_weighs_nobody() -> None:
    # On the line need for health is known of wards and counties alone.
    with pytest.raises(DataError, match="no need is known of neighbourhoods"):
        prepare(grids.model(), HEALTH, asked_hubs(objective="need"))
    assert prepare(grids.model(), HEALTH, asked_hubs(objective="places")).sites.empty


def test_a_question_starts_from_the_settings() -> None:
    settings = town_model().settings
    school, health = default_siting(settings, SCHOOL), default_siting(settings, HEALTH)
    assert (school.opens, school.unit, school.add, school.objective) == ("school_nursery", 26, 5, "need")
    assert (health.opens, health.kinds) == ("family_hub", ("library",))
    # What the question leaves out cannot be opened.
    assert default_siting(settings, Query("school", services=("day_nursery",))).opens == "day_nursery"


def test_the_form_that_is_chosen_changes_nothing() -> None:
    e2sfca, three = (prepare(town_model(form=form), SCHOOL, asked()).instance for form in ("e2sfca", "3sfca"))
    assert e2sfca.access == pytest.approx(three.access)
    assert e2sfca.gain.toarray() == pytest.approx(three.gain.toarray())


def test_without_any_possible_site_the_answer_is_none() -> None:
    for objective in ("need", "worst_fifth", "travel", "within", "everybody", "longest"):
        prepared = prepare(town_model(town(sites=0)), HEALTH, asked_hubs(objective=objective))
        frontier = greedy(prepared.instance, 3)
        found = best(prepared.instance, 3, SECONDS, frontier.plan(3, 0), NEAR)
        assert (found.status, len(found.plan), frontier.order) == ("proven", 0, ())


def test_who_lives_on_the_very_place_of_a_site_has_no_journey() -> None:
    rows = [grids.provider("S1", 4000, None, "library", "public", lsoa_code="L2")]
    prepared = prepare(grids.model(grids.atlas(providers=rows)), HEALTH, asked_hubs(objective="travel"))
    assert prepared.instance.minutes[:, 0].tolist() == pytest.approx([4.0, 0.0, 4.0, 36.0])
    assert best(prepared.instance, 1, SECONDS, np.zeros(1, dtype=int), NEAR).value == pytest.approx((400 + 0 + 200 + 720) / 220)
