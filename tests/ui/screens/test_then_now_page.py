"""Then and now: what it compares with, what it says, and that its figures are those of the lists."""

from __future__ import annotations

import shutil

import pytest

from geo.method.gaps import gap_list
from geo.method.query import Query
from geo.store.folder import FolderStore
from tests.helpers.kept import without_first_nursery
from tests.helpers.screens import open_page, words
from tests.helpers.tiny import with_workspace
from ui.scene import loading, own_data
from ui.words import closures as closures_words
from ui.words import filters, pages
from ui.words import then_now as text

PAGE = pages.THEN_NOW.path
ASKED = {"outcome": "school_readiness"}


@pytest.fixture
def kept(tiny, monkeypatch):
    """A workspace in which a second version is in use."""
    workspace = with_workspace(tiny)
    workspace.keep(without_first_nursery, "A Lead", "list of the autumn")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return workspace


def test_with_one_version_the_page_says_how_a_second_one_comes(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(PAGE, **ASKED)
    assert not app.exception
    assert text.NOTHING in [one.value for one in app.info]
    assert text.TO_BRING in [link.proto.label for link in app.get("page_link")]
    assert not app.dataframe
    assert filters.FILTER_LABELS["outcome"] not in [one.label for one in app.selectbox], "no filter that changes nothing"


@pytest.mark.usefixtures("kept")
def test_the_version_before_is_compared_with_the_one_in_use():
    app = open_page(PAGE, **ASKED)
    assert not app.exception
    assert filters.FILTER_LABELS["outcome"] in [one.label for one in app.selectbox]
    told = words(app)
    assert "**1 is gone**" in told
    changed = app.dataframe[0].value
    assert changed["change"].tolist() == [text.CHANGES["closed"], text.CHANGES["kept"]]
    assert changed["how"].tolist() == ["", text.HOW["grew"]]
    then, now = loading.of_version(0), loading.load()
    total = app.dataframe[-1].value.iloc[-1]
    for name, scene in (("shortfall_then", then), ("shortfall_now", now)):
        listed = gap_list(scene.model, Query("school_readiness"), evidence=False)
        assert total[name] == pytest.approx(listed["shortfall_places"].sum())


def test_an_older_version_is_chosen_and_is_in_the_link(kept):
    kept.keep(lambda _, new: shutil.copytree(kept.shipped, new), "A Lead", "back to the summer")
    app = open_page(PAGE, **ASKED)
    box = app.selectbox(key="then_version")
    assert [option.partition(",")[0] for option in box.options] == ["Version 1", "The data that came with the product"]
    assert "list of the autumn" in box.options[0]
    assert "**1 is new**" in words(app)
    box.set_value("0").run()
    assert app.query_params["find"] == "then:0"
    assert "**none is new**" in words(app)
    assert app.info[0].value == text.PROVIDERS_NONE
    linked = open_page(PAGE, **ASKED, find="then:0")
    assert words(linked) == words(app)


def test_own_files_are_compared_with_the_version_in_use(tiny, monkeypatch, tmp_path):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    without_first_nursery(tiny.data, tmp_path / "mine")
    app = open_page(PAGE, **ASKED)
    app.session_state[own_data.KEY] = own_data.OwnData(FolderStore(tmp_path / "mine"), [], tiny.settings)
    app.run()
    assert not app.exception
    assert app.selectbox(key="then_version").options == ["The data that came with the product"]
    assert "**1 is gone**" in words(app)


def test_a_version_that_today_s_settings_cannot_read_is_named_and_the_page_stays(kept):
    open_page(PAGE, **ASKED)
    (kept.shipped / "areas.csv").write_text("area_code\n", encoding="utf-8")
    app = open_page(PAGE, **ASKED)
    assert not app.exception
    assert text.UNREADABLE in words(app)
    assert "areas.csv" in words(app)
    assert app.selectbox(key="then_version").options


@pytest.mark.usefixtures("kept")
def test_fragile_provision_names_who_has_gone_since():
    app = open_page(pages.CLOSURES.path, **ASKED)
    assert not app.exception
    assert "**1 provider is no longer in the data**" in words(app)
    assert closures_words.TO_THEN_NOW in [link.proto.label for link in app.get("page_link")]


def test_fragile_provision_is_silent_where_there_is_one_version(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    assert closures_words.SINCE_TITLE not in words(open_page(pages.CLOSURES.path, **ASKED))
