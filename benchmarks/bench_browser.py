"""What a reader waits for, in a real browser: first paint of the map, a filter change, choosing an area; beside an empty Streamlit app."""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, start_server

CHANGES = 9
COLD = 3
QUIET_MS = 700
LIMIT_MS = 30_000
SECTORS = ("Public", "All")
AREA = "March East"
MAP = "[data-testid=stDeckGlJsonChart]"
# The table is a canvas: its first row lies below the heading, its place to choose in the first column.
ROW_PX, MARK_PX, NAME_CELL = 35, 20, 1

# Notes the time of every draw call: the map is repainted with the first after a change, and at rest after the last before a quiet while.
SPY = """
window.drawn = 0; window.calls = 0; window.first = 0;
const note = () => {
  window.drawn = performance.now();
  window.calls += 1;
  if (!window.first) window.first = window.drawn;
};
for (const kind of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
    const draw = kind && kind.prototype[name];
    if (draw) kind.prototype[name] = function () { note(); return draw.apply(this, arguments); };
  }
}
"""
PAINTED = f"() => window.calls > 20 && performance.now() - window.drawn > {QUIET_MS}"
SINCE = f"(mark) => window.drawn > mark && performance.now() - window.drawn > {QUIET_MS}"


def _repainted_ms(page: Page, name: str) -> tuple[float, float]:
    """Milliseconds from pressing a segment to the first draw call after it, and to the last before the picture rests."""
    page.evaluate("window.first = 0")
    mark = _press(page, name)
    page.wait_for_function(SINCE, arg=mark, timeout=LIMIT_MS, polling=30)
    first, last = page.evaluate("[window.first, window.drawn]")
    return first - mark, last - mark


def _press(page: Page, name: str) -> float:
    """Press a segment and give the time of the press on the page's clock."""
    button = page.get_by_role("radio", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    return float(button.evaluate("element => { const now = performance.now(); element.click(); return now }"))


def _first_paint(page: Page, address: str) -> float:
    """Milliseconds from opening the address to the first draw call of the map."""
    page.goto(f"{address}/Gap_map?outcome=school_readiness")
    page.wait_for_function(PAINTED, timeout=LIMIT_MS, polling=50)
    return float(page.evaluate("window.first"))


def _empty_rerun(page: Page, address: str) -> list[float]:
    page.goto(address)
    page.get_by_text("chosen: All").wait_for(timeout=LIMIT_MS)
    taken = []
    for turn in range(CHANGES):
        name = SECTORS[turn % 2]
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
    name = page.locator(".bsg-card b").inner_text(timeout=LIMIT_MS)
    return _until_chosen(page, x, y, name)


def _choose_by_row(page: Page) -> float:
    """Choose the first row of the table beside the map: from the press to its heading in the panel."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(QUIET_MS)
    box = table.bounding_box()
    assert box is not None
    name = table.locator("table [role=gridcell]").nth(NAME_CELL).inner_text()
    # "Ash (002C), Oakshire" in the table is "Ash (Oakshire 002C)" in the panel.
    return _until_chosen(page, box["x"] + MARK_PX, box["y"] + 1.5 * ROW_PX, name.partition(" (")[0])


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


def measure() -> dict[str, float]:
    """Median milliseconds of each wait."""
    empty, empty_address = start_server([sys.executable, "-m", "streamlit", "run", "benchmarks/empty.py"])
    app, address = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            # Playwright waits by running text as a script, which the page's policy refuses.
            context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            context.add_init_script(SPY)
            floor = _empty_rerun(context.new_page(), empty_address)
            words = _first_words(context.new_page(), empty_address)
            cold = _first_paint(context.new_page(), address)
            page = context.new_page()
            warm = _first_paint(page, address)
            changes = [_repainted_ms(page, SECTORS[turn % 2]) for turn in range(CHANGES)][COLD:]
            chosen = _chosen(page, address)
            browser.close()
    finally:
        app.terminate()
        empty.terminate()
    return {
        "empty app, rerun": statistics.median(floor),
        "empty app, first words, warm": words,
        "map page, first paint on a new server": cold,
        "map page, first paint, warm": warm,
        "filter change to repainted map": statistics.median(first for first, _ in changes),
        "filter change to map at rest": statistics.median(last for _, last in changes),
        **chosen,
    }


def _chosen(page: Page, address: str) -> dict[str, float]:
    """Median milliseconds of each way to choose an area, on a page opened anew each time."""
    taken = {}
    for name, way in {
        "by name": _choose_by_name,
        "by a row of the table": _choose_by_row,
        "by a click on the map": _choose_by_click,
    }.items():
        times = []
        for _ in range(COLD):
            _first_paint(page, address)
            times.append(way(page))
        taken[f"choosing an area {name}"] = statistics.median(times)
    return taken


def main() -> None:
    """Print the table."""
    aims = {"map page, first paint on a new server": 2500, "map page, first paint, warm": 1000, "filter change to repainted map": 350}
    aims |= {"choosing an area by name": 350, "choosing an area by a row of the table": 350, "choosing an area by a click on the map": 900}
    found = measure()
    floor = found["empty app, rerun"]
    print("\nWhat a reader waits for, without a GPU, browser and server on the same two cores (ms)")
    print(f"{'':44}{'measured':>10}{'aim':>8}{'x empty':>9}")
    for name, value in found.items():
        print(f"{name:44}{value:10.0f}{aims.get(name, ''):>8}{value / floor:9.1f}")


if __name__ == "__main__":
    main()
