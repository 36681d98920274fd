"""Sufficiency report: its summary is that of the report, its files have the same figures, and every state says what it is."""

from __future__ import annotations

import pytest

from geo.method.gaps import gap_list
from geo.method.query import Query
from geo.sufficiency import labels
from geo.sufficiency.authorities import report_authorities
from geo.sufficiency.material import query_of
from tests.helpers.screens import html_of, open_page, words
from tests.helpers.tiny_content import ALDER, LSOAS
from ui.report.sufficiency.make import KINDS, report_of
from ui.scene import loading
from ui.screens.sufficiency import MADE
from ui.words import pages
from ui.words import sufficiency as text

PAGE = pages.SUFFICIENCY.path


@pytest.fixture
def here(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return tiny


@pytest.mark.usefixtures("here")
def test_the_page_says_what_the_report_says_first_and_which_parts_are_held():
    app = open_page(PAGE)
    assert not app.exception
    listed = gap_list(loading.load().model, Query("school_readiness"))
    assert f"together {listed['shortfall_places'].sum():,.0f} places are short" in words(app)
    shown = html_of(app)
    for heading in labels.PARTS.values():
        assert heading in shown
    assert shown.count(text.HELD["to_write"]) == len(("action", "views"))
    assert "delivery plan" in shown
    assert text.BEFORE_TITLE in [one.value for one in app.header]
    assert f"- Write part {labels.PARTS['action']}: from the partnership's delivery plan." in words(app)
    assert labels.TO_WRITE in words(app)
    # Who is asked for more than one group is named once, and a file as it is spelt.
    assert shown.count("a survey of providers") == len(("fees", "groups"))
    assert "take_up.csv (Department for Education" in shown
    assert "Take_up.csv" not in shown


@pytest.mark.usefixtures("here")
def test_the_files_are_made_on_a_press_and_are_those_of_the_same_report():
    app = open_page(PAGE, district=[ALDER])
    app.selectbox(key="report_year").set_value("2027").run()
    assert app.query_params["find"] == "report_year:2027"
    assert not app.get("download_button")
    app.button(key="sufficiency_make").click().run()
    assert not app.exception
    labels_shown = [button.proto.label for button in app.get("download_button")]
    assert labels_shown == [label for label, _ in text.FILES.values()]
    (scene_key, query, year, day), files = app.session_state[MADE]
    scene = loading.load()
    assert (scene_key, query, year) == (scene.key, query_of(scene.settings, Query("school_readiness", districts=(ALDER,))), 2027)
    assert set(files) == set(KINDS)
    assert len(files["csv"].splitlines()) == 1 + len(report_of(scene, query, year, day.isoformat()).figures)
    app.selectbox(key="report_year").set_value("2025").run()
    assert text.STALE in [one.value for one in app.info]
    assert not app.get("download_button")


def test_the_council_is_asked_first_and_chooses_its_districts():
    app = open_page(PAGE)
    council = app.selectbox(key="report_council")
    atlas = loading.load().model.atlas
    one = max(report_authorities(atlas), key=lambda one: len(one.districts))
    label = text.council(one.name, [str(atlas.areas.at[code, "name"]) for code in one.districts])
    assert council.value == text.EVERY_COUNCIL
    assert label in council.options
    council.set_value(label).run()
    assert not app.exception
    assert app.query_params["district"] == list(one.districts)
    assert f"children under five live in {one.name}." in words(app)
    some = open_page(PAGE, district=[one.districts[0]])
    assert some.selectbox(key="report_council").value == text.CHOSEN_DISTRICTS


@pytest.mark.usefixtures("here")
def test_a_scenario_is_left_out_and_the_page_says_so():
    plain = open_page(PAGE)
    app = open_page(PAGE, outcome="school_readiness", do=[f"open:day_nursery:pvi:30:{LSOAS[5]}"])
    assert text.WITHOUT_SCENARIO in [one.value for one in app.info]
    first = [line for line in words(plain).split("\n") if "places are short" in line]
    assert first
    assert [line for line in words(app).split("\n") if "places are short" in line] == first


@pytest.mark.usefixtures("here")
def test_another_outcome_area_of_the_link_changes_nothing_and_an_odd_year_is_this_one():
    plain = open_page(PAGE)
    app = open_page(PAGE, outcome="child_health", find="report_year:1066")
    assert not app.exception
    assert app.selectbox(key="report_year").value == plain.selectbox(key="report_year").value
    assert html_of(app).count(labels.PARTS["groups"]) == html_of(plain).count(labels.PARTS["groups"])
    assert [line for line in words(app).split("\n") if "places are short" in line] == [
        line for line in words(plain).split("\n") if "places are short" in line
    ]


def test_without_any_place_the_page_says_what_to_bring(here):
    path = here.data / "providers.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    app = open_page(PAGE)
    assert not app.exception
    assert text.NOTHING in [one.value for one in app.info]
    assert not app.button
