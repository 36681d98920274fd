"""A map that was changed looks like one that was opened with the same choices: nothing of the previous view stays on it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS
from tests.browser.test_journeys import MAP, choose, wait_painted
from ui.words import maps as maps_words

pytestmark = pytest.mark.browser

# Edges of lines may be drawn a shade lighter or darker.
SHADE = 60
MOST_DIFFERENT = 0.002
OUTCOME = "family economic security"


def picture(page):
    """The map once it stands still."""
    wait_painted(page, least=4)
    before = None
    for _ in range(40):
        page.mouse.move(2, 2)
        page.wait_for_timeout(300)
        now = np.asarray(Image.open(io.BytesIO(page.locator(MAP).screenshot())).convert("RGB")).astype(int)
        if before is not None and np.array_equal(before, now):
            return now
        before = now
    pytest.fail("the map never stands still")


def assert_same_as_fresh(page):
    """Compare the map as it is now with the one that its link opens."""
    changed = picture(page)
    page.goto(page.url)
    page.wait_for_selector(MAP, timeout=READY_MS)
    fresh = picture(page)
    assert changed.shape == fresh.shape
    different = (np.abs(changed - fresh).max(axis=2) > SHADE).mean()
    assert different < MOST_DIFFERENT, f"{different:.2%} of the map differs from a fresh one"


def open_map(page, address, query="outcome=school_readiness"):
    page.goto(f"{address}/Gap_map?{query}&providers=no")
    picture(page)


def test_after_another_outcome_the_outlines_are_those_of_its_priority_areas(page, address):
    open_map(page, address)
    choose(page, "Outcome area", "Family economic security")
    expect(page.locator("em", has_text=OUTCOME).filter(visible=True).first).to_be_visible(timeout=READY_MS)
    assert_same_as_fresh(page)


def test_after_another_district_the_outlines_are_those_of_its_priority_areas(page, address):
    open_map(page, address, "outcome=school_readiness&district=E07000010")
    choose(page, "Districts", "Huntingdonshire", several=True)
    page.wait_for_url("**E07000011**")
    assert_same_as_fresh(page)


def test_after_another_colouring_no_outline_stays(page, address):
    open_map(page, address, "outcome=school_readiness&level=ward")
    choose(page, "Colour the map by", "Need")
    page.wait_for_url("**colour=**")
    assert_same_as_fresh(page)


def test_with_an_area_chosen_by_a_click_another_outcome_is_painted_in_full(page, address):
    open_map(page, address, "outcome=school_readiness&level=ward")
    box = page.locator(MAP).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**area=**")
    choose(page, "Outcome area", "Family economic security")
    page.wait_for_url("**family_security**")
    # A link looks at the chosen area; a click on the map does not move it.
    page.get_by_role("button", name=maps_words.ZOOM_CHOSEN).click()
    assert_same_as_fresh(page)
