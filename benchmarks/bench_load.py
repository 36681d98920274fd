"""Many readers at once: 25 sessions that change a filter every two seconds; what each costs, and what a search of sites costs them."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.siting import hard_search
from tests.browser.conftest import start_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSIONS = 25
CHANGES = 8
EVERY_S = 2.0
WAYS = [
    f"outcome={outcome}&sector={sector}"
    for outcome in ("school_readiness", "child_health", "early_education")
    for sector in ("all", "public")
]
AIM_P95_S, AIM_MEMORY_MB = 1.0, 10.0


def resident_mb(pid: int) -> float:
    """Memory of a process in MB, from the kernel's own count."""
    line = next(row for row in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Reader:
    """One session, spoken to as a browser does.

    Parameters
    ----------
    address : str
        Of the server.
    cookie : str
        Of the browser, for a proxy.
    """

    def __init__(self, address: str, cookie: str = "") -> None:
        self._address, self._headers = f"ws://{urlparse(address).netloc}/_stcore/stream", {"Cookie": cookie} if cookie else {}
        self._page = ""

    async def open(self) -> None:
        """Connect and open the map page."""
        self._socket = await websockets.connect(self._address, subprotocols=["streamlit"], max_size=None, additional_headers=self._headers)
        await self.ask("outcome=school_readiness", page="Gap_map")

    async def ask(self, query: str, page: str = "") -> float:
        """Ask for a view by its address, on the page that is open or on another, and wait until it is drawn; seconds."""
        start = time.perf_counter()
        await self.send(query, page)
        await self.drawn()
        return time.perf_counter() - start

    async def send(self, query: str, page: str = "") -> None:
        """Ask for a view, and wait for nothing."""
        self._page = page or self._page
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = self._page
        await self._socket.send(message.SerializeToString())

    async def drawn(self) -> None:
        """Read until the view is drawn."""
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self._socket.recv())
            if answer.HasField("script_finished"):
                return

    async def read(self, number: int) -> list[float]:
        """Change a filter every two seconds; seconds each took."""
        await asyncio.sleep(EVERY_S * number / SESSIONS)
        taken = []
        for turn in range(CHANGES):
            taken.append(await self.ask(WAYS[(number + turn) % len(WAYS)]))
            await asyncio.sleep(max(0.0, EVERY_S - taken[-1]))
        return taken

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()


async def _measure(address: str, pid: int) -> tuple[list[float], float]:
    first = Reader(address)
    await first.open()
    for way in WAYS:
        await first.ask(way)
    before_mb = resident_mb(pid)
    readers = [Reader(address) for _ in range(SESSIONS)]
    for reader in readers:
        await reader.open()
    taken = await asyncio.gather(*(reader.read(number) for number, reader in enumerate(readers)))
    grown_mb = (resident_mb(pid) - before_mb) / SESSIONS
    for reader in [first, *readers]:
        await reader.close()
    return [one for times in taken for one in times], grown_mb


@contextlib.contextmanager
def _search() -> Iterator[None]:
    """Keep one processor busy with a search for the best sites, as a page does that proves its answer."""
    search = hard_search()
    try:
        yield
        if not search.running:
            print("The search ended before the readers did: its line says too little.")
    finally:
        search.stop()


def _measured(*, searching: bool) -> tuple[list[float], float]:
    server, address = start_server()
    try:
        with _search() if searching else contextlib.nullcontext():
            return asyncio.run(_measure(address, server.pid))
    finally:
        server.terminate()


def main() -> None:
    """Print the table."""
    (alone, grown_mb), (beside, _) = (_measured(searching=searching) for searching in (False, True))
    print(f"\n{SESSIONS} sessions at once, each changing a filter on the map page every {EVERY_S:g} s ({len(alone)} changes)")
    print(f"{'':60}{'measured':>12}{'aim':>10}")
    rows = (
        ("median time to the finished page (s)", statistics.median(alone), ""),
        ("95th percentile (s)", _p95(alone), f"< {AIM_P95_S:g}"),
        ("95th percentile while a question of siting is proven (s)", _p95(beside), f"< {AIM_P95_S:g}"),
        ("memory per added session (MB)", grown_mb, f"< {AIM_MEMORY_MB:g}"),
    )
    for name, value, aim in rows:
        print(f"{name:60}{value:12.2f}{aim:>10}")


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


if __name__ == "__main__":
    main()
