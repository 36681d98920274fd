"""The main job in a real browser: choose, see the map painted, choose an area, take the list away."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, settle, start_server, until_same
from tests.helpers.places import ROOT
from ui.words import home as home_words
from ui.words import share as share_words

pytestmark = pytest.mark.browser

MAP = "#map_div"
WHERE = f"(({{map}}) => [map.getZoom(), map.getCenter().lat, map.getCenter().lng])(document.querySelector('{MAP}'))"
FENLAND = "E07000010"


def choose(page, label, option, *, several=False):
    """Choose an option of a select box or multiselect by typing, as with a keyboard."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()
    if several:  # a multiselect stays open; in a select box Escape would take the choice back
        page.keyboard.press("Escape")


def painted_colours(page):
    """Distinct colours in the middle of the map as the browser shows it."""
    picture = Image.open(io.BytesIO(page.locator(MAP).screenshot())).convert("RGB")
    pixels = np.asarray(picture)[60:-60, 60:-60].reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    return {tuple(int(part) for part in colour) for colour, count in zip(colours, counts, strict=True) if count > 150}


def wait_painted(page, least=6):
    page.wait_for_selector(f"{MAP}[data-drawn=yes]", timeout=READY_MS)
    for _ in range(60):
        if len(painted_colours(page)) >= least:
            return
        page.wait_for_timeout(500)
    pytest.fail("the map stayed blank")


def test_choose_outcome_and_district_see_the_map_and_download_the_same_list_as_the_command_line(page, address):
    page.goto(f"{address}/Gap_map")
    wait_painted(page)
    choose(page, "Outcome area", "Language, learning and school readiness")
    choose(page, "Districts", "Fenland", several=True)
    expect(page.get_by_text("in Fenland").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    wait_painted(page)
    url = parse_qs(urlparse(page.url).query)
    assert url["outcome"] == ["school_readiness"]
    assert url["district"] == [FENLAND]

    choose(page, "Choose a place", "Waterlees")
    expect(page.get_by_role("heading", name="Waterlees")).to_be_visible(timeout=READY_MS)

    page.goto(page.url.replace("/Gap_map", "/Gap_list"))
    with page.expect_download(timeout=READY_MS) as download:
        page.get_by_role("button", name=share_words.CSV).click()
    saved = download.value.path().read_bytes()
    command = [sys.executable, "-m", "geo", "gaps", "--outcome", "school_readiness", "--level", "lsoa", "--district", FENLAND]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    assert saved == b"\xef\xbb\xbf" + printed
    assert printed.count(b"\n") == 1 + 56


def test_a_deep_link_on_a_fresh_server_opens_the_same_view(page):
    server, address = start_server()
    try:
        query = f"outcome=family_security&district={FENLAND}&level=ward&colour=both&sector=public"
        page.goto(f"{address}/Gap_map?{query}")
        wait_painted(page)
        expect(page.get_by_role("combobox", name="Outcome area")).to_have_value("Family economic security")
        expect(page.get_by_text("wards in Fenland").filter(visible=True).first).to_be_visible()
        assert parse_qs(urlparse(page.url).query) == parse_qs(query)
        # A page whose server goes logs an error.
        page.goto("about:blank")
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_a_number_of_the_home_page_leads_to_its_list_within_the_visit(page, address):
    page.goto(address)
    link = page.get_by_role("link", name=re.compile(r"^Fenland, Language, learning and school readiness: \d+ priority neighbourhoods"))
    expect(link).to_be_visible(timeout=READY_MS)
    # What keeps the visit is fetched after the table is drawn.
    settle(page)
    page.evaluate("window.sameVisit = true")
    count = int(re.search(r": (\d+) priority", link.text_content()).group(1))
    link.click()
    expect(page.get_by_text(f"{count} of").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    asked = parse_qs(urlparse(page.url).query)
    assert (asked["outcome"], asked["district"]) == (["school_readiness"], [FENLAND])
    assert page.evaluate("window.sameVisit"), "the page was loaded anew"


def test_the_home_page_stands_above_the_fold_and_on_a_phone_breaks_no_name(page, address):
    page.goto(address)
    table = page.get_by_role("region", name=home_words.TABLE).get_by_role("table")
    expect(table).to_be_visible(timeout=READY_MS)
    box = table.bounding_box()
    assert box["y"] + box["height"] < 900
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    heads = table.get_by_role("rowheader")
    wide = heads.evaluate_all("heads => heads.filter(head => head.scrollWidth > head.clientWidth + 1).map(head => head.innerText)")
    assert wide == []


def test_pan_and_zoom_survive_a_filter_change(page, address):
    page.goto(f"{address}/Gap_map?providers=no")
    wait_painted(page)
    box = page.locator(MAP).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    before = until_same(page, lambda: page.evaluate(WHERE), pause_ms=400)
    choose(page, "Outcome area", "Family economic security")
    expect(page.locator("em", has_text="family economic security").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    settle(page)
    assert page.evaluate(WHERE) == before


def test_a_filter_change_repaints_the_map_and_does_not_build_it_anew(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&providers=no")
    wait_painted(page)
    areas = page.locator(f"{MAP} .leaflet-overlay-pane path")
    page.evaluate(f"document.querySelectorAll('{MAP} .leaflet-overlay-pane path').forEach((one) => {{ one.dataset.built = 'once' }})")
    before = areas.evaluate_all("all => all.map((one) => one.getAttribute('fill'))")
    page.get_by_text("Public", exact=True).first.click()
    expect(page.get_by_text("Public provision only").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    settle(page)
    assert areas.evaluate_all("all => all.every((one) => one.dataset.built)")
    assert areas.evaluate_all("all => all.map((one) => one.getAttribute('fill'))") != before


def test_pointing_at_an_area_shows_its_card_and_a_click_opens_its_panel(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&providers=no")
    wait_painted(page)
    box = page.locator(MAP).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 5, y)
    page.mouse.move(x, y, steps=5)
    card = page.locator(".leaflet-tooltip .bsg-card")
    expect(card).to_contain_text("Need", timeout=READY_MS)
    expect(card).to_contain_text("Gap")
    name = card.locator("b").inner_text()
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=READY_MS)
    assert "area=" in page.url
