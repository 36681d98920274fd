"""Demand and supply by age, by hand on the line: what is not known of a provider's ages is counted apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.demand.ages import BANDS, ages_list, ages_of_all
from geo.demand.outlook import look_ahead
from geo.demand.table import forecast_list
from geo.method.gaps import gap_list
from geo.method.query import Query
from tests.helpers import years

QUERY, SPAN = Query("school"), (2026, 2027)
TAKE_UP = [
    {"area_code": "C1", "age": "2", "entitlement": "working", "eligible": 38, "registered": 19},
    {"area_code": "C1", "age": "3-4", "entitlement": "universal", "eligible": 76, "registered": 76},
    {"area_code": "C1", "age": "3-4", "entitlement": "extended", "eligible": 76, "registered": 38},
]


def model_of(west: tuple[float, float] | None, east: tuple[float, float] | None):
    """Ages in months of P1 (60 places, reached by L1 and L2) and of P2 (20 places, reached by L3)."""
    atlas = years.atlas(take_up=TAKE_UP)
    for code, ages in (("P1", west), ("P2", east)):
        atlas.providers.loc[code, ["age_from_months", "age_to_months"]] = (np.nan, np.nan) if ages is None else ages
    return years.model(atlas)


def listed(model, query=QUERY):
    return ages_list(look_ahead(model, query, SPAN), ("on_top",)).set_index(["area_code", "year", "age"])


def test_who_takes_which_age_and_who_finds_nobody() -> None:
    table = listed(model_of((24, 60), (0, 60)))
    row = table.loc[("L1", 2026, "0")]
    assert (row["children"], row["places_taking"], row["providers_taking"], row["children_no_place"]) == (20, 0, 0, 20)
    assert table.loc[("L1", 2026, "1"), "children_no_place"] == 20
    assert table.loc[("L1", 2026, "2"), ["places_taking", "children_no_place"]].tolist() == [60, 0]
    assert table.loc[("L1", 2026, "3-4"), ["children", "places_taking"]].tolist() == [40, 60]
    # The provider of the east takes babies: its 20 places are counted at every age.
    assert table.xs(("L3", 2026), level=("area_code", "year"))["places_taking"].tolist() == [20] * 4
    assert (table["places_ages_unknown"] == 0).all()


def test_ages_that_are_not_known_are_counted_apart_and_never_guessed() -> None:
    table = listed(model_of((24, 60), None))
    row = table.loc[("L3", 2026, "0")]
    assert (row["places_taking"], row["places_ages_unknown"], row["providers_ages_unknown"]) == (0, 20, 1)
    assert (row["children_no_place"], row["children_place_unknown"]) == (0, 8)


@pytest.mark.parametrize("west", [None, (24, 60), (0, 60), (12, 47)])
def test_children_without_a_place_are_those_of_the_reason_of_the_gap_list(west) -> None:
    model = model_of(west, (36, 60))
    gaps = gap_list(model, QUERY, evidence=False).set_index("area_code")["reasons"]
    without = listed(model)["children_no_place"].xs(2026, level="year").groupby("area_code").sum()
    for code in ("L1", "L2", "L3"):
        assert (without[code] > 0) == ("age_gap" in gaps[code])


def test_entitlements_in_places_add_up_to_those_that_are_needed() -> None:
    model = model_of((24, 60), (0, 60))
    table = listed(model)
    assert table.loc[("L1", 2026, "3-4"), ["places_universal", "places_extended", "expected_users"]].tolist() == [20, 10, 40]
    assert table.loc[("L1", 2026, "2"), ["places_working", "expected_users"]].tolist() == [10, 10]
    parts = table[[name for name in table if name in ("places_universal", "places_extended", "places_working")]].sum(axis=1)
    assert parts.tolist() == table["places_needed"].fillna(0).tolist()
    # Nothing is held of babies: nobody is counted, and it is not said that there are none.
    assert table.loc[("L1", 2026, "0"), ["expected_users", "places_needed"]].isna().all()


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_ages_add_up_to_the_look_ahead(level) -> None:
    model, query = model_of((24, 60), None), Query("school", level=level)
    outlook = look_ahead(model, query, SPAN)
    whole = forecast_list(outlook, ("on_top",)).set_index(["area_code", "year"])
    sums = ages_list(outlook, ("on_top",)).groupby(["area_code", "year"])[["children", "expected_users", "places_needed"]].sum()
    assert sums["children"].to_dict() == whole["children_0_4"].to_dict()
    assert sums["places_needed"].to_dict() == whole["places_needed"].to_dict()


def test_all_areas_together_count_a_provider_once() -> None:
    outlook = look_ahead(model_of((24, 60), (36, 60)), QUERY, SPAN)
    table = ages_of_all(outlook, "on_top", 2027)
    assert table.index.tolist() == list(BANDS)
    assert table["children"].tolist() == [38, 38, 38, 76]
    assert table["places_taking"].tolist() == [0, 0, 60, 80]
    assert table["children_no_place"].tolist() == [38, 38, 8, 0]
    west = ages_of_all(replace(outlook, query=Query("school", districts=("D1",))), "on_top", 2027)
    assert west["children"].tolist() == [30, 30, 30, 60]


def test_where_sites_are_counted_there_are_no_places() -> None:
    table = ages_list(look_ahead(model_of(None, None), Query("health"), SPAN), ("on_top",))
    assert table[["places_taking", "places_ages_unknown", "places_needed"]].isna().all(axis=None)
