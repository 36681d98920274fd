"""The page on data and methods: nothing that is in the data is missing from it, and its parameters are those in force."""

from __future__ import annotations

import os
import re

import pytest
from markupsafe import escape

from geo.contract.columns import ALL_TABLES
from geo.method.gaps import METHOD_VERSION, Query, gap_list
from tests.helpers.screens import open_page, words
from ui.scene import loading
from ui.words import gap_list as gap_list_words
from ui.words import methods as methods_words

PAGE = "pages/12_Data_and_methods.py"


@pytest.fixture(scope="module")
def page():
    return open_page(PAGE)


def tables(app):
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def test_every_source_and_indicator_is_on_the_page(page):
    atlas = loading.load().atlas
    assert not page.exception
    shown = tables(page)
    for name in [*atlas.sources["title"], *atlas.sources["attribution"], *atlas.indicators["name"], *atlas.indicators["definition"]]:
        assert escape(name) in shown


def test_every_column_of_every_table_and_of_the_gap_list_is_on_the_page(page):
    model = loading.load().model
    shown = tables(page)
    for column in [*(name for columns in ALL_TABLES.values() for name in columns), *gap_list(model, Query("school_readiness"))]:
        assert f'<th scope="row">{column}</th>' in shown
    assert all(escape(told) in shown for told in gap_list_words.REASON_MEANINGS.values())


def test_the_links_lead_to_the_sections_that_are_there(page):
    assert [header.proto.anchor for header in page.header] == list(methods_words.SECTIONS)
    assert all(f'href="#{anchor}"' in tables(page) for anchor in methods_words.ASKED)


def test_the_page_answers_first_which_data_how_old_how_worked_out_and_what_to_cite(page):
    first = tables(page).split("</dl>")[0]
    assert all(f"<dt>{asked}</dt>" in first for asked in methods_words.ASKED.values())
    assert loading.load().version[:12] in first
    assert METHOD_VERSION in first
    told = re.sub(r"<[^>]*>", " ", first).split()
    assert len(told) < 220, "what stands there before anything is opened"
    assert len(page.expander) >= len(methods_words.SECTIONS)


@pytest.mark.usefixtures("page")
def test_the_parameters_are_those_of_the_settings_file(tiny, monkeypatch):
    written = tiny.config.read_text()
    for before, after in (("detour = 1.3", "detour = 1.7"), ("draws = 500", "draws = 321"), ("permutations = 9999", "permutations = 777")):
        written = written.replace(before, after)
    tiny.config.write_text(written)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    settings = loading.load().settings
    shown = words(open_page(PAGE))
    assert f"straight line times {settings.access.detour:g}," in shown
    assert f"{settings.confidence.draws:,} times (seed {settings.confidence.seed})" in shown
    assert f"{settings.clusters.permutations:,} random permutations" in shown


@pytest.mark.parametrize(
    ("years", "old", "told"), [(None, False, "not given"), (0, False, "this year"), (1, False, "1 year"), (6, True, "Old: 6 years")]
)
def test_an_age_is_said_in_words(years, old, told):
    assert methods_words.age(years, old=old) == told


def test_the_stamp_on_the_page_changes_with_the_data_and_with_the_settings(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    shown = [methods_words.stamps("1", loading.load().version)]
    tiny.edit_text("areas.csv", "Alder", "Older")
    shown.append(methods_words.stamps("1", loading.load().version))
    tiny.edit_text("config.toml", "detour = 1.3", "detour = 1.7")
    shown.append(methods_words.stamps("1", loading.load().version))
    assert len(set(shown)) == 3
    # The same again, read at another time: another copy, and no other stamp.
    for file in (tiny.data / "providers.csv", tiny.config):
        os.utime(file, (1, 1))
    assert methods_words.stamps("1", loading.load().version) == shown[-1]
