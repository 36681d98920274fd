"""The table of an answer, what it takes from private providers, why a site is in it, and the answer as a scenario."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.export.tables import records
from geo.method.gaps import gap_list
from geo.method.query import Query
from geo.method.scores import score_areas
from geo.siting.answer import COLUMNS, answer_table, equity_after, unit_of
from geo.siting.changes import changes_of, link_of
from geo.siting.equity import variance, worst_mean
from geo.siting.files import Sited
from geo.siting.firmness import as_good, chosen_shares, drawn_instances
from geo.siting.frontier import frontier
from geo.siting.greedy import greedy
from geo.siting.listed import on_list
from geo.siting.measure import measure_of, state_after
from geo.siting.neighbours import added_access, expected_children, pvi_neighbours
from geo.siting.prepare import Prepared, prepare
from geo.siting.why import why_sites
from geo.whatif.scenario.checks import COLUMNS as CHANGES
from tests.helpers import grids
from tests.helpers.towns import HEALTH, SCHOOL, asked, asked_hubs, rebuilt, town, town_model

OBJECTIVES = ("need", "places", "worst_fifth", "travel", "within", "everybody", "longest")
AGREED = (
    "order,site_id,site,kind,district,lsoa_code,ward,places,closed_here,closed_alone,closed_so_far,of_all,children_gaining,children_lifted,"
    "worst_fifth_after,variance_after,chosen_share,as_good,need_percentile,idaci_decile,pvi_in_reach,pvi_places,pvi_most_affected,"
    "pvi_change_percent,settings,data_as_at"
)


def plan_of(prepared: Prepared, count: int = 3) -> np.ndarray:
    return greedy(prepared.instance, count).plan(count, prepared.instance.sites)


def test_the_columns_are_those_that_were_agreed() -> None:
    assert ",".join(COLUMNS) == AGREED


@pytest.fixture(scope="module")
def lone() -> Prepared:
    """The line, with sites beside L4 and at L1: target 30 per 100, so that L1-L3 lack 0, 0 and 5 places and L4 lacks 6."""
    rows = [
        grids.provider("S4", 40_000, service="library", lsoa_code="L4"),
        grids.provider("S1", 0, service="library", lsoa_code="L1"),
    ]
    model = grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, *rows]), target=30.0)
    return prepare(model, SCHOOL, asked(objective="places", unit=8))


def test_the_table_by_hand(lone: Prepared) -> None:
    # Access of L1-L4 today: 40, 60, 20, 0. S4 gives its 8 places to the 20 children of L4: 40. S1 closes nothing.
    table = answer_table(lone, np.array([1, 1])[lone.sites.index.get_indexer(["S1", "S4"])])
    first, second = table.to_dict("records")
    assert (first["order"], first["site_id"], first["site"], first["kind"]) == (1, "S4", "Name of S4", "library")
    assert (first["district"], first["ward"], first["places"]) == ("Name of D2", "Name of W2", 8)
    assert (first["closed_here"], first["closed_alone"], first["closed_so_far"], first["of_all"]) == (6.0, 6.0, 6.0, 11.0)
    assert (first["children_gaining"], first["children_lifted"]) == (20, 20)
    # The worst 44 of 220 children then are among the 50 of L3.
    assert first["worst_fifth_after"] == pytest.approx(20.0)
    assert (second["closed_here"], second["closed_so_far"], second["children_gaining"], second["children_lifted"]) == (0.0, 6.0, 150, 0)
    mean = (40 * 100 + 60 * 50 + 20 * 50 + 40 * 20) / 220
    assert first["variance_after"] == pytest.approx(
        (100 * (40 - mean) ** 2 + 50 * (60 - mean) ** 2 + 50 * (20 - mean) ** 2 + 20 * (40 - mean) ** 2) / 220, abs=1e-3
    )
    assert first["settings"].startswith("objective places; opens nursery_school (public); target 30.0 places per 100 children")


def test_what_a_site_takes_by_hand(lone: Prepared) -> None:
    # P1 alone is private: 60 places shared by the 150 of L1 and L2. R = 0.4; L1 has 0.4 of it alone, L2 has 0.4 of 0.6.
    today = expected_children(lone, np.zeros(4))
    p1, p2 = lone.model.atlas.providers.index.get_indexer(["P1", "P2"])
    assert today[p1] == pytest.approx(100 + 50 * 0.4 / 0.6)
    assert today[p2] == pytest.approx(50 + 50 * 0.2 / 0.6)
    # All 200 children with anything in reach are expected somewhere.
    assert today.sum() == pytest.approx(200)
    # S1 gives 8 / 150 to each of them.
    site = int(lone.sites.index.get_loc("S1"))
    share = 8 / 150
    table = pvi_neighbours(lone, np.ones(2, dtype=int), site).table
    after = 100 * 0.4 / (0.4 + share) + 50 * 0.4 / (0.6 + share)
    assert table.index.tolist() == ["P1"]
    assert table.loc["P1", "children_after"] == pytest.approx(after)
    assert table.loc["P1", "change_percent"] == pytest.approx(100 * (after / today[p1] - 1))
    row = answer_table(lone, np.where(np.arange(2) == site, 1, 0)).iloc[0]
    assert (row["pvi_in_reach"], row["pvi_places"], row["pvi_most_affected"]) == (1, 60, "Name of P1")
    assert row["pvi_change_percent"] == pytest.approx(100 * (after / today[p1] - 1), abs=0.05)


@pytest.mark.parametrize("count", [1, 4])
def test_nobody_is_lost_among_the_neighbours(count: int) -> None:
    # What providers lose is what the new sites are expected to have.
    prepared = prepare(town_model(), SCHOOL, asked())
    plan = plan_of(prepared, count)
    added = added_access(prepared, plan)
    model = prepared.model
    before, after = expected_children(prepared, np.zeros_like(added)), expected_children(prepared, added)
    access = model.catchments.weights @ model.catchments.ratios(prepared.supply.capacity)
    reached = access > 0
    at_new = (model.catchments.demand[reached] * added[reached] / (access + added)[reached]).sum()
    assert (before - after).sum() == pytest.approx(at_new)
    assert (after <= before + 1e-9).all()


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize(("query", "ask"), [(SCHOOL, asked), (HEALTH, asked_hubs)])
def test_every_objective_has_a_table_that_agrees_with_the_model_built_anew(objective: str, query: Query, ask) -> None:
    prepared = prepare(town_model(target=40.0 if query is SCHOOL else 5.0), query, ask(objective=objective, within_minutes=2.5))
    plan = plan_of(prepared)
    shares = chosen_shares(prepared, int(plan.sum()))
    table = answer_table(prepared, plan, shares)
    assert table.columns.tolist() == list(COLUMNS)
    assert sorted(table["site_id"]) == sorted(prepared.sites.index[plan > 0])
    assert table["places"].isna().all() == (query is HEALTH)
    measure = measure_of(prepared.instance)
    value, today = measure.value(state_after(measure, plan)), measure.value(measure.today)
    scale = prepared.supply.per_child if objective == "worst_fifth" else 1.0
    assert table["closed_so_far"].iloc[-1] == pytest.approx(scale * abs(value - today), abs=1e-3)
    assert table["closed_here"].sum() == pytest.approx(table["closed_so_far"].iloc[-1], abs=1e-2)
    assert table["chosen_share"].between(0, 1).all()
    assert unit_of(prepared)
    after = score_areas(rebuilt(prepared, plan), Query(query.outcome))
    access, children = after["access"].to_numpy(), after["children_0_4"].to_numpy(float)
    assert table["worst_fifth_after"].iloc[-1] == pytest.approx(worst_mean(access, children, 0.2), abs=1e-3)
    assert table["variance_after"].iloc[-1] == pytest.approx(variance(access, children), abs=1e-3)
    assert equity_after(prepared, plan).loc["after", "variance"] == pytest.approx(variance(access, children))


def test_the_draws_without_any_spread_are_the_question_itself() -> None:
    # The draws of the line err in nothing but the weights of need; the places objective does not ask for it.
    model = town_model(town())
    spread = model.settings.confidence.model_copy(update={"decay_sigma_share": (0.4, 0.4)})
    model = replace(model, settings=model.settings.model_copy(update={"confidence": spread}))
    for query, siting in ((SCHOOL, asked(objective="places")), (HEALTH, asked_hubs(objective="travel"))):
        prepared = prepare(model, query, siting)
        drawn = next(iter(drawn_instances(prepared)))
        assert drawn.access == pytest.approx(prepared.instance.access)
        assert drawn.gain.toarray() == pytest.approx(prepared.instance.gain.toarray())
        assert drawn.minutes == pytest.approx(prepared.instance.minutes)
        assert drawn.nearest == pytest.approx(prepared.instance.nearest)
        plan = plan_of(prepared)
        assert chosen_shares(prepared, 3).tolist() == pytest.approx((plan > 0).astype(float).tolist())


def test_draws_that_differ_choose_differently_and_the_same_seed_alike() -> None:
    model = town_model()
    wide = {"children_error": 0.3, "travel_error": 0.3, "provider_gone": 0.2, "catchment_share": (0.5, 1.5)}
    model = replace(model, settings=model.settings.model_copy(update={"confidence": model.settings.confidence.model_copy(update=wide)}))
    for query, siting in ((SCHOOL, asked()), (HEALTH, asked_hubs(objective="within", within_minutes=2.0))):
        prepared = prepare(model, query, siting)
        shares = chosen_shares(prepared, 3)
        assert ((shares > 0) & (shares < 1)).any()
        assert (shares == chosen_shares(prepare(model, query, siting), 3)).all()


@pytest.mark.parametrize("objective", ["places", "travel", "worst_fifth"])
def test_sites_as_good_are_those_of_a_look_at_each(objective: str) -> None:
    prepared = prepare(town_model(), SCHOOL, asked(objective=objective))
    plan = plan_of(prepared)
    measure, sign = measure_of(prepared.instance), -1 if objective == "travel" else 1
    value, today = measure.value(state_after(measure, plan)), measure.value(measure.today)
    for site in np.flatnonzero(plan):
        expected = set()
        for other in np.flatnonzero(plan == 0):
            swapped = plan.copy()
            swapped[site], swapped[other] = 0, 1
            if sign * (measure.value(state_after(measure, swapped)) - value) >= -0.01 * abs(value - today) - 1e-9:
                expected.add(int(other))
        assert set(as_good(prepared, plan, int(site)).tolist()) == expected


def test_where_all_sites_help_alike_this_is_said() -> None:
    # Two libraries at one address, beside L4, which has nothing.
    rows = [grids.provider(code, 40_000, service="library", lsoa_code="L4") for code in ("S1", "S2")]
    model = grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, *rows]), target=30.0)
    prepared = prepare(model, SCHOOL, asked(objective="places", add=1, unit=8))
    begun = frontier(prepared)
    sited = Sited(prepared, begun, begun.greedy_found(1), np.zeros(2))
    assert sited.all_alike
    table = answer_table(prepared, sited.found.plan)
    assert (table["site_id"].tolist(), table["as_good"].tolist()) == (["S1"], ["S2"])
    others = prepare(town_model(), SCHOOL, asked())
    assert not Sited(others, frontier(others), frontier(others).greedy_found(1), np.zeros(12)).all_alike


def test_why_a_site_is_in_the_answer(lone: Prepared) -> None:
    plan = np.where(lone.sites.index == "S4", 1, 0)
    (why,) = why_sites(lone, plan, np.array([0.2, 0.9]))
    assert why.site_id == "S4"
    lifted = why.lifted.drop(columns=["ward", "district", "lifted"]).to_dict("index")
    assert lifted == {"L4": {"label": "W2 (L4)", "children_0_4": 20, "places": 8, "before": 0.0, "after": pytest.approx(40.0)}}
    assert why.gaining.index.tolist() == ["L4"]
    assert (why.next_best, why.next_best_less, why.as_good) == ("S1", pytest.approx(6.0), ())
    assert why.chosen_share == pytest.approx(dict(zip(lone.sites.index, [0.2, 0.9], strict=True))["S4"])


def test_an_answer_is_a_list_of_openings(lone: Prepared) -> None:
    changes = changes_of(lone, np.where(lone.sites.index == "S4", 1, 0))
    assert changes.columns.tolist() == list(CHANGES)
    (row,) = records(changes)
    assert (row["change_id"], row["kind"], row["places"], row["where"], row["target"]) == ("site-1", "open", 8, "S4", None)
    assert link_of(row) == "open:nursery_school:public:8:S4"
    own = lone.sites.assign(provider_id=None)
    (row,) = records(changes_of(replace(lone, sites=own), np.where(lone.sites.index == "S4", 1, 0)))
    assert row["where"] == "540000 250000"


def test_the_frontier_holds_what_was_searched() -> None:
    prepared = prepare(town_model(), SCHOOL, asked(add=3))
    begun = frontier(prepared)
    assert begun.table["n"].tolist() == list(range(31))
    assert set(begun.table["status"]) == {"greedy"}
    found = replace(begun.greedy_found(3), bound=99.0, status="near", seconds=5.0)
    row = begun.with_found(3, found).table.iloc[3]
    assert (row["best"], row["bound"], row["status"], row["seconds"]) == (pytest.approx(row["greedy"]), 99.0, "near", 5.0)
    assert begun.table["best"].isna().all()
    assert pd.notna(row["greedy"])


# --- how an answer stands to the gap list -------------------------------------------------------------------------------


def ranked_as(*codes: str) -> pd.DataFrame:
    """A gap list in this order; what has no score is not ranked."""
    return pd.DataFrame({"area_code": codes, "rank": range(1, len(codes) + 1), "gap_score": [90.0 - place for place in range(len(codes))]})


def test_the_ranks_of_the_sites_and_a_site_in_the_first_of_the_list(lone: Prepared) -> None:
    both = on_list(lone, np.array([1, 1])[lone.sites.index.get_indexer(["S1", "S4"])], ranked_as("L4", "L3", "L1", "L2"))
    assert both is not None
    assert (both.areas, both.sites) == (4, (("S4", "L4", 1), ("S1", "L1", 3)))
    assert (both.first.area_code, both.first.standing, both.first.site_id) == ("L4", "has_site", "S4")
    assert (both.first.before, both.first.after) == pytest.approx((0.0, 40.0))


@pytest.mark.parametrize(
    ("first", "site", "standing", "by"),
    # L1 has 40 of 30; no site reaches L3; S4 closes 6 in L4 and S1, which reaches L1 and L2, nothing.
    [("L1", "S4", "enough", ""), ("L3", "S4", "out_of_reach", ""), ("L4", "S1", "less", "S4"), ("L2", "S1", "gains", "S1")],
)
def test_what_becomes_of_the_first_of_the_list(lone: Prepared, first: str, site: str, standing: str, by: str) -> None:
    plan = np.zeros(len(lone.sites), dtype=np.int64)
    plan[lone.sites.index.get_loc(site)] = 1
    found = on_list(lone, plan, ranked_as(first, *({"L1", "L2", "L3", "L4"} - {first})))
    assert found is not None
    assert (found.first.standing, found.first.site_id) == (standing, by)
    if standing == "less":
        assert (found.first.alone, found.first.first_alone) == pytest.approx((6.0, 0.0))
    if standing == "gains":
        # The 8 places of S1 are shared by the 150 children who reach it.
        assert found.first.after - found.first.before == pytest.approx(100 * 8 / 150)


@pytest.mark.parametrize("objective", ["within", "everybody"])
def test_who_is_within_the_time_already_has_enough_and_no_site_for_it(objective: str) -> None:
    prepared = prepare(town_model(), SCHOOL, asked(objective=objective))
    instance = prepared.instance
    near = int(np.flatnonzero(instance.nearest <= instance.within)[0])
    code = str(prepared.lsoas.index[near])
    for site in np.flatnonzero((instance.minutes[near] >= instance.nearest[near]) & (prepared.sites["lsoa_code"] != code)):
        found = on_list(prepared, np.eye(instance.sites, dtype=np.int64)[site], ranked_as(code))
        assert found is not None
        assert found.first.standing == "enough"
        break
    else:
        pytest.fail("no site leaves it as it is")


def test_without_a_site_or_a_list_there_is_nothing_to_say(lone: Prepared) -> None:
    none = np.zeros(len(lone.sites), dtype=np.int64)
    assert on_list(lone, none, ranked_as("L1", "L2", "L3", "L4")) is None
    assert on_list(lone, none + 1, ranked_as("L1").iloc[:0]) is None


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_objective_says_how_it_stands_to_the_list(objective: str) -> None:
    model = town_model()
    prepared = prepare(model, SCHOOL, asked(objective=objective))
    ranked = gap_list(model, replace(SCHOOL, level="lsoa"), evidence=False)
    plan = plan_of(prepared, 1)
    found = on_list(prepared, plan, ranked)
    table = answer_table(prepared, plan)
    assert (found is None) == table.empty
    if found is not None:
        assert [(site, code) for site, code, _ in found.sites] == list(zip(table["site_id"], table["lsoa_code"], strict=True))
        assert found.first.area_code == ranked["area_code"].iloc[0]
        if found.first.standing == "less":
            assert found.first.alone <= found.first.first_alone + 1e-9
