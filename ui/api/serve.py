"""The routes: each question is read and answered beside the event loop, in turn with the pages' own work, and within an allowance."""

from __future__ import annotations

import asyncio
import json
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geo.base.errors import ProblemsError
from ui.api import document, exchange, kept, page
from ui.api.question import NotUnderstoodError, UnavailableError, read
from ui.api.register import ADDRESSES, find
from ui.guard.visits import address_of
from ui.kit import watch, work
from ui.map.shelf import base
from ui.scene import answers, loading
from ui.view import scenes
from ui.words import api as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from ui.api.question import Inquiry
    from ui.api.register import Address

R = TypeVar("R")

# Reading a question takes a millisecond; answering a new one takes seconds. Neither waits for the other, nor for Streamlit's own threads.
_READERS: Final = ThreadPoolExecutor(2, "api-read")
_MAKERS: Final = ThreadPoolExecutor(4, "api-make")
# New questions of one address that wait at the same time: a report in Power BI asks several at once.
MOST_WAITING: Final = 16
AGAIN_S: Final = 2
READING: Final = ("GET", "HEAD")


class _BusyError(Exception):
    """One address has enough questions that wait."""


class Programs:
    """Endpoint of everything below the folder of the addresses."""

    def __init__(self) -> None:
        self._kept = kept.Kept()
        self._making: dict[tuple[str, str], asyncio.Task[kept.Body]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        with watch.timed("address", _path(request), address_of(scope)):
            response = await self._response(request)
            watch.ends(str(response.status_code))
            await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        """Answer, or refuse in words."""
        try:
            return await self._respond(request)
        except NotUnderstoodError as error:
            return _refusal(400, words.wrong(error.count), problems=error.problems)
        except UnavailableError as error:
            return _refusal(503, str(error))
        except ProblemsError as error:
            return _refusal(503, words.broken(len(error.problems), str(error.problems[0])))
        except work.RestNeededError as error:
            return _refusal(429, words.rest(math.ceil(error.wait_s)), again_s=math.ceil(error.wait_s))
        except _BusyError:
            return _refusal(429, words.BUSY, again_s=AGAIN_S)

    async def _respond(self, request: Request) -> Response:
        name = request.path_params.get("name")
        if request.method not in READING:
            response = _refusal(405, words.READ_ONLY)
            response.headers["Allow"] = ", ".join(READING)
            return response
        if name is None:
            return RedirectResponse(f"{base()}/{words.FOLDER}/")
        if not name:
            return await _beside(_READERS, request, lambda: _listing(request))
        found = find(name)
        if found is None:
            return _refusal(404, words.unknown_address([path for known in ADDRESSES for path in known.paths]))
        return await self._file(request, *found)

    async def _file(self, request: Request, address: Address, ending: str) -> Response:
        pairs = QueryParams(request.scope["query_string"]).multi_items()
        question = await _beside(_READERS, request, lambda: read(address, ending, pairs))
        watch.asks(question.scene.stamp, pairs)
        tag = kept.tag_of(question)
        told = _state()
        same = exchange.unchanged(request, tag)
        if same is not None:
            same.headers.update(told)
            return same
        body = self._kept.get(tag) or await self._made(request, question, address, tag)
        told["Content-Type"] = words.MEDIA[ending]
        within = scenes.within(question.scene, question.view.borders)
        told["Content-Disposition"] = f'attachment; filename="{address.stem(within, question.view)}.{ending}"'
        return exchange.answer(request, body, tag, told)

    async def _made(self, request: Request, question: Inquiry, address: Address, tag: str) -> kept.Body:
        """Make a file; who asks for the same at the same time waits for the same."""
        client = address_of(request.scope)
        if (client, tag) not in self._making:
            if sum(own == client for own, _ in self._making) >= MOST_WAITING:
                raise _BusyError
            task = asyncio.ensure_future(_beside(_MAKERS, request, lambda: self._make(question, address, tag)))
            self._making[client, tag] = task
            task.add_done_callback(lambda _: self._making.pop((client, tag)))
        return await asyncio.shield(self._making[client, tag])

    def _make(self, question: Inquiry, address: Address, tag: str) -> kept.Body:
        with work.turn():
            scene = answers.chosen(question.scene, question.choices)
            body = kept.Body.of(address.make(scene, question.view, question.ending))
        self._kept.put(tag, body, loading.shared_settings().server.kept_files_mb)
        return body


def api_routes() -> list[Route]:
    """Serve the addresses, and the page that lists them. Every method is answered here: no other route knows these paths."""
    folder, programs = f"{base()}/{words.FOLDER}", Programs()
    return [Route(folder, programs), Route(f"{folder}/{{name:path}}", programs)]


async def _beside(pool: ThreadPoolExecutor, request: Request, function: Callable[[], R]) -> R:
    """Call a function in a thread that works for the address that asks."""
    client = address_of(request.scope)

    def call() -> R:
        with work.for_program(client):
            return function()

    return await asyncio.get_running_loop().run_in_executor(pool, call)


def _path(request: Request) -> str:
    """Path of one of the addresses; of anything else only that it is none."""
    name = request.path_params.get("name") or ""
    return f"/{words.FOLDER}/{name if not name or find(name) else '?'}"


def _listing(request: Request) -> Response:
    """List the addresses: a page for a browser, else a document for programs."""
    scene, headers = loading.load(), {"Cache-Control": "no-cache", "Vary": "Accept"}
    if "text/html" in request.headers.get("accept", ""):
        return Response(page.write(scene), 200, headers, "text/html")
    return Response(document.write(scene), 200, headers, words.MEDIA["json"])


def _state() -> dict[str, str]:
    """Say beside the figures what pages say above them: that the files are broken, and the figures those of before."""
    troubles = loading.troubles()
    return {"X-Data-State": words.as_before(min(trouble.since for trouble in troubles).isoformat(timespec="minutes"))} if troubles else {}


def _refusal(status: int, error: str, *, problems: tuple[str, ...] = (), again_s: int = 0) -> Response:
    """Refuse in one line of JSON."""
    told: dict[str, object] = {"error": error}
    if problems:
        told["problems"] = problems
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(again_s)} if again_s else {})
    return Response(json.dumps(told, ensure_ascii=False) + "\n", status, headers, words.MEDIA["json"])
