"""A high-contrast theme of the operating system: what colours say is still told apart, and axe-core finds nothing, in light and dark."""

from __future__ import annotations

import pytest

from tests.browser.conftest import READY_MS, settle, wait_until
from tests.browser.test_accessibility import RULES, violations

pytestmark = pytest.mark.browser

ASKED = "outcome=school_readiness"
PAGES = ["", f"Gap_map?{ASKED}&colour=both&sites=yes", f"Hot_spots?{ASKED}", f"Compare_districts?{ASKED}"]
DRAWN = "[...document.querySelectorAll('.bsg-leaflet')].every((box) => box.dataset.drawn === 'yes')"
BACKGROUNDS = "all => all.map((one) => getComputedStyle(one).backgroundColor)"
# What is on or open, and what is not: how it is framed.
FRAMED = (
    "all => all.map((one) => { const { outlineStyle, outlineColor } = getComputedStyle(one); return `${outlineStyle} ${outlineColor}`; })"
)


def different(page, selector, count):
    """How many colours there are of things that a page has at least so many of."""
    found = page.locator(selector).evaluate_all(BACKGROUNDS)
    assert len(found) >= count
    return len(set(found))


def assert_told_apart(page, asked):
    assert page.evaluate("getComputedStyle(document.querySelector('.st-key-pages a[aria-current]')).outlineStyle") == "solid"
    if asked == "":
        assert different(page, ".bsg-heat td a", 24) >= 4
        return
    swatches = ".bsg-grid i" if "both" in asked else ".bsg-legend [data-colour] .bsg-key"
    assert different(page, swatches, 4) == page.locator(swatches).count()
    fills = page.locator(".leaflet-overlay-pane path").evaluate_all("all => all.map((one) => getComputedStyle(one).fill)")
    assert len(set(fills)) >= 4
    borders = page.locator(".bsg-key").evaluate_all("all => all.map((one) => getComputedStyle(one).borderTopStyle)")
    assert set(borders) == {"solid"}
    chosen = page.locator("[data-testid=stButtonGroup] button[data-selected=true]").evaluate_all(FRAMED)
    others = page.locator("[data-testid=stButtonGroup] button:not([data-selected=true])").evaluate_all(FRAMED)
    assert chosen
    assert not set(chosen) & set(others)


@pytest.mark.parametrize("asked", PAGES, ids=["Home", "Gap_map", "Hot_spots", "Compare"])
def test_colours_that_mean_something_stay_and_what_is_chosen_has_a_frame(page, address, asked):
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.goto(f"{address}/{asked}")
    settle(page)
    wait_until(page, DRAWN, READY_MS)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        wait_until(page, f"matchMedia('(prefers-color-scheme: {scheme})').matches", READY_MS)
        settle(page)
        assert_told_apart(page, asked)
        assert violations(page, {"type": "tag", "values": RULES}) == []
