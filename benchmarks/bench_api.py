"""Programs beside readers: how much longer a page takes while 100 requests a second come in for the addresses for programs."""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlparse

from benchmarks.bench_load import WAYS, Reader
from tests.browser.conftest import start_server

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from multiprocessing.synchronize import Event

RATE: Final = 100
CONNECTIONS: Final = 10
CHANGES: Final = 40
PAUSE_S: Final = 0.25
PATHS: Final = (
    "/api/gaps.csv?outcome=school_readiness",
    "/api/gaps.json?outcome=child_health&level=ward",
    "/api/gaps.geojson?outcome=early_education&level=ward",
    "/api/providers.csv",
)
# A page's budget: a second for nineteen changes of twenty, as with 25 readers.
AIM_P95_S, AIM_RATIO = 1.0, 2.0


async def _ask(host: str, port: int, stop: Event, done: Synchronized[int], number: int) -> None:
    """Ask over one connection at an even pace until told to stop."""
    reader, writer = await asyncio.open_connection(host, port)
    turn = number
    while not stop.is_set():
        start = time.perf_counter()
        path = PATHS[turn % len(PATHS)]
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))
        if not head.startswith("http/1.1 200"):
            raise RuntimeError(head)
        with done.get_lock():
            done.value += 1
        turn += 1
        await asyncio.sleep(max(0.0, CONNECTIONS / RATE - (time.perf_counter() - start)))
    writer.close()


def _program(host: str, port: int, stop: Event, done: Synchronized[int]) -> None:
    async def all_of_them() -> None:
        await asyncio.gather(*(_ask(host, port, stop, done, number) for number in range(CONNECTIONS)))

    asyncio.run(all_of_them())


async def _read(address: str) -> list[float]:
    """Change a filter on the map page again and again; seconds each took."""
    reader = Reader(address)
    await reader.open()
    for way in WAYS:
        await reader.ask(way)
        await asyncio.sleep(PAUSE_S)
    taken = []
    for turn in range(CHANGES):
        taken.append(await reader.ask(WAYS[turn % len(WAYS)]))
        await asyncio.sleep(PAUSE_S)
    await reader.close()
    return taken


def measure() -> tuple[list[float], list[float], float]:
    """Measure seconds of a change alone, and beside the programs; and how many requests a second were answered."""
    server, address = start_server()
    host, port = urlparse(address).hostname or "", urlparse(address).port or 0
    stop, done = multiprocessing.Event(), multiprocessing.Value("i", 0)
    program = multiprocessing.Process(target=_program, args=(host, port, stop, done), daemon=True)
    try:
        alone = asyncio.run(_read(address))
        program.start()
        while done.value < RATE:
            time.sleep(0.1)
        before, start = done.value, time.perf_counter()
        beside = asyncio.run(_read(address))
        rate = (done.value - before) / (time.perf_counter() - start)
    finally:
        stop.set()
        if program.pid:
            program.join(10)
        server.terminate()
    return alone, beside, rate


def main() -> None:
    """Print the table."""
    alone, beside, rate = measure()
    ratio = statistics.median(beside) / statistics.median(alone)
    print(
        f"\nA filter change on the map page ({CHANGES} changes), alone and beside programs that ask {RATE} times a second (same two cores)"
    )
    print(f"{'':44}{'measured':>12}{'aim':>10}")
    rows = (
        ("requests answered a second", rate, f"> {0.9 * RATE:g}"),
        ("median time to the finished page, alone (s)", statistics.median(alone), ""),
        ("beside programs (s)", statistics.median(beside), ""),
        ("ratio", ratio, f"< {AIM_RATIO:g}"),
        ("95th percentile beside programs (s)", statistics.quantiles(beside, n=20)[-1], f"< {AIM_P95_S:g}"),
    )
    for name, value, aim in rows:
        print(f"{name:44}{value:12.3f}{aim:>10}")


if __name__ == "__main__":
    main()
