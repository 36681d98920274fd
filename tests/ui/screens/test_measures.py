"""The page *Measures*, the measures in the area panel, and the map's offer of the right level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.differs import compare_areas
from geo.analysis.trends import changes
from geo.method.query import Query
from geo.whatif.scene import Scene
from tests.helpers import grids
from tests.helpers.screens import open_page, words
from ui.panel.measures import measures_part
from ui.scene import loading
from ui.view import scenes
from ui.words import figures
from ui.words import measures as measures_words

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PAGE = "pages/3_Measures.py"
CHOICE = "measure_of_page"


@pytest.fixture
def model():
    return loading.load().model


def page(**params: str) -> AppTest:
    app = open_page(PAGE, **params)
    assert not app.exception
    return app


# --- the page --------------------------------------------------------------------------------------------------------


def test_a_link_opens_the_measure_and_its_figures_are_those_of_the_core(model):
    app = page(outcome="school_readiness", indicator="gld_district")
    assert app.selectbox(key=CHOICE).value == "gld_district"
    expected = compare_areas(model, "gld_district", "district").sort_values("value")
    shown = app.dataframe[0].value
    assert shown.index.tolist() == expected.index.tolist()
    assert shown["value"].tolist() == expected["value"].tolist()
    assert shown["mark"].tolist() == expected["differs"].map({"higher": "Higher", "lower": "Lower", "same": "Not distinguishable"}).tolist()
    assert shown["change"].tolist() == changes(model, "gld_district", "district")["change"].reindex(expected.index).tolist()
    told = words(app)
    for fact in ("6 districts", "more than chance", "Published for districts only", "99.8%"):
        assert fact in told


def test_measures_of_the_outcome_area_stand_first_by_role():
    app = page(outcome="family_security")
    labels = app.selectbox(key=CHOICE).options
    roles = [label.partition(":")[0] for label in labels]
    assert roles == sorted(roles, key=["Outcome", "Driver", "Context", "Other outcome areas"].index)
    assert roles[0] == "Outcome"
    assert len(labels) == len(loading.load().atlas.indicators)


def test_a_choice_is_in_the_link_and_another_outcome_area_brings_its_own_measures():
    app = page(outcome="family_security")
    app.selectbox(key=CHOICE).set_value("employment").run()
    assert app.query_params["indicator"] == "employment"
    app.selectbox(key="filter_outcome").set_value("child_health").run()
    assert app.selectbox(key=CHOICE).value == "child_vaccination"
    assert not app.exception


@pytest.mark.parametrize("indicator", ["asq_expected", "accessible_places", "children_0_4_share", "teenage_pregnancy", "idaci_place"])
def test_every_kind_of_measure_opens(indicator):
    told = words(page(outcome="child_health", indicator=indicator))
    if indicator == "children_0_4_share":
        assert "not a count of chances" in told
    if indicator == "teenage_pregnancy":
        assert "repeats the figures of 2020 for 2021" in told
    if indicator == "idaci_place":
        assert "housing costs" in told


def test_districts_narrow_the_table(model):
    fenland = model.areas["district"].index[3]
    shown = page(outcome="family_security", indicator="low_income_ahc", district=fenland).dataframe[0].value
    inside = model.areas["ward"].index[model.areas["ward"]["district_code"] == fenland]
    assert sorted(shown.index) == sorted(inside)


@pytest.mark.usefixtures("tiny_app")
@pytest.mark.parametrize("indicator", ["gld", "low_income", "asq", "idaci", "green_space"])
def test_every_measure_of_another_authority_opens(indicator):
    app = page(indicator=indicator)
    assert not app.error
    if indicator == "low_income":
        assert "withheld by the publisher" in app.dataframe[0].value["note"].iloc[-1]
    if indicator == "gld":
        # The publisher's own interval.
        assert app.dataframe[0].value["limits"].tolist() == ["60.0 to 72.0", "64.0 to 78.0"]


# --- the panel -------------------------------------------------------------------------------------------------------


def panel(model, query: Query, area: str) -> str:
    return measures_part(Scene(model, f"test {id(model)}"), query, area)


def test_the_panel_shows_interval_level_basis_kind_and_change(model):
    ward = model.areas["ward"].index[0]
    html = panel(model, Query("school_readiness", "ward"), ward)
    row = compare_areas(model, "low_income_ahc", "ward").loc[ward]
    assert f"({measures_words.interval(row['lower'], row['upper'])})" in html
    for chip in ("county value", "district value"):
        assert f'<span class="bsg-chip">{chip}</span>' in html
    assert "ward value" not in html
    for fact in (
        "by where children go to school",
        "by where people live",
        "observed",
        "modelled",
        "derived",
        "since 2013/14",
    ):
        assert fact in html


def test_the_panel_explains_a_suppressed_value_and_escapes_names():
    values = [*grids.values("idaci", L1=10.0, L2=20.0, L3=None, L4=40.0), *grids.values("gld", D1=1.0, D2=2.0)]
    indicators = [row | {"name": "<b>bold</b>"} if row["indicator_id"] == "idaci" else row for row in grids.LINE_INDICATORS]
    html = panel(grids.model(grids.atlas(indicators=indicators, indicator_values=values)), Query("school"), "L3")
    assert "Suppressed" in html
    assert "(symbol c)" in html
    assert "<b>" not in html


# --- the map's control -------------------------------------------------------------------------------------------------


def test_the_map_offers_the_level_at_which_a_measure_exists():
    app = open_page("pages/1_Gap_map.py", outcome="school_readiness", colour="indicator")
    options = app.selectbox(key="filter_indicator").options
    assert not any("low-income families" in option for option in options)
    told = "\n".join(caption.value for caption in app.sidebar.caption)
    assert "4 more measures" in told
    assert "says nothing about differences" in told
    # Counties are no level of the map: their figures are told.
    assert "2024/25, per cent of children: 65.3 in Peterborough; 67.6 in Cambridge" in told
    app.button(key="wider_ward").click().run()
    assert not app.exception
    assert app.selectbox(key="filter_level").value == "ward"
    assert app.selectbox(key="filter_indicator").value == "low_income_ahc"
    app.button(key="wider_district").click().run()
    assert app.selectbox(key="filter_indicator").value == "gld_district"
    assert "2 more measures" in "\n".join(caption.value for caption in app.sidebar.caption)


def test_symbols_of_publishers_have_words():
    assert measures_words.flag_words("[c]") == measures_words.flag_words("c")
    for symbol in ("c", "low", "u", "z", "x"):
        assert f"symbol {symbol}" in measures_words.flag_words(symbol)[1]
    assert "symbol ..)" in measures_words.flag_words("..")[1]
    assert measures_words.withheld(["c"]) != measures_words.withheld(["x"])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"beyond": "yes", "noise": "interval", "direction": "better", "trend": "rising"}, "better, more than chance"),
        ({"beyond": "no", "noise": "interval", "direction": "worse", "trend": ""}, "no clear change, it may be chance"),
        ({"beyond": "unknown", "noise": "unknown", "direction": "up", "trend": ""}, "higher, not known whether by chance"),
        ({"beyond": "unknown", "noise": "unknown", "direction": "worse", "trend": "rising"}, "rising (worse)"),
        ({"beyond": "unknown", "noise": "unknown", "direction": "down", "trend": "falling"}, "falling"),
        ({"beyond": "unknown", "noise": "unknown", "direction": "better", "trend": "steady"}, "steady over the years"),
        (
            {"beyond": "unknown", "noise": "unknown", "direction": "better", "trend": "uneven"},
            "up and down over the years, without a clear way",
        ),
    ],
)
def test_a_change_is_said_in_words(row, expected):
    assert measures_words.verdict(row) == expected
    whole = {**row, "from_period": "2013/14", "to_period": "2018/19", "from_value": 67.4, "to_value": 69.5, "change": 2.1}
    told = f"up 2.1 points since 2013/14 (67.4): {expected}."
    assert measures_words.change(whole, "per cent of children", "2018/19") == f"2018/19: 69.5, {told}"
    repeated = measures_words.change(whole, "per cent of children", "2019/20")
    assert repeated == f"2018/19: 69.5 (its publisher repeats it for 2019/20), {told}"


@pytest.mark.parametrize(
    ("now", "before", "decimals", "change"),
    [
        (2.6, 2.65, 2, -0.05),
        # With one decimal 28.3 and 16.7 would be 11.6 apart, and the change 11.7.
        (16.66, 28.34, 2, -11.68),
        (69.5, 67.4, 1, 2.1),
        (131.24, 123.41, 1, 7.8),
        (20.0, 20.004, 3, -0.004),
        (12.0, 12.0, 1, 0.0),
        (0.1 + 0.2, 0.3, 2, 0.0),
    ],
)
def test_shown_figures_are_as_far_apart_as_their_change_and_no_fall_is_nought(now, before, decimals, change):
    assert figures.change_decimals(now, before) == decimals
    assert figures.change(now, before) == change


@given(st.integers(0, 500_000), st.integers(0, 500_000))
def test_a_change_has_its_sign_and_lies_between_the_figures_in_words(now_thousandths, before_thousandths):
    now, before = now_thousandths / 1000, before_thousandths / 1000
    change, decimals = figures.change(now, before), figures.change_decimals(now, before)
    assert (change > 0) == (now > before)
    assert (change < 0) == (now < before)
    assert round(now, decimals) - round(before, decimals) == pytest.approx(change, abs=1e-9)


def test_under_other_borders_a_figure_of_a_district_of_today_is_said_to_be_one():
    scene = loading.load()
    settings = scene.settings
    key = "example_two_authorities"
    assert key in settings.borders
    model = scenes.within(scene, key).model
    html = panel(model, Query("school_readiness"), model.areas["lsoa"].index[0])
    assert "value of a district of today" in html
