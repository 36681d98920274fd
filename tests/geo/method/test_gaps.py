"""Scores of the line (see tests/helpers/grids.py), worked out by hand.

P1 is shared by 150 children: 0.4 places a child. P2 by 100: 0.2. Access in places per 100 children: L1 40, L2 60, L3 20, L4 0.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.method.gaps import Query, gap_list, gap_target, priority_children, score_areas
from geo.method.missing import what_is_missing
from tests.helpers import grids

THIRD, TWO_THIRDS = 100 / 3, 200 / 3


def scores(*more: grids.Row, query: Query | None = None) -> pd.DataFrame:
    """Score the line, with more providers."""
    return score_areas(grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, *more])), query or Query("school"))


def test_every_figure_of_the_line() -> None:
    found = scores()
    assert found["access"].tolist() == pytest.approx([40, 60, 20, 0])
    assert found["access_score"].tolist() == pytest.approx([TWO_THIRDS, 100, THIRD, 0])
    assert found["gap_score"].tolist() == pytest.approx([0, 0, TWO_THIRDS, 100])
    assert found["gap_class"].tolist() == ["low_need_mid_access", "mid_need_high_access", "mid_need_mid_access", "priority"]
    # Target: the median of 40, 60, 20 and 0 is 30. L3 lacks 10 for 100 children and has 50, L4 lacks 30 and has 20.
    assert found["shortfall_places"].tolist() == pytest.approx([0, 0, 5, 6])
    assert found["nearest_provider"].tolist() == ["Name of P1", "Name of P1", "Name of P2", "Name of P2"]
    assert found["nearest_km"].tolist() == pytest.approx([0, 4, 0, 32])
    assert found["providers_in_reach"].tolist() == [1, 2, 1, 0]
    assert found["public_in_reach"].tolist() == [0, 1, 1, 0]
    assert found["pvi_in_reach"].tolist() == [1, 1, 0, 0]
    assert found["reasons"].tolist() == [
        ("no_public", "single_provider"),
        ("single_provider",),
        ("no_pvi", "single_provider"),
        ("none_in_reach",),
    ]
    assert set(found["access_unit"]) == {"places per 100 children"}


def test_wards_are_child_weighted_means_of_their_neighbourhoods() -> None:
    found = scores(query=Query("school", "ward"))
    # W1: (100 x 40 + 50 x 60) / 150; W2: 50 x 20 / 70. Places: 150 x 46.67 % + 70 x 14.29 % = 80.
    assert found["access"].tolist() == pytest.approx([7000 / 150, 1000 / 70])
    assert found["nearest_km"].tolist() == pytest.approx([200 / 150, 640 / 70])
    assert found["nearest_provider"].tolist() == ["Name of P1", "Name of P2"]
    assert found["providers_in_reach"].tolist() == [2, 1]
    # The target stays the neighbourhoods' median: 30.
    assert found["shortfall_places"].tolist() == pytest.approx([0, (30 - 1000 / 70) * 0.7])


def test_a_wards_distance_is_that_of_its_children_each_to_their_own_nearest_and_nobody_is_named_for_all() -> None:
    lsoas = [grids.lsoa("L1", 1000, 30), grids.lsoa("L2", 8000, 10)]
    line = grids.atlas(lsoas, [grids.provider("P1", 0, 60), grids.provider("P2", 8000, 20)])
    row = score_areas(grids.model(line), Query("school", "ward")).loc["W1"]
    # Thirty children are a kilometre from P1, ten beside P2; 60 km/h.
    assert (row["nearest_provider"], row["nearest_km"], row["nearest_minutes"]) == ("", pytest.approx(0.75), pytest.approx(0.75))


def test_a_ward_names_the_provider_that_is_nearest_to_all_of_it() -> None:
    lsoas = [grids.lsoa("L1", 1000, 30), grids.lsoa("L2", 3000, 10)]
    line = grids.atlas(lsoas, [grids.provider("P1", 0, 60), grids.provider("P2", 8000, 20)])
    row = score_areas(grids.model(line), Query("school", "ward")).loc["W1"]
    assert (row["nearest_provider"], row["nearest_km"]) == ("Name of P1", pytest.approx(1.5))


@pytest.mark.parametrize("query", [Query("school", sector="public"), Query("school", include_assumed=False)])
def test_where_nothing_is_left_to_compare_nothing_is_ranked(query: Query) -> None:
    line = grids.atlas(providers=[grids.provider("P1", 0, 60, places_basis="assumed"), grids.provider("P2", 8000, None)])
    found = score_areas(grids.model(line), query)
    assert set(found["gap_class"]) == {"no_data"}
    assert (found["access"] == 0).all()
    assert found[["gap_score", "access_score", "shortfall_places"]].isna().all(axis=None)
    assert set(found["reasons"]) == {()}
    listed = gap_list(grids.model(line), query)
    assert listed["rank"].isna().all()
    assert set(listed["how_sure"]) == {""}
    assert what_is_missing(grids.model(line), query) == ("sector" if query.sector == "public" else "places")


@pytest.mark.parametrize(("sector", "other"), [("pvi", "no_public"), ("public", "no_pvi")])
def test_the_absence_of_a_sector_that_the_data_does_not_hold_is_no_reason(sector: str, other: str) -> None:
    providers = [grids.provider("P1", 0, 60, sector=sector)]
    found = score_areas(grids.model(grids.atlas(providers=providers)), Query("school"))["reasons"]
    assert other not in set(found.explode())
    with_other = [*providers, grids.provider("P2", 40_000, 1, sector=other.removeprefix("no_"))]
    assert other in score_areas(grids.model(grids.atlas(providers=with_other)), Query("school")).at["L1", "reasons"]


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_supply_is_conserved_at_every_level(level: str) -> None:
    found = scores(query=Query("school", level))
    assert (found["access"] * found["children_0_4"]).sum() / 100 == pytest.approx(80)


def test_places_that_are_not_known_count_as_a_provider_without_places() -> None:
    found = scores(grids.provider("P3", 40_000))
    assert found["access"].tolist() == pytest.approx([40, 60, 20, 0])
    assert found.at["L4", "providers_in_reach"] == 1
    assert found.at["L4", "nearest_km"] == 0
    assert found.at["L4", "reasons"] == ("no_public",)


def test_assumed_places_can_be_left_out() -> None:
    nursery_class = grids.provider("P3", 40_000, 26, "school_nursery", "public", places_basis="assumed")
    counted, left_out = (scores(nursery_class, query=Query("school", include_assumed=count)) for count in (True, False))
    assert counted.at["L4", "access"] == pytest.approx(130)
    assert left_out.at["L4", "access"] == 0
    assert left_out["access"].tolist()[:3] == pytest.approx(counted["access"].tolist()[:3])
    assert left_out.at["L4", "providers_in_reach"] == counted.at["L4", "providers_in_reach"] == 1


def test_a_sector_leaves_the_counts_of_both_sectors() -> None:
    found = scores(query=Query("school", sector="public"))
    assert found["access"].tolist() == pytest.approx([0, 20, 20, 0])
    assert found["providers_in_reach"].tolist() == [0, 1, 1, 0]
    assert found["pvi_in_reach"].tolist() == [1, 1, 0, 0]
    assert found["nearest_provider"].tolist() == ["Name of P2"] * 4
    # Two of four share the bottom of the ranking: their percentile is 16.7, and zero is low.
    assert found["access_score"].tolist() == pytest.approx([100 / 6, 500 / 6, 500 / 6, 100 / 6])
    assert found["access_class"].tolist() == ["low", "high", "high", "low"]


def test_zero_access_is_low_even_where_most_have_none() -> None:
    line = grids.atlas(providers=[grids.provider("P1", 40_000, 10)])
    found = score_areas(grids.model(line), Query("school"))
    # Three of four share the percentile 33.3, which by itself would be the middle third.
    assert found["access_score"].tolist() == pytest.approx([THIRD, THIRD, THIRD, 100])
    assert found["access_class"].tolist() == ["low", "low", "low", "high"]


def test_one_service_type_alone() -> None:
    assert scores(query=Query("school", services=("nursery_school",)))["access"].tolist() == pytest.approx([0, 20, 20, 0])


@pytest.mark.parametrize("services", [("library",), ("school_nursery",), ("library", "school_nursery")])
def test_a_service_without_any_provider_is_never_a_gap(services: tuple[str, ...]) -> None:
    query = Query("school", services=services)
    found = scores(query=query)
    assert set(found["gap_class"]) == {"no_data"}
    missing = ["access", "access_score", "gap_score", "shortfall_places", "nearest_km", "providers_in_reach", "public_in_reach"]
    assert found[missing].isna().all(axis=None)
    assert set(found["reasons"]) == {()}
    assert found["need_score"].notna().all()
    listed = gap_list(grids.model(), query)
    assert listed["rank"].isna().all()
    assert listed["area_code"].tolist() == ["L1", "L2", "L3", "L4"]
    assert (priority_children(grids.model(), query)["children_in_priority"] == 0).all()


def test_presence_services_count_sites_per_1000_children() -> None:
    hubs = [grids.provider("H1", 0, None, "family_hub", "public"), grids.provider("G1", 4000, None, "gp", "public")]
    found = scores(*hubs, query=Query("health"))
    # The hub is shared by 150 children, the surgery by 200.
    assert found["access"].tolist() == pytest.approx([1000 / 150 + 5, 1000 / 150 + 5, 5, 0])
    assert set(found["access_unit"]) == {"sites per 1,000 children"}
    assert found["shortfall_places"].isna().all()


def test_a_service_of_the_other_capacity_does_not_enter() -> None:
    # A library answers the outcome too, but it has no places.
    found = scores(grids.provider("B1", 40_000, 5, "library", "public"))
    pd.testing.assert_frame_equal(found, scores())


def test_the_target_is_the_median_of_the_neighbourhoods_at_every_level() -> None:
    # L5's 10 children have the 50 places of P3 to themselves. Of 40, 60, 20, 0 and 500 the median is 40, the mean 124.
    lsoas = [*grids.LINE_LSOAS, grids.lsoa("L5", 60_000, 10, "W2", "D2")]
    model = grids.model(grids.atlas(lsoas, [*grids.LINE_PROVIDERS, grids.provider("P3", 60_000, 50)]))
    assert [gap_target(model, Query("school", level)) for level in ("lsoa", "ward", "district")] == pytest.approx([40, 40, 40])


def test_the_target_may_be_a_number() -> None:
    model = grids.model(target=50.0)
    found = score_areas(model, Query("school"))
    assert found["shortfall_places"].tolist() == pytest.approx([10, 0, 15, 10])
    assert gap_target(model, Query("school")) == 50
    assert set(gap_list(model, Query("school"))["method_version"]) == {"3 (target 50.0 places per 100 children: set)"}


def test_a_ward_without_a_neighbourhood_of_its_own_is_no_gap() -> None:
    # Wards are made of LSOAs by best fit; a small one may get none.
    line = grids.atlas()
    empty = line.areas.loc[["W1"]].assign(name="Empty", label="Empty", ward_code="W9", children_0_4=0).rename(index={"W1": "W9"})
    found = score_areas(grids.model(replace(line, areas=pd.concat([line.areas, empty]).sort_index())), Query("school", "ward"))
    assert found.at["W9", "gap_class"] == "no_data"
    assert found.at["W9", "reasons"] == ()
    assert found.at["W9", "nearest_provider"] == ""
    assert np.isnan(found.at["W9", "access"])
    assert found.loc[["W1", "W2"], "access"].tolist() == pytest.approx([7000 / 150, 1000 / 70])
