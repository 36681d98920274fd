"""What if more of those who are entitled took up funded hours, or more children lived somewhere: on the page, by its own words."""

from __future__ import annotations

from datetime import date

import pytest

from geo.demand.users_change import in_numbers, users_change
from geo.method.query import Query
from geo.whatif.scenario.acts import Act
from tests.helpers.screens import html_of, open_page, words
from tests.helpers.tiny_content import ALDER, COUNTY, LSOAS
from ui.report import note
from ui.scene import loading
from ui.view import scenes
from ui.view.state import View
from ui.words import change_form as form_text
from ui.words import pages
from ui.words import scenario_users as text
from ui.words.what_if import USERS

PAGE = pages.WHAT_IF.path
READY = {"outcome": "school_readiness"}
HEADER = "area_code,age,entitlement,eligible,registered,source_id"
# Sixty of the 85 children of two are entitled, of whom twenty come; at three and four nobody says how many are entitled.
ROWS = (f"{COUNTY},0-1,disadvantaged,,0,official", f"{COUNTY},2,disadvantaged,60,20,official", f"{COUNTY},3-4,universal,,150,official")


@pytest.fixture
def held(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    (tiny.data / "take_up.csv").write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8", newline="\n")
    return tiny


def visit(**more):
    app = open_page(PAGE, **READY, **more)
    assert not app.exception
    return app


def add(app):
    return app.button[[one.label for one in app.button].index(form_text.FIRST)].click().run()


@pytest.mark.usefixtures("held")
def test_take_up_is_changed_in_the_form_and_the_page_says_how_many_places_are_missing_and_where():
    app = visit()
    app.radio(key="act").set_value("take_up").run()
    assert app.selectbox(key="act_age_of_take_up").options == ["Aged 2"]
    app.number_input(key="act_percent").set_value(80).run()
    add(app)
    assert not app.exception
    assert app.query_params["do"] in ("take_up:all:2:80", ["take_up:all:2:80"])
    scene = loading.load()
    table = users_change(scene.model, Query("school_readiness"), [Act("take_up", "all", ages="2", percent=80.0)])
    found = in_numbers(table)
    assert f"{found.short:,.0f} places are missing, {found.short_before:,.0f} before" in words(app)
    # 48 of the 60 take a place in the place of 20.
    assert "28 more children use a place" in words(app)
    assert "take-up of funded hours by those entitled, aged 2, is 80%".capitalize()[:30] in words(app)
    assert text.DISTRICTS_TITLE in html_of(app)
    # The file beside it is that of the command line.
    assert USERS in {one.proto.label for one in app.get("download_button")}
    # Undo takes it back.
    app.button[[one.label for one in app.button].index("Undo")].click().run()
    assert "do" not in app.query_params


@pytest.mark.usefixtures("held")
def test_with_another_change_both_are_told():
    app = visit(do=[f"children:{LSOAS[0]}:50", f"take_up:{ALDER}:2:80"])
    assert "50 more children" in words(app)
    assert "lose" in words(app)
    assert "places are missing" in words(app)


def test_where_no_take_up_is_held_the_form_says_what_to_bring(tiny_app):
    app = visit(find=["act:take_up"])
    assert form_text.NO_TAKE_UP in [one.value for one in app.info]
    assert "Bring take_up.csv" in visit(do=["take_up:all:2:80"]).warning[0].value.replace("\\", "")
    assert tiny_app.data.exists()


def test_more_children_are_said_in_the_form(tiny_app):
    app = visit()
    app.radio(key="act").set_value("children").run()
    app.number_input(key="act_children").set_value(-12).run()
    app.selectbox(key="act_age").set_value("3-4").run()
    app.radio(key="act_by_3").set_value("area").run()
    app.selectbox(key="act_area").set_value(LSOAS[0]).run()
    add(app)
    assert not app.exception
    assert app.query_params["do"] in (f"children:{LSOAS[0]}:-12:3-4", [f"children:{LSOAS[0]}:-12:3-4"])
    assert "12 fewer children aged 3 to 4 in" in words(app)
    assert "gain" in words(app)
    assert tiny_app.data.exists()


def test_more_children_go_than_live_there(tiny_app):
    app = add(visit(find=["act:children", "act_children:-900", "act_by:area", f"act_area:{LSOAS[0]}"]))
    assert "only 100 such children live in" in app.error[0].value
    assert tiny_app.data.exists()


@pytest.mark.usefixtures("held")
def test_the_note_on_a_take_up_tells_how_many_places_are_missing_and_has_no_point_on_its_map():
    query = Query("school_readiness", "lsoa", (ALDER,))
    view = View(query, "gap", None, None, show_providers=True, show_sites=False, do=("take_up:all:2:80",))
    made = note.printed(scenes.chosen(loading.load(), view), view, date(2026, 1, 1))
    assert "places are missing" in made.headline
    assert made.sheet.kinds == ()
