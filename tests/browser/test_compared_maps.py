"""Two districts on maps in step: one scale, the same way from the middle of each; with keys, with buttons, after a reload, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, settle, until_same, wait_until
from tests.browser.test_accessibility import assert_no_wider_than_its_window
from ui.words import districts as words
from ui.words import maps as maps_words

pytestmark = pytest.mark.browser

CAMBRIDGE, PETERBOROUGH = "E07000008", "E06000031"
ASKED = f"Compare_districts?outcome=school_readiness&level=ward&district={PETERBOROUGH}&district={CAMBRIDGE}"
MAPS = ".bsg-leaflet[data-drawn=yes]"
# Zoom, and metres on the ground from the middle of its district to the middle of its window: east and north.
WHERE = """[...document.querySelectorAll('.bsg-leaflet')].map(({ map }) => {
  const now = map.getCenter(), own = map.middle;
  const east = map.distance([own.lat, own.lng], [own.lat, now.lng]) * Math.sign(now.lng - own.lng);
  const north = map.distance([own.lat, own.lng], [now.lat, own.lng]) * Math.sign(now.lat - own.lat);
  return [map.getZoom(), east, north];
})"""
# A pixel of such a map, and the scale of the projection, which differs by a hundredth between its northern and its southern edge.
NEAR = {"rel": 0.02, "abs": 400}


def both(page):
    first, second = until_same(page, lambda: page.evaluate(WHERE), pause_ms=400)
    assert first == pytest.approx(second, **NEAR)
    return first


def drawn(page):
    expect(page.locator(MAPS)).to_have_count(2, timeout=READY_MS)
    settle(page)
    return page.locator(MAPS)


def test_who_zooms_or_moves_one_map_takes_the_other_along_and_a_reload_keeps_it(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/{ASKED}")
    first, second = drawn(page).all()
    zoom, east, north = both(page)
    assert (east, north) == pytest.approx((0, 0), abs=400)
    for one in (first, second):
        assert one.evaluate("({ map, picture }) => map.getBounds().contains(picture.spec.fit)"), "all of its district is on it"
    second.get_by_role("button", name="Zoom in").click()
    wait_until(page, f"({WHERE})[0][0] > {zoom}", READY_MS)
    nearer = both(page)[0]
    first.focus()
    page.keyboard.press("+")
    wait_until(page, f"({WHERE})[1][0] > {nearer}", READY_MS)
    page.keyboard.press("ArrowRight")
    wait_until(page, f"({WHERE})[1][1] > 1000", READY_MS)
    kept = both(page)
    page.reload()
    drawn(page)
    assert both(page) == pytest.approx(kept, **NEAR)
    first, second = page.locator(MAPS).all()
    first.get_by_role("button", name="Whole area").click()
    wait_until(page, f"({WHERE})[1][0] < {kept[0]}", READY_MS)
    assert both(page) == pytest.approx([zoom, 0, 0], **NEAR)


def test_each_map_has_a_name_says_where_its_table_is_and_is_reached_by_keyboard(page, address):
    page.goto(f"{address}/{ASKED}")
    maps = drawn(page)
    names = [one.get_attribute("aria-label") for one in maps.all()]
    assert ["Peterborough: gap score" in names[0], "Cambridge: gap score" in names[1]] == [True, True]
    assert all(words.CLASSES_TITLE in name for name in names)
    expect(page.get_by_text(words.CLASSES_TITLE, exact=True)).to_be_visible()
    page.get_by_role("combobox", name=words.PICK_LABEL).focus()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert [name for name in reached if name in names] == names
    # Nothing follows here from choosing an area, so none is offered, and none gets into the link.
    described = [page.locator(f"#{one.get_attribute('aria-describedby')}").inner_text() for one in maps.all()]
    assert [maps_words.WAYS["enter"] in words_of_keys for words_of_keys in described] == [False, False]
    maps.first.click(position={"x": 140, "y": 120})
    settle(page)
    assert "area=" not in page.url
    # Both shades of an area mean the same: there is one legend.
    expect(page.locator(".bsg-legend")).to_have_count(1)


def test_on_a_phone_they_lie_one_under_the_other_and_move_in_step_too(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/{ASKED}")
    first, second = drawn(page).all()
    above, below = first.bounding_box(), second.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    assert above["width"] > 300
    assert_no_wider_than_its_window(page)
    zoom = both(page)[0]
    first.get_by_role("button", name="Zoom in").click()
    wait_until(page, f"({WHERE})[1][0] > {zoom}", READY_MS)
    both(page)
