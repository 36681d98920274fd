"""The detailed map (pydeck, WebGL), which a reader can choose. Drawing without a GPU is slow, so little of it is tried."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS

pytestmark = pytest.mark.browser

MAP = "[data-testid=stDeckGlJsonChart]"


def painted_colours(page):
    """Distinct colours in the middle of the map as the browser shows it."""
    picture = Image.open(io.BytesIO(page.locator(MAP).screenshot())).convert("RGB")
    pixels = np.asarray(picture)[60:-60, 60:-60].reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    return {tuple(int(part) for part in colour) for colour, count in zip(colours, counts, strict=True) if count > 150}


def wait_drawn(page, least=6):
    """Wait until so many colours are on the map."""
    page.wait_for_selector(MAP, timeout=READY_MS)
    for _ in range(60):
        if len(painted_colours(page)) >= least:
            return
        page.wait_for_timeout(500)
    pytest.fail("the map stayed blank")


def test_it_is_painted_kept_through_a_filter_change_and_opens_the_panel_of_what_is_clicked(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&level=ward&providers=no&map=detailed")
    wait_drawn(page)
    page.locator(f"{MAP} canvas").first.evaluate("canvas => { canvas.dataset.built = 'once' }")
    page.get_by_text("Public", exact=True).first.click()
    expect(page.get_by_text("Public provision only").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    assert page.locator(f"{MAP} canvas").first.get_attribute("data-built") == "once"
    wait_drawn(page)
    box = page.locator(MAP).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 5, y)
    page.mouse.move(x, y, steps=5)
    card = page.locator(".deck-tooltip .bsg-card")
    expect(card).to_contain_text("Need", timeout=READY_MS)
    name = card.locator("b").inner_text()
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=READY_MS)
    assert "area=" in page.url
    assert "map=detailed" in page.url
