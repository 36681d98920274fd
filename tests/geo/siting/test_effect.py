"""What an answer does, counted plainly: by hand on the line, and by closing and opening in edited tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.method.model import build_model
from geo.method.query import Query
from geo.siting.answer import settings_of
from geo.siting.effect import effect_of, regained
from geo.siting.firmness import chosen_shares
from geo.siting.greedy import greedy
from geo.siting.prepare import Prepared, prepare
from geo.siting.question import default_siting
from tests.helpers import grids
from tests.helpers.towns import HEALTH, SCHOOL, asked, asked_hubs, town, town_model


@pytest.fixture(scope="module")
def lone() -> Prepared:
    """The line of neighbourhoods, with a possible site at L1 and one at L4, which nothing reaches today."""
    rows = [
        grids.provider("S4", 40_000, service="library", lsoa_code="L4"),
        grids.provider("S1", 0, service="library", lsoa_code="L1"),
    ]
    model = grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, *rows]), target=30.0)
    return prepare(model, SCHOOL, asked(objective="need", unit=8))


def test_places_short_are_counted_without_a_weight_and_who_gains_is_named(lone: Prepared) -> None:
    # Short of 30 per 100 today: L3 5 places, L4 6. Eight places beside L4 close its six; those at L1 close nothing.
    effect = effect_of(lone, np.where(lone.sites.index == "S4", 1, 0))
    assert (effect.short, effect.closed.tolist()) == (pytest.approx(11.0), [pytest.approx(6.0)])
    (row,) = effect.gaining.reset_index().to_dict("records")
    assert (row["area_code"], row["ward"], row["district"], row["children_0_4"]) == ("L4", "Name of W2", "Name of D2", 20)
    assert (row["places"], row["before"], row["after"], row["lifted"]) == (8, 0.0, pytest.approx(40.0), True)
    assert effect.lifted.index.tolist() == ["L4"]


def test_all_places_that_open_are_somebodys(lone: Prepared) -> None:
    both = np.array([1, 1])
    assert effect_of(lone, both).gaining["places"].sum() == pytest.approx(16)
    assert effect_of(lone, both).closed.sum() == pytest.approx(6.0)


def test_who_gains_by_journeys_has_minutes_and_no_places() -> None:
    prepared = prepare(town_model(), HEALTH, asked_hubs(objective="within", within_minutes=3.0))
    plan = greedy(prepared.instance, 2).plan(2, prepared.instance.sites)
    effect = effect_of(prepared, plan)
    assert effect.gaining["places"].isna().all()
    assert (effect.gaining["after"] < effect.gaining["before"]).all()
    assert (effect.lifted["after"] <= 3.0).all()
    assert int(effect.lifted["children_0_4"].sum()) == pytest.approx(
        greedy(prepared.instance, 2).worth[2] - greedy(prepared.instance, 2).worth[0]
    )


def closed_town() -> tuple[Prepared, object]:
    """A town that has lost its first nursery, asked where its thirty places should go instead."""
    there = town()
    before, gone = town_model(there), replace(there, providers=there.providers.drop(index="N00"))
    return prepare(town_model(gone), SCHOOL, asked(unit=30, add=1)), before


def test_the_losers_of_a_closure_regain_what_the_site_gives_them_and_no_more_than_they_lost() -> None:
    prepared, before = closed_town()
    plan = greedy(prepared.instance, 1).plan(1, prepared.instance.sites)
    table = regained(prepared, plan, before)
    # All thirty places were somebody's (the town has no families beyond its border).
    assert table["lost"].sum() == pytest.approx(30)
    assert (table["back"] <= table["lost"] + 1e-9).all()
    gained = effect_of(prepared, plan).gaining["places"].reindex(table.index).fillna(0)
    assert np.abs(np.minimum(gained, table["lost"]) - table["back"]).max() < 1e-6
    assert table["lost"].is_monotonic_decreasing


def test_a_site_where_the_nursery_stood_gives_back_all_that_was_lost() -> None:
    prepared, before = closed_town()
    place = before.atlas.providers.loc["N00"]
    at_once = replace(before.atlas, providers=before.atlas.providers.drop(index="N00"))
    library = before.atlas.providers[before.atlas.providers["service_type"] == "library"].index[0]
    moved = at_once.providers.copy()
    moved.loc[library, ["easting", "northing", "lsoa_code"]] = place[["easting", "northing", "lsoa_code"]].to_numpy()
    prepared = prepare(build_model(replace(at_once, providers=moved), before.settings), SCHOOL, asked(unit=30, opens="day_nursery"))
    table = regained(prepared, np.where(prepared.sites.index == library, 1, 0), before)
    assert table["back"].to_numpy() == pytest.approx(table["lost"].to_numpy())


def test_where_nobody_loses_there_is_nothing_to_regain() -> None:
    prepared = prepare(town_model(), SCHOOL, asked())
    assert regained(prepared, np.zeros(prepared.instance.sites, dtype=np.int64), town_model()).empty


# --- what counts as near ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("objective", ["travel", "within", "everybody", "longest"])
def test_a_family_is_near_where_one_of_the_type_that_opens_is(objective: str) -> None:
    there = town()
    surgeries = there.providers.filter(like="S", axis="index").assign(service_type="gp")
    both = pd.concat([there.providers, surgeries.set_axis("G" + surgeries.index)])
    model = town_model(replace(there, providers=both))
    nearest = {}
    for near, kinds in (("opened", ["family_hub"]), ("all", ["family_hub", "gp"])):
        prepared = prepare(model, HEALTH, asked_hubs(objective=objective, near=near, within_minutes=3.0))
        counted = np.flatnonzero(np.isin(model.services, kinds))
        nearest[near] = prepared.instance.nearest
        assert nearest[near] == pytest.approx(model.travel.minutes(prepared.listed[:, None], counted[None, :]).min(axis=1))
        assert f"near {', '.join(kinds)}" in settings_of(prepared)
        # In all draws, too; with a surgery at every site no site helps.
        assert (chosen_shares(prepared, 2).max() > 0) == (near == "opened")
    assert nearest["opened"].sum() > nearest["all"].sum()


def test_without_any_of_the_type_nobody_is_near_and_the_question_is_answered() -> None:
    prepared = prepare(town_model(town(hubs=0)), HEALTH, asked_hubs(objective="within", near="opened", within_minutes=3.0))
    assert np.isinf(prepared.instance.nearest).all()
    assert greedy(prepared.instance, 2).worth[2] > 0
    assert chosen_shares(prepared, 2).max() > 0


def test_hubs_start_with_hubs_as_near_and_places_with_all_that_gives_places() -> None:
    settings = grids.settings()
    assert default_siting(settings, HEALTH).near == "opened"
    assert default_siting(settings, SCHOOL).near == "all"
    # Whoever names service types has said which count.
    assert default_siting(settings, Query("health", services=("family_hub",))).near == "all"
