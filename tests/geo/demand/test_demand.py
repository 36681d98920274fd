"""Demand by year, counted by hand on a line: who shares 60 places in the west and 20 in the east."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from geo.base.errors import DataError, UnknownIdError
from geo.demand.children import VARIANTS
from geo.demand.outlook import look_ahead
from geo.demand.table import COLUMNS, forecast_list
from geo.demand.years import asked_years, first_year, last_projected
from geo.method.gaps import gap_list
from geo.method.model import build_model
from geo.method.query import Query
from geo.whatif.scenario.acts import Act
from geo.whatif.scenario.applying import acted
from tests.helpers import years
from tests.helpers.certain import real

QUERY = Query("school")
SPAN = (2026, 2027, 2028)
# 60 places for the 150 children of the west, 20 for the 40 of the east: 40 and 50 places for each 100 children.
WEST, EAST = 40.0, 50.0


def listed(model, query=QUERY, span=SPAN, acts=(), variants=VARIANTS) -> pd.DataFrame:
    table = forecast_list(look_ahead(model, query, span, acts), variants)
    assert list(table.columns) == list(COLUMNS)
    return table.set_index(["area_code", "variant", "year"]).sort_index()


# --- nothing brought ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_without_any_file_every_year_is_the_list_of_today_and_says_so(level) -> None:
    model = years.model()
    today = gap_list(model, Query("school", level=level), evidence=False).set_index("area_code")
    table = listed(model, Query("school", level=level))
    for (code, _, _), row in table.iterrows():
        for name in ("children_0_4", "access", "shortfall_places"):
            assert row[name] == today.at[code, name]
        assert row["basis"].startswith("no projection, homes or scenario: the children and places of today in every year")
        assert "take-up: not held, so no expected users" in row["basis"]
        assert pd.isna(row["expected_users"])
        assert pd.isna(row["year_low"])
        assert pd.isna(row["year_high"])
    assert len(table) == len(today) * len(SPAN) * len(VARIANTS)


def test_the_embedded_data_give_the_list_of_today_in_every_year() -> None:
    model, query = real(), Query("early_education")
    today = gap_list(model, query, evidence=False).set_index("area_code")
    table = forecast_list(look_ahead(model, query, (2026, 2036)), ("within",))
    for year in (2026, 2036):
        of_year = table[table["year"] == year].set_index("area_code").reindex(today.index)
        for name in ("children_0_4", "access", "shortfall_places"):
            assert of_year[name].tolist() == today[name].tolist()


# --- children ----------------------------------------------------------------------------------------------------------

GROWING = [
    years.projected("D1", 2027, 60, 30, 30, 30, 30),
    years.projected("D1", 2028, 30, 30, 30, 30, 60),
    years.projected("D2", 2027, 8, 8, 8, 8, 8),
    years.projected("D2", 2028, 4, 4, 4, 4, 4),
]


def test_each_age_is_scaled_to_its_district_and_begins_as_counted() -> None:
    table = listed(years.model(years.atlas(projection=GROWING)))
    ages = [f"children_{age}" for age in range(5)]
    assert table.loc[("L1", "neither", 2026), ages].tolist() == [20] * 5
    assert table.loc[("L1", "neither", 2027), ages].tolist() == [40, 20, 20, 20, 20]
    assert table.loc[("L2", "neither", 2027), ages].tolist() == [20, 10, 10, 10, 10]
    assert table.loc[("L2", "neither", 2028), ages].tolist() == [10, 10, 10, 10, 20]
    assert table.loc[("L3", "neither", 2028), ages].tolist() == [4] * 5
    # 60 places for 180 children, and 20 for 20.
    assert table.loc[("L1", "neither", 2027), "access"] == pytest.approx(100 * 60 / 180, abs=0.01)
    assert table.loc[("L3", "neither", 2028), "access"] == 100
    # The target of 50 is not reached by 50 - 33.33 places for each 100 of 120 children.
    assert table.loc[("L1", "neither", 2027), "shortfall_places"] == 20


def test_an_age_that_a_district_has_no_child_of_is_spread_evenly() -> None:
    atlas = years.atlas(projection=[years.projected("D1", 2026, 30, 30, 30, 30, 30)])
    atlas.areas.loc[["L1", "L2"], "children_0"] = 0
    table = listed(years.model(atlas), span=(2026,))
    assert table.loc[("L1", "neither", 2026), "children_0"] == table.loc[("L2", "neither", 2026), "children_0"] == 15


HOMES = [years.site("new", "L2", 2027, 100)]
YIELDS = [
    {"district": "C1", "housing": "all", "tenure": "all", "bedrooms": "all", "years_after": after, "per_home_0_4": children}
    for after, children in ((0, 0.2), (2, 0.4))
]


def test_homes_are_on_top_within_or_left_out() -> None:
    table = listed(years.model(years.atlas(homes=HOMES, yields=YIELDS)))
    children = table["children_0_4"]
    assert children["L2", "on_top"].tolist() == [50, 70, 80]
    assert children["L1", "on_top"].tolist() == [100, 100, 100]
    # The district keeps its 150: 20 live in the new homes, so that 130 of the others are left.
    assert children["L2", "within"].tolist() == pytest.approx([50, 20 + 50 * 130 / 150, 30 + 50 * 120 / 150], abs=0.05)
    assert children["L1", "within"].tolist() == pytest.approx([100, 100 * 130 / 150, 80], abs=0.05)
    assert children["L2", "neither"].tolist() == [50, 50, 50]
    assert table["homes_so_far"]["L2", "on_top"].tolist() == [0, 100, 100]
    assert table["homes_so_far"]["L1", "on_top"].tolist() == [0, 0, 0]
    assert table["access"]["L2", "on_top"].tolist() == pytest.approx([40, 100 * 60 / 170, 100 * 60 / 180], abs=0.01)


def test_where_no_yield_is_held_it_is_assumed_and_said() -> None:
    table = listed(years.model(years.atlas(homes=HOMES)))
    assert table["children_0_4"]["L2", "on_top"].tolist() == [50, 80, 80]
    assert "30 children in 100 homes assumed where no yield is held" in table.loc[("L2", "on_top", 2027), "basis"]
    assert "assumed where" not in listed(years.model(years.atlas(homes=HOMES, yields=YIELDS))).loc[("L2", "on_top", 2027), "basis"]


def test_homes_of_the_year_of_the_count_or_before_are_counted_already() -> None:
    old = [years.site("old", "L2", years.COUNTED, 100)]
    assert listed(years.model(years.atlas(homes=old)))["children_0_4"]["L2", "on_top"].tolist() == [50, 50, 50]


def test_no_homes_change_nothing() -> None:
    without = years.model(years.atlas(projection=GROWING))
    none = years.model(years.atlas(projection=GROWING, homes=[years.site("none", "L2", 2027, 0)]))
    pd.testing.assert_frame_equal(listed(without), listed(none))
    assert listed(without)["access"]["L1", "on_top"].equals(listed(without)["access"]["L1", "neither"])


@tried(max_examples=60, deadline=None)
@given(
    ages=st.lists(st.floats(0, 500), min_size=5, max_size=5),
    homes=st.lists(st.tuples(st.sampled_from(["L1", "L2", "L3"]), st.integers(2023, 2030), st.integers(0, 5000)), max_size=4),
)
def test_within_the_districts_are_the_projection_at_every_age(ages, homes) -> None:
    tables = {"projection": [years.projected("D1", year, *ages) for year in SPAN]}
    if homes:
        tables["homes"] = [years.site(f"{number}", *home) for number, home in enumerate(homes)]
    outlook = look_ahead(years.model(years.atlas(**tables)), QUERY, SPAN)
    children = outlook.children("within")
    assert (children >= 0).all()
    np.testing.assert_allclose(children[:2].sum(axis=0), np.tile(ages, (len(SPAN), 1)).T, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(children[2:].sum(axis=0), 8, rtol=1e-9)
    more = outlook.children("on_top") - outlook.children("neither")
    np.testing.assert_allclose(more.sum(axis=1), outlook.homes, rtol=1e-9, atol=1e-6)


# --- access, found otherwise -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_access_is_that_of_a_model_built_of_the_children_of_the_year(variant) -> None:
    model = years.model(years.atlas(projection=GROWING, homes=HOMES, yields=YIELDS))
    outlook = look_ahead(model, QUERY, SPAN)
    found = outlook.access(outlook.demand(variant, "every_child")[:, None, :], "every_child")[:, 0, :]
    for number, _ in enumerate(SPAN):
        atlas = years.atlas()
        whole = outlook.children(variant)[:, :, number].sum(axis=1)
        atlas.areas["children_0_4"] = atlas.areas["children_0_4"].astype(float)
        atlas.areas.loc[["L1", "L2", "L3"], "children_0_4"] = whole
        rebuilt = gap_list(build_model(atlas, model.settings), QUERY, evidence=False).set_index("area_code")["access"]
        assert found[:, number].round(2).tolist() == rebuilt.reindex(["L1", "L2", "L3"]).tolist()


def test_a_scenario_opens_from_its_year_on_and_homes_of_it_come_too() -> None:
    model = years.model()
    shut = Act("close", target="P2", from_year=2027)
    homes = Act("homes", target="L1", homes=100, yield_0_4=50.0, from_year=2028)
    table = listed(model, acts=(shut, homes), variants=("on_top",))
    assert table["access"]["L3", "on_top"].tolist() == [EAST, 0, 0]
    assert table["access"]["L1", "on_top"].tolist() == [WEST, WEST, 30]
    assert table["places_in_reach"]["L3", "on_top"].tolist() == [20, 0, 0]
    after = gap_list(acted(model, [shut]), QUERY, evidence=False).set_index("area_code")
    assert table.loc[("L3", "on_top", 2027), "shortfall_places"] == after.at["L3", "shortfall_places"] == 20
    assert "with 1 changes of a scenario" in table.loc[("L3", "on_top", 2027), "basis"]


# --- expected users ----------------------------------------------------------------------------------------------------


def taken(age: str, entitlement: str, eligible: float | None, registered: float, area: str = "C1") -> dict[str, object]:
    return {"area_code": area, "age": age, "entitlement": entitlement, "eligible": eligible, "registered": registered}


def rises(ages: str, percent: float, target: str = "all", entitlement: str = "", year: int | None = None) -> Act:
    return Act("take_up", target, ages=ages, percent=percent, entitlement=entitlement, from_year=year)


# In the county 38 children of each age: half of those of two take 30 hours; of 76 of three and four all take 15, and half 15 more.
TAKE_UP = [
    taken("0-1", "working", None, 0),
    taken("2", "working", 38, 19),
    taken("3-4", "universal", 76, 76),
    taken("3-4", "extended", 76, 38),
]


def test_users_and_the_places_that_their_hours_fill() -> None:
    table = listed(years.model(years.atlas(take_up=TAKE_UP)))
    row = table.loc[("L1", "within", 2026)]
    assert row["expected_users"] == 20 / 2 + 40
    # 10 places at two; at three and four 40 half places, and 20 halves more.
    assert row["places_needed"] == 10 + 20 + 10
    # 60 places for the 60 that the west needs, 20 for the 16 of the east.
    assert row["access_expected"] == 100
    assert table.loc[("L3", "within", 2026), "access_expected"] == 125
    assert "take-up: ages 0, 1, 2, 3, 4 as counted in C1, the same in all of each" in row["basis"]
    assert (table["expected_users"] <= table["children_0_4"]).all()


def test_more_takers_than_entitled_and_than_children_are_no_more_users_than_children() -> None:
    rows = [taken("2", "working", 30, 99), taken("3-4", "universal", None, 9999)]
    table = listed(years.model(years.atlas(take_up=rows)))
    assert table.loc[("L1", "within", 2026), "expected_users"] == pytest.approx(20 * 30 / 38 + 40, abs=0.05)


def test_a_district_that_has_its_own_take_up_is_counted_by_it() -> None:
    table = listed(years.model(years.atlas(take_up=[*TAKE_UP, taken("2", "working", 8, 8, "D2")])))
    assert table.loc[("L3", "within", 2026), "expected_users"] == 8
    assert table.loc[("L1", "within", 2026), "expected_users"] == 50


@tried(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.sampled_from(["0", "1", "2", "3-4", "0-4"]), st.sampled_from(["universal", "extended", "working"]),
                            st.one_of(st.none(), st.floats(0, 500)), st.floats(0, 500)), max_size=5, unique_by=lambda row: row[:2]),
    share=st.dictionaries(st.integers(0, 4), st.floats(0, 100)),
)  # fmt: skip
def test_there_are_never_more_users_than_children(rows, share) -> None:
    model = years.model(years.atlas(take_up=[taken(*row) for row in rows]) if rows else None)
    outlook = look_ahead(model, QUERY, SPAN, [rises(f"{age}", percent) for age, percent in share.items()])
    if outlook.use is not None:
        table = forecast_list(outlook, ("on_top",))
        assert (table["expected_users"] <= table["children_0_4"] + 0.05).all()
        assert (table["expected_users"] >= 0).all()


def test_take_up_that_rises_to_a_share_of_the_entitled() -> None:
    rows = [taken("2", "working", 19, 10), taken("3-4", "universal", None, 38)]
    table = listed(years.model(years.atlas(take_up=rows)), acts=[rises("2", 80), rises("3", 90)])
    # Half of those of two are entitled, of whom 80% take it up; who is entitled at three is not said, so that stays as it is.
    assert table.loc[("L1", "within", 2026), "expected_users"] == 20 * 0.5 * 0.8 + 40 * 0.5


def test_take_up_of_a_district_from_a_year_on_and_of_one_entitlement() -> None:
    model = years.model(years.atlas(take_up=TAKE_UP))
    users = listed(model, acts=[rises("2", 100, "D2", year=2027)], variants=("on_top",))["expected_users"]
    # Eight children of two and sixteen of three and four in the east; the west stays.
    assert users["L3", "on_top"].tolist() == [8 / 2 + 16, 8 + 16, 8 + 16]
    assert users["L1", "on_top"].tolist() == [50] * 3
    needed = listed(model, acts=[rises("3-4", 100, entitlement="extended")], variants=("on_top",))["places_needed"]
    # At three and four everybody takes 30 hours now: 40 places in the place of 30, besides the 10 at two.
    assert needed["L1", "on_top"].tolist() == [50] * 3


def test_of_two_changes_of_take_up_the_narrower_holds_whatever_their_order() -> None:
    model, both = years.model(years.atlas(take_up=TAKE_UP)), [rises("2", 20), rises("2", 100, "D2")]
    first, second = listed(model, acts=both), listed(model, acts=both[::-1])
    pd.testing.assert_frame_equal(first.drop(columns="basis"), second.drop(columns="basis"))
    assert first["expected_users"]["L3", "on_top"].tolist() == [8 + 16] * 3
    assert first["expected_users"]["L1", "on_top"].tolist() == [20 * 0.2 + 40] * 3
    assert "in C1, the same in all of each, but 20% at 2 and 100% at 2 in D2 in the scenario" in first["basis"].iloc[0]


def test_children_of_a_scenario_come_from_their_year_on_in_every_variant() -> None:
    model = years.model(years.atlas(projection=GROWING, homes=HOMES))
    acts = [Act("children", "L3", more=12, ages="3-4", from_year=2027), Act("children", "L1", more=-5)]
    table, without = listed(model, acts=acts), listed(model)
    for variant in VARIANTS:
        assert (table["children_0_4"] - without["children_0_4"])["L3", variant].tolist() == [0, 12, 12]
        assert (table["children_3"] - without["children_3"])["L3", variant].tolist() == [0, 6, 6]
        assert (table["children_0_4"] - without["children_0_4"])["L1", variant].tolist() == [-5, -5, -5]
    assert "children of the scenario without homes: +12 and -5 in every variant" in table["basis"].iloc[0]


def test_the_children_of_a_scenario_of_today_are_those_of_its_list() -> None:
    """Access of the first year is that of the list under the scenario."""
    model, acts = years.model(), [Act("children", "L1", more=50), Act("homes", "L3", homes=20, yield_0_4=50.0)]
    after = gap_list(acted(model, acts), QUERY, evidence=False).set_index("area_code")["access"]
    assert listed(model, acts=acts)["access"].xs("on_top", level="variant").xs(2026, level="year").to_dict() == after.to_dict()


# --- the first year below ----------------------------------------------------------------------------------------------


def test_the_first_year_below_the_target_is_the_same_on_all_rows_and_missing_where_there_is_none() -> None:
    # The east has exactly the target until ten more children come in 2028.
    rows = [years.projected("D2", year, *([8] * 5 if year < 2028 else [10] * 5)) for year in SPAN]
    table = listed(years.model(years.atlas(projection=rows)))
    assert table.loc["L3", "first_year_below"].tolist() == [2028] * 9
    assert table.loc["L1", "first_year_below"].tolist() == [2026] * 9
    fewer = [years.projected("D2", year, 4, 4, 4, 4, 4) for year in SPAN]
    assert listed(years.model(years.atlas(projection=fewer))).loc["L3", "first_year_below"].isna().all()


def test_with_nothing_uncertain_the_range_is_the_year() -> None:
    sure = {"projection_error_a_year": 0.0, "yield_share": [1.0, 1.0], "slippage_years": 0, "take_up_error": 0.0}
    east = years.site("east", "L3", 2027, 50)
    table = listed(years.model(years.atlas(homes=[east], take_up=TAKE_UP), **sure), variants=("on_top",))
    for suffix in ("", "_expected"):
        first = table[f"first_year_below{suffix}"]
        assert table[f"year_low{suffix}"].equals(first.rename(f"year_low{suffix}"))
        assert table[f"year_high{suffix}"].equals(first.rename(f"year_high{suffix}"))
    assert table.loc["L3", "first_year_below"].tolist() == [2027] * 3


def test_a_delay_of_up_to_three_years_is_in_the_range() -> None:
    late = {"projection_error_a_year": 0.0, "yield_share": [1.0, 1.0], "slippage_years": 3}
    east = years.site("east", "L3", 2027, 50)
    table = listed(years.model(years.atlas(homes=[east]), **late), span=tuple(range(2026, 2036)), variants=("on_top", "neither"))
    assert (table.loc[("L3", "on_top", 2030), ["first_year_below", "year_low", "year_high"]] == [2027, 2027, 2030]).all()
    assert table.loc[("L3", "neither", 2030), ["first_year_below", "year_low", "year_high"]].isna().all()


def test_the_same_seed_gives_the_same_ranges_and_holds_the_year() -> None:
    model = years.model(years.atlas(projection=GROWING, homes=HOMES, take_up=TAKE_UP))
    first, again = listed(model, span=tuple(SPAN)), listed(model, span=tuple(SPAN))
    pd.testing.assert_frame_equal(first, again)
    held = first.dropna(subset=["year_low", "year_high"])
    assert (held["year_low"] <= held["year_high"]).all()


# --- what is asked -----------------------------------------------------------------------------------------------------


def test_years_go_as_far_as_the_projections() -> None:
    model = years.model(years.atlas(projection=GROWING))
    assert first_year(model, QUERY) == 2025
    assert last_projected(model) == 2028
    assert asked_years(model, QUERY) == (2025, 2026, 2027, 2028)
    assert asked_years(model, QUERY, 2027, 2027) == (2027,)
    for start, end, words in ((None, 2030, "projections of children end with 2028"), (2028, 2027, "cannot be"), (2000, None, "from 2022")):
        with pytest.raises(DataError, match=words):
            asked_years(model, QUERY, start, end)
    assert len(asked_years(years.model(), QUERY)) == 11
    ended = years.model(years.atlas(projection=[years.projected("D1", 2024, 1, 1, 1, 1, 1)]))
    with pytest.raises(DataError, match="go to 2025, but the projections of children end with 2024"):
        asked_years(ended, QUERY)


def test_only_the_districts_of_the_question_are_listed() -> None:
    assert set(listed(years.model(), Query("school", districts=("D2",))).reset_index()["area_code"]) == {"L3"}
    with pytest.raises(UnknownIdError):
        listed(years.model(), Query("school", districts=("D9",)))


def test_an_outcome_counted_in_sites_has_no_shortfall() -> None:
    table = listed(years.model(), Query("health"))
    assert table["shortfall_places"].isna().all()
