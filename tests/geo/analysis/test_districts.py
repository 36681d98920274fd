"""Districts side by side: worked out by hand, counted again from the draws, equal to the gap list, and right on the page."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from geo.analysis.districts import (
    ASSUMED_HALF,
    LIKELY_FROM,
    compare_public,
    counted_level,
    district_figures,
    orders_disagree,
    spread,
    sureness,
)
from geo.base.vocabulary import SECTORS
from geo.method.confidence import drawn_access
from geo.method.gaps import Query, gap_list
from geo.method.model import Model
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
    assert (row["first_assumed_share"], row["second_assumed_share"], row["compared_assumed_share"]) == (0, 0, 0)


def with_assumed_places(*bases: str) -> Model:
    """Make the line's two providers public, with the places assumed or not."""
    providers = [{**row, "sector": "public", "places_basis": basis} for row, basis in zip(grids.LINE_PROVIDERS[:2], bases, strict=True)]
    return grids.model(grids.atlas(providers=providers))


def test_the_share_of_assumed_places_in_access_by_hand() -> None:
    # P1 (40 places) is reached by L1 and L2 (40 per 100 each, above), P2 (20) by L2 and L3. D1: (100 x 40 + 50 x 60) / 150 = 7000 / 150,
    # of which P2 gives 1000; D2: 1000 / 70, all of it from P2.
    row = compare_public(with_assumed_places("registered", "assumed"), Query("school"), "D1", "D2").loc["school"]
    assert row["first_assumed_share"] == pytest.approx(1 / 7)
    assert row["second_assumed_share"] == pytest.approx(1)
    both = (1000 / 150 + 1000 / 70) / (7000 / 150 + 1000 / 70)
    assert row["compared_assumed_share"] == pytest.approx(both)
    assert both < ASSUMED_HALF
    assert row["sure"] == "firm"
    every = compare_public(with_assumed_places("assumed", "assumed"), Query("school"), "D1", "D2").loc["school"]
    assert every["compared_assumed_share"] == 1
    assert (max(every["share_more"], every["share_less"]), every["sure"]) == (1, "likely"), "every draw agrees, and still it is assumed"
    without = compare_public(with_assumed_places("assumed", "registered"), Query("school", include_assumed=False), "D1", "D2").loc["school"]
    assert without["compared_assumed_share"] == 0
    assert without["sure"] == "firm"


def test_sites_may_put_two_districts_in_the_other_order() -> None:
    assert orders_disagree((10, 1), (5, 2))
    assert not orders_disagree((10, 2), (5, 1))
    assert not orders_disagree((10, 1), (10, 2)), "no order, no disagreement"
    assert not orders_disagree((np.nan, 1), (5, 2))


def test_sites_for_each_1000_children_by_hand() -> None:
    model = grids.model()
    homes = model.atlas.providers["district_code"]
    schools = model.services == "school"
    figures = district_figures(model, Query("school")).loc["school"]
    for code, children in (("D1", 150), ("D2", 70)):
        assert figures.at[code, "sites_per_1000"] == pytest.approx(1000 * (schools & (homes == code)).sum() / children)
    assert district_figures(model, Query("school")).loc["health"]["sites_per_1000"].isna().all()


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
    assert sureness(limits.certain_from, limits) == "firm"
    assert sureness(LIKELY_FROM, limits) == "likely"
    assert sureness(LIKELY_FROM - 0.01, limits) == "unclear"
    assert sureness(1.0, limits, ASSUMED_HALF) == "firm"
    assert sureness(1.0, limits, ASSUMED_HALF + 0.001) == "likely"
    assert sureness(LIKELY_FROM - 0.01, limits, 1.0) == "unclear"


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


def test_no_pair_is_firm_where_places_are_mostly_assumed_and_sites_are_counted_again(model) -> None:
    areas, providers = model.areas["district"], model.atlas.providers
    mostly = 0
    for first, second in combinations(areas.index, 2):
        rows = compare_public(model, Query(READY), first, second)
        assert (rows.loc[rows["compared_assumed_share"] > ASSUMED_HALF, "sure"] != "firm").all()
        mostly += int((rows["compared_assumed_share"] > ASSUMED_HALF).sum())
        for outcome, row in rows.iterrows():
            services = model.settings.outcomes[str(outcome)].services
            capacity = model.settings.outcomes[str(outcome)].access
            counted = providers[providers["service_type"].isin(s for s in services if model.settings.services[s].capacity == capacity)]
            public = counted[counted["sector"] == "public"]
            here, there = (1000 * (public["district_code"] == code).sum() / areas.at[code, "children_0_4"] for code in (first, second))
            assert [row["first_sites_per_1000"], row["second_sites_per_1000"]] == pytest.approx([here, there])
            assert row["sites_disagree"] == ("yes" if (row["first"] > row["second"]) != (here > there) else "no")
    assert mostly >= 15, "no register publishes nursery places at schools"


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
@pytest.mark.parametrize("sector", SECTORS)
def test_figures_are_those_of_the_gap_list(model, level, sector) -> None:
    query = Query(READY, level, sector=sector)
    figures = district_figures(model, query)
    for outcome in (READY, "child_health"):
        listed = gap_list(model, Query(outcome, "district", sector=sector)).set_index("area_code")
        shown = figures.loc[outcome].loc[listed.index]
        for name in ("access", "access_public", "public_share", "gap_score", "rank", "rank_low", "rank_high"):
            pd.testing.assert_series_equal(shown[name], listed[name], check_names=False, check_dtype=False)
        for code in listed.index:
            small = gap_list(model, Query(outcome, counted_level(query), (code,), sector), evidence=False)
            counted = (
                pd.NA if (small["gap_class"] == "no_data").all() else small.loc[small["gap_class"] == "priority", "children_0_4"].sum()
            )
            assert shown.at[code, "children_in_priority"] is counted or shown.at[code, "children_in_priority"] == counted
            total = small["shortfall_places"].sum(min_count=1)
            assert shown.at[code, "shortfall_places"] == pytest.approx(total, nan_ok=True)


# --- the page -----------------------------------------------------------------------------------------------------------
