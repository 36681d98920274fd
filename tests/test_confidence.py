"""How firm ranks are: draws against the scores themselves, models built afresh, distributions known in closed form, planted cases."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geo.confidence import gap_draws, rank_intervals, shared_ranks, worst_share
from geo.draws import STRETCHES, draw_choices, stream
from geo.gaps import Query, gap_list, score_areas
from geo.model import build_model
from geo.normalise import NORMALISATIONS, access_scores, normalised
from geo.settings import load_settings
from geo.store import load_atlas
from tests import grids
from tests.test_properties import holds, rows

if TYPE_CHECKING:
    from geo.model import Model
    from geo.settings import Settings
    from geo.store import Atlas

ROOT = Path(__file__).resolve().parent.parent
PERCENTILE = NORMALISATIONS.index("percentile")
# Weights so close to the configured ones that nothing can tell them apart.
CERTAIN = 1e30
RANGES: dict[str, Any] = {"draws": 500, "catchment_share": (0.75, 1.25), "detour": (1.2, 1.4), "assumed_places_share": (0.5, 1.5)}
LEVELS = ("lsoa", "ward", "district")


@cache
def real_atlas() -> Atlas:
    return load_atlas(load_settings(ROOT / "config.toml"))


def drawn(settings: Settings, **confidence: object) -> Settings:
    """Settings with other ranges."""
    return settings.model_copy(update={"confidence": settings.confidence.model_copy(update=confidence)})


@cache
def real(**confidence: object) -> Model:
    return build_model(real_atlas(), drawn(load_settings(ROOT / "config.toml"), **confidence))


@cache
def fixed(**confidence: object) -> Model:
    """Model of the real data in which nothing varies but the normalisation, and what is named."""
    detour = load_settings(ROOT / "config.toml").access.detour
    nothing = {
        "catchment_share": (1.0, 1.0),
        "detour": (detour, detour),
        "assumed_places_share": (1.0, 1.0),
        "weight_concentration": CERTAIN,
    }
    return real(**{"draws": 100, **nothing, **confidence})


def width(table: pd.DataFrame) -> pd.Series[float]:
    return (table["rank_high"] - table["rank_low"]).astype(float)


def row_of(count: int) -> list[grids.Row]:
    """Neighbourhoods 20 km apart, each in a ward and district of its own: nobody shares with anybody."""
    return [grids.lsoa(f"L{number:02}", 20_000 * number, 50, f"W{number:02}", f"D{number:02}") for number in range(count)]


def only(
    indicators: list[grids.Row],
    indicator_values: list[grids.Row],
    lsoas: list[grids.Row],
    places: list[float] | None = None,
    weights: tuple[float, ...] = (1.0, 1.0),
    **confidence: object,
) -> Model:
    """Model with one outcome area made of these indicators, and one provider in each neighbourhood, 10 places if not said."""
    settings = drawn(grids.settings(detour=1.3, decay_sigma_share=0.5), **confidence)
    uses = {row["indicator_id"]: {"weight": weight, "role": "driver"} for row, weight in zip(indicators, weights, strict=False)}
    outcome = settings.outcomes["school"].model_validate({**settings.outcomes["school"].model_dump(), "indicators": uses})
    providers = [grids.provider(f"P{number:02}", 20_000 * number, count) for number, count in enumerate(places or [10.0] * len(lsoas))]
    line = grids.atlas(lsoas, providers, indicators=indicators, indicator_values=indicator_values)
    return build_model(line, settings.model_copy(update={"outcomes": {"school": outcome}}))


def need_of(values: list[float]) -> list[grids.Row]:
    return grids.values("idaci", **{f"L{number:02}": value for number, value in enumerate(values)})


# --- Draws in which nothing varies are the scores ------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("outcome", ["healthy_birth", "school_readiness", "early_education"])
def test_draws_in_which_nothing_varies_are_the_scores(outcome: str, level: str) -> None:
    # Low-income families have intervals at ward level, school readiness at district level: take the counts away.
    bare = real_atlas().indicator_values.assign(numerator=np.nan, denominator=np.nan)
    model = build_model(replace(real_atlas(), indicator_values=bare), fixed().settings)
    for query in (Query(outcome, level), Query(outcome, level, sector="public", include_assumed=False)):
        draws = gap_draws(model, query)[draw_choices(model.settings).normalisation == PERCENTILE]
        assert len(draws) > 30
        assert np.abs(draws - score_areas(model, query)["gap_score"].to_numpy()).max() < 1e-9


@holds
@given(rows(), st.sampled_from(LEVELS))
def test_draws_of_any_atlas_in_which_nothing_varies_are_the_scores(table: dict[str, list[grids.Row]], level: str) -> None:
    settings = drawn(grids.settings(decay_sigma_share=0.5), weight_concentration=CERTAIN, draws=100)
    model, query = build_model(grids.atlas(**table), settings), Query("school", level)
    draws = gap_draws(model, query)[draw_choices(settings).normalisation == PERCENTILE]
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
        found = model.access_draws.access(model, query)
        np.testing.assert_allclose(found, np.tile(expected, (len(found), 1)), rtol=1e-9, atol=1e-12)
        assert np.abs(expected - score_areas(model, query)["access"].to_numpy()).max() > 0.1


def test_assumed_places_are_scaled_and_no_others() -> None:
    model, query = fixed(assumed_places_share=(0.5, 0.5)), Query("school_readiness")
    providers = model.atlas.providers
    halved = providers["places"].where(providers["places_basis"] != "assumed", providers["places"] / 2)
    other = build_model(replace(model.atlas, providers=providers.assign(places=halved)), model.settings)
    assert model.access_draws.access(model, query)[0] == pytest.approx(score_areas(other, query)["access"].to_numpy(), rel=1e-9)


def test_assumed_places_widen_intervals_where_they_matter_and_only_if_they_count() -> None:
    narrow, wide = fixed(), fixed(assumed_places_share=(0.0, 3.0))
    counted, left_out = Query("school_readiness"), Query("school_readiness", include_assumed=False)
    pd.testing.assert_frame_equal(rank_intervals(narrow, left_out), rank_intervals(wide, left_out))
    more = width(rank_intervals(wide, counted)) - width(rank_intervals(narrow, counted))
    assert more.mean() > 10


def test_sites_are_never_scaled() -> None:
    hubs = [grids.provider(f"H{number}", 4000 * number, 26, "family_hub", places_basis="assumed") for number in (0, 1)]
    hubs.append(grids.provider("H2", 8000, None, "family_hub"))
    model = build_model(grids.atlas(providers=hubs), drawn(grids.settings(), assumed_places_share=(0.0, 3.0)))
    access = model.access_draws.access(model, Query("health"))
    assert (access == access[0]).all()
    assert access[0] == pytest.approx(score_areas(model, Query("health"))["access"].to_numpy())


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


# --- The draws -----------------------------------------------------------------------------------------------------


def test_choices_fill_their_ranges_evenly() -> None:
    settings = load_settings(ROOT / "config.toml")
    choices, ranges = draw_choices(settings), settings.confidence
    assert np.bincount(choices.normalisation).tolist() == pytest.approx([ranges.draws / 3] * 3, abs=1)
    low, high = ranges.assumed_places_share
    assert (np.bincount(((choices.assumed_share - low) / (high - low) * 10).astype(int), minlength=10) == ranges.draws / 10).all()
    least = ranges.detour[0] / settings.access.detour / ranges.catchment_share[1]
    greatest = ranges.detour[1] / settings.access.detour / ranges.catchment_share[0]
    assert least <= choices.stretch.min() < 1.05 * least
    assert 0.95 * greatest < choices.stretch.max() <= greatest
    assert len(np.unique(choices.stretch)) == STRETCHES


def test_different_things_are_drawn_apart() -> None:
    settings = grids.settings()
    one, again, other = (stream(settings, name).random(1000) for name in ("errors gld", "errors gld", "errors idaci"))
    assert (one == again).all()
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.1


def test_the_same_inputs_give_the_same_digits_in_any_order() -> None:
    queries = [
        Query("school_readiness"),
        Query("child_health", "ward"),
        Query("early_education", sector="public"),
        Query("school_readiness", "district"),
    ]
    first, second = (build_model(real_atlas(), load_settings(ROOT / "config.toml")) for _ in range(2))
    forward = [rank_intervals(first, query) for query in queries]
    backward = [rank_intervals(second, query) for query in reversed(queries)][::-1]
    for one, other in zip(forward, backward, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_another_seed_gives_other_digits_but_the_same_picture() -> None:
    one, other = rank_intervals(real(), Query("school_readiness")), rank_intervals(real(seed=7), Query("school_readiness"))
    assert not one.equals(other)
    assert np.abs(one["confidence"] - other["confidence"]).max() < 0.1
    assert (one["rank_low"] - other["rank_low"]).abs().median() <= 3


def test_few_strata_of_travel_time_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    grouped = rank_intervals(real(), Query("early_education"))
    monkeypatch.setattr("geo.draws.STRETCHES", 500)
    each = rank_intervals(build_model(real_atlas(), load_settings(ROOT / "config.toml")), Query("early_education"))
    assert np.abs(grouped["confidence"] - each["confidence"]).max() < 0.02
    assert (grouped["rank_low"] - each["rank_low"]).abs().max() <= 4


# --- Ranks and confidence ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("districts", [(), ("E07000010", "E07000008")])
def test_ranks_and_confidence_counted_from_the_draws(districts: tuple[str, ...]) -> None:
    model, query = real(), Query("child_health", "ward", districts)
    gaps, found = gap_draws(model, query).round(9), rank_intervals(model, query)
    listed = np.array([not districts or code in districts for code in model.areas["ward"]["district_code"]])
    assert found.index.tolist() == model.areas["ward"].index[listed].tolist()
    for area in np.flatnonzero(listed)[::7]:
        above = (gaps[:, listed] > gaps[:, [area]]).sum(axis=1)
        level = (gaps[:, listed] == gaps[:, [area]]).sum(axis=1)
        assert found["rank_low"].iloc[listed[:area].sum()] == np.floor(np.quantile(above + 1, 0.05))
        assert found["rank_high"].iloc[listed[:area].sum()] == np.ceil(np.quantile(above + level, 0.95))
        # The worst fifth of 120 wards of the atlas, whatever is listed; nobody ties across the 24th place of a draw by chance.
        assert found["confidence"].iloc[listed[:area].sum()] == pytest.approx(((gaps > gaps[:, [area]]).sum(axis=1) < 24).mean(), abs=0.01)


def test_ranks_are_scipys_and_ties_share_them() -> None:
    gaps = np.array([[50.0, 80.0, 50.0, 10.0], [1.0, 2.0, 3.0, 4.0]])
    best, worst = shared_ranks(gaps)
    assert best.tolist() == [[2, 1, 2, 4], [4, 3, 2, 1]]
    assert worst.tolist() == [[3, 1, 3, 4], [4, 3, 2, 1]]
    assert (best + worst) / 2 == pytest.approx(stats.rankdata(-gaps, axis=1))
    # The worst half is two areas: in the first draw the two that tie have one place between them.
    assert worst_share(best, worst, 0.5) == pytest.approx([0.25, 0.5, 0.75, 0.5])
    assert worst_share(best, worst, 0.01) == pytest.approx([0, 0.5, 0, 0.5])


@pytest.mark.parametrize(("level", "worst"), [("lsoa", 103), ("ward", 24), ("district", 1)])
def test_confidence_adds_up_to_the_worst_fifth(level: str, worst: int) -> None:
    assert rank_intervals(real(), Query("safe_supported", level))["confidence"].sum() == pytest.approx(worst)


def test_a_district_changes_ranks_but_not_confidence() -> None:
    whole, part = (rank_intervals(real(), Query("school_readiness", districts=codes)) for codes in ((), ("E07000010",)))
    assert part["confidence"].equals(whole["confidence"].loc[part.index])
    assert len(part) < len(whole)
    assert part["rank_high"].max() <= len(part)
    assert set(part.index) == set(gap_list(real(), Query("school_readiness", districts=("E07000010",)))["area_code"])


def test_the_rank_of_the_list_lies_within_its_interval() -> None:
    inside = []
    for outcome in real().settings.outcomes:
        for level in LEVELS:
            listed = gap_list(real(), Query(outcome, level), evidence=False).set_index("area_code")["rank"].dropna()
            found = rank_intervals(real(), Query(outcome, level)).loc[listed.index]
            inside += listed.between(found["rank_low"], found["rank_high"]).tolist()
    assert len(inside) == 6 * (516 + 120 + 6)
    assert np.mean(inside) > 0.98


def test_without_any_provider_nothing_is_said() -> None:
    found = rank_intervals(grids.model(), Query("school", services=("library",)))
    assert found.index.tolist() == ["L1", "L2", "L3", "L4"]
    assert found.isna().all(axis=None)
    assert str(found["rank_low"].dtype) == str(found["rank_high"].dtype) == "Int64"
    assert rank_intervals(grids.model(grids.atlas(providers=[])), Query("school")).isna().all(axis=None)


def test_an_area_without_score_is_left_out_of_the_ranking() -> None:
    settings = drawn(grids.settings(), draws=100)
    values = [value for value in grids.LINE_VALUES if value["indicator_id"] == "idaci" and value["area_code"] != "L2"]
    found = rank_intervals(build_model(grids.atlas(indicator_values=values), settings), Query("school"))
    assert found.loc["L2"].isna().all()
    assert found["rank_high"].max() == 3


# --- Planted cases -------------------------------------------------------------------------------------------------


def planted(need: list[float], places: list[float]) -> Model:
    """Give an indicator and places, and a second indicator that agrees with the first but for noise."""
    noise = np.random.default_rng(5).normal(0, 1, len(need))
    crowding = grids.values("crowding", **{f"L{number:02}": value for number, value in enumerate(np.array(need) + noise)})
    indicators = [grids.indicator("idaci", "lsoa"), grids.indicator("crowding", "lsoa")]
    return only(indicators, [*need_of(need), *crowding], row_of(len(need)), places, **RANGES)


def test_a_planted_gap_is_found() -> None:
    need, places = list(np.linspace(10, 40, 30)), list(np.linspace(60, 20, 30))
    need[7], places[7] = 90.0, 1.0
    found = rank_intervals(planted(need, places), Query("school"))
    assert found.loc["L07", "confidence"] > 0.9
    assert found.loc["L07", ["rank_low", "rank_high"]].tolist() == [1, 1]


def test_a_planted_tie_gets_wide_ranks_that_overlap() -> None:
    rng = np.random.default_rng(11)
    # Ten areas alike but for noise between ten that are better off and ten that are worse off.
    need = [*np.linspace(80, 90, 10), *(50 + rng.normal(0, 0.5, 10)), *np.linspace(10, 20, 10)]
    places = [*np.linspace(5, 9, 10), *(30 + rng.normal(0, 0.5, 10)), *np.linspace(60, 70, 10)]
    found = rank_intervals(planted(need, places), Query("school"))
    alike = found.iloc[10:20]
    assert width(alike).median() >= 3
    pairs = [(one, other) for one in range(10) for other in range(one)]
    low, high = alike["rank_low"].tolist(), alike["rank_high"].tolist()
    overlaps = [low[one] <= high[other] and low[other] <= high[one] for one, other in pairs]
    assert np.mean(overlaps) > 0.5
    assert alike["rank_low"].min() >= 11
    assert alike["rank_high"].max() <= 20


def test_areas_exactly_alike_may_take_each_others_rank() -> None:
    need, places = [90.0, *[50.0] * 10, 10.0], [5.0, *[30.0] * 10, 60.0]
    found = rank_intervals(only([grids.indicator("idaci", "lsoa")], need_of(need), row_of(12), places, **RANGES), Query("school"))
    assert found["rank_low"].tolist() == [1, *[2] * 10, 12]
    assert found["rank_high"].tolist() == [1, *[11] * 10, 12]
    # Two of twelve are the worst fifth: one of them is the first, and ten share the other place.
    assert found["confidence"].tolist() == pytest.approx([1, *[0.1] * 10, 0])
