"""Many systems sweep temporary files by age, under a server that uses them too: every page goes on, with the same data."""

from __future__ import annotations

import shutil
import tempfile

import pytest

from geo.publishers import registry
from geo.store.outlines import outlines
from tests.helpers.screens import open_page, words
from tests.helpers.tiny_content import LSOAS
from tests.security.test_folders_gone import STALE, half
from tests.ui.screens.test_your_data_page import VALUES, bring, go, press, using, visit
from ui.scene import loading, own_data, snapshot
from ui.view import scenes
from ui.words import common, pages
from ui.words import your_data as your_words


@pytest.fixture
def app_of(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return tiny


@pytest.fixture
def temporary(app_of, monkeypatch):
    """A place for temporary files that can be swept, and a server that has begun in it."""
    place = app_of.config.parent / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    assert not open_page("app.py").exception
    return place


def sweep_all(place):
    for folder in place.iterdir():
        shutil.rmtree(folder)


def sweep_files(place):
    """As systems sweep that go by the age of each file and keep what was read of late."""
    for path in place.rglob("*.geojson"):
        path.unlink()


@pytest.mark.usefixtures("app_of")
@pytest.mark.parametrize("sweep", [sweep_all, sweep_files])
def test_every_page_opens_after_the_copy_of_the_data_was_swept_away(temporary, sweep):
    for page in (page.path for page in pages.PAGES):
        sweep(temporary)
        app = open_page(page, outcome="school_readiness")
        assert not app.exception, page
        assert app.title[0].value != common.BROKEN_TITLE, page
        assert not app.warning, page


def test_files_are_still_compared_with_the_data_after_their_copy_was_swept_away(temporary):
    before = bring(visit(), ("visits.csv", VALUES))
    sweep_all(temporary)
    app = before.run()
    assert not app.exception
    press(app, your_words.USE)
    assert [one.value for one in app.success] == [your_words.USED]


@pytest.mark.parametrize("sweep", [shutil.rmtree, sweep_files])
@pytest.mark.parametrize("prefix", [snapshot.PREFIX, own_data.PREFIX])
def test_a_visit_whose_files_or_their_basis_was_swept_away_is_told_so(temporary, sweep, prefix):
    app = using(("visits.csv", VALUES))
    for folder in temporary.glob(f"{prefix}*"):
        sweep(folder)
    app.run()
    assert not app.exception
    assert your_words.GONE in words(app)
    assert app.title[0].value == pages.YOUR_DATA.title
    assert not go(app, "pages/10_Compare_districts.py").exception


def test_what_was_worked_out_from_a_copy_goes_with_it(app_of, temporary):
    """Within other borders there is an atlas of its own, which reads from the same copy."""
    grouping = [f"{code},{'east' if place % 2 else 'west'}" for place, code in enumerate(LSOAS)]
    (app_of.data / "borders").mkdir()
    (app_of.data / "borders" / "two.csv").write_text("\n".join(["lsoa_code,group", *grouping, ""]), encoding="utf-8")
    app_of.edit_text("config.toml", "[data]", '[borders.two]\nname = "Two"\nfile = "borders/two.csv"\n\n[data]')
    first = scenes.within(loading.load(), "two")
    assert outlines(first.atlas, "lsoa")
    sweep_all(temporary)
    second = scenes.within(loading.load(), "two")
    assert second.atlas.store != first.atlas.store
    assert outlines(second.atlas, "lsoa")


def test_a_copy_that_was_swept_away_while_the_files_are_broken_is_told_as_broken_files(app_of, temporary):
    half(app_of.data / "providers.csv")
    assert STALE in words(open_page("app.py"))
    sweep_all(temporary)
    app = open_page("pages/10_Compare_districts.py")
    assert not app.exception
    assert app.title[0].value == common.BROKEN_TITLE
