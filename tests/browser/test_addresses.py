"""The address of the page says what is shown, also after a link to the page that is open already."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, said, settle, wait_until
from ui.scene import loading
from ui.words import profile as profile_words

pytestmark = pytest.mark.browser

AREA = "new URLSearchParams(location.search).get('area')"


def test_a_link_to_the_page_that_is_open_changes_the_address_by_one_step_that_can_be_taken_back(page, address):
    page.goto(f"{address}/Area_profile?outcome=school_readiness&level=ward")
    expect(said(page, profile_words.EMPTY_START)).to_be_visible(timeout=READY_MS)
    settle(page)
    steps = page.evaluate("history.length")
    first = page.get_by_test_id("stMain").get_by_test_id("stPageLink").locator("visible=true").first.get_by_role("link")
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=READY_MS)
    wait_until(page, f"{AREA} !== null", READY_MS)
    settle(page)
    assert page.evaluate("history.length") == steps + 1
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=READY_MS)
    page.go_back()
    expect(said(page, profile_words.EMPTY_START)).to_be_visible(timeout=READY_MS)
    wait_until(page, f"{AREA} === null", READY_MS)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=READY_MS)
    wait_until(page, f"{AREA} !== null", READY_MS)


def test_other_borders_that_are_chosen_by_link_stand_in_the_address(page, address):
    page.goto(f"{address}/Other_borders?outcome=school_readiness")
    settle(page)
    page.get_by_role("link", name=next(iter(loading.load().settings.borders.values())).name).click()
    wait_until(page, "new URLSearchParams(location.search).has('borders')", READY_MS)
