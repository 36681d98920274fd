"""A phone held upright: the table of Home fits, and on the map page the map comes first and the place lies over the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, said, settle
from tests.browser.test_gap_list import PHONE_AGENT
from tests.browser.test_simple_map import BOX, drawn
from ui.scene import loading
from ui.words import change_form as form_words
from ui.words import common, pages
from ui.words import gap_list as gap_list_words
from ui.words import home as home_words
from ui.words import maps as maps_words
from ui.words import panel as panel_words
from ui.words import share as share_words
from ui.words import site_question as question_words
from ui.words import siting as siting_words

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
# Wide, and so low that what asks has the head of the page above the edge.
LOW = {"width": 1440, "height": 500}
RAMSEY, NURSERY = "E05011268", "ofsted-221578"
# By how many pixels the numbers that are seen in a cell are wider than it, and how large the number of areas is written.
NUMBERS = """cells => cells.map((cell) => {
  const seen = [...cell.childNodes, ...(cell.querySelector('small')?.childNodes ?? [])].filter((part) => part.nodeType === Node.TEXT_NODE);
  const wide = seen.map((part) => {
    const words = document.createRange();
    words.selectNodeContents(part);
    return words.getBoundingClientRect().width;
  });
  return [Math.max(...wide) - cell.getBoundingClientRect().width, parseFloat(getComputedStyle(cell).fontSize)];
})"""


def test_the_table_of_home_fits_and_its_numbers_can_be_read_and_pressed(page, address):
    page.set_viewport_size(PHONE)
    page.goto(address)
    table = page.get_by_role("region", name=home_words.TABLE)
    expect(table).to_be_visible(timeout=READY_MS)
    settle(page)
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    links = table.locator("td a")
    assert links.count() == (len(loading.load().model.areas["district"]) + 1) * len(loading.load().settings.outcomes)
    sizes = links.evaluate_all("all => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => [width, height])")
    assert min(min(size) for size in sizes) >= 24
    beyond, letters = zip(*links.evaluate_all(NUMBERS), strict=True)
    assert max(beyond) <= 0
    assert min(letters) >= 16


def test_the_map_comes_first_the_place_lies_over_the_page(page, address):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&area={RAMSEY}")
    drawn(page)
    sheet = page.locator(".st-key-sheet")
    expect(sheet.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)
    settle(page)
    page.locator(BOX).evaluate("box => box.scrollIntoView()")
    above, below = page.locator(BOX).bounding_box(), sheet.bounding_box()
    assert below["y"] - max(above["y"], 0) > 0.6 * above["height"], "most of the map is in sight"
    assert below["y"] + below["height"] <= PHONE["height"] + 1
    page.get_by_role("button", name=panel_words.CLOSE).click()
    expect(sheet).to_be_hidden(timeout=READY_MS)
    settle(page)
    parts = [
        page.locator(BOX),
        page.get_by_text(share_words.DOWNLOAD, exact=True),
        page.get_by_text(gap_list_words.HOW_TITLE, exact=True),
        page.get_by_text(panel_words.HINT_TITLE),
        page.get_by_role("heading", name=maps_words.WORST_TITLE),
    ]
    tops = [part.first.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)


def test_the_bar_with_the_pages_folds_away_when_one_is_opened(page, address):
    page.set_viewport_size(PHONE)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=READY_MS)
    settle(page)
    bar = page.get_by_test_id("stSidebar")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(bar).to_have_attribute("data-collapsed", "false")
    bar.get_by_role("link", name=pages.GAP_LIST.title, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=pages.GAP_LIST.title)).to_be_visible(timeout=READY_MS)
    expect(bar).to_have_attribute("data-collapsed", "true", timeout=READY_MS)


def test_a_wide_table_says_that_there_is_more(page, address):
    page.set_viewport_size(PHONE)
    page.set_extra_http_headers({"User-Agent": PHONE_AGENT})
    page.goto(f"{address}/Fragile_provision")
    expect(page.get_by_text(common.SIDEWAYS).first).to_be_visible(timeout=READY_MS)
    page.goto(f"{address}/Gap_list?level=ward")
    expect(page.get_by_role("list", name=gap_list_words.TITLE)).to_be_visible(timeout=READY_MS)
    settle(page)
    expect(page.get_by_text(common.SIDEWAYS)).to_be_hidden()
    page.goto(f"{address}/Area_profile?level=ward&area={RAMSEY}")
    expect(page.get_by_text(common.SIDEWAYS)).to_be_visible(timeout=READY_MS)


@pytest.mark.parametrize(("size", "motion"), [(PHONE, "reduce"), (PHONE, "no-preference"), (LOW, "no-preference")])
def test_the_answer_comes_into_sight_when_it_was_asked_for(page, address, size, motion):
    closed = close_a_nursery(page, address, size, motion)
    in_sight(closed)


def test_a_page_does_not_move_under_a_hand_that_goes_on(page, address):
    closed = close_a_nursery(page, address, LOW, "no-preference")
    page.mouse.move(700, 300)
    expect(closed).to_be_attached(timeout=READY_MS)
    settle(page)
    expect(closed).not_to_be_in_viewport()


def close_a_nursery(page, address, size, motion):
    """Ask what a closure does, from a button far below; give where the answer will stand."""
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion=motion)
    page.goto(f"{address}/What_if?outcome=early_education&find=act:close&find=act_provider:{NURSERY}")
    settle(page)
    press_below(page, form_words.FIRST)
    return said(page, re.compile("closed: ")).filter(visible=True).first


def test_the_answer_of_a_question_comes_into_sight_and_a_field_moves_nothing(page, address):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/Where_to_put_it?outcome=early_education&find=site_add:2")
    settle(page)
    press_below(page, question_words.FIND)
    in_sight(said(page, "Two school nursery classes of 26 places, at"))
    places = page.get_by_role("spinbutton", name=siting_words.PLACES, exact=True)
    places.fill("30")
    places.press("Enter")
    expect(said(page, "Two school nursery classes of 30 places, at")).to_be_attached(timeout=READY_MS)
    settle(page)
    expect(places).to_be_in_viewport()


def press_below(page, label):
    """Press a button from which the head of the page is out of sight."""
    button = page.get_by_role("button", name=label, exact=True)
    button.scroll_into_view_if_needed()
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    button.click()


def in_sight(answer):
    """Expect an answer whole, below the line that Streamlit keeps over the page."""
    expect(answer).to_be_in_viewport(ratio=1, timeout=READY_MS)
    settle(answer.page)
    expect(answer).to_be_in_viewport(ratio=1)
    assert answer.bounding_box()["y"] >= answer.page.get_by_test_id("stHeader").bounding_box()["height"]


@pytest.mark.parametrize("width", [390, 320])
def test_the_key_of_no_chart_is_cut(page, address, width):
    page.set_viewport_size({"width": width, "height": 844})
    for asked in ("Measures?outcome=school_readiness", "How_good_is_this?outcome=early_education"):
        page.goto(f"{address}/{asked}")
        labels = page.get_by_test_id("stVegaLiteChart").locator(".role-legend-label text")
        expect(labels.first).to_be_attached(timeout=READY_MS)
        settle(page)
        ends = labels.evaluate_all("""all => all.map((label) => {
          const [own, chart] = [label, label.closest('[data-testid="stVegaLiteChart"]')].map((part) => part.getBoundingClientRect());
          return [label.textContent, own.right - chart.right];
        })""")
        assert len(ends) >= 3
        assert not [name for name, beyond in ends if beyond > 0 or name.endswith("…")]
