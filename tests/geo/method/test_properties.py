"""What must hold for any atlas, tried on random ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.method.gaps import Query, score_areas
from geo.method.model import build_model
from tests.helpers import grids

if TYPE_CHECKING:
    from geo.store.atlas import Atlas

# A time limit would measure the machine, not the method.
holds = settings(deadline=None, max_examples=25)
LEVELS = ("lsoa", "ward", "district")
SETTINGS = grids.settings(decay_sigma_share=0.5, detour=1.3)
metres = st.integers(0, 12_000)
children = st.integers(0, 200)
percent = st.none() | st.integers(0, 100).map(float)
places = st.none() | st.integers(0, 90)
sector = st.sampled_from(["public", "pvi"])
service = st.sampled_from(["day_nursery", "nursery_school"])
WARDS = {"W1": "D1", "W2": "D1", "W3": "D2"}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, list[grids.Row]]:
    """Rows of a random atlas along a line."""
    wards = draw(st.lists(st.sampled_from(sorted(WARDS)), min_size=1, max_size=9))
    lsoas = [
        grids.lsoa(f"L{number}", draw(metres), draw(children), ward, WARDS[ward], rural_urban=draw(st.sampled_from(["urban", "rural"])))
        for number, ward in enumerate(wards)
    ]
    providers = [
        grids.provider(f"P{number}", draw(metres), draw(places), draw(service), draw(sector)) for number in range(draw(st.integers(1, 8)))
    ]
    around = [
        {"area_code": f"S{number}", "centroid_e": grids.WEST_M + draw(metres), "centroid_n": grids.SOUTH_M, "children_0_4": draw(children)}
        for number in range(draw(st.integers(0, 3)))
    ]
    values = grids.values("idaci", **{row["area_code"]: draw(percent) for row in lsoas})
    values += grids.values("gld", **{code: draw(percent) for code in sorted({WARDS[ward] for ward in wards})})
    return {"lsoas": lsoas, "providers": providers, "surroundings": around, "indicator_values": values}


def scored(atlas: Atlas, level: str = "lsoa", **query: Any) -> pd.DataFrame:
    return score_areas(build_model(atlas, SETTINGS), Query("school", level, **query))


@holds
@given(rows())
def test_supply_is_conserved(table: dict[str, list[grids.Row]]) -> None:
    model = build_model(grids.atlas(**table), SETTINGS)
    catchments, supply = model.catchments, model.places
    assert catchments.demand @ catchments.access(supply) == pytest.approx(supply[catchments.reached > 0].sum())


@holds
@given(rows())
def test_wards_and_districts_hold_the_supply_of_their_neighbourhoods(table: dict[str, list[grids.Row]]) -> None:
    model = build_model(grids.atlas(**table), SETTINGS)
    held = {}
    for level in LEVELS:
        scores = score_areas(model, Query("school", level))
        held[level] = (scores["access"] * scores["children_0_4"]).sum() / 100
    assert held["ward"] == pytest.approx(held["lsoa"], abs=1e-6)
    assert held["district"] == pytest.approx(held["lsoa"], abs=1e-6)


@holds
@given(rows(), st.randoms(use_true_random=False), st.sampled_from(LEVELS))
def test_order_of_rows_does_not_matter(table: dict[str, list[grids.Row]], random: Any, level: str) -> None:
    def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.iloc[random.sample(range(len(frame)), len(frame))]

    atlas = grids.atlas(**table)
    names = ("areas", "indicators", "indicator_values", "providers", "surroundings", "sources")
    other = replace(atlas, **{name: shuffled(getattr(atlas, name)) for name in names})
    # Of two equally near providers either may be named.
    before, after = (scored(each, level).drop(columns="nearest_provider") for each in (atlas, other))
    pd.testing.assert_frame_equal(after.loc[before.index], before, rtol=0, atol=1e-8)


@holds
@given(rows(), st.data())
def test_adding_places_never_lowers_anyone(table: dict[str, list[grids.Row]], data: st.DataObject) -> None:
    before = scored(grids.atlas(**table))["access"]
    number = data.draw(st.integers(0, len(table["providers"]) - 1))
    provider = table["providers"][number]
    more = provider | {"places": (provider["places"] or 0) + data.draw(st.integers(1, 90))}
    after = scored(grids.atlas(**table | {"providers": [more if row is provider else row for row in table["providers"]]}))["access"]
    assert (after >= before - 1e-9).all()


@holds
@given(rows(), metres, st.integers(0, 90))
def test_adding_a_provider_never_lowers_anyone(table: dict[str, list[grids.Row]], x_m: int, count: int) -> None:
    before = scored(grids.atlas(**table))["access"]
    after = scored(grids.atlas(**table | {"providers": [*table["providers"], grids.provider("P99", x_m, count)]}))["access"]
    assert (after >= before - 1e-9).all()


@holds
@given(rows(), st.data())
def test_more_need_never_lowers_the_gap_score(table: dict[str, list[grids.Row]], data: st.DataObject) -> None:
    values = table["indicator_values"]
    known = [row for row in values if row["indicator_id"] == "idaci" and row["value"] is not None]
    if not known:
        return
    chosen = data.draw(st.sampled_from(known))
    worse = chosen | {"value": chosen["value"] + data.draw(st.integers(1, 100))}
    before = scored(grids.atlas(**table))
    after = scored(grids.atlas(**table | {"indicator_values": [worse if row is chosen else row for row in values]}))
    code = chosen["area_code"]
    assert after.at[code, "need_score"] >= before.at[code, "need_score"] - 1e-9
    if pd.isna(before.at[code, "gap_score"]):
        assert (before["access"].fillna(0) == 0).all(), "nothing is compared where nobody has anything"
        return
    assert after.at[code, "gap_score"] >= before.at[code, "gap_score"] - 1e-9


@holds
@given(rows(), st.sampled_from(LEVELS), st.sampled_from(["all", "public", "pvi"]))
def test_scores_stay_in_range_and_sectors_add_up(table: dict[str, list[grids.Row]], level: str, sector_: str) -> None:
    found = scored(grids.atlas(**table), level, sector=sector_)
    for column in ("need_score", "access_score", "gap_score"):
        known = found[column].dropna()
        assert known.between(0, 100).all()
    parts = [found["public_in_reach"], found["pvi_in_reach"]]
    expected = {"all": sum(parts), "public": parts[0], "pvi": parts[1]}[sector_]
    assert (found["providers_in_reach"] == expected).all()
    assert not (found["reasons"].map(lambda codes: "none_in_reach" in codes) & (found["access"] > 0)).any()


@holds
@given(rows(), st.sampled_from(LEVELS))
def test_the_two_sectors_together_give_the_access_of_all(table: dict[str, list[grids.Row]], level: str) -> None:
    model = build_model(grids.atlas(**table), SETTINGS)
    access = {name: score_areas(model, Query("school", level, sector=name))["access"].to_numpy() for name in ("all", "public", "pvi")}
    assert np.allclose(access["public"] + access["pvi"], access["all"], rtol=0, atol=1e-9)


@holds
@given(rows())
def test_a_table_of_the_estimates_themselves_changes_nothing(table: dict[str, list[grids.Row]]) -> None:
    atlas = grids.atlas(**table)
    model = build_model(atlas, SETTINGS)
    lsoas = atlas.at("lsoa").index
    minutes = model.travel.minutes(np.arange(len(lsoas))[:, None], np.arange(len(atlas.providers)))
    pairs = pd.DataFrame(minutes, lsoas, atlas.providers.index).rename_axis("origin_code").reset_index()
    times = pairs.melt("origin_code", var_name="provider_id", value_name="minutes").assign(mode="drive", source_id="times")
    measured = replace(atlas, travel_times=times)
    for level in LEVELS:
        pd.testing.assert_frame_equal(scored(measured, level), scored(atlas, level))
