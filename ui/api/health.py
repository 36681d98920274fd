"""Whether the server is up, and whether it can answer: for a balancer, and for whoever watches it. Nothing is scored, whoever asks."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.routing import Route

from geo.base.errors import DataError, GapMapError
from geo.base.paths import product_version
from geo.method.gaps import METHOD_VERSION
from geo.store.kept import marked_today, workspace_of
from ui.map.shelf import base
from ui.scene import loading
from ui.words import api as words
from ui.words import health as health_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

# A look is good for everybody who asks within this time, and for ten times as long as it took: looking takes a tenth of a thread at most.
GOOD_S: Final = 2.0
REST_TIMES: Final = 10
# A database that is out of reach says so after five seconds; a share that hangs never does.
PATIENCE_S: Final = 7.0
STAMP: Final = 12
READING: Final = ["GET", "HEAD"]


@dataclass(frozen=True)
class Readiness:
    """What a look has found.

    Parameters
    ----------
    why : str
        Why questions cannot be answered, in one sentence; empty where they can.
    remarks : tuple of str
        What is wrong beside that.
    data : str
        Stamp of the data, as pages show it.
    """

    why: str = ""
    remarks: tuple[str, ...] = ()
    data: str = ""


class Lookout:
    """Looks once for all who ask, in a thread of its own.

    Parameters
    ----------
    look : callable
        Finds out; may take long.
    patience_s : float
        How long somebody waits who asks.
    """

    def __init__(self, look: Callable[[], Readiness], patience_s: float = PATIENCE_S) -> None:
        self._look, self._patience_s = look, patience_s
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._looking: Future[Readiness] | None = None
        self._good_until_s = 0.0

    async def found(self) -> Readiness:
        """Give what the last look has found, or look anew if that is too long ago."""
        if self._looking is None or (self._looking.done() and time.monotonic() > self._good_until_s):
            self._looking = self._thread.submit(self._timed)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._looking)), self._patience_s)
        except TimeoutError:
            return Readiness(health_words.NO_ANSWER)

    def _timed(self) -> Readiness:
        start_s = time.monotonic()
        found = self._look()
        took_s = time.monotonic() - start_s
        self._good_until_s = time.monotonic() + max(GOOD_S, REST_TIMES * took_s)
        return found


def health_routes() -> list[Route]:
    """Serve both addresses."""
    lookout = Lookout(_look)

    async def ready(_: Request) -> Response:
        found = await lookout.found()
        told = {"ready": not found.why, **asdict(found), "product": product_version(), "method": METHOD_VERSION}
        return _answer(503 if found.why else 200, told)

    async def up(_: Request) -> Response:
        return _answer(200, {"up": True})

    endpoints = {words.UP: up, words.READY: ready}
    return [Route(f"{base()}{path}", endpoint, methods=READING) for path, endpoint in endpoints.items()]


def _answer(status: int, told: dict[str, object]) -> Response:
    line = json.dumps(told, ensure_ascii=False) + "\n"
    return Response(line, status, {"Cache-Control": "no-store"}, words.MEDIA["json"])


def _look() -> Readiness:
    """Do what every page begins with. What is wrong is told in words that hold no path, address or name of the server."""
    loading.without_session()
    why = health_words.NO_SETTINGS
    try:
        settings = loading.shared_settings()
        why = health_words.NO_STORE
        kept = workspace_of(settings)
        if kept is not None:
            kept.state()
        why = health_words.NO_DATA
        version = loading.load().version
    except (GapMapError, OSError):
        return Readiness(why)
    remarks = [health_words.AS_BEFORE] if loading.troubles() else []
    try:
        marked_today(settings)
    except DataError:
        remarks.append(health_words.NO_NOTES)
    return Readiness(remarks=tuple(remarks), data=version[:STAMP])
