"""How answers slow down as readers become more: 5 to 100 who go from page to page, just after a start and later, on 1 and 3 processes.

Readers are spread over the processes in turn, as the cookie of the proxy does it, on the same cores as the servers. All have one address
here, so what one address may ask for (``client_runs_per_s`` and ``client_work_burst_s`` in ``config.toml``) is lifted.

``--proxied`` compares 1 and 4 processes behind the shipped nginx. ``--pinned`` compares 1 and 2 processes that have a core each; readers
ask all at once, and then sleep until the servers have drawn everything, so that they take no time from them. Where other work shares the
machine, pages a second of the processor time of the busiest process say what cores of their own would do.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
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
from tests.helpers.behind_nginx import nginx_before
from ui.scene.loading import using_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import Popen

READERS = (5, 10, 25, 50, 100)
PROCESSES = (1, 3)
OPENED_EACH = 8
THINKS_S = 2.0
PROXIED_READERS = 40
# With --pinned: readers of each process, how often they ask, and after which silence, looked for how often, all is drawn.
ASK_AT_ONCE, ROUNDS, QUIET_S, LOOKS_EVERY_S, BUSY_TICKS = 20, 4, 0.6, 0.1, 2
PAGES = (
    *("", "Gap_map", "Gap_list", "Area_profile", "Compare_districts", "Provision", "What_if", "Where_to_put_it", "Can_I_trust_this"),
    *("Measures", "Hot_spots", "Fragile_provision", "Other_borders", "What_works", "How_good_is_this", "Your_data", "Local_knowledge"),
)
OUTCOMES = ("school_readiness", "child_health", "early_education")
# What a server is asked for before it counts as warm: each page for each outcome area, once.
EVERY = [(page, outcome) for page in PAGES for outcome in OUTCOMES]


class Visit:
    """One reader who opens page after page, and what each took in seconds; an error ends the visit and is counted."""

    def __init__(self, way: tuple[str, str], number: int) -> None:
        self._reader, self._number = Reader(*way), number
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


async def _warmed(way: tuple[str, str]) -> None:
    reader = Reader(*way)
    await reader.open()
    for page, outcome in EVERY:
        await reader.ask(f"outcome={outcome}", page=page)
    await reader.close()


async def _visits(ways: Sequence[tuple[str, str]], readers: int) -> tuple[list[Visit], float]:
    visits = [Visit(ways[number % len(ways)], number) for number in range(readers)]
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
def _servers(count: int) -> Iterator[tuple[list[Popen[bytes]], list[tuple[str, str]]]]:
    """Start processes; gives them, and the ways to them: an address and a cookie."""
    with _unlimited():
        started = [start_server() for _ in range(count)]
        try:
            yield [server for server, _ in started], [(address, "") for _, address in started]
        finally:
            for server, _ in started:
                server.terminate()


@contextlib.contextmanager
def _behind_nginx(ways: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Go through nginx, with the cookie that leads to each process."""
    ports = [int(address.rpartition(":")[2]) for address, _ in ways]
    with tempfile.TemporaryDirectory() as folder, nginx_before(Path(folder), {"north": ports}) as port:
        yield [(f"http://127.0.0.1:{port}", f"gapmap={one}") for one in ports]


def _row(name: str, ways: Sequence[tuple[str, str]], servers: Sequence[Popen[bytes]], readers: int) -> float:
    """Print a row; gives pages a second."""
    visits, lasted_s = asyncio.run(_visits(ways, readers))
    taken = [one for visit in visits for one in visit.taken]
    p95_s = statistics.quantiles(taken, n=20)[-1]
    memory_mb = max(resident_mb(server.pid) for server in servers)
    failed = sum(bool(visit.failed) for visit in visits)
    print(
        f"{name:20}{readers:8}{statistics.median(taken):10.2f}{p95_s:10.2f}{len(taken) / lasted_s:10.1f}{failed:8}{memory_mb:12.0f}",
        flush=True,
    )
    return len(taken) / lasted_s


def main(processes: Sequence[int] = PROCESSES) -> None:
    """Print the curve."""
    print(f"\nReaders who open {OPENED_EACH} pages each, one every {THINKS_S:g} s or as soon as the one before is there")
    print(f"{'':20}{'readers':>8}{'median s':>10}{'p95 s':>10}{'runs / s':>10}{'failed':>8}{'largest MB':>12}")
    for count in processes:
        words = f"{count} process{'es' * (count > 1)}"
        with _servers(count) as (servers, ways):
            _row(f"{words}, cold", ways, servers, 25)
            for way in ways:
                asyncio.run(_warmed(way))
            for readers in READERS:
                _row(f"{words}, warm", ways, servers, readers)


def proxied() -> None:
    """Print what 1 and 4 processes behind nginx bear, warm, and the ratio of pages a second."""
    _told_of_load()
    pages_per_s = {}
    for count in (1, 4):
        with _servers(count) as (servers, straight), _behind_nginx(straight) as ways:
            for way in straight:
                asyncio.run(_warmed(way))
            pages_per_s[count] = _row(f"{count} behind nginx", ways, servers, PROXIED_READERS)
    print(f"Pages a second, 4 to 1: {pages_per_s[4] / pages_per_s[1]:.2f}")
    _told_of_load()


def pinned() -> None:
    """Print how many pages a second 1 and 2 processes draw that have a core each, and the ratio."""
    _told_of_load()
    rates = {}
    for count in (1, 2):
        with _servers(count) as (servers, ways):
            for core, server in zip(sorted(os.sched_getaffinity(0)), servers, strict=False):
                os.sched_setaffinity(server.pid, {core})
                for thread in Path(f"/proc/{server.pid}/task").iterdir():
                    os.sched_setaffinity(int(thread.name), {core})
            for way in ways:
                asyncio.run(_warmed(way))
            rates[count] = asyncio.run(_drawn_alone(servers, ways))
            print("{} with a core each: {:.1f} pages / s, {:.1f} / s of processor time".format(count, *rates[count]), flush=True)
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    print("2 to 1: {:.2f}, by processor time {:.2f}".format(*ratios))
    _told_of_load()


async def _drawn_alone(servers: Sequence[Popen[bytes]], ways: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Let many readers ask at once, sleep until nothing runs, and only then read what has come; gives pages a second, of both kinds."""
    readers = [Reader(*way) for way in ways for _ in range(ASK_AT_ONCE)]
    for reader in readers:
        await reader.open()
    drawn, lasted_s, worked_s = 0, 0.0, 0.0
    for turn in range(ROUNDS):
        begun_s = last_s = time.perf_counter()
        begun = [_spent(server) for server in servers]
        for number, reader in enumerate(readers):
            page, outcome = EVERY[(7 * number + 3 * turn) % len(EVERY)]
            await reader.send(f"outcome={outcome}", page)
        spent = [_spent(server) for server in servers]
        while time.perf_counter() < last_s + QUIET_S:
            # Nothing of this process runs meanwhile.
            time.sleep(LOOKS_EVERY_S)  # noqa: ASYNC251
            before, spent = spent, [_spent(server) for server in servers]
            if any(now >= then + BUSY_TICKS for then, now in zip(before, spent, strict=True)):
                last_s = time.perf_counter()
        drawn, lasted_s = drawn + len(readers), lasted_s + last_s - begun_s
        worked_s += max(now - then for then, now in zip(begun, spent, strict=True)) / os.sysconf("SC_CLK_TCK")
        for reader in readers:
            await reader.drawn()
    for reader in readers:
        await reader.close()
    return drawn / lasted_s, drawn / worked_s


def _spent(server: Popen[bytes]) -> int:
    """Ticks of processor time of a process."""
    fields = Path(f"/proc/{server.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:13]))


def _told_of_load() -> None:
    print(f"Load average of the machine: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores", flush=True)


if __name__ == "__main__":
    if "--proxied" in sys.argv:
        proxied()
    elif "--pinned" in sys.argv:
        pinned()
    else:
        main([int(word) for word in sys.argv[1:]] or PROCESSES)
