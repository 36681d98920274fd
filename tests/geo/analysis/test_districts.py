"""Districts side by side: worked out by hand, counted again from the draws, equal to the gap list, and right on the page."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.analysis.districts import LIKELY_FROM, compare_public, counted_level, district_figures, spread, sureness
from geo.base.vocabulary import SECTORS
from geo.method.confidence import drawn_access
from geo.method.gaps import Query, gap_list
from tests.helpers import certain, grids

READY = "school_readiness"

# --- by hand, on the line of tests/helpers/grids.py -----------------------------------------------------------------------------


def test_public_places_of_two_districts_by_hand() -> None:
    # P2 (20 public places) is reached by L2 and L3, 50 children each: 20 per 100 there, nothing in L1 and L4.
    # D1: (100 x 0 + 50 x 20) / 150; D2: (50 x 20 + 20 x 0) / 70.
    row = compare_public(grids.model(), Query("school"), "D1", "D2").loc["school"]
    assert row["first"] == pytest.approx(1000 / 150)
    assert row["second"] == pytest.approx(1000 / 70)
    assert (row["share_more"], row["share_less"], row["sure"]) == (0.0, 1.0, "firm")
    # Nothing varies in the settings of the line.
    assert row["low"] == pytest.approx(1000 / 150 - 1000 / 70)
    assert row["high"] == pytest.approx(row["low"])
    assert row["assumed_share"] == 0
    assert row["unit"] == "places per 100 children"


def test_an_outcome_area_without_public_providers_is_left_out() -> None:
    assert compare_public(grids.model(), Query("school"), "D1", "D2").index.tolist() == ["school"]


def test_access_beside_the_mean_of_the_atlas_by_hand() -> None:
    figures = district_figures(grids.model(), Query("school")).loc["school"]
    # D1: L1 has 40 of P1; L2 has 40 and 20. D2: L3 has 20, L4 nothing.
    access = {"D1": (100 * 40 + 50 * 60) / 150, "D2": 50 * 20 / 70}
    mean = (100 * 40 + 50 * 60 + 50 * 20) / 220
    assert figures["access"].to_dict() == pytest.approx(access, abs=0.005)  # rounded as in the gap list
    assert figures["access_index"].to_dict() == pytest.approx({code: 100 * value / mean for code, value in access.items()})


def test_what_has_no_data_is_missing_and_not_nought() -> None:
    figures = district_figures(grids.model(), Query("school")).loc["health"]
    assert figures["children_in_priority"].isna().all()
    assert figures["access"].isna().all()
    assert (figures["districts"] == 0).all()


def test_spread_over_the_areas_of_a_district_by_hand() -> None:
    found = spread(grids.model(), "lsoa", pd.Series({"L1": 1.0, "L2": 4.0, "L3": np.nan, "L4": 9.0}))
    assert found.loc["D1"].tolist() == [1.0, 2.5, 4.0, 2]
    assert found.loc["D2"].tolist() == [9.0, 9.0, 9.0, 1]


def test_sureness_at_its_limits() -> None:
    limits = grids.settings().confidence
    assert sureness(limits.firm_from, limits) == "firm"
    assert sureness(LIKELY_FROM, limits) == "likely"
    assert sureness(LIKELY_FROM - 0.01, limits) == "unclear"


# --- real data ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model():
    return certain.real()


def test_public_draws_add_up_to_the_mean_of_the_neighbourhoods(model) -> None:
    lsoas = drawn_access(model, Query(READY, "lsoa", sector="public"))
    children, homes = model.children, model.areas["lsoa"]["district_code"].to_numpy()
    drawn = drawn_access(model, Query(READY, "district", sector="public"))
    for place, code in enumerate(model.areas["district"].index):
        inside = homes == code
        np.testing.assert_allclose(drawn[:, place], np.average(lsoas[:, inside], axis=1, weights=children[inside]))


def test_shares_of_draws_are_counted_again(model) -> None:
    first, second = model.areas["district"].index[[1, 4]]
    row = compare_public(model, Query(READY), first, second).loc[READY]
    drawn = drawn_access(model, Query(READY, "district", sector="public"))
    differences = drawn[:, 1] - drawn[:, 4]
    assert row["share_more"] == sum(difference > 0 for difference in differences) / len(differences)
    assert [row["low"], row["high"]] == pytest.approx(np.percentile(differences, [5, 95]).tolist())


def test_turned_round_the_answer_is_the_opposite(model) -> None:
    first, second = model.areas["district"].index[[0, 3]]
    one, other = (compare_public(model, Query(READY), *pair) for pair in ((first, second), (second, first)))
    assert one["share_more"].tolist() == other["share_less"].tolist()
    assert one["low"].tolist() == pytest.approx((-other["high"]).tolist())
    assert one["first_sites"].tolist() == other["second_sites"].tolist()


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
@pytest.mark.parametrize("sector", SECTORS)
def test_figures_are_those_of_the_gap_list(model, level, sector) -> None:
    query = Query(READY, level, sector=sector)
    figures = district_figures(model, query)
    for outcome in (READY, "child_health"):
        listed = gap_list(model, Query(outcome, "district", sector=sector)).set_index("area_code")
        shown = figures.loc[outcome].loc[listed.index]
        for name in ("access", "access_public", "public_share", "gap_score", "rank", "rank_low", "rank_high"):
            assert shown[name].tolist() == listed[name].tolist(), name
        for code in listed.index:
            small = gap_list(model, Query(outcome, counted_level(query), (code,), sector), evidence=False)
            assert shown.at[code, "children_in_priority"] == small.loc[small["gap_class"] == "priority", "children_0_4"].sum()
            total = small["shortfall_places"].sum(min_count=1)
            assert shown.at[code, "shortfall_places"] == pytest.approx(total, nan_ok=True)


# --- the page -----------------------------------------------------------------------------------------------------------
