"""What somebody at another computer may do on the pages where people write, and what those pages say."""

from __future__ import annotations

import shutil

import pytest
import streamlit as st
from streamlit import config

from geo.store.desk import Desk
from geo.store.kept import place_of
from geo.store.ledger_entry import Entry
from geo.store.permission import Person
from tests.helpers.kept import save
from tests.helpers.screens import html_of, open_page, words
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS
from ui.words import kept_scenarios, local, pages, people, your_data
from ui.words.plain import plain

WRITING = (pages.LOCAL, pages.YOUR_DATA, pages.WHAT_IF)
NOTE = Entry("area", LSOAS[0], "other", "Something", "Ann", "2026-01-02")
LABELS = {
    local.ADD, local.WITHDRAW, your_data.UNDO, kept_scenarios.KEEP, kept_scenarios.WITHDRAW,
}  # fmt: skip


@pytest.fixture
def kept(tiny_app):
    """Give the tiny atlas with a version to undo, a note to take back and a scenario to withdraw."""
    with_workspace(tiny_app)
    place = place_of(tiny_app.settings)
    place.versions.keep(shutil.copytree, "Ann", "why")
    place.notes.add([NOTE])
    save(place.scenarios, do=("close:n-1",))
    return tiny_app


@pytest.fixture
def on_a_network():
    before = st.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")  # noqa: S104 - nothing is bound
    yield
    config.set_option("server.address", before)


def visit(page):
    app = open_page(page.path, **({"do": "close:n-1"} if page == pages.WHAT_IF else {}))
    app.session_state["unfolded"] = {"kept_scenarios": True}
    app.run()
    assert not app.exception
    return app


def labels(app):
    """Buttons that write."""
    return {button.label for button in app.button} & LABELS


@pytest.mark.usefixtures("kept")
def test_on_this_computer_everything_is_offered_and_nothing_is_said():
    apps = [visit(page) for page in WRITING]
    assert set().union(*map(labels, apps)) == LABELS
    assert not any(people.NOT_CHECKED in words(app) or plain("open to other computers") in words(app) for app in apps)


@pytest.mark.usefixtures("kept")
def test_whoever_may_undo_sees_who_has_done_what_and_takes_it_away(request):
    assert your_data.AUDIT_EMPTY in words(visit(pages.YOUR_DATA))
    place = place_of(request.getfixturevalue("kept").settings)
    Desk(place, Person("contributor", "known", "<b>Zed")).add_note(NOTE)
    app = visit(pages.YOUR_DATA)
    for cell in ("&lt;b&gt;Zed", "signed in", "add local knowledge", f"area {LSOAS[0]}"):
        assert cell in html_of(app)
    assert your_data.AUDIT_DOWNLOAD in [button.proto.label for button in app.get("download_button")]
    request.getfixturevalue("on_a_network")
    assert your_data.AUDIT not in words(visit(pages.YOUR_DATA)) + html_of(visit(pages.YOUR_DATA))


@pytest.mark.usefixtures("kept", "on_a_network")
def test_over_a_network_nobody_writes_and_pages_say_why():
    for page in WRITING:
        app = visit(page)
        assert labels(app) == set()
        assert plain("open to other computers") in words(app)
        assert plain("Ask whoever looks after it.") in words(app)
        assert "open_to_all = true" in html_of(app)
        assert people.NOT_CHECKED not in words(app)


@pytest.mark.usefixtures("on_a_network")
def test_where_all_may_write_every_page_says_that_names_are_not_checked(kept):
    kept.edit_text("config.toml", "[gap]", "[people]\nopen_to_all = true\n\n[gap]")
    apps = [visit(page) for page in WRITING]
    assert set().union(*map(labels, apps)) == LABELS
    for app in (*apps, open_page(), open_page(pages.GAP_LIST.path)):
        assert people.NOT_CHECKED in [warning.value for warning in app.warning]
