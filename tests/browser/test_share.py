"""Taking a view away: its link, the map in one file, the printed page; and the way past the sidebar by keyboard."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from geo.method.gaps import Query, gap_list
from tests.browser.conftest import READY_MS, settle, start_server
from ui.kit import theme
from ui.scene import loading
from ui.words import ask as ask_words
from ui.words import pages
from ui.words import place_brief as brief_words
from ui.words import share as share_words

pytestmark = pytest.mark.browser

LIST = "Gap_list?outcome=school_readiness&level=ward&district=E07000010&sector=public"
# Streamlit's own link past the navigation.
SKIP = "Skip to main content"
A4_PX = {"width": 688, "height": 1000}


def shared_link(page):
    fold = page.locator(".st-key-share summary")
    fold.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name=share_words.COPY_WORDS["label"])
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=share_words.COPY_WORDS["copy"])).to_be_focused()
    return box.input_value()


def test_the_link_opens_the_same_view_in_another_browser_on_a_fresh_server(page, address, browser):
    page.goto(f"{address}/{LIST}")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
    link = shared_link(page)
    assert link.startswith(f"{address}/Gap_list?")
    finding = page.get_by_test_id("stMarkdown").filter(has_text="wards in").first.inner_text()
    server, fresh = start_server()
    context = browser.new_context()
    try:
        other = context.new_page()
        other.goto(link.replace(address, fresh))
        expect(other.get_by_test_id("stMarkdown").filter(has_text="wards in").first).to_have_text(finding, timeout=READY_MS)
        assert shared_link(other).replace(fresh, address) == link
    finally:
        context.close()
        server.terminate()
        server.wait(timeout=20)


def test_the_link_follows_the_filters_and_every_page_offers_it(page, address):
    page.goto(f"{address}/Gap_list?outcome=school_readiness")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
    page.get_by_role("radio", name="Private and voluntary").click()
    page.wait_for_url("**sector=pvi**")
    assert "sector=pvi" in shared_link(page)
    page.goto(f"{address}/How_good_is_this?outcome=early_education")
    expect(page.locator(".st-key-share summary")).to_be_visible(timeout=READY_MS)


def download(page, kind, folded=share_words.MORE_FORMATS):
    page.locator("summary").filter(has_text=folded).press("Enter")
    with page.expect_download(timeout=READY_MS) as found:
        page.get_by_role("button", name=share_words.FORMATS[kind][0], exact=True).click()
    return found.value


def test_the_downloaded_map_opens_from_a_folder_paints_and_asks_nobody(page, address, browser, tmp_path):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
    expect(page.locator("summary").filter(has_text=share_words.DOWNLOAD)).to_be_visible(timeout=READY_MS)
    got = download(page, "html", share_words.DOWNLOAD)
    assert got.suggested_filename == "gap-list_school_readiness_ward.html"
    got.save_as(tmp_path / "map.html")
    context = browser.new_context(viewport={"width": 1200, "height": 1200}, offline=True)
    asked, errors = [], []
    try:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto((tmp_path / "map.html").as_uri())
        box = tab.locator("#map_div[data-drawn=yes]")
        box.wait_for(timeout=READY_MS)
        pixels = np.asarray(Image.open(io.BytesIO(box.screenshot())).convert("RGB")).reshape(-1, 3)
        seen = {tuple(pixel) for pixel in np.unique(pixels, axis=0).tolist()}
        assert {theme.rgba(colour)[:3] for colour in theme.SEQUENTIAL["gap"]} <= seen
        tab.mouse.move(600, box.bounding_box()["y"] + box.bounding_box()["height"] / 2)
        expect(tab.locator(".leaflet-tooltip")).to_contain_text("Gap:")
        tab.locator("summary").focus()
        tab.keyboard.press("Enter")
        ranked = gap_list(loading.load().model, Query("school_readiness", "ward"))
        expect(tab.locator("tbody th")).to_have_text(ranked["area_label"].tolist())
    finally:
        context.close()
    assert [address for address in asked if not address.startswith("file:")] == []
    assert errors == []


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("gpkg", b"SQLite format 3"), ("geojson", b'{"type":"FeatureCollection"')])
def test_the_other_formats_download(page, address, tmp_path, kind, start):
    page.goto(f"{address}/{LIST}")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
    got = download(page, kind)
    assert got.suggested_filename == f"gap-list_school_readiness_ward_fenland.{kind}"
    got.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes().startswith(start)


@pytest.fixture
def dark(browser):
    context = browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def on_paper(page):
    page.emulate_media(media="print")
    page.set_viewport_size(A4_PX)
    return page


def test_a_printed_list_is_the_table_on_white_without_controls(dark, address):
    dark.goto(f"{address}/{LIST}")
    expect(dark.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
    expect(dark.locator("[class*='st-key-paper_']")).to_be_hidden()
    page = on_paper(dark)
    for gone in ("stSidebar", "stDataFrame", "stDownloadButton", "stTextInput", "stPageLink"):
        for one in page.get_by_test_id(gone).all():
            expect(one).to_be_hidden()
    table = page.locator("[class*='st-key-paper_list'] table")
    expect(table).to_be_visible()
    ranked = gap_list(loading.load().model, Query("school_readiness", "ward", ("E07000010",), "public"))
    expect(table.locator("tbody th")).to_have_text(ranked["area_label"].tolist())
    assert table.locator("tbody th").first.evaluate("(cell) => getComputedStyle(cell).color") == "rgb(0, 0, 0)"
    assert table.locator("thead").evaluate("(head) => getComputedStyle(head).display") == "table-header-group"
    corner = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))[2, 2]
    assert corner.tolist() == [255, 255, 255]
    foot = page.locator(".st-key-printed")
    expect(foot).to_contain_text("sector=public")
    assert foot.bounding_box()["y"] > table.bounding_box()["y"] + table.bounding_box()["height"]


def test_a_printed_place_is_its_brief_on_two_pages_without_controls(dark, address):
    dark.goto(f"{address}/Area_profile?outcome=school_readiness&level=ward&area=E05015437")
    brief = dark.locator(".st-key-paper_place")
    brief.locator("figure img").wait_for(state="attached", timeout=READY_MS)
    settle(dark)
    expect(brief).to_be_hidden()
    page = on_paper(dark)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for one in page.get_by_test_id("stSelectbox").all():
        expect(one).to_be_hidden()
    expect(brief.locator("figure img")).to_be_visible()
    expect(brief).to_contain_text(brief_words.CAVEAT_TITLE)
    expect(page.get_by_text("Does the gap show at other scales?")).to_be_hidden()
    expect(page.locator(".st-key-printed")).to_contain_text("area=E05015437")
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('[data-testid=stMain] table')].map((one) => one.offsetWidth))")
    assert widest <= A4_PX["width"], "nothing is cut off at the edge of the paper"
    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) <= 2


def test_the_first_stop_of_the_tab_key_leads_past_the_sidebar(page, address):
    page.goto(f"{address}/Gap_list?outcome=school_readiness")
    settle(page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=SKIP)
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert min(box["width"], box["height"]) >= 24, "it shows while it has the focus"
    page.keyboard.press("Enter")
    expect(page.get_by_role("main", name=pages.GAP_LIST.title)).to_be_focused()


def test_nothing_moves_for_a_reader_who_asked_for_that(browser, address):
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(f"{address}/Gap_list?outcome=school_readiness")
        expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].filter((one) => { const style = getComputedStyle(one);"
            "return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0); }).length"
        )
        assert moving == 0
    finally:
        context.close()


def test_with_an_answer_open_paper_has_the_answer_alone_and_home_fits_without_one(dark, address):
    dark.goto(f"{address}/?ask=Paston")
    expect(dark.locator(".st-key-printed_answer")).to_be_attached(timeout=READY_MS)
    settle(dark)
    page = on_paper(dark)
    expect(page.locator(".bsg-heat").first).to_be_hidden()
    for heading in (ask_words.OTHERS, ask_words.ALSO):
        expect(page.get_by_text(heading)).to_be_hidden()
    expect(page.locator(".st-key-printed_answer")).to_contain_text("/?ask=Paston")
    expect(page.locator(".st-key-printed_answer")).to_contain_text("Data: ")
    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="screen")
    page.goto(f"{address}/")
    expect(page.locator("div.bsg-heat")).to_be_visible(timeout=READY_MS)
    settle(page)
    table = on_paper(page).locator("div.bsg-heat")
    box, body = table.locator("table").bounding_box(), page.get_by_test_id("stMainBlockContainer").bounding_box()
    assert box["x"] + box["width"] <= body["x"] + body["width"] + 1
    assert table.evaluate("(one) => getComputedStyle(one).overflowX") == "visible"
    expect(page.locator(".st-key-printed")).to_contain_text("Data: ")
