"""Only filters that change a page are on it: each filter is changed on each page, and what the page shows changes or does not."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import workspace_of
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from tests.helpers.kept import without_first_nursery
from tests.helpers.places import ROOT
from tests.helpers.screens import open_page
from tests.helpers.tiny import write_tiny
from tests.helpers.tiny_content import ALDER, LSOAS
from tests.ui.view.test_walk import controls_of, shown
from ui.view.bar import OWN_SETTINGS
from ui.view.page_filters import FILTERS, Filter
from ui.view.widgets import widget_key
from ui.words import closures as closures_words
from ui.words import filters as filters_words
from ui.words import home as home_words
from ui.words import pages

NAMES: tuple[Filter, ...] = get_args(Filter)
BASE = {"outcome": "school_readiness"}
OTHER = {
    "outcome": "child_health", "district": ["E07000011"], "level": "district", "sector": "public", "service": ["day_nursery"],
    "assumed": "no", "borders": "example_two_authorities", "weight": ["idaci:2"], "travel": "walk:15", "form": "3sfca", "target": "3",
    "local": "yes",
    "measure": "need", "colour": "need", "providers": "no", "sites": "yes", "map": "detailed",
}  # fmt: skip
# Where finding an answer takes long, six neighbourhoods do.
SMALL = (pages.SITING, pages.THEN_NOW)
SMALL_OTHER = {**OTHER, "weight": ["idaci:0"], "district": [ALDER], "borders": "two"}
# What a page has to be asked before it shows what a filter changes.
ASKED = {
    # Of a place that the marked nursery serves, of one that is short of the target, and of none.
    pages.PROFILE: [{**BASE, "area": "E01018289"}, {**BASE, "area": "E01018095"}, BASE],
    pages.WHAT_IF: [{**BASE, "do": ["open:school_nursery:public:26:E01018076"], "find": ["shows:after"]}],
    pages.SITING: [{**BASE, "find": ["site_asked:yes"]}],
    pages.MEASURES: [{**BASE, "indicator": "idaci"}],
    pages.BORDERS: [{**BASE, "borders": "districts_of_today"}],
    # Whose weights these are the outcome area says.
    pages.AGREEMENT: [{**BASE, "weight": ["idaci:3"]}],
}
# What a page needs before it has a map and a list.
RESULTS = {pages.WHAT_IF: {"do": [f"open:day_nursery:pvi:30:{LSOAS[5]}"], "find": ["shows:after"]}}
# These say what is kept for other pages: they change with every choice, and no figure changes with them.
KEPT = (filters_words.CHANGED_TITLE, closures_words.SHARED_BY_ALL, home_words.HOME_RECOMMENDED)
ADDRESS = re.compile(r'(href|src)="[^"]*"')
# What stands on paper alone holds the link and the day.
PRINTED = "Method version"


def _mark(config):
    """Let local knowledge say of a nursery that it closes."""
    settings = load_settings(config)
    atlas = load_atlas(settings)
    inside = atlas.providers[atlas.providers["lsoa_code"].notna() & (atlas.providers["service_type"] == "day_nursery")]
    workspace = workspace_of(settings)
    workspace.create()
    note = Entry("provider", str(inside.index[0]), "closing", "", "A Lead", datetime.now(UTC).date().isoformat())
    Ledger(workspace.root / "ledger.sqlite").add([note])
    return config


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The tiny atlas with other borders, other travel, and a provider that local knowledge marks."""
    tiny = write_tiny(tmp_path_factory.mktemp("filters"))
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nworkspace = "kept"')
    tiny.edit_text("config.toml", 'mode = "drive"', 'mode = "drive"\noffered = [{mode = "walk", minutes = 15}]')
    with tiny.config.open("a", encoding="utf-8") as config:
        config.write('\n[borders.two]\nname = "Two"\nfile = "borders/two.csv"\n')
    (tiny.data / "borders").mkdir()
    groups = "".join(f"{code},{'West' if place % 2 else 'East'}\n" for place, code in enumerate(LSOAS))
    (tiny.data / "borders" / "two.csv").write_text(f"lsoa_code,group\n{groups}", encoding="utf-8", newline="\n")
    config = _mark(tiny.config)
    workspace = workspace_of(load_settings(config))
    workspace.keep(without_first_nursery, "A Lead", "a version to compare with")
    return config


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The embedded data, where every filter has something to change."""
    folder = tmp_path_factory.mktemp("filters_large")
    config = (ROOT / "config.toml").read_text(encoding="utf-8")
    data = load_settings(ROOT / "config.toml").data.folder
    config = config.replace('folder = "data"', f'folder = "{data}"\nworkspace = "{folder / "kept"}"')
    # How sure a rank is takes most of the time.
    config = config.replace("draws = 500", "draws = 100").replace("permutations = 9999", "permutations = 99")
    (folder / "config.toml").write_text(config, encoding="utf-8")
    return _mark(folder / "config.toml")


def figures(page, params):
    """Everything that a page shows, without links and without what is said of other pages."""
    app = open_page(page.path, **params)
    assert not app.exception, (page.title, params)
    seen = shown(app)
    words = [line for line in seen["words"].split("\n") if not any(said in line for said in KEPT)]
    html = [ADDRESS.sub("", part) for part in seen["html"] if PRINTED not in part]
    labels = [label for label, _ in seen["links"]]
    return {
        "words": words,
        "tables": seen["tables"],
        "html": html,
        "drawings": seen["drawings"],
        "links": labels,
    }


def assert_changed_by(page, other, filters):
    """Each of these filters changes what a page shows, and all others together do not."""
    without = set(filters)
    for base in ASKED.get(page, [BASE]):
        before = figures(page, base)
        without -= {name for name in without if figures(page, {**base, name: other[name]}) != before}
        assert_changed_by_nothing_else(page, base, before, {name: value for name, value in other.items() if name not in filters})
    assert without == set(), "on the page, and change nothing"


def assert_changed_by_nothing_else(page, base, before, rest):
    if "outcome" in rest:
        # One that the same services answer.
        rest = {**rest, "outcome": "early_education"}
    # Within other borders there are other districts.
    alone = {"borders": rest.pop("borders")} if "borders" in rest else {}
    for more in filter(None, (rest, alone)):
        after = figures(page, {**base, **more})
        for part, value in before.items():
            assert after[part] == value, (part, "changes, and not by a filter of the page")


@pytest.mark.parametrize("page", [page for page in pages.PAGES if page not in SMALL], ids=lambda page: page.title)
def test_a_page_has_the_filters_that_change_it_and_no_other(page, large, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(large))
    # Districts are compared by what is inside them, whether neighbourhoods or wards.
    other = {**OTHER, "level": "ward"} if page in (pages.DISTRICTS, pages.BORDERS) else OTHER
    assert_changed_by(page, other, FILTERS[page])


@pytest.mark.parametrize("page", SMALL, ids=lambda page: page.title)
def test_a_page_that_works_long_has_the_filters_that_change_it_and_no_other(page, small, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(small))
    # There is no site among them, so no map of sites.
    other = {name: value for name, value in SMALL_OTHER.items() if name != "map"}
    assert_changed_by(page, other, FILTERS[page] - {"map"})


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.title)
def test_every_filter_of_the_register_is_on_its_page_and_no_other_is(page, small, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(small))
    app = open_page(page.path, **BASE, **RESULTS.get(page, {}))
    app.session_state[OWN_SETTINGS] = True
    app.run()
    keys = {control.key for control in [*controls_of(app.sidebar), *app.sidebar.radio]}
    drawn = {name for name in NAMES if any(key == widget_key(name) or key.startswith(f"{widget_key(name)}_") for key in keys)}
    # Of the tiny atlas these choices have names of their own.
    assert drawn == FILTERS[page]


def test_a_page_of_changes_offers_nothing_for_a_map_before_the_first(small, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(small))
    keys = {control.key for control in controls_of(open_page(pages.WHAT_IF.path, **BASE).sidebar)}
    assert not keys & {widget_key(name) for name in ("level", "colour", "providers", "sites", "map")}
    assert widget_key("sector") in keys


def test_a_filter_that_a_page_does_not_show_keeps_its_value_for_the_next(small, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(small))
    app = open_page(pages.WHAT_WORKS.path, **BASE, sector="public", level="ward", target="3")
    assert {control.key for control in controls_of(app.sidebar)} == {widget_key("outcome")}
    app.selectbox(key=widget_key("outcome")).set_value("child_health").run()
    app.switch_page(pages.GAP_LIST.path).run()
    assert (app.query_params["sector"], app.query_params["level"]) == ("public", "ward")
    assert app.selectbox(key=widget_key("level")).value == "ward"
