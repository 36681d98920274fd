"""The page of closures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.method.gaps import Query
from geo.whatif.closures import closures
from tests.helpers.screens import open_page, words
from ui.scene import loading

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny


PAGE = "pages/5_Fragile_provision.py"


def test_the_page_shows_the_closures_of_the_core_and_names_the_worst() -> None:
    scene = loading.load()
    atlas, model = scene.atlas, scene.model
    district = atlas.at("district").index[0]
    app = open_page(PAGE, outcome="early_education", district=district, level="ward")
    assert not app.exception
    expected = closures(model, Query("early_education", districts=(district,)))
    shown = app.dataframe[0].value
    assert shown["added_shortfall_places"].tolist() == expected["added_shortfall_places"].tolist()
    assert str(expected["name"].iloc[0]) in words(app)
    assert "not a forecast" in words(app)


def test_searching_a_provider_narrows_the_table_and_says_so_when_nothing_fits() -> None:
    app = open_page(PAGE, outcome="early_education")
    name = str(app.dataframe[0].value["name"].iloc[5])
    found = app.text_input(key="closures_search").set_value(name.upper()).run().dataframe[0].value
    assert found["name"].str.contains(name, regex=False).all()
    app.text_input(key="closures_search").set_value("zzzz").run()
    assert not app.dataframe
    assert "zzzz" in app.info[0].value


def test_sites_have_no_columns_on_places() -> None:
    app = open_page(PAGE, outcome="healthy_birth")
    assert not app.exception
    assert not {"places", "added_shortfall_places"} & set(app.dataframe[0].value.columns)
    assert "none in reach" in words(app)


def test_both_counts_of_children_are_said_with_what_they_count() -> None:
    app = open_page(PAGE, outcome="healthy_birth")
    worst = app.dataframe[0].value.iloc[0]
    told = words(app)
    assert f"none in reach: **{worst['children_left_without']:,} children under five**." in told
    assert f"Neighbourhoods with {worst['children_tipped']:,} children under five, which have enough today, would fall below" in told
    assert "**Two counts of children.**" in told


def test_with_a_target_of_nothing_the_worst_closure_leaves_most_with_none() -> None:
    # Within a walk most neighbourhoods reach no public place: the middle one has none.
    app = open_page(PAGE, outcome="early_education", sector="public", travel="walk:15", target="atlas_median")
    assert not app.exception
    assert "would leave the most children with none in reach" in words(app)
    assert "none would add to the shortfall" in words(app)


def test_nobody_to_lose_is_said() -> None:
    app = open_page(PAGE, outcome="healthy_birth", sector="pvi")
    assert not app.exception
    assert not app.dataframe
    assert "none to lose" in app.info[0].value


def test_another_authority_and_a_service_without_data(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    assert not open_page(PAGE).exception
    app = open_page(PAGE, outcome="family_security")
    assert "No data yet" in app.info[0].value
