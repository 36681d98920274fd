"""Draws of need, access and gap: against the scores, models built afresh, and distributions known in closed form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geo.method.confidence import drawn_access, gap_draws, rank_intervals
from geo.method.draws import STEP, TABLE, draw_worlds, in_ratio, of_names
from geo.method.gaps import Query, score_areas
from geo.method.model import build_model
from geo.numeric.scaling import NORMALISATIONS, access_scores, normalised
from tests.geo.method.test_properties import holds, rows
from tests.helpers import grids
from tests.helpers.certain import CERTAIN, LEVELS, PERCENTILE, drawn, fixed, need_of, only, real_atlas, row_of, width

if TYPE_CHECKING:
    from geo.method.model import Model

# --- Draws in which nothing varies are the scores ------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("outcome", ["healthy_birth", "school_readiness", "early_education"])
def test_draws_in_which_nothing_varies_are_the_scores(outcome: str, level: str) -> None:
    # Low-income families have intervals at ward level, school readiness at district level: take the counts away.
    bare = real_atlas().indicator_values.assign(numerator=np.nan, denominator=np.nan)
    model = build_model(replace(real_atlas(), indicator_values=bare), fixed().settings)
    for query in (Query(outcome, level), Query(outcome, level, sector="public", include_assumed=False)):
        draws = gap_draws(model, query)[draw_worlds(model.settings).normalisation == PERCENTILE]
        assert len(draws) > 30
        scores = score_areas(model, query)["gap_score"].to_numpy()
        # Every public place is assumed: without them there is nothing to compare, in any draw.
        assert np.isnan(draws).all() == np.isnan(scores).all() == (query.sector == "public" and outcome != "healthy_birth")
        assert np.isnan(scores).all() or np.abs(draws - scores).max() < 1e-9


@holds
@given(rows(), st.sampled_from(LEVELS))
def test_draws_of_any_atlas_in_which_nothing_varies_are_the_scores(table: dict[str, list[grids.Row]], level: str) -> None:
    settings = drawn(grids.settings(decay_sigma_share=0.5), weight_concentration=CERTAIN, draws=100)
    model, query = build_model(grids.atlas(**table), settings), Query("school", level)
    draws = gap_draws(model, query)[draw_worlds(settings).normalisation == PERCENTILE]
    np.testing.assert_allclose(draws, np.tile(score_areas(model, query)["gap_score"], (len(draws), 1)), rtol=0, atol=1e-9)


@holds
@given(rows(), st.sampled_from(LEVELS))
def test_draws_of_any_atlas_are_missing_where_the_scores_are(table: dict[str, list[grids.Row]], level: str) -> None:
    settings = drawn(grids.settings(decay_sigma_share=0.5), weight_concentration=0.01, catchment_share=(0.5, 2.0), detour=(1.0, 1.4))
    model, query = build_model(grids.atlas(**table), settings), Query("school", level)
    draws, scores = gap_draws(model, query), score_areas(model, query)["gap_score"]
    assert (np.isnan(draws) == scores.isna().to_numpy()).all()
    assert ((draws[:, scores.notna()] >= 0) & (draws[:, scores.notna()] <= 100)).all()
    table_ = rank_intervals(model, query)
    assert (table_.isna().all(axis=1) == scores.isna()).all()
    known = table_.dropna()
    assert ((known["rank_low"] >= 1) & (known["rank_low"] <= known["rank_high"]) & (known["rank_high"] <= len(known))).all()


# --- Each thing that varies, alone ---------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("share", "detour"), [(0.8, 1.4), (1.25, 1.2)])
def test_another_catchment_and_detour_give_the_access_of_a_model_built_with_them(level: str, share: float, detour: float) -> None:
    model = fixed(catchment_share=(share, share), detour=(detour, detour))
    minutes = share * model.settings.access.catchment_minutes
    access = model.settings.access.model_copy(update={"catchment_minutes": minutes, "detour": detour})
    other = build_model(model.atlas, model.settings.model_copy(update={"access": access}))
    for query in (Query("school_readiness", level), Query("child_health", level), Query("early_education", level, sector="pvi")):
        expected = score_areas(other, query)["access"].to_numpy()
        found = drawn_access(model, query)
        np.testing.assert_allclose(found, np.tile(expected, (len(found), 1)), rtol=1e-9, atol=1e-12)
        assert np.abs(expected - score_areas(model, query)["access"].to_numpy()).max() > 0.01 * expected.max()


@pytest.mark.parametrize(("speed", "sigma"), [(0.8, 0.25), (1.25, 0.5)])
def test_other_speeds_and_another_decay_give_the_access_of_a_model_built_with_them(speed: float, sigma: float) -> None:
    model = fixed(speed_share=(speed, speed), decay_sigma_share=(sigma, sigma))
    drive = model.settings.access.speeds_km_per_h["drive"]
    speeds = {"drive": drive.model_copy(update={"urban": speed * drive.urban, "rural": speed * drive.rural})}
    access = model.settings.access.model_copy(update={"speeds_km_per_h": speeds, "decay_sigma_share": sigma})
    other = build_model(model.atlas, model.settings.model_copy(update={"access": access}))
    for query in (Query("school_readiness"), Query("healthy_birth", "ward"), Query("child_health", sector="public")):
        expected = score_areas(other, query)["access"].to_numpy()
        found = drawn_access(model, query)
        np.testing.assert_allclose(found, np.tile(expected, (len(found), 1)), rtol=1e-9, atol=1e-12)


def test_a_higher_power_is_nearly_a_step_and_a_lower_one_falls_at_once() -> None:
    # One provider of 10 places that 50 children at its door and 50 children halfway to the edge share.
    homes = [grids.lsoa("L1", 0, 50), grids.lsoa("L2", 2500, 50, "W2")]
    shares = {}
    for power in (1.0, 2.0, 4.0):
        settings = drawn(grids.settings(decay_sigma_share=0.5), decay_power=(power, power))
        model = build_model(grids.atlas(homes, [grids.provider("P1", 0, 10)]), settings)
        near, far = drawn_access(model, Query("school"))[0]
        shares[power] = far / near
    assert shares == pytest.approx({power: np.exp(-0.5) for power in (1.0, 2.0, 4.0)})
    homes[1] = grids.lsoa("L2", 1250, 50, "W2")
    for power, expected in ((1.0, np.exp(-0.25)), (2.0, np.exp(-0.125)), (4.0, np.exp(-0.03125))):
        settings = drawn(grids.settings(decay_sigma_share=0.5), decay_power=(power, power))
        near, far = drawn_access(build_model(grids.atlas(homes, [grids.provider("P1", 0, 10)]), settings), Query("school"))[0]
        assert far / near == pytest.approx(expected)


def test_each_journey_has_an_error_of_its_own() -> None:
    # 100 homes with a provider each, 2,500 m away and out of everybody else's reach: access is 10 places for 50 children, whatever the
    # weight, but where the journey grows beyond the catchment there is none.
    homes = [grids.lsoa(f"L{number:03}", 20_000 * number, 50, f"W{number:03}") for number in range(100)]
    sites = [grids.provider(f"P{number:03}", 20_000 * number + 4500, 10) for number in range(100)]
    settings = drawn(grids.settings(decay_sigma_share=0.5), travel_error=0.1, draws=1000)
    reached = drawn_access(build_model(grids.atlas(homes, sites), settings), Query("school")) > 0
    # 4.5 minutes of 5: the logarithm of the error must stay below ln(5 / 4.5).
    chance = stats.norm.cdf(np.log(5 / 4.5) / 0.1)
    assert reached.mean() == pytest.approx(chance, abs=0.01)
    assert reached.mean(axis=0).std() < 3 * np.sqrt(chance * (1 - chance) / 1000)
    assert np.abs(np.corrcoef(reached[:, :20].T)[np.triu_indices(20, 1)]).max() < 0.2


def test_the_table_of_errors_is_walked_in_full() -> None:
    assert np.gcd(STEP, TABLE) == 1


def test_providers_are_missing_as_often_as_said_each_by_itself() -> None:
    sites = [grids.provider(f"P{number:03}", 20_000 * number, 10) for number in range(100)]
    homes = [grids.lsoa(f"L{number:03}", 20_000 * number, 50, f"W{number:03}") for number in range(100)]
    settings = drawn(grids.settings(), provider_gone=0.07, draws=1000)
    there = drawn_access(build_model(grids.atlas(homes, sites), settings), Query("school")) > 0
    assert there.mean() == pytest.approx(0.93, abs=0.005)
    assert np.abs(np.corrcoef(there[:, :20].T)[np.triu_indices(20, 1)]).max() < 0.2


def test_a_provider_is_missing_in_the_same_draws_whatever_else_there_is() -> None:
    homes = [grids.lsoa("L1", 0, 50), grids.lsoa("L2", 20_000, 50, "W2")]
    near, far = grids.provider("P1", 0, 10), grids.provider("P2", 20_000, 10)
    settings = drawn(grids.settings(decay_sigma_share=0.5), provider_gone=0.2, travel_error=0.2, children_error=0.1)
    both = drawn_access(build_model(grids.atlas(homes, [near, far]), settings), Query("school"))
    without = drawn_access(build_model(grids.atlas(homes, [far]), settings), Query("school"))
    assert (without[:, 0] == 0).all()
    np.testing.assert_array_equal(both[:, 1], without[:, 1])


def test_children_vary_evenly_within_their_error() -> None:
    settings = drawn(grids.settings(), children_error=0.12, draws=1000)
    model = build_model(grids.atlas([grids.lsoa("L1", 0, 50)], [grids.provider("P1", 0, 10)]), settings)
    children = 100 * 10 / drawn_access(model, Query("school"))[:, 0]
    assert 50 * 0.88 <= children.min() < 44.2
    assert 55.8 < children.max() <= 50 * 1.12
    assert children.mean() == pytest.approx(50, abs=0.4)


def test_classes_of_schools_vary_each_by_itself_and_no_others() -> None:
    sites = [grids.provider(f"P{number}", 20_000 * number, 26, "school_nursery", places_basis="assumed") for number in range(3)]
    sites.append(grids.provider("P3", 60_000, 26))
    homes = [grids.lsoa(f"L{number}", 20_000 * number, 50, f"W{number}") for number in range(4)]
    settings = drawn(grids.settings(), assumed_class_places=(13.0, 52.0), draws=1000)
    places = drawn_access(build_model(grids.atlas(homes, sites), settings), Query("school")) / 2
    assert places[:, 3] == pytest.approx(26)
    assert places[:, :3].min() >= 13
    assert places[:, :3].max() <= 52
    # Half a class is as likely as two.
    assert np.median(places[:, :3]) == pytest.approx(26, abs=1)
    assert np.abs(np.corrcoef(places[:, :3].T)[np.triu_indices(3, 1)]).max() < 0.1


def test_classes_widen_intervals_where_they_matter_and_only_if_they_count() -> None:
    narrow, wide = fixed(), fixed(assumed_class_places=(2.0, 338.0))
    counted, left_out = Query("school_readiness"), Query("school_readiness", include_assumed=False)
    pd.testing.assert_frame_equal(rank_intervals(narrow, left_out), rank_intervals(wide, left_out))
    more = width(rank_intervals(wide, counted)) - width(rank_intervals(narrow, counted))
    assert more.mean() > 10


def test_sites_are_never_classes() -> None:
    hubs = [grids.provider(f"H{number}", 4000 * number, 26, "family_hub", places_basis="assumed") for number in (0, 1)]
    hubs.append(grids.provider("H2", 8000, None, "family_hub"))
    model = build_model(grids.atlas(providers=hubs), drawn(grids.settings(), assumed_class_places=(1.0, 100.0)))
    access = drawn_access(model, Query("health"))
    assert (access == access[0]).all()
    assert access[0] == pytest.approx(score_areas(model, Query("health"))["access"].to_numpy())


def test_a_service_type_has_one_weight_in_a_draw() -> None:
    sites = [grids.provider(f"H{number}", 20_000 * number, None, "family_hub", sector="public") for number in range(2)]
    sites.append(grids.provider("G", 40_000, None, "gp", sector="public"))
    homes = [grids.lsoa(f"L{number}", 20_000 * number, 50, f"W{number}") for number in range(3)]
    settings = drawn(grids.settings(), service_weight_share=(0.5, 2.0), draws=1000)
    access = drawn_access(build_model(grids.atlas(homes, sites), settings), Query("health"))
    np.testing.assert_array_equal(access[:, 0], access[:, 1])
    assert access.min() >= 10
    assert access.max() <= 40
    assert abs(np.corrcoef(access[:, 0], access[:, 2])[0, 1]) < 0.1


def test_a_spread_by_ratio_has_its_middle_where_half_and_twice_meet() -> None:
    assert in_ratio(np.array([0, 0.25, 0.5, 1]), (13.0, 52.0)) == pytest.approx([13, 13 * np.sqrt(2), 26, 52])


def test_numbers_belong_to_names() -> None:
    settings = grids.settings()
    several, alone = of_names(settings, "there", ["A", "B", "C"]), of_names(settings, "there", ["C"])
    np.testing.assert_array_equal(several[:, 2], alone[:, 0])
    assert of_names(settings, "there", []).shape == (settings.confidence.draws, 0)


@pytest.mark.parametrize(("weights", "concentration"), [((1.0, 1.0), 2.0), ((3.0, 1.0), 4.0), ((3.0, 1.0), 40.0)])
def test_weights_follow_the_dirichlet_distribution(weights: tuple[float, float], concentration: float) -> None:
    # The first indicator puts L00 on top, the second L01: L00 has the greater need if the first weighs more than half, a Beta variate.
    model = only(
        [grids.indicator("idaci", "lsoa"), grids.indicator("crowding", "lsoa")],
        [*need_of([9, 1]), *grids.values("crowding", L00=1.0, L01=9.0)],
        row_of(2),
        weights=weights,
        weight_concentration=concentration,
        draws=4000,
    )
    draws = gap_draws(model, Query("school"))
    shares = concentration * np.array(weights) / sum(weights)
    assert (draws[:, 0] > draws[:, 1]).mean() == pytest.approx(stats.beta.sf(0.5, *shares), abs=0.02)


def interval_model(values: dict[str, float], **sides: tuple[float, float]) -> Model:
    """One indicator, published for districts, with an interval where named."""
    published = [
        {**value, "lower": sides.get(value["area_code"], (np.nan, np.nan))[0], "upper": sides.get(value["area_code"], (np.nan, np.nan))[1]}
        for value in grids.values("gld", **values)
    ]
    # Figures of an older period are not drawn from.
    published += [{**value, "lower": 0.0, "upper": 99.0} for value in grids.values("gld", "2019", **dict.fromkeys(values, 50.0))]
    return only([grids.indicator("gld", "district")], published, row_of(len(values)), draws=4000)


def test_values_are_drawn_from_their_intervals() -> None:
    model = interval_model({"D00": 60.0, "D01": 62.0}, D00=(56.0, 64.0), D01=(59.0, 65.0))
    draws = gap_draws(model, Query("school", "district"))
    # Normal errors with 4 / 1.96 and 3 / 1.96 points of standard error: their difference has 5 / 1.96.
    assert (draws[:, 0] > draws[:, 1]).mean() == pytest.approx(stats.norm.cdf(-2 / (5 / 1.959964)), abs=0.02)


def test_an_interval_that_leans_is_drawn_as_it_leans() -> None:
    # D00 may only be higher than published, so it passes 61 as often as a half-normal does.
    model = interval_model({"D00": 60.0, "D01": 61.0, "D02": 59.9}, D00=(60.0, 64.0))
    draws = gap_draws(model, Query("school", "district"))
    assert (draws[:, 0] > draws[:, 1]).mean() == pytest.approx(stats.norm.sf(1 / (4 / 1.959964)), abs=0.02)
    assert (draws[:, 0] > draws[:, 2]).all()


def test_a_value_without_interval_stays() -> None:
    assert len(np.unique(gap_draws(interval_model({"D00": 60.0, "D01": 62.0}), Query("school", "district")), axis=0)) == 1


def test_intervals_of_finer_areas_are_carried_up_to_areas_without_a_value_of_their_own() -> None:
    # Two wards of 50 children each in a district: the mean of two independent errors of 4 / 1.96 points has sqrt(8) / 1.96.
    published = grids.values("low_income", W00=30.0, W01=34.0, W02=33.0, W03=90.0, D03=31.0)
    sides = dict.fromkeys(("W00", "W01"), 4.0)
    for row in published:
        side = sides.get(row["area_code"], np.nan)
        row |= {"lower": row["value"] - side, "upper": row["value"] + side}
    lsoas = [row | {"district_code": "D00" if row["ward_code"] < "W02" else row["district_code"]} for row in row_of(4)]
    model = only([grids.indicator("low_income", "ward")], published, lsoas, draws=4000)
    wards, districts = (gap_draws(model, Query("school", level)) for level in ("ward", "district"))
    assert model.areas["district"].index.tolist() == ["D00", "D02", "D03"]
    assert (districts[:, 0] > districts[:, 1]).mean() == pytest.approx(stats.norm.cdf(-1 / (np.sqrt(8) / 1.959964)), abs=0.02)
    assert (districts[:, 0] > districts[:, 2]).mean() == pytest.approx(stats.norm.cdf(1 / (np.sqrt(8) / 1.959964)), abs=0.02)
    assert (wards[:, 1] > wards[:, 2]).mean() == pytest.approx(stats.norm.cdf(1 / (4 / 1.959964)), abs=0.02)


# --- Scales --------------------------------------------------------------------------------------------------------


def test_three_normalisations_by_hand() -> None:
    values = np.array([[1.0, 2.0, np.nan, 9.0]])
    percentile, z_score, share = normalised(values, np.arange(3))
    assert percentile == pytest.approx([0, 50, np.nan, 100], nan_ok=True)
    # Mean 4, variance (9 + 4 + 25) / 3.
    assert z_score == pytest.approx(np.array([-3, -2, np.nan, 5]) / np.sqrt(38 / 3), nan_ok=True)
    assert share == pytest.approx([0, 1 / 8, np.nan, 1], nan_ok=True)


def test_z_scores_are_scipys() -> None:
    values = np.random.default_rng(3).lognormal(size=(5, 40))
    ones = np.full(5, NORMALISATIONS.index("z_score"))
    assert normalised(values, ones) == pytest.approx(stats.zscore(values, axis=1))


def test_equal_values_tell_no_area_from_another() -> None:
    same = np.full((3, 4), 0.1 + 0.2)
    assert (np.ptp(normalised(same, np.arange(3)), axis=1) == 0).all()
    assert access_scores(same, np.arange(3)) == pytest.approx(np.full((3, 4), 50.0))


@holds
@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=40))
def test_access_scores_stay_between_0_and_100_and_never_fall_with_access(values: list[float]) -> None:
    access = np.tile(sorted(values), (3, 1))
    scores = access_scores(access, np.arange(3))
    assert ((scores >= 0) & (scores <= 100)).all()
    assert (np.diff(scores, axis=1) >= -1e-9).all()


def test_access_that_nearly_nobody_has_still_stands_out() -> None:
    access = np.tile(np.append(np.zeros(99), 7.0), (3, 1))
    assert (access_scores(access, np.arange(3))[:, -1] > 99).all()
