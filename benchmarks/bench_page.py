"""What a filter change on the map page costs: time of the page's script, and bytes to the browser."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import Page, sync_playwright

from benchmarks.serve import MARK
from benchmarks.wire import Wire
from tests.browser.conftest import CHROMIUM, FLAGS, start_server

CHANGES = 14
# The first changes meet queries that this server has not scored yet.
COLD = 2
SETTLED_MS = 1500
MAP = "#map_div[data-drawn]"


def _change(page: Page, wire: Wire, name: str) -> float:
    before = wire.received
    page.locator("[data-testid=stSidebar]").get_by_text(name, exact=True).click()
    page.wait_for_timeout(SETTLED_MS)
    return (wire.received - before) / 1024


def measure() -> tuple[list[float], list[float], list[float]]:
    """Change the sector back and forth on the map page: kB to the browser, wall and CPU milliseconds of the script."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("w", encoding="utf-8") as out:
            server, address = start_server(command=[sys.executable, "-m", "benchmarks.serve"], stdout=out)
        wire = Wire(int(urlparse(address).port or 0))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(f"http://127.0.0.1:{wire.port}/Gap_map")
                page.wait_for_selector(MAP)
                page.wait_for_timeout(4000)
                sizes = [_change(page, wire, "Public" if turn % 2 == 0 else "All") for turn in range(CHANGES)]
                browser.close()
        finally:
            server.terminate()
        runs = [line.split()[1:] for line in log.read_text(encoding="utf-8").splitlines() if line.startswith(MARK)]
    wall, cpu = ([float(run[place]) for run in runs[-CHANGES:]] for place in (0, 1))
    return sizes[COLD:], wall[COLD:], cpu[COLD:]


def main() -> None:
    """Print the table."""
    sizes, wall, cpu = measure()
    print(f"\nA filter change on the map page, warm ({len(sizes)} changes of the sector, browser on the same two cores)")
    print(f"{'':36}{'min':>8}{'median':>8}{'max':>8}{'aim':>8}")
    rows = [("script, processor time (ms)", cpu, 20), ("script, by the clock (ms)", wall, 20), ("bytes on the wire (kB)", sizes, 10)]
    for name, values, aim in rows:
        print(f"{name:36}{min(values):8.1f}{statistics.median(values):8.1f}{max(values):8.1f}{aim:>8}")
