"""What a filter change on the map page costs: script time and bytes, read off the browser's own connection."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field

from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import CHROMIUM, FLAGS, start_server

CHANGES = 12
# The first changes meet queries that this server has not scored yet.
COLD = 2
AIM_MS, AIM_KB = 20, 10
DECK = "[data-testid=stDeckGlJsonChart]"


@dataclass
class Connection:
    """Counts what the page's websocket carries between two marks."""

    sent_at: float = 0.0
    finished_at: float = 0.0
    received: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def watch(self, socket: WebSocket) -> None:
        """Attach to a websocket of the page."""
        socket.on("framesent", lambda _: setattr(self, "sent_at", time.perf_counter()))
        socket.on("framereceived", self._received)

    def _received(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            return
        self.received += len(payload)
        message = ForwardMsg.FromString(payload)
        kind = message.WhichOneof("type")
        if kind == "delta":
            kind = message.delta.new_element.WhichOneof("type") or "block"
        self.kinds[kind] = self.kinds.get(kind, 0) + len(payload)
        if message.WhichOneof("type") == "script_finished":
            self.finished_at = time.perf_counter()

    def reset(self) -> None:
        """Begin a new measurement."""
        self.received, self.finished_at, self.kinds = 0, 0.0, {}


def _change(page: Page, connection: Connection, name: str) -> tuple[float, int, dict[str, int]]:
    connection.reset()
    page.locator("[data-testid=stSidebar]").get_by_role("radio", name=name, exact=True).or_(
        page.locator("[data-testid=stSidebar]").get_by_role("button", name=name, exact=True)
    ).first.click()
    while not connection.finished_at:
        page.wait_for_timeout(20)
    page.wait_for_timeout(300)
    return 1000 * (connection.finished_at - connection.sent_at), connection.received, connection.kinds


def measure(address: str) -> list[tuple[float, int, dict[str, int]]]:
    """Change the sector back and forth on the map page and measure each change."""
    connection = Connection()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("websocket", connection.watch)
        page.goto(f"{address}/Gap_map")
        page.wait_for_selector(DECK)
        page.wait_for_timeout(3000)
        rows = [_change(page, connection, "Public" if turn % 2 == 0 else "All") for turn in range(CHANGES)]
        browser.close()
    return rows


def main() -> None:
    """Print the table."""
    server, address = start_server()
    try:
        rows = measure(address)[COLD:]
    finally:
        server.terminate()
    milliseconds = [row[0] for row in rows]
    kilobytes = [row[1] / 1024 for row in rows]
    print(f"\nA filter change on the map page, warm ({len(rows)} changes of the sector)")
    print(f"{'':32}{'min':>8}{'median':>8}{'max':>8}{'aim':>8}")
    for name, values, aim in (("request to script finished (ms)", milliseconds, AIM_MS), ("bytes to the browser (kB)", kilobytes, AIM_KB)):
        print(f"{name:32}{min(values):8.1f}{statistics.median(values):8.1f}{max(values):8.1f}{aim:8}")
    print("largest parts of the last change:", ", ".join(f"{kind} {size / 1024:.1f} kB" for kind, size in _largest(rows[-1][2])))


def _largest(kinds: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(kinds.items(), key=lambda item: -item[1])[:5]
