"""Every page in a real browser: WCAG 2.2 AA by axe-core in both themes, the policy, narrow and zoomed windows; keyboard and focus.

axe-core also checks its own best practice here (headings in order, everything in a landmark). What a machine cannot check is in
docs/accessibility.md.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, settle, wait_until
from tests.browser.test_simple_map import BOX, drawn
from ui.words import maps as maps_words
from ui.words import pages as pages_words
from ui.words import panel as panel_words
from ui.words.pages import PAGES

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What cannot be mended here: (rule, part of the element's HTML) with the reason. What axe-core cannot see of
# Streamlit's own is in docs/accessibility.md, with its issue numbers.
ALLOWED: dict[tuple[str, str], str] = {
    (
        "presentation-role-conflict",
        'data-testid="stFileUploaderDropzone"',
    ): "Streamlit's upload field; the button inside it has role and name",
}
# A chosen area opens the panel; the detailed map is a canvas; a scenario has a map and tables.
STATES = [
    "Gap_map?outcome=school_readiness&level=ward&area=E05011268",
    "Gap_map?outcome=school_readiness&colour=both&sites=yes",
    "Gap_map?outcome=school_readiness&level=district&map=detailed",
    "What_if?outcome=school_readiness&do=open:school_nursery:public:26:E01018076&do=homes:E01018076:300",
    "Where_to_put_it?outcome=early_education&find=site_asked:yes",
]
ADDRESSES = [page.address for page in PAGES]
SETTLING_MS = 10_000
# How far the page reaches beyond its window; the main part scrolls by itself.
BEYOND_PX = "((main) => Math.max(main.scrollWidth - main.clientWidth, document.body.scrollWidth - innerWidth))"
BEYOND_PX += "(document.querySelector('[data-testid=stMain]'))"


def violations(page, rules):
    """What axe-core finds beyond the allow-list: rule, element, and what to do."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations'], iframes: false})", rules)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == name and part in node["html"] for name, part in ALLOWED)
    ]


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


@pytest.mark.parametrize("address_of_page", [*ADDRESSES, *STATES], ids=lambda name: name or "Home")
def test_a_page_keeps_the_rules_the_policy_and_its_width(watched, address, address_of_page):
    """Opening a page costs most, so it is opened once for all that is asked of every page in a wide window."""
    page = watched
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/{address_of_page}")
    settle(page)
    assert violations(page, {"type": "tag", "values": RULES}) == []
    page.emulate_media(color_scheme="dark")
    wait_until(page, "getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(18, 24, 31)'", READY_MS)
    settle(page)
    assert violations(page, {"type": "rule", "values": ["color-contrast"]}) == []
    assert_no_wider_than_its_window(page)
    for width, height, scale in ((720, 450, 2), (390, 844, 1)):
        resize(page, width, height, scale)
        assert_no_wider_than_its_window(page)


@pytest.mark.parametrize("address_of_page", [*ADDRESSES, *STATES], ids=lambda name: name or "Home")
def test_no_page_that_is_opened_on_a_phone_scrolls_sideways(page, address, address_of_page):
    """Nor at 320 pixels, the narrowest window of WCAG."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{address_of_page}")
    settle(page)
    assert_no_wider_than_its_window(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert_no_wider_than_its_window(page)


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
    assert page.locator(".bsg-skip").count() == 1


def test_an_area_can_be_chosen_and_let_go_with_the_keyboard_alone(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward")
    settle(page)
    page.get_by_role("combobox", name=panel_words.PICK_LABEL).focus()
    page.keyboard.type("Ramsey")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)


def test_every_stop_of_the_tab_key_has_a_visible_focus(page, address):
    page.goto(f"{address}/Gap_list?outcome=school_readiness")
    settle(page)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body) return null;
              for (let part = at, up = 0; part && up < 5; part = part.parentElement, up += 1) {
                const style = getComputedStyle(part);
                const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                if (ringed || style.boxShadow !== 'none') return null;
                if (style.borderColor === 'rgb(29, 95, 158)') return null;
              }
              return at.outerHTML.slice(0, 150);
            }"""
        )
        if stop:
            unseen.append(stop)
    assert unseen == [], len(unseen)


def test_the_light_map_has_a_name_and_does_not_keep_the_tab_key(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness")
    assert "Map of" in drawn(page).get_attribute("aria-label")
    page.locator(BOX).focus()
    for _ in range(6):
        page.keyboard.press("Tab")
    assert not page.evaluate(f"document.querySelector('{BOX}').contains(document.activeElement)")


def test_a_map_says_in_words_what_it_shows(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness")
    settle(page)
    expect(page.get_by_text("priority gaps for").filter(visible=True).first).to_be_visible()
    expect(page.get_by_role("heading", name=maps_words.WORST_TITLE)).to_be_visible()
