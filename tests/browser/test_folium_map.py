"""The simple map as streamlit-folium draws it: it shows and does what the other one does, and nothing in its frame reaches the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, until_same, wait_until
from tests.browser.test_journeys import WHERE, choose
from tests.browser.test_simple_map import BOX, wait_for_colours
from ui.kit import theme
from ui.words import maps as maps_words

pytestmark = pytest.mark.browser

FRAME = "iframe[title='streamlit_folium.st_folium']"
# What a script in the frame would try, whoever put it there; each must end in a refusal.
READS = {
    "the page around it": "() => parent.document.title",
    "the page's address": "() => parent.location.href",
    "what the page keeps": "() => parent.localStorage.length",
    "what the server keeps in the browser": "() => localStorage.length",
    "cookies": "() => document.cookie",
    "where it may lead the page": "() => { top.location.href = 'http://127.0.0.1:9/'; }",
    "the server": "() => fetch('/_stcore/health')",
    "the published files": "() => fetch('/app/static/app.css')",
    "another server": "() => fetch('http://127.0.0.1:9/')",
    "a new window": "() => { if (!window.open('about:blank')) throw new Error('refused'); }",
    "the visit": "() => new Promise((done, failed) => { const to = new WebSocket(`ws://${new URL(location).host}/_stcore/stream`);"
    " to.onopen = done; to.onerror = failed; })",
}


def drawn(page):
    """The map in its frame, once it is drawn."""
    inside = page.frame_locator(FRAME).locator(f"{BOX}[data-drawn=yes]")
    inside.wait_for(timeout=READY_MS)
    return inside


def frame_of(page):
    return page.query_selector(FRAME).content_frame()


def choose_in_frame(page, inside, place):
    """Find an area by its hover card, as a hand would, and click it."""
    box = inside.bounding_box()
    cards = page.frame_locator(FRAME).locator(".leaflet-tooltip")
    for down in range(1, 24):
        for across in range(5, 20):
            at = box["x"] + across / 24 * box["width"], box["y"] + down / 24 * box["height"]
            page.mouse.move(*at)
            if any(place in words for words in cards.all_inner_texts()):
                page.mouse.click(*at)
                return
    pytest.fail(f"{place} is not on the map")


def test_it_shows_the_same_colours_keeps_its_view_and_chooses_by_click(watched, address):
    watched.goto(f"{address}/Gap_map?outcome=school_readiness&map=folium&level=ward&providers=no")
    inside = drawn(watched)
    wait_for_colours(watched, inside, theme.SEQUENTIAL["gap"])
    expect(watched.get_by_text(maps_words.PRIORITY)).to_be_visible()
    watched.frame_locator(FRAME).get_by_role("button", name="Zoom in").click()
    where = WHERE.replace(f"document.querySelector('{BOX}')", "window")
    looked = until_same(watched, lambda: frame_of(watched).evaluate(where), pause_ms=400)
    choose(watched, "Colour the map by", "Need")
    wait_for_colours(watched, inside, theme.SEQUENTIAL["need"])
    assert frame_of(watched).evaluate(where) == looked
    assert "map=folium" in watched.url
    choose_in_frame(watched, inside, "Ramsey")
    expect(watched.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)


def test_points_have_the_shapes_of_their_kinds(watched, address):
    watched.goto(f"{address}/Gap_map?outcome=school_readiness&map=folium&sites=yes")
    drawn(watched)
    paths = watched.frame_locator(FRAME).locator(".leaflet-points-pane path").evaluate_all("all => all.map((one) => one.getAttribute('d'))")
    assert {path.lstrip("M-.0123456789, ")[:1] for path in paths} == {"h", "a", "l"}  # squares, circles, diamonds


def test_a_script_in_the_frame_reaches_neither_the_page_nor_the_server(browser, address):
    page = browser.new_context().new_page()
    try:
        page.goto(f"{address}/Gap_map?outcome=school_readiness&map=folium&level=district&providers=no")
        drawn(page)
        frame, here = frame_of(page), page.url
        assert frame.evaluate("origin") == "null"
        for tried, script in READS.items():
            told = frame.evaluate(
                f"async () => {{ try {{ await ({script})(); return ''; }} catch (refused) {{ return String(refused); }} }}"
            )
            assert told, f"a script in the frame reached {tried}"
        assert page.url == here
        # The page refuses to let the frame go elsewhere, with what it was given in the address.
        page.evaluate(
            "window.refused = []; document.addEventListener('securitypolicyviolation', (one) => refused.push(one.effectiveDirective))"
        )
        frame.evaluate("() => { setTimeout(() => { location.href = 'http://127.0.0.1:9/?stolen'; }); }")
        wait_until(page, "refused.includes('frame-src')", 10_000)
    finally:
        page.context.close()
