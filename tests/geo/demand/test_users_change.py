"""What another take-up does, by hand on the line, and to the digit as the look ahead has it."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.demand.outlook import look_ahead
from geo.demand.table import forecast_list
from geo.demand.users_change import FIGURES, in_numbers, users_change
from geo.demand.years import first_year
from geo.method.query import Query
from geo.whatif.scenario.acts import Act
from tests.helpers import years

QUERY = Query("school")
# Half of the 38 children of two in the county are entitled, of whom 10 take 30 hours; all of three and four take 15.
TAKE_UP = [
    {"area_code": "C1", "age": "0-1", "entitlement": "working", "eligible": 0, "registered": 0},
    {"area_code": "C1", "age": "2", "entitlement": "working", "eligible": 19, "registered": 9.5},
    {"area_code": "C1", "age": "3-4", "entitlement": "universal", "eligible": 76, "registered": 76},
]
RISES = Act("take_up", "all", ages="2", percent=80.0)


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_the_figures_are_those_of_the_look_ahead(level) -> None:
    model, query = years.model(years.atlas(take_up=TAKE_UP)), Query("school", level=level)
    table = users_change(model, query, [Act("take_up", "all", ages="2", percent=80.0, from_year=2031)])
    span = (first_year(model, query), first_year(model, query) + 1)
    for suffix, acts in (("_before", ()), ("", (RISES,))):
        listed = forecast_list(look_ahead(model, query, span, acts), ("within",))
        now = listed[listed["year"] == span[0]].set_index("area_code")
        for name in FIGURES:
            expected = now[name].reindex(table["area_code"]).tolist()
            assert table[f"{name}{suffix}"].tolist() == expected


def test_take_up_at_two_by_hand() -> None:
    table = users_change(years.model(years.atlas(take_up=TAKE_UP)), QUERY, [RISES]).set_index("area_code")
    # Twenty children of two at L1, ten of whom are entitled: five took 30 hours, eight do.
    assert table.loc["L1", ["expected_users_before", "expected_users"]].tolist() == [45, 48]
    assert table.loc["L1", ["places_needed_before", "places_needed"]].tolist() == [25, 28]
    # 60 places for the 42 that the west needs: nothing is short.
    assert table.loc["L1", "shortfall_expected"] == 0
    found = in_numbers(table.reset_index())
    assert (found.users, found.areas_more, found.district, found.of_district) == (pytest.approx(76 + 38 * 0.4), 0, "", 0)


def test_where_most_more_are_short_is_named() -> None:
    few = years.atlas(take_up=TAKE_UP)
    few.providers.loc["P2", "places"] = 5
    table = users_change(years.model(few), QUERY, [RISES])
    found = in_numbers(table)
    # Of eight children of two in the east 3.2 take a place in the place of two; at three and four eight places are needed: five are there.
    assert (found.short_before, found.short) == (pytest.approx(5), pytest.approx(6.2))
    assert (found.areas_more, found.of_district) == (1, pytest.approx(1.2))
    assert found.district == table.set_index("area_code").at["L3", "district"]


def test_where_take_up_of_some_ages_is_not_held_nobody_says_how_many_places_are_missing() -> None:
    few = years.atlas(take_up=TAKE_UP[1:2])
    few.providers.loc["P2", "places"] = 0
    table = users_change(years.model(few), QUERY, [RISES])
    # Half of 38 are entitled, of whom half and then 80% take 30 hours: at two alone.
    found = in_numbers(table)
    assert (found.users_before, found.users, found.needed) == (pytest.approx(9.5), pytest.approx(15.2), pytest.approx(15.2))
    assert pd.isna(found.short)
    assert pd.isna(found.short_before)
    assert (found.ages_not_held, found.areas_more) == ("0;1;3;4", 0)


def test_users_of_neighbourhoods_add_up_to_those_of_districts() -> None:
    few = [{"area_code": "C1", "age": "2", "entitlement": "working", "eligible": 19, "registered": 1}]
    model = years.model(years.atlas(take_up=few))
    sums = {level: in_numbers(users_change(model, Query("school", level=level), [RISES])).users_before for level in ("lsoa", "district")}
    assert sums["lsoa"] == pytest.approx(sums["district"], abs=0.01)
    assert sums["lsoa"] == pytest.approx(1, abs=0.01)


def test_where_sites_are_counted_nobody_is_expected() -> None:
    table = users_change(years.model(years.atlas(take_up=TAKE_UP)), Query("health"), [RISES])
    assert table[list(FIGURES)].isna().all(axis=None)
    assert isinstance(table, pd.DataFrame)
