"""Walking in a real browser: by links, there and back, Back, Forward, reload, each stop shows what its address shows to a fresh visit."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from geo.store.workspace import Workspace
from tests.browser.conftest import READY_MS, settle, start_server
from tests.browser.test_journeys import choose
from tests.helpers.places import ROOT
from ui.scene import loading
from ui.words import common, pages
from ui.words import filters as filters_words
from ui.words import gap_list as gap_list_words
from ui.words import local as local_words
from ui.words import share as share_words

pytestmark = pytest.mark.browser

HUNTINGDONSHIRE = "E07000011"
# Half seconds.
PATIENCE = 40
SECTIONS = {page.title for page in pages.PAGES if page.is_section}
# One page of each kind: words and tables, maps, a page without filters.
STOPS = ("Gap map", "Compare", "Hot spots", "Provision", "Home", "Fragile provision", "Other borders", "Your data", "Gap list")


@pytest.fixture(scope="module")
def marked_address(tmp_path_factory):
    """A server whose workspace marks a few providers of one district as closing."""
    folder = tmp_path_factory.mktemp("walk")
    settings = load_settings(ROOT / "config.toml")
    providers = load_atlas(settings).providers
    counted = providers[(providers["district_code"] == HUNTINGDONSHIRE) & (providers["service_type"] == "day_nursery")]
    today = datetime.now(UTC).date().isoformat()
    config = (ROOT / "config.toml").read_text(encoding="utf-8")
    named = config.replace('folder = "data"', f'folder = "{settings.data.folder}"\nworkspace = "{folder / "kept"}"')
    (folder / "config.toml").write_text(named, encoding="utf-8")
    Workspace(folder / "kept", settings.data.folder).create()
    Ledger(folder / "kept" / "ledger.sqlite").add(
        [Entry("provider", str(code), "closing", "", "A Lead", today) for code in counted.index[:6]]
    )
    command = ["env", f"{loading.CONFIG_VARIABLE}={folder / 'config.toml'}", sys.executable, "-m", "streamlit", "run", "app.py"]
    server, address = start_server(command)
    yield address
    server.terminate()
    server.wait(timeout=20)


def seen(page):
    """The words of the page and the state of the sidebar's controls."""
    settle(page)
    main, sidebar = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")
    return {
        "words": [one for one in main.get_by_test_id("stMarkdown").all_inner_texts() if one.strip()],
        "notes": main.get_by_test_id("stAlert").all_inner_texts(),
        "switches": [one.is_checked() for one in sidebar.get_by_role("switch").all()],
        "radios": sidebar.get_by_role("radio", checked=True).all_inner_texts(),
        "boxes": [one.input_value() for one in sidebar.get_by_role("combobox").all()],
        "several": sidebar.get_by_test_id("stMultiSelect").all_inner_texts(),
    }


def assert_seen(page, expected):
    """Wait until a page shows what is expected: a busy browser draws a part at a time."""
    for _ in range(PATIENCE):
        if seen(page) == expected:
            return
        page.wait_for_timeout(500)
    assert seen(page) == expected


def path_of(page):
    address = urlparse(page.url)
    return address.path, {name: sorted(values) for name, values in parse_qs(address.query).items()}


def assert_as_fresh(page, browser):
    """Open the address of this moment in another browser: what both show is the same."""
    here, place = seen(page), path_of(page)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        other = context.new_page()
        other.goto(page.url)
        assert_seen(other, here)
        assert path_of(other) == place
    finally:
        context.close()


def titled(name):
    """The title of a page; what a page of a few districts speaks of stands before it."""
    return re.compile(rf"^(Huntingdonshire · )?{re.escape(name)} · {re.escape(common.PRODUCT)}$")


def open_by_link(page, name):
    navigation = page.get_by_role("navigation", name=pages.NAVIGATION)
    if name in SECTIONS:
        navigation.get_by_role("link", name=pages.TRUST.title).click()
        expect(page).to_have_title(titled(pages.TRUST.title), timeout=READY_MS)
        navigation = page.get_by_role("navigation", name=pages.SECTIONS)
    navigation.get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_title(titled(name), timeout=READY_MS)
    settle(page)


def csv_of(page):
    with page.expect_download(timeout=READY_MS) as got:
        page.get_by_role("button", name=share_words.CSV).click()
    return got.value.path().read_bytes()


def test_each_stop_of_a_walk_shows_what_its_address_shows_to_a_fresh_visit(page, marked_address, browser):
    page.goto(f"{marked_address}/Gap_list?outcome=school_readiness&district={HUNTINGDONSHIRE}&map=folium&weight=idaci:2")
    settle(page)
    for label in ("assumed", "local"):
        page.get_by_text(filters_words.FILTER_LABELS[label], exact=True).click()
        settle(page)
    choose(page, filters_words.FILTER_LABELS["level"], "Wards")
    page.wait_for_url("**level=ward**", timeout=READY_MS)
    page.get_by_role("textbox", name=gap_list_words.SEARCH_LABEL).fill("Hunt")
    page.keyboard.press("Enter")
    page.wait_for_url("**find=**", timeout=READY_MS)
    settle(page)
    _, asked = path_of(page)
    assert {name: asked[name] for name in ("assumed", "local", "level", "map", "weight", "find")} == {
        "assumed": ["no"],
        "local": ["yes"],
        "level": ["ward"],
        "map": ["folium"],
        "weight": ["idaci:2"],
        "find": ["place:Hunt"],
    }
    assert local_words.left_out(6) in "\n".join(page.get_by_test_id("stAlert").all_inner_texts())
    first, list_bytes = seen(page), csv_of(page)
    assert_as_fresh(page, browser)
    for name in STOPS:
        open_by_link(page, name)
        assert path_of(page)[1] == asked, name
        assert_as_fresh(page, browser)
    assert_seen(page, first)
    assert csv_of(page) == list_bytes

    page.go_back()
    expect(page).to_have_title(titled("Your data"), timeout=READY_MS)
    page.go_back()
    expect(page).to_have_title(titled("Other borders"), timeout=READY_MS)
    assert_as_fresh(page, browser)
    page.go_forward()
    page.go_forward()
    expect(page).to_have_title(titled("Gap list"), timeout=READY_MS)
    assert_seen(page, first)
    page.reload()
    assert_seen(page, first)
    assert path_of(page)[1] == asked
    assert csv_of(page) == list_bytes


def test_back_after_a_choice_takes_the_choice_back_and_forward_makes_it_again(page, marked_address, browser):
    page.goto(f"{marked_address}/Gap_list?outcome=school_readiness&district={HUNTINGDONSHIRE}")
    before = seen(page)
    page.get_by_text(filters_words.FILTER_LABELS["assumed"], exact=True).click()
    page.wait_for_url("**assumed=no**", timeout=READY_MS)
    after = seen(page)
    assert before["words"] != after["words"]
    page.go_back()
    expect(page.get_by_role("switch", name=filters_words.FILTER_LABELS["assumed"])).to_be_checked(timeout=READY_MS)
    assert_seen(page, before)
    page.go_forward()
    page.wait_for_url("**assumed=no**", timeout=READY_MS)
    expect(page.get_by_role("switch", name=filters_words.FILTER_LABELS["assumed"])).not_to_be_checked(timeout=READY_MS)
    assert_seen(page, after)
    assert_as_fresh(page, browser)


def test_a_link_opened_in_a_second_tab_shows_the_view_of_the_first(page, marked_address):
    page.goto(f"{marked_address}/Gap_list?outcome=school_readiness&district={HUNTINGDONSHIRE}&assumed=no")
    settle(page)
    href = page.get_by_test_id("stSidebar").get_by_role("link", name="Gap map", exact=True).get_attribute("href")
    assert parse_qs(urlparse(href).query) == {"outcome": ["school_readiness"], "district": [HUNTINGDONSHIRE], "assumed": ["no"]}
