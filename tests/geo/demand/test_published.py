"""Another take-up from published figures of whole authorities, by hand; and nothing of it where better figures are held."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.demand.published import PublishedTakeUp, published_answer, published_basis, published_take_up
from geo.settings.model import load_settings
from geo.store.atlas import DemandTables, load_atlas
from tests.helpers.certain import ROOT

WEST, EAST = (PublishedTakeUp("2", name, "2025", "Tool", number, 50.0, 15.0) for name, number in (("West", 100), ("East", 31)))


def test_more_children_and_places_by_hand() -> None:
    # 200 and 62 are entitled: 160 and about 50 of them are 80%.
    assert (WEST.eligible, WEST.users(80), WEST.more(80), EAST.users(80), EAST.more(80)) == (200, 160, 60, 50, 19)
    told = published_answer((WEST, EAST), 80, 30)
    assert "60 more children in West (160 instead of 100) and 19 more children in East (50 instead of 31), 79 more children in all" in told
    assert "about 40 more places of 30 hours" in told
    assert "about 40 fewer places" in published_answer((WEST,), 10, 30)
    basis = published_basis((WEST, EAST), 30)
    assert "West: 100 children are 50%, so about 200 are entitled" in basis
    assert "Tool; 2025" in basis


@pytest.fixture(scope="module")
def real():
    settings = load_settings(ROOT / "config.toml")
    return load_atlas(settings), settings


def test_the_percentage_of_the_data_at_hand_cannot_be_one_of_all_two_year_olds(real) -> None:
    atlas, settings = real
    found = published_take_up(atlas, settings)
    assert set(found) == {"2", "3-4"}
    children = atlas.at("lsoa")[[f"children_{age}" for age in range(5)]].sum()
    entitled = {age: sum(row.eligible for row in rows) for age, rows in found.items()}
    assert entitled["2"] < children["children_2"] / 2
    assert entitled["3-4"] == pytest.approx(children["children_3"] + children["children_4"], rel=0.1)


def test_nothing_is_derived_where_take_up_is_held_by_age(real) -> None:
    atlas, settings = real
    row = {"area_code": "E", "age": "2", "entitlement": "disadvantaged", "eligible": 1.0, "registered": 1.0, "source_id": "x"}
    held = replace(atlas, demand=DemandTables(take_up=pd.DataFrame([row])))
    assert published_take_up(held, settings) == {}
