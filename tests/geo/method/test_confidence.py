"""How firm ranks are: counted again from the draws, the same each time, and right in planted cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo.method.confidence import gap_draws, how_sure, rank_intervals, rank_ranges, shared_ranks, worst_share
from geo.method.draws import draw_worlds, stream
from geo.method.gaps import Query, gap_list
from geo.method.model import build_model
from geo.settings.model import load_settings
from tests.helpers import grids
from tests.helpers.certain import LEVELS, RANGES, ROOT, drawn, need_of, only, real, real_atlas, row_of, width

if TYPE_CHECKING:
    from geo.method.model import Model

# --- The draws -----------------------------------------------------------------------------------------------------


def test_worlds_fill_their_ranges_evenly() -> None:
    settings = load_settings(ROOT / "config.toml")
    worlds, ranges = draw_worlds(settings), settings.confidence
    assert np.bincount(worlds.normalisation).tolist() == pytest.approx([ranges.draws / 3] * 3, abs=1)
    spreads = ((worlds.town, ranges.speed_share), (worlds.country, ranges.speed_share), (worlds.sigma_share, ranges.decay_sigma_share))
    for drawn_values, (low, high) in spreads:
        assert (np.bincount(((drawn_values - low) / (high - low) * 10).astype(int), minlength=10) == ranges.draws / 10).all()
    low, high = np.log(ranges.decay_power)
    assert (np.bincount(((np.log(worlds.power) - low) / (high - low) * 10).astype(int), minlength=10) == ranges.draws / 10).all()
    least = ranges.detour[0] / settings.access.detour / ranges.catchment_share[1]
    greatest = ranges.detour[1] / settings.access.detour / ranges.catchment_share[0]
    assert least <= worlds.stretch.min() < 1.05 * least
    assert 0.95 * greatest < worlds.stretch.max() <= greatest


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


@pytest.mark.parametrize(
    ("share", "border", "word"),
    [
        (0.95, False, "certain"),
        (0.94, False, "likely"),
        (0.5, False, "likely"),
        (0.49, False, "check_first"),
        (0.06, False, "check_first"),
        (0.04, False, "not_worst"),
        # What is not in the data is in no draw.
        (1.0, True, "check_first"),
        (0.04, True, "not_worst"),
    ],
)
def test_one_scale_of_words(share: float, *, border: bool, word: str) -> None:
    assert how_sure(share, load_settings(ROOT / "config.toml").confidence, border=border) == word


def test_the_list_says_the_word_and_the_interval_of_each_row() -> None:
    listed = gap_list(real(), Query("child_health"))
    ranges = rank_ranges(listed)
    assert [word for word, _, _ in ranges] == listed["how_sure"].tolist()
    marked = listed["border"] != ""
    assert marked.any()
    assert set(listed.loc[marked, "how_sure"]) <= {"check_first", "not_worst"}
    assert set(listed.loc[~marked, "how_sure"]) == {"certain", "likely", "check_first", "not_worst"}


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
