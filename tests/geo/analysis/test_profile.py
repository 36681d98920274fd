"""One area in detail, on the line (see tests/helpers/grids.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.analysis.profile import area_profile, indicator_profile, providers_in_reach
from geo.base.errors import UnknownIdError
from geo.method.gaps import Query
from tests.helpers import grids

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from geo.method.model import Model

SCHOOL = Query("school")


def test_an_area_beside_its_district_and_the_atlas() -> None:
    found = area_profile(grids.model(), SCHOOL, "L3")
    assert found.loc["children_0_4"].tolist() == [50, 70, 220]
    assert found.loc["access"].tolist() == pytest.approx([20, 1000 / 70, 8000 / 220])
    # Added up it would count the same lack several times.
    assert found.loc["shortfall_places"].tolist() == pytest.approx([5, np.nan, np.nan], nan_ok=True)
    assert found.loc["nearest_minutes"].notna().all()
    assert found.loc["need_score"].tolist() == pytest.approx([200 / 3, (50 * 200 / 3 + 20 * 100) / 70, (50 * 100 + 20 * 100) / 220])


def test_a_district_beside_itself() -> None:
    found = area_profile(grids.model(), Query("school", "district"), "D1")
    assert found.at["access", "area"] == found.at["access", "district"] == pytest.approx(7000 / 150)


def test_figures_without_provision_are_missing() -> None:
    found = area_profile(grids.model(), Query("school", services=("library",)), "L1")
    assert found.loc[["access", "gap_score", "shortfall_places"]].isna().all(axis=None)


def test_indicators_at_their_own_level_or_carried_up() -> None:
    found = indicator_profile(grids.model(), Query("school", "ward"), "W1")
    assert found.loc["idaci", ["shown_level", "value", "period", "role", "scored"]].tolist() == [
        "ward",
        pytest.approx((100 * 10 + 50 * 20) / 150),
        "2025",
        "driver",
        True,
    ]
    assert found.at["idaci", "district"] == pytest.approx(2000 / 150)
    assert found.at["idaci", "atlas"] == pytest.approx((100 * 10 + 50 * 20 + 50 * 30 + 20 * 40) / 220)
    assert found.loc["supply_now", ["role", "scored"]].tolist() == ["context", False]
    assert found.at["idaci", "source"] == "figures"


def test_a_district_or_county_value_is_shown_as_such_and_not_scored() -> None:
    model = grids.model()
    school, health = indicator_profile(model, SCHOOL, "L3"), indicator_profile(model, Query("health"), "L3")
    assert school.loc["gld", ["shown_level", "value", "scored"]].tolist() == ["district", 70.0, False]
    assert health.loc["low_income", ["shown_level", "value", "scored"]].tolist() == ["ward", 10.0, False]
    assert health.loc["asq", ["shown_level", "value", "scored"]].tolist() == ["county", 80.0, False]


def test_a_suppressed_value_keeps_the_publishers_mark() -> None:
    values = grids.values("idaci", L1=10.0, L2=20.0, L3=None, L4=40.0)
    found = indicator_profile(grids.model(grids.atlas(indicator_values=[*values, *grids.values("gld", D1=1.0, D2=2.0)])), SCHOOL, "L3")
    assert np.isnan(found.at["idaci", "value"])
    assert found.at["idaci", "flag"] == "c"


def test_an_indicator_without_a_single_value_has_no_period() -> None:
    values = [row for row in grids.LINE_VALUES if row["indicator_id"] != "gld"]
    found = indicator_profile(grids.model(grids.atlas(indicator_values=values)), SCHOOL, "L3")
    assert np.isnan(found.at["gld", "value"])
    assert found.loc["gld", ["period", "flag"]].tolist() == ["", ""]


def more_providers() -> Model:
    """Give the line with a provider of unknown places, an assumed class, and a family hub, all at L2."""
    more = [
        grids.provider("P3", 4000),
        grids.provider("P4", 4500, 26, "school_nursery", "public", places_basis="assumed"),
        grids.provider("H1", 4000, None, "family_hub", "public"),
    ]
    return grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, *more]))


def test_providers_in_reach_nearest_first() -> None:
    found = providers_in_reach(more_providers(), SCHOOL, "L2")
    assert found.index.tolist() == ["P3", "P4", "P1", "P2"]
    assert found["distance_km"].tolist() == pytest.approx([0, 0.5, 4, 4])
    assert found["minutes"].tolist() == pytest.approx([0, 0.5, 4, 4])
    assert found["contributes"].tolist() == [False, True, True, True]


def test_providers_in_reach_follow_the_query() -> None:
    model = more_providers()
    assert providers_in_reach(model, Query("school", sector="pvi"), "L2").index.tolist() == ["P3", "P1"]
    assert providers_in_reach(model, Query("health"), "L2").index.tolist() == ["H1"]
    without = providers_in_reach(model, Query("school", include_assumed=False), "L2")
    assert without.loc[["P4", "P1"], "contributes"].tolist() == [False, True]
    assert providers_in_reach(model, SCHOOL, "L4").empty


def test_providers_in_reach_of_a_ward_are_those_of_any_neighbourhood() -> None:
    found = providers_in_reach(grids.model(), Query("school", "ward"), "W1")
    assert found["distance_km"].to_dict() == pytest.approx({"P1": 0, "P2": 4})
    assert found["minutes"].to_dict() == pytest.approx({"P1": 0, "P2": 4})


@pytest.mark.parametrize("of", [area_profile, indicator_profile, providers_in_reach])
def test_an_area_of_another_level_is_refused(of: Callable[[Model, Query, str], pd.DataFrame]) -> None:
    with pytest.raises(UnknownIdError, match=r"Unknown area 'W1'\. Valid: the 4 codes of level 'lsoa' in areas\.csv\."):
        of(grids.model(), SCHOOL, "W1")
