"""Every page in a real browser: WCAG 2.2 AA by axe-core, each stop of the tab key, narrow and zoomed windows; ways by keyboard alone.

axe-core also checks its own best practice here (headings in order, everything in a landmark). What a machine cannot check is in
docs/accessibility.md.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from tests.browser import page_faults
from tests.browser.conftest import READY_MS, said, settle, wait_until
from tests.browser.test_journeys import choose
from tests.browser.test_simple_map import drawn
from ui.words import filters as filters_words
from ui.words import gap_list as gap_list_words
from ui.words import maps as maps_words
from ui.words import pages as pages_words
from ui.words import panel as panel_words
from ui.words import share as share_words
from ui.words import siting as siting_words
from ui.words.pages import PAGES
from ui.words.site_lead import PROVEN

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A chosen area opens the panel; the detailed map is a canvas; a scenario has a map and tables, and years.
STATES = [
    "Gap_map?outcome=school_readiness&level=ward&area=E05011268",
    "Gap_map?outcome=school_readiness&colour=both&sites=yes",
    "Gap_map?outcome=school_readiness&level=district&map=detailed",
    "What_if?outcome=school_readiness&do=open:school_nursery:public:26:E01018076&do=homes:E01018076:300",
    "Where_to_put_it?outcome=early_education&find=site_asked:yes",
    "Demand?outcome=early_education&do=homes:E01018076:3000:30:2031",
    "Gap_list?outcome=school_readiness&find=place:zzzzz&area=E01018095",
]
ADDRESSES = [page.address for page in PAGES]
SETTLING_MS = 10_000
# 200% of a window of 1440 by 900 pixels.
ZOOMED = (720, 450)
MOST_STOPS = 15
FENLAND = "E07000010"
# How far the page reaches beyond its window; the main part scrolls by itself.
BEYOND_PX = "((main) => Math.max(main.scrollWidth - main.clientWidth, document.body.scrollWidth - innerWidth))"
BEYOND_PX += "(document.querySelector('[data-testid=stMain]'))"


def violations(page, rules):
    """What axe-core finds: rule, element, and what to do."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations'], iframes: false})", rules)["violations"]
    return [f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})" for rule in found for node in rule["nodes"]]


def test_there_is_an_address_for_every_page():
    assert len(ADDRESSES) == len(PAGES)


def resize(page, width, height, scale=1):
    """Give the window another size; a scale of 2 is the browser's zoom of 200%."""
    size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", size)
    wait_until(page, f"innerWidth === {width} && devicePixelRatio === {scale}", READY_MS)


def assert_no_wider_than_its_window(page):
    # A chart takes its width from the page a moment after it is drawn.
    wait_until(page, f"{BEYOND_PX} <= 0", SETTLING_MS)


def keeps_the_rules(page):
    """Ask of a page in a wide window what every page must keep; it is narrowed and enlarged on the way."""
    page.emulate_media(color_scheme="light")
    settle(page)
    assert violations(page, {"type": "tag", "values": RULES}) == []
    page.emulate_media(color_scheme="dark")
    wait_until(page, "getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(18, 24, 31)'", READY_MS)
    settle(page)
    assert violations(page, {"type": "rule", "values": ["color-contrast"]}) == []
    page.emulate_media(color_scheme="light", forced_colors="active")
    settle(page)
    assert violations(page, {"type": "tag", "values": RULES}) == []
    page.emulate_media(color_scheme="light", forced_colors="none")
    settle(page)
    assert page_faults.walk(page) == []
    assert page_faults.structure(page) == []
    assert page_faults.small(page) == []
    assert_no_wider_than_its_window(page)
    resize(page, *ZOOMED, scale=2)
    assert_all_in_sight(page)


def assert_all_in_sight(page):
    assert_no_wider_than_its_window(page)
    settle(page)
    assert page_faults.cut(page) == []
    assert page_faults.small(page) == []


@pytest.mark.parametrize("address_of_page", [*ADDRESSES, *STATES], ids=lambda name: name or "Home")
def test_a_page_keeps_the_rules_the_policy_and_its_width(watched, address, address_of_page):
    """Opening a page costs most, so it is opened once for all that is asked of every page in a wide window."""
    watched.goto(f"{address}/{address_of_page}")
    keeps_the_rules(watched)


@pytest.mark.parametrize("address_of_page", [*ADDRESSES, *STATES], ids=lambda name: name or "Home")
def test_no_page_that_is_opened_on_a_phone_scrolls_sideways_or_is_cut(page, address, address_of_page):
    """Nor at 320 pixels, the narrowest window of WCAG."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{address_of_page}")
    settle(page)
    assert_no_wider_than_its_window(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert_all_in_sight(page)


def test_a_proven_answer_keeps_the_rules(watched, address):
    watched.goto(f"{address}/Where_to_put_it?outcome=early_education&district={FENLAND}&find=site_asked:yes")
    watched.get_by_role("button", name=siting_words.PROVE).click()
    expect(said(watched, PROVEN)).to_be_visible(timeout=READY_MS)
    keeps_the_rules(watched)


def test_a_file_that_cannot_be_read_keeps_the_rules(watched, address):
    watched.goto(f"{address}/Your_data")
    settle(watched)
    faulty = {"name": "strange.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04 no workbook"}
    watched.locator("input[type=file]").set_input_files(faulty)
    expect(watched.get_by_text("strange.csv").last).to_be_visible(timeout=READY_MS)
    keeps_the_rules(watched)


def test_from_home_an_area_is_chosen_on_the_map_and_its_list_taken_away_within_fifteen_stops(page, address):
    """The skip link is not needed: another page begins where its content does."""
    page.goto(address)
    settle(page)
    count = 0

    def until(name):
        nonlocal count
        for _ in range(MOST_STOPS - count):
            page.keyboard.press("Tab")
            count += 1
            stop = page.evaluate("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()")
            if stop.startswith(name) or stop.endswith(name):
                return
        pytest.fail(f"{name} is not within {MOST_STOPS} stops")

    until(pages_words.GAP_MAP.title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=pages_words.GAP_MAP.title, level=1)).to_be_visible(timeout=READY_MS)
    drawn(page)
    settle(page)
    until("Map of")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**area=**", timeout=READY_MS)
    settle(page)
    until(share_words.DOWNLOAD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=share_words.EXPLAINED_CSV, exact=True)).to_be_visible(timeout=READY_MS)
    settle(page)
    until(share_words.EXPLAINED_CSV)
    with page.expect_download(timeout=READY_MS) as download:
        page.keyboard.press("Enter")
    assert "\n\nRank in this list,Area code" in download.value.path().read_bytes().decode("utf-8-sig")


def test_an_answer_that_has_changed_is_read_out_once_and_a_table_is_one_stop(page, address):
    page.goto(f"{address}/Gap_list?outcome=school_readiness&level=ward")
    settle(page)
    page.evaluate("""new MutationObserver((found) => { window.told = (window.told ?? 0) + found.length; })
        .observe(document.getElementById('bsg-told'), { childList: true })""")
    grid = page.get_by_role("region", name=gap_list_words.TITLE)
    grid.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(grid).to_be_focused()
    assert "area=" not in page.url, "whoever only passes chooses nothing"
    page.keyboard.press("Enter")
    page.wait_for_url("**area=**", timeout=READY_MS)
    settle(page)
    choose(page, filters_words.FILTER_LABELS["level"], "Neighbourhoods")
    expect(page.locator("#bsg-told")).to_contain_text("neighbourhoods", timeout=READY_MS)
    settle(page)
    assert page.evaluate("window.told") == 1
    assert page.locator("#bsg-told").inner_text() == page.locator("h1 ~ *, p").get_by_text("priority gaps for").first.inner_text()


def test_the_navigation_is_a_landmark_whose_groups_have_names_and_marks_the_page(page, address):
    page.goto(f"{address}/Hot_spots?outcome=school_readiness")
    listed = page.get_by_role("navigation", name=pages_words.NAVIGATION, exact=True)
    sections = page.get_by_role("navigation", name=pages_words.SECTIONS)
    expect(sections.locator("[aria-current=page]")).to_have_text(pages_words.HOT_SPOTS.title, timeout=READY_MS)
    expect(listed.locator("[aria-current=page]")).to_have_text(pages_words.TRUST.title)
    for group, title in pages_words.GROUPS.items():
        links = listed.get_by_role("group", name=title, exact=True).get_by_role("link")
        expect(links).to_have_text([one.title for one in pages_words.listed(group)])
    listed.get_by_role("link", name=pages_words.GAP_LIST.title).click()
    expect(listed.locator("[aria-current=page]")).to_have_text(pages_words.GAP_LIST.title, timeout=READY_MS)
    expect(sections).to_have_count(0)
    heights = listed.get_by_role("link").evaluate_all("links => links.map(link => link.getBoundingClientRect().height)")
    assert min(heights) >= 24


def test_an_area_can_be_chosen_and_let_go_with_the_keyboard_alone(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward")
    settle(page)
    page.get_by_role("combobox", name=panel_words.PICK_LABEL).focus()
    page.keyboard.type("Ramsey")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)


def test_a_map_says_in_words_what_it_shows(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness")
    settle(page)
    expect(page.get_by_text("priority gaps for").filter(visible=True).first).to_be_visible()
    expect(page.get_by_role("heading", name=maps_words.WORST_TITLE)).to_be_visible()
