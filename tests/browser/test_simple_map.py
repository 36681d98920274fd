"""The light map: it is painted, choosing works by click and by key, it flies to what is chosen, and no other host is asked."""

from __future__ import annotations

import io
import itertools
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import CHROMIUM, FLAGS, READY_MS, settle, until_same, wait_until
from tests.browser.test_journeys import WHERE, choose
from ui.kit import theme
from ui.scene import loading
from ui.view import scenes
from ui.words import agreement as agreement_words
from ui.words import maps as maps_words

pytestmark = pytest.mark.browser

BOX = "#map_div"
FLOWN = f"document.querySelector('{BOX}').map.flown"
UNDER_CROSS = f"""(() => {{
  const {{ left, top, width, height }} = document.querySelector('{BOX}').getBoundingClientRect();
  return document.elementsFromPoint(left + width / 2, top + height / 2).find((one) => one.matches('path.leaflet-interactive'));
}})()"""
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
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
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


def test_by_keyboard_alone_the_area_under_the_cross_is_named_and_chosen(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
    inside = drawn(page)
    # What comes after the map may still move it.
    settle(page)
    inside.focus()
    inside.evaluate("box => { box.moved = new Promise((done) => box.map.once('moveend', done)); }")
    page.keyboard.press("ArrowUp")
    inside.evaluate("box => box.moved")
    told = inside.get_by_role("status")
    expect(told).to_contain_text("Need")
    name = told.inner_text().split(".")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=READY_MS)
    assert "area=" in page.url


def test_enter_chooses_the_area_that_was_named_even_while_the_map_moves(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
    inside = drawn(page)
    settle(page)
    inside.focus()
    told = inside.get_by_role("status")
    expect(told).to_contain_text("Need", timeout=READY_MS)
    name = told.inner_text().split(".")[0]
    page.evaluate(f"window.named = {UNDER_CROSS}")
    inside.evaluate("box => { box.map.panBy([0, -box.clientHeight / 2], { animate: true, duration: 30 }); }")
    wait_until(page, f"{UNDER_CROSS} !== window.named", READY_MS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=READY_MS)


def test_the_wheel_scrolls_the_page_until_the_map_is_clicked(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
    inside = drawn(page)
    before = page.evaluate(WHERE)
    box = inside.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, 200)
    expect(page.get_by_text(maps_words.WAYS["wheel"])).to_be_visible()
    until_same(page, lambda: inside.bounding_box()["y"])
    assert inside.bounding_box()["y"] < box["y"]
    assert page.evaluate(WHERE) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    assert until_same(page, lambda: page.evaluate(WHERE), pause_ms=400)[0] > before[0]


def test_it_flies_to_a_place_that_is_chosen_by_name_and_back_but_stays_for_a_click(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
    inside = drawn(page)
    home = page.evaluate(WHERE)
    choose(page, "Choose a place", "Ramsey")
    expect(page.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)
    wait_until(page, FLOWN, READY_MS)
    near = until_same(page, lambda: page.evaluate(WHERE), pause_ms=400)
    assert near[0] > home[0] + 0.9
    # A second click on a chosen area lets go.
    point_of(page, inside, "Ramsey")
    page.mouse.down()
    page.mouse.up()
    wait_until(page, f"!{FLOWN}", READY_MS)
    assert until_same(page, lambda: page.evaluate(WHERE), pause_ms=400) == pytest.approx(home, abs=0.01)
    point_of(page, inside, "Ramsey")
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("heading", name="Ramsey")).to_be_visible(timeout=READY_MS)
    assert until_same(page, lambda: page.evaluate(WHERE), pause_ms=400) == pytest.approx(home, abs=0.01)


def test_the_picture_has_a_name_named_parts_and_the_legend_marks_the_class_pointed_at(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no")
    inside = drawn(page)
    picture = inside.locator("svg[role=graphics-document]")
    assert picture.get_attribute("aria-label").startswith("Gap score")
    parts = picture.locator("[role=graphics-symbol]")
    names = parts.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert len(names) == len(loading.load().atlas.at("ward"))
    assert all(name.rpartition(": ")[2] in maps_words.class_labels((20, 40, 60, 80), top=100) for name in names)
    point_of(page, inside, "Ramsey")
    ramsey = next(name for name in names if name.startswith("Ramsey"))
    expect(page.locator(".bsg-legend [data-here]")).to_have_text(ramsey.rpartition(": ")[2])


@pytest.mark.parametrize(("asked", "figure"), [("Provision", None), ("How_good_is_this", agreement_words.MAP_CARD)])
def test_a_card_says_of_an_area_only_what_its_page_shows(page, address, asked, figure):
    page.goto(f"{address}/{asked}?outcome=school_readiness&level=ward")
    inside = drawn(page)
    inside.scroll_into_view_if_needed()
    box = inside.bounding_box()
    card = page.locator(".leaflet-tooltip .bsg-card")
    for across in np.linspace(0.35, 0.65, 12):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + box["height"] * 0.45, steps=4)
        if card.count() and "under five" in card.inner_text():
            break
    said = card.inner_text()
    assert "under five" in said
    assert [word for word in maps_words.CARD.values() if word.strip() and f"\n{word}: " in said] == []
    assert card.locator("li").count() == (0 if figure is None else 1)
    assert figure is None or figure in said


def test_a_card_stays_inside_the_map_at_every_edge(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward")
    inside = drawn(page)
    settle(page)
    box, seen = inside.bounding_box(), 0
    for across, down in itertools.product((0.02, 0.3, 0.5, 0.7, 0.98), (0.02, 0.06, 0.12, 0.9, 0.98)):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=3)
        page.wait_for_timeout(60)
        # Where it is, if there is one: asked at once, for it goes when the map says so.
        tip = page.evaluate("[...document.querySelectorAll('.leaflet-tooltip')].pop()?.getBoundingClientRect().toJSON() ?? null")
        if tip is None:
            continue
        seen += 1
        assert tip["y"] >= box["y"] and tip["y"] + tip["height"] <= box["y"] + box["height"], (across, down)  # noqa: PT018 - one question
        assert tip["x"] >= box["x"] and tip["x"] + tip["width"] <= box["x"] + box["width"], (across, down)  # noqa: PT018 - likewise
    assert seen > 3


OVERLAPS = """() => {
  const boxes = (what) => [...document.querySelectorAll(`#map_div ${what}`)].map((one) => one.getBoundingClientRect());
  const marks = boxes('.bsg-site-number'), names = boxes('.bsg-label');
  const on = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return [marks.length, names.length, marks.filter((mark) => names.some((name) => on(mark, name))).length];
}"""


def test_no_name_of_a_place_lies_on_the_mark_of_a_site(page, address):
    page.goto(f"{address}/Where_to_put_it?outcome=early_education&find=site_asked:yes&find=site_add:12")
    drawn(page).scroll_into_view_if_needed()
    settle(page)
    marks, names, hidden = page.evaluate(OVERLAPS)
    assert marks == 12
    assert names > 5
    assert hidden == 0


# Three squares, of which the first two lie beside each other.
RIMS = """() => {
  const square = (x, y) => ({ geometry: { type: 'Polygon', coordinates: [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]] } });
  const lines = gapMap.rims([square(0, 0), square(1, 0), square(5, 5)], '#000').map((layer) => layer.getLatLngs());
  return lines.map((all) => all.map((line) => line.map(({ lng, lat }) => [lng, lat])));
}"""


def test_outlines_stay_inside_their_areas_and_leave_out_what_two_of_them_share(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&providers=no")
    inside = drawn(page)
    left, right, alone = page.evaluate(RIMS)
    assert left == [[[0, 0], [1, 0]], [[1, 1], [0, 1], [0, 0]]]
    assert right == [[[1, 0], [2, 0], [2, 1], [1, 1]]]
    assert alone == [[[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]]
    lines = inside.locator(".leaflet-outlines-pane path[stroke]")
    outlined = inside.evaluate("box => box.picture.spec.outlined.length")
    assert 0 < lines.count() < outlined, "an area among others needs none"
    assert all(clip.startswith("url(#bsg-inside-") for clip in lines.evaluate_all("all => all.map((one) => one.getAttribute('clip-path'))"))
    choose(page, "Colour the map by", "Need")
    expect(lines).to_have_count(0, timeout=READY_MS)
    assert inside.locator(".leaflet-outlines-pane clipPath").count() == 0


def test_names_lines_sea_scale_and_source_are_there_and_no_name_lies_on_another(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&providers=no")
    inside = drawn(page)
    names = inside.locator(".bsg-label")
    kinds = set(" ".join(names.evaluate_all("all => all.map((one) => one.className)")).split())
    assert {"bsg-label-district", "bsg-label-town", "bsg-label-county"} <= kinds
    boxes = names.evaluate_all(
        """all => all.map((one) => {
          const words = document.createRange();
          words.selectNodeContents(one);
          const { left, right, top, bottom } = words.getBoundingClientRect();
          return [left, top, right, bottom];
        })"""
    )
    for one, other in itertools.combinations(boxes, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
    assert inside.locator(".leaflet-lines-pane path").count() > 20
    assert inside.locator(".leaflet-ground-pane path").count() > 0
    expect(inside.locator(".leaflet-control-scale")).to_be_visible()
    expect(inside.locator(".leaflet-control-attribution")).to_contain_text("Ordnance Survey")
    for _ in range(3):
        inside.get_by_role("button", name="Zoom in").click()
        until_same(page, lambda: page.evaluate(WHERE), pause_ms=400)
    assert inside.locator(".bsg-label-village").count() > 3


def test_public_and_pvi_points_have_different_shapes(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&sites=yes")
    drawn(page)
    paths = page.locator(".leaflet-points-pane path").evaluate_all("all => all.map((one) => one.getAttribute('d'))")
    shapes = {path.lstrip("M-.0123456789, ")[:1] for path in paths}
    assert shapes == {"h", "a", "l"}  # squares, circles, diamonds


def test_other_borders_are_drawn_with_their_own_names(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&borders=example_two_authorities&providers=no")
    inside = drawn(page)
    wait_for_colours(page, inside, theme.SEQUENTIAL["gap"])
    names = page.locator(".bsg-label-district").all_inner_texts()
    assert sorted(names) == sorted(scenes.within(loading.load(), "example_two_authorities").atlas.at("district")["name"])


def test_without_webgl_the_light_map_stands_in_for_the_detailed_one_and_says_so(driver, address):
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=WITHOUT_WEBGL)
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    outside, errors = [], []
    page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else outside.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/Gap_map?outcome=school_readiness&map=detailed")
    wait_for_colours(page, drawn(page), theme.SEQUENTIAL["gap"])
    expect(page.get_by_text(maps_words.STANDS_IN)).to_be_visible()
    assert "map" not in parse_qs(urlparse(page.url).query)
    browser.close()
    assert outside == []
    # What the detailed map says when it cannot start is not ours to silence.
    assert [error for error in errors if "WebGL" not in error] == []
