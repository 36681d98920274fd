"""What a name can do to a page: a grid gives no file in which it runs, and the longest one stays inside the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.contract.texts import LONGEST_NAME
from tests.browser.conftest import READY_MS, start_server, wait_until
from tests.helpers.tiny import write_tiny
from tests.helpers.tiny_content import ALDER
from ui.words import share as share_words

pytestmark = pytest.mark.browser

LONG = "W" * LONGEST_NAME
# The sheet that the page script brings, which wins over Streamlit's own styles.
STYLED = """[...document.querySelectorAll('style')].some(style => style.sheet && [...style.sheet.cssRules]
    .some(rule => rule.styleSheet && rule.styleSheet.href.includes('app.css') && rule.styleSheet.cssRules.length))"""
# Looks at each frame that is drawn.
WATCH = """window.wide = []; (function look() {
    for (const panel of document.querySelectorAll('.bsg-panel:not(.bsg-plain)')) {
        if (panel.scrollWidth > panel.clientWidth + 1) window.wide.push([panel.scrollWidth, panel.clientWidth]);
    }
    requestAnimationFrame(look);
})();"""
PAGES = ["Gap_map?area=E01000905", "Gap_list?area=E01000905", "Area_profile?area=E01000905", f"Report?district={ALDER}", "Provision"]


def test_a_grid_offers_no_file_of_its_own(page, address):
    """The browser would write it with formulas as they stand."""
    page.goto(f"{address}/Gap_list?outcome=early_education")
    page.get_by_test_id("stDataFrame").hover(timeout=READY_MS)
    expect(page.get_by_role("button", name="Fullscreen")).to_be_visible()
    expect(page.locator('[aria-label^="Download as CSV"]')).to_be_attached()
    expect(page.locator('[aria-label^="Download as CSV"]')).to_be_hidden()
    expect(page.get_by_role("button", name=share_words.CSV)).to_be_visible()


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """Start the app on a tiny atlas in which areas, providers and sources have the longest names that data may have."""
    tiny = write_tiny(tmp_path_factory.mktemp("named"))
    for table, column in (("areas.csv", "label"), ("areas.csv", "name"), ("providers.csv", "name"), ("sources.csv", "title")):
        for line in range(2, len((tiny.data / table).read_text(encoding="utf-8").splitlines()) + 1):
            tiny.set_cell(table, line, column, f"{LONG[: -len(str(line))]}{line}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAPMAP_CONFIG", str(tiny.config))
        server, url = start_server()
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.partition("?")[0])
def test_the_longest_names_stay_inside_the_window(page, named, path):
    page.goto(f"{named}/{path}")
    expect(page.get_by_test_id("stMain").get_by_text(LONG[:150]).first).to_be_attached(timeout=READY_MS)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=READY_MS)
    wait_until(page, STYLED, READY_MS)
    wide = """[...document.querySelectorAll('[data-testid="stMain"], [data-testid="stMain"] .bsg-panel:not(.bsg-plain)')]
        .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => [one.className.slice(0, 60), one.scrollWidth, one.clientWidth])"""
    assert page.evaluate(wide) == []


def test_no_name_runs_out_of_the_window_while_the_page_is_built(page, named):
    """Words that came before the style sheet made the page jump, on a slow line for long."""
    page.add_init_script(WATCH)
    for path in PAGES[:3]:
        page.goto(f"{named}/{path}")
        expect(page.get_by_test_id("stMain").get_by_text(LONG[:150]).first).to_be_attached(timeout=READY_MS)
        wait_until(page, STYLED, READY_MS)
        assert page.evaluate("window.wide") == []
