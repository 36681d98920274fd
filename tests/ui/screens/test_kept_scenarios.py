"""Scenarios that are kept for everybody: from the page into the workspace, and back by a link."""

from __future__ import annotations

import pytest

from geo.store.kept import scenarios_of
from tests.helpers.screens import html_of, open_page, words
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS
from ui.words import kept_scenarios as text
from ui.words import pages
from ui.words.plain import plain

PAGE = pages.WHAT_IF.path
DO = ["close:n-1", f"homes:{LSOAS[0]}:10:30"]


@pytest.fixture
def kept(tiny_app):
    with_workspace(tiny_app)
    return tiny_app


def visit(**params):
    app = open_page(PAGE, outcome="school_readiness", **params)
    assert not app.exception
    return app


def unfolded(app):
    app.session_state["unfolded"] = {"kept_scenarios": True}
    app.run()
    assert not app.exception
    return app


def keep(app, name="Ely homes", who="Ann", why="To see"):
    for label, value in ((text.KEEP_NAME, name), (text.KEEP_WHO, who), (text.KEEP_WHY, why)):
        next(one for one in app.text_input if one.label == label).set_value(value)
    next(one for one in app.button if one.label == text.KEEP).click()
    app.run()
    assert not app.exception
    return app


def test_a_scenario_is_kept_and_a_link_opens_it(kept):
    app = keep(unfolded(visit(do=DO)))
    assert text.kept("Ely homes", "ely-homes-1") in [one.value for one in app.success]
    saved = scenarios_of(kept.settings).get("ely-homes-1")
    assert (list(saved.do), saved.who, saved.why, saved.method_version) == (DO, "Ann", "To see", "3")
    opened = visit(scenario="ely-homes-1")
    assert opened.query_params["do"] == DO
    assert "scenario" not in opened.query_params
    assert any("Opened **Ely homes**, kept by Ann on" in one.value for one in opened.info)
    # Other pages show it too, with the changes that a link adds.
    listed = open_page(pages.GAP_LIST.path, outcome="school_readiness", scenario="ely-homes-1", do="close:n-2")
    assert listed.query_params["do"] == [*DO, "close:n-2"]


def test_what_is_missing_is_said_and_nothing_is_kept(kept):
    app = keep(unfolded(visit(do=DO)), name="", who="")
    assert text.NOT_KEPT in words(app)
    assert scenarios_of(kept.settings).all() == ([], 0)


def test_a_kept_scenario_whose_target_is_gone_names_it(kept):
    place = scenarios_of(kept.settings)
    place.save("Old", "Ann", "To see", ("close:n-1", "close:gone"), fresh=False, data_version="then", method_version="2")
    app = visit(scenario="old-1")
    assert app.query_params["do"] == "close:n-1"
    assert any("gone" in one.value for one in app.warning), [one.value for one in app.warning]
    assert any("Figures were those of method 2; these are of method 3." in one.value for one in app.info)


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def test_a_kept_scenario_is_withdrawn_after_one_more_question_and_brought_back(kept):
    place = scenarios_of(kept.settings)
    saved = place.save("Old", "Ann", "To see", ("close:n-1",), fresh=False, data_version="then", method_version="3")
    app = press(unfolded(visit()), text.WITHDRAW)
    assert text.sure("Old") in words(app)
    press(app, text.LEAVE_IT)
    assert text.sure("Old") not in words(app)
    press(press(app, text.WITHDRAW), text.WITHDRAW_IT)
    # Nobody said who they are.
    assert text.NOT_WITHDRAWN in words(app)
    assert place.get("old-1") == saved
    next(one for one in app.text_input if one.label == text.KEEP_WHO).set_value("Bob")
    press(app, text.WITHDRAW_IT)
    assert plain(text.withdrawn("Old")) in [one.value for one in app.success]
    assert all(one.label != text.WITHDRAW for one in app.button)
    assert f"**{text.WITHDRAWN_TITLE}**" in words(app)
    # A link that was sent goes on working, and says so.
    opened = visit(scenario="old-1")
    assert opened.query_params["do"] == "close:n-1"
    assert any("Withdrawn by Bob on" in one.value for one in opened.info)
    press(app, text.BRING_BACK)
    assert plain(text.back("Old")) in [one.value for one in app.success]
    assert place.get("old-1") == saved


@pytest.mark.usefixtures("kept")
def test_a_link_to_none_says_so_and_shows_today():
    app = visit(scenario="nothing")
    assert any("nothing" in one.value for one in app.warning)
    assert "do" not in app.query_params


@pytest.mark.usefixtures("tiny_app")
def test_without_a_workspace_the_page_says_what_to_do():
    app = unfolded(visit(do=DO))
    assert "Ask whoever looks after this dashboard" in words(app)
    assert "workspace create" in html_of(app)
    assert any("names no workspace" in one.value for one in visit(scenario="x").warning)
