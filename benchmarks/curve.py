"""How answers slow down as readers become more: 5 to 100 who go from page to page, just after a start and later, on 1 and 3 processes.

Readers are spread over the processes in turn, as the cookie of the proxy does it, on the same cores as the servers. All have one address
here, so what one address may ask for (``client_runs_per_s`` and ``client_work_burst_s`` in ``config.toml``) is lifted.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench_load import Reader, resident_mb
from geo.base.paths import CONFIG, ROOT
from tests.browser.conftest import start_server
from ui.scene.loading import using_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import Popen

READERS = (5, 10, 25, 50, 100)
PROCESSES = (1, 3)
OPENED_EACH = 8
THINKS_S = 2.0
PAGES = (
    *("", "Gap_map", "Gap_list", "Area_profile", "Compare_districts", "Provision", "What_if", "Where_to_put_it", "Can_I_trust_this"),
    *("Measures", "Hot_spots", "Fragile_provision", "Other_borders", "What_works", "How_good_is_this", "Your_data", "Local_knowledge"),
)
OUTCOMES = ("school_readiness", "child_health", "early_education")
# What a server is asked for before it counts as warm: each page for each outcome area, once.
EVERY = [(page, outcome) for page in PAGES for outcome in OUTCOMES]


class Visit:
    """One reader who opens page after page, and what each took in seconds; an error ends the visit and is counted."""

    def __init__(self, address: str, number: int) -> None:
        self._reader, self._number = Reader(address), number
        self.taken: list[float] = []
        self.failed = ""

    async def walk(self, count: int) -> None:
        """Open so many pages, and read each for a while."""
        try:
            await asyncio.sleep(THINKS_S * (self._number % 20) / 20)
            await self._reader.open()
            for turn in range(count):
                # 7 has no part in common with the number of pages: readers meet on none of them at the same time.
                page, outcome = EVERY[(7 * self._number + 3 * turn) % len(EVERY)]
                self.taken.append(await self._reader.ask(f"outcome={outcome}", page=page))
                await asyncio.sleep(max(0.0, THINKS_S - self.taken[-1]))
            await self._reader.close()
        except Exception as error:  # noqa: BLE001 - whatever it is, a reader was turned away
            self.failed = repr(error)


async def _warmed(address: str) -> None:
    reader = Reader(address)
    await reader.open()
    for page, outcome in EVERY:
        await reader.ask(f"outcome={outcome}", page=page)
    await reader.close()


async def _visits(addresses: Sequence[str], readers: int) -> tuple[list[Visit], float]:
    visits = [Visit(addresses[number % len(addresses)], number) for number in range(readers)]
    begun_s = time.perf_counter()
    await asyncio.gather(*(visit.walk(OPENED_EACH) for visit in visits))
    return visits, time.perf_counter() - begun_s


@contextlib.contextmanager
def _unlimited() -> Iterator[None]:
    """Let servers that are started here take as much from one address as comes."""
    written = CONFIG.read_text(encoding="utf-8").replace('folder = "data"', f'folder = "{ROOT / "data"}"', 1)
    for name in ("client_runs_per_s", "client_work_burst_s"):
        written = re.sub(rf"(?m)^{name} = .*$", f"{name} = 1000", written)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(written, encoding="utf-8")
        with using_config(config):
            yield


@contextlib.contextmanager
def _servers(count: int) -> Iterator[tuple[list[Popen[bytes]], list[str]]]:
    with _unlimited():
        started = [start_server() for _ in range(count)]
        try:
            yield [server for server, _ in started], [address for _, address in started]
        finally:
            for server, _ in started:
                server.terminate()


def _row(name: str, addresses: Sequence[str], servers: Sequence[Popen[bytes]], readers: int) -> None:
    visits, lasted_s = asyncio.run(_visits(addresses, readers))
    taken = [one for visit in visits for one in visit.taken]
    p95_s = statistics.quantiles(taken, n=20)[-1]
    memory_mb = max(resident_mb(server.pid) for server in servers)
    failed = sum(bool(visit.failed) for visit in visits)
    print(
        f"{name:20}{readers:8}{statistics.median(taken):10.2f}{p95_s:10.2f}{len(taken) / lasted_s:10.1f}{failed:8}{memory_mb:12.0f}",
        flush=True,
    )


def main(processes: Sequence[int] = PROCESSES) -> None:
    """Print the curve."""
    print(f"\nReaders who open {OPENED_EACH} pages each, one every {THINKS_S:g} s or as soon as the one before is there")
    print(f"{'':20}{'readers':>8}{'median s':>10}{'p95 s':>10}{'runs / s':>10}{'failed':>8}{'largest MB':>12}")
    for count in processes:
        words = f"{count} process{'es' * (count > 1)}"
        with _servers(count) as (servers, addresses):
            _row(f"{words}, cold", addresses, servers, 25)
            for address in addresses:
                asyncio.run(_warmed(address))
            for readers in READERS:
                _row(f"{words}, warm", addresses, servers, readers)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or PROCESSES)
