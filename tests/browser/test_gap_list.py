"""The gap list as people use it: any cell of a row chooses, the panel is in sight, a phone has cards, files explain themselves."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from geo.method.gaps import Query, gap_list
from tests.browser.conftest import READY_MS, settle
from ui.gap_list import table
from ui.scene import loading
from ui.words import gap_list as text
from ui.words import panel as panel_words
from ui.words import share as share_words

pytestmark = pytest.mark.browser

LIST = "Gap_list?outcome=school_readiness&district=E07000010"
# What is seen of the reasons.
BEGINNING_PX = 150
PHONE = {"width": 390, "height": 844}
# Buttons over whose lower half something else lies.
COVERED = """buttons => buttons.filter((button) => {
  const { left, top, width, height } = button.getBoundingClientRect();
  const at = (across) => document.elementFromPoint(left + across * width, top + 0.75 * height);
  return width > 0 && [0.1, 0.5, 0.9].some((across) => !button.contains(at(across)));
}).map((button) => button.textContent)"""
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


def in_sight(page, place):
    """Whether a part of the page lies in the window, at least with its beginning."""
    box, window = place.bounding_box(), page.viewport_size
    return 0 <= box["y"] < window["height"] - 100 and 0 <= box["x"] < box["x"] + box["width"] <= window["width"] + 1


def test_any_cell_of_a_row_opens_its_place_beside_the_list(page, address):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/{LIST}")
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible(timeout=READY_MS)
    settle(page)
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 300, box["y"] + 35 + 1.5 * 35)
    close = page.get_by_role("button", name=panel_words.CLOSE)
    expect(close).to_be_visible(timeout=READY_MS)
    settle(page)
    chosen = page.url.partition("area=")[2].partition("&")[0]
    assert chosen.startswith("E01")
    assert in_sight(page, page.locator(".st-key-sheet"))
    assert page.locator(".st-key-sheet").bounding_box()["x"] > grid.bounding_box()["x"] + grid.bounding_box()["width"] - 1
    assert page.locator(".st-key-list_tools button").evaluate_all(COVERED) == []
    close.click()
    expect(close).to_be_hidden(timeout=READY_MS)
    assert "area=" not in page.url


@pytest.mark.parametrize(("width", "height", "rows"), [(1440, 900, 12), (1366, 768, 10)])
def test_a_laptop_shows_rows_with_their_figures_on_the_first_screen(page, address, width, height, rows):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/{LIST}")
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible(timeout=READY_MS)
    settle(page)
    box = grid.bounding_box()
    assert box["y"] + (rows + 1) * 35 <= height
    scene = loading.load()
    ranked = gap_list(scene.model, Query("school_readiness", districts=(LIST.partition("district=")[2],)))
    shown = table.for_screen(ranked, table.measure_names(scene))
    config = table.in_whole(table.columns(ranked, scene.settings), shown)
    before = shown.columns[: shown.columns.get_loc("why")]
    assert {"rank", "area_label", "need_score", "access", "shortfall_places", "sure"} == set(before)
    assert sum(config[name]["width"] for name in before) + BEGINNING_PX <= box["width"]


def test_a_phone_has_cards_that_open_their_place_over_the_list(page, address):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/{LIST}")
    cards = page.get_by_role("list", name=text.TITLE).get_by_role("button")
    expect(cards.nth(2)).to_be_visible(timeout=READY_MS)
    expect(page.get_by_test_id("stDataFrame").first).to_be_hidden()
    settle(page)
    name = cards.nth(2).locator("strong").inner_text().partition(". ")[2]
    cards.nth(2).focus()
    page.keyboard.press("Enter")
    sheet = page.locator(".st-key-sheet")
    expect(sheet.get_by_role("heading", level=2)).to_contain_text(name.partition(" (")[0], timeout=READY_MS)
    assert in_sight(page, sheet)
    expect(cards.nth(2)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=panel_words.CLOSE).click()
    expect(sheet).to_be_hidden(timeout=READY_MS)


def test_a_narrow_window_has_cards_that_cut_nothing_and_keeps_the_panel_in_sight(page, address):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(f"{address}/{LIST}")
    cards = page.get_by_role("list", name=text.TITLE).get_by_role("button")
    expect(cards.nth(2)).to_be_visible(timeout=READY_MS)
    expect(page.get_by_test_id("stDataFrame").first).to_be_hidden()
    settle(page)
    cards.nth(2).focus()
    page.keyboard.press("Enter")
    sheet = page.locator(".st-key-sheet")
    expect(sheet.get_by_role("heading", level=2)).to_be_visible(timeout=READY_MS)
    assert in_sight(page, sheet)
    assert sheet.evaluate("box => box.scrollWidth <= box.clientWidth"), "nothing scrolls sideways"
    assert sheet.bounding_box()["width"] == pytest.approx(cards.nth(2).bounding_box()["width"], abs=20)


def test_a_phone_shows_the_greatest_gap_first_and_keeps_the_search_folded(page, address):
    page.set_viewport_size(PHONE)
    page.set_extra_http_headers({"User-Agent": PHONE_AGENT})
    page.goto(f"{address}/{LIST}")
    first = page.get_by_role("list", name=text.TITLE).get_by_role("button").first
    expect(first).to_be_visible(timeout=READY_MS)
    settle(page)
    assert in_sight(page, first)
    search = page.get_by_role("textbox", name=text.SEARCH_LABEL)
    expect(search).to_have_count(0)
    page.get_by_text(text.CONTROLS).click()
    expect(search).to_be_visible(timeout=READY_MS)
    settle(page)
    search.fill("north")
    search.press("Enter")
    expect(first).to_contain_text("north", timeout=READY_MS)


def test_priority_gaps_are_taken_away_as_a_workbook_that_explains_itself(page, address):
    page.goto(f"{address}/{LIST}&level=ward&priority=yes")
    button = page.get_by_role("button", name=share_words.EXCEL, exact=True)
    expect(button).to_be_visible(timeout=READY_MS)
    settle(page)
    with page.expect_download(timeout=READY_MS) as found:
        button.click()
    assert found.value.suggested_filename == "gap-list_school_readiness_ward_fenland_priority_explained.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(found.value.path()).read_bytes()))
    assert book.sheetnames[0] == text.EXPLAINED_SHEET
    rows = list(book[share_words.LIST_SHEET].iter_rows(values_only=True))
    classes = rows[0].index(text.HEADINGS["gap_class"])
    assert len(rows) > 1
    assert {row[classes].partition(":")[0] for row in rows[1:]} == {"Priority"}
