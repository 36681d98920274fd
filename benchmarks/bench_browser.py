"""What a reader waits for, in a real browser: first paint of the map, a filter change, choosing an area; beside an empty Streamlit app."""

from __future__ import annotations

import os
import statistics
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import Page, sync_playwright

from benchmarks.wire import Wire
from tests.browser.conftest import CHROMIUM, FLAGS, start_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext

CHANGES = 9
# Changes that are not counted: the browser compiles what it runs for the first time.
COLD = 3
QUIET_MS = 700
LIMIT_MS = 180_000
# More than Streamlit lets a browser keep of earlier answers, so that each answer travels.
SECTORS = ("Public", "Private and voluntary", "All")
AREA = "March East"
MAP = "#map_div"

# Notes when an area of the map gets a colour, and when the frame that shows it has been drawn.
SPY = """
window.drawn = 0; window.first = 0;
new MutationObserver(() => {
  const painted = () => { window.drawn = performance.now(); if (!window.first) window.first = window.drawn; };
  requestAnimationFrame(() => requestAnimationFrame(painted));
}).observe(document, { subtree: true, childList: false, attributes: true, attributeFilter: ["fill", "data-drawn"] });
"""
PAINTED = f"() => document.querySelector('{MAP}[data-drawn]') && window.first"
SINCE = f"(mark) => window.first > mark && performance.now() - window.drawn > {QUIET_MS}"


def _repainted_ms(page: Page, name: str) -> float:
    """Milliseconds from pressing a segment to the frame with the new colours."""
    page.evaluate("window.first = 0")
    mark = _press(page, name)
    page.wait_for_function(SINCE, arg=mark, timeout=LIMIT_MS, polling=30)
    return float(page.evaluate("window.drawn")) - mark


def _press(page: Page, name: str) -> float:
    """Press a segment and give the time of the press on the page's clock."""
    button = page.get_by_role("radio", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    return float(button.evaluate("element => { const now = performance.now(); element.click(); return now }"))


def _first_paint(page: Page, address: str) -> float:
    """Milliseconds from opening the address to the first frame with the map."""
    page.goto(f"{address}/Gap_map?outcome=school_readiness")
    page.wait_for_function(PAINTED, timeout=LIMIT_MS, polling=20)
    return float(page.evaluate("window.first"))


def _empty_rerun(page: Page, address: str) -> list[float]:
    page.goto(address)
    page.get_by_text("chosen: All").wait_for(timeout=LIMIT_MS)
    taken = []
    for turn in range(CHANGES):
        name = SECTORS[turn % len(SECTORS)]
        mark = _press(page, name)
        page.wait_for_function(f"() => document.body.innerText.includes('chosen: {name}')", polling=10)
        taken.append(float(page.evaluate("performance.now()")) - mark)
    return taken[COLD:]


def _choose_by_name(page: Page) -> float:
    """Choose an area in the select box: from the press on its name to its heading in the panel."""
    box = page.get_by_role("combobox", name="Choose a place")
    box.click()
    box.fill(AREA)
    option = page.get_by_role("option", name=AREA).first
    mark = float(option.evaluate("element => { const now = performance.now(); element.click(); return now }"))
    page.get_by_role("heading", name=AREA).first.wait_for(timeout=LIMIT_MS)
    return float(page.evaluate("performance.now()")) - mark


def _choose_by_click(page: Page) -> float:
    """Choose the area in the middle of the map: from the press to its heading in the panel."""
    box = page.locator(MAP).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 5, y)
    page.mouse.move(x, y, steps=5)
    name = page.locator(".leaflet-tooltip .bsg-card b").inner_text(timeout=LIMIT_MS)
    return _until_chosen(page, x, y, name)


def _choose_by_card(page: Page) -> float:
    """Choose the first of the greatest gaps beside the map: from the press to its heading in the panel."""
    card = page.locator(".bsg-cards button").first
    # "1. Ash, Oakshire" on the card is "Ash" in the panel.
    name = card.locator("strong").inner_text().partition(". ")[2].partition(",")[0]
    mark = float(card.evaluate("element => { const now = performance.now(); element.click(); return now }"))
    page.get_by_role("heading", name=name).first.wait_for(timeout=LIMIT_MS)
    return float(page.evaluate("performance.now()")) - mark


def _until_chosen(page: Page, x: float, y: float, name: str) -> float:
    mark = float(page.evaluate("performance.now()"))
    page.mouse.click(x, y)
    page.get_by_role("heading", name=name).first.wait_for(timeout=LIMIT_MS)
    return float(page.evaluate("performance.now()")) - mark


def _first_words(page: Page, address: str) -> float:
    """Milliseconds from opening an empty Streamlit app to its line of text: no page can be faster."""
    page.goto(address)
    page.get_by_text("chosen: All").wait_for(timeout=LIMIT_MS)
    return float(page.evaluate("performance.now()"))


def _context(browser: Browser) -> BrowserContext:
    # Playwright waits by running text as a script, which the page's policy refuses.
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    context.add_init_script(SPY)
    return context


def measure() -> dict[str, float]:
    """Median milliseconds of each wait, and bytes of a change."""
    empty, empty_address = start_server([sys.executable, "-m", "streamlit", "run", "benchmarks/empty.py"])
    app, address = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            words_cold = _first_words(_context(browser).new_page(), empty_address)
            words = _warm(browser, empty_address, _first_words)
            floor = _empty_rerun(_context(browser).new_page(), empty_address)
            # A browser that has nothing of the server yet, and one that keeps its files.
            cold = _first_paint(_context(browser).new_page(), address)
            warm = _warm(browser, address, _first_paint)
            page, wire = _context(browser).new_page(), Wire(int(address.rpartition(":")[2]))
            _first_paint(page, f"http://127.0.0.1:{wire.port}")
            changes = [_counted(page, turn, wire) for turn in range(CHANGES)][COLD:]
            chosen = _chosen(page, address)
            browser.close()
    finally:
        app.terminate()
        empty.terminate()
    return {
        "empty app, rerun": statistics.median(floor),
        "empty app, first words, cold browser": words_cold,
        "empty app, first words, warm": words,
        "map page, first paint, cold browser": cold,
        "map page, first paint, warm": warm,
        "filter change to repainted map": statistics.median(taken for taken, _ in changes),
        "bytes of a filter change": statistics.median(size for _, size in changes),
        **chosen,
    }


def waits_of_map() -> tuple[float, float]:
    """Milliseconds to the first paint of the map, and from a filter change to the repainted map, in a browser that has the files."""
    app, address = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = _context(browser).new_page()
            _first_paint(page, address)
            first = _first_paint(page, address)
            changes = [_repainted_ms(page, SECTORS[turn % len(SECTORS)]) for turn in range(CHANGES)][COLD:]
            browser.close()
    finally:
        app.terminate()
    return first, statistics.median(changes)


def _warm(browser: Browser, address: str, way: Callable[[Page, str], float]) -> float:
    """Median of three openings in a browser that has the files already."""
    page = _context(browser).new_page()
    way(page, address)
    return statistics.median(way(page, address) for _ in range(COLD))


def _counted(page: Page, turn: int, wire: Wire) -> tuple[float, int]:
    """Milliseconds of a change, and bytes on the wire."""
    before = wire.received
    return _repainted_ms(page, SECTORS[turn % len(SECTORS)]), wire.received - before


def _chosen(page: Page, address: str) -> dict[str, float]:
    """Median milliseconds of each way to choose an area, on a page opened anew each time."""
    taken = {}
    for name, way in {
        "by name": _choose_by_name,
        "by one of the greatest gaps": _choose_by_card,
        "by a click on the map": _choose_by_click,
    }.items():
        times = []
        for _ in range(COLD):
            _first_paint(page, address)
            page.wait_for_timeout(QUIET_MS)
            times.append(way(page))
        taken[f"choosing an area {name}"] = statistics.median(times)
    return taken


def main() -> None:
    """Print the table."""
    found = measure()
    rerun, words, words_cold = (found[f"empty app, {what}"] for what in ("rerun", "first words, warm", "first words, cold browser"))
    aims = {"map page, first paint, cold browser": 2 * words_cold, "map page, first paint, warm": 1.5 * words}
    aims |= {"filter change to repainted map": 3 * rerun, "bytes of a filter change": 10_000}
    aims |= {name: 350 for name in found if name.startswith("choosing")}
    print(f"\nWhat a reader waits for, without a GPU, browser and server on the same cores (ms); load {os.getloadavg()[0]:.1f}")
    print(f"{'':44}{'measured':>10}{'aim':>8}")
    for name, value in found.items():
        print(f"{name:44}{value:10.0f}{f'{aims[name]:.0f}' if name in aims else '':>8}")


if __name__ == "__main__":
    main()
