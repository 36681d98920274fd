"""The map on a computer without WebGL: it is painted, it says why, choosing works, and no other host is asked."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import CHROMIUM, FLAGS, READY_MS, until_same
from tests.browser.test_journeys import choose
from ui.kit import theme
from ui.scene import loading
from ui.view import scenes
from ui.words import maps as maps_words

pytestmark = pytest.mark.browser

BOX = "#map_div"
WHERE = f"(({{map}}) => [map.getZoom(), map.getCenter().lat, map.getCenter().lng])(document.querySelector('{BOX}'))"
WITHOUT_WEBGL = [flag for flag in FLAGS if "swiftshader" not in flag] + ["--disable-software-rasterizer", "--disable-3d-apis"]


def drawn(page):
    """The map, once it is drawn."""
    inside = page.locator(f"{BOX}[data-drawn=yes]")
    inside.wait_for(timeout=READY_MS)
    return inside


def colours(inside):
    pixels = np.asarray(Image.open(io.BytesIO(inside.screenshot())).convert("RGB")).reshape(-1, 3)
    found, counts = np.unique(pixels, axis=0, return_counts=True)
    return {tuple(int(part) for part in colour) for colour, count in zip(found, counts, strict=True) if count > 150}


def wait_for_colours(page, inside, palette):
    wanted = {theme.rgba(colour)[:3] for colour in palette}
    for _ in range(40):
        if wanted <= colours(inside):
            return
        page.wait_for_timeout(250)
    pytest.fail(f"not painted: {wanted - colours(inside)}")


def point_of(page, inside, place):
    """Where on the page an area lies whose hover card has this title: found by trying the map's points, as a hand would."""
    box = inside.bounding_box()
    for down in np.linspace(0.1, 0.9, 24):
        for across in np.linspace(0.2, 0.8, 24):
            page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
            if any(place in words for words in page.locator(".leaflet-tooltip").all_inner_texts()):
                return
    pytest.fail(f"{place} is not on the map")


def test_the_simple_map_shows_the_same_colours_keeps_its_view_and_chooses_by_click(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&map=simple&level=ward&providers=no")
    inside = drawn(page)
    wait_for_colours(page, inside, theme.SEQUENTIAL["gap"])
    page.get_by_role("button", name="Zoom in").click()
    looked = until_same(page, lambda: page.evaluate(WHERE), pause_ms=400)
    choose(page, "Colour the map by", "Need")
    wait_for_colours(page, inside, theme.SEQUENTIAL["need"])
    assert page.evaluate(WHERE) == looked
    point_of(page, inside, "Ramsey")
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)


def test_public_and_pvi_points_have_different_shapes(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&map=simple&sites=yes")
    drawn(page)
    paths = page.locator(".leaflet-points-pane path").evaluate_all("all => all.map((one) => one.getAttribute('d'))")
    shapes = {path.lstrip("M-.0123456789, ")[:1] for path in paths}
    assert shapes == {"h", "a", "l"}  # squares, circles, diamonds


def test_other_borders_are_drawn_with_their_own_names(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&map=simple&borders=example_two_authorities&providers=no")
    inside = drawn(page)
    wait_for_colours(page, inside, theme.SEQUENTIAL["gap"])
    names = page.locator(".bsg-name-label").all_inner_texts()
    assert names == list(scenes.within(loading.load(), "example_two_authorities").atlas.at("district")["name"])


def test_without_webgl_the_page_switches_to_the_simple_map_and_says_so(driver, address):
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=WITHOUT_WEBGL)
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    outside, errors = [], []
    page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else outside.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/Gap_map?outcome=school_readiness")
    wait_for_colours(page, drawn(page), theme.SEQUENTIAL["gap"])
    expect(page.get_by_text(maps_words.STANDS_IN)).to_be_visible()
    assert parse_qs(urlparse(page.url).query)["map"] == ["simple"]
    browser.close()
    assert outside == []
    # What the detailed map says when it cannot start is not ours to silence.
    assert [error for error in errors if "WebGL" not in error] == []
