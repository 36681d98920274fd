"""Who is answered: only requests to a name of this server, from its own pages, for the parts that a reader's browser needs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

from ui.words import guard as guard_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

    from geo.settings.server import Server

INNER = "/_stcore/"
HEALTH = "health"
# The rest (metrics, the interface for programs, developers' helpers) is nothing that a browser asks for.
OPEN = {HEALTH, "host-config", "stream", "upload_file", "bidi-components"}
READING = {"GET", "HEAD", "OPTIONS"}
POLICY_VIOLATION = 1008


class Door:
    """Middleware that turns away what is not for this server.

    A web page elsewhere can give its own name the address of this server and then read everything as if it were a page of it (DNS
    rebinding): so the name is checked. It can also open a socket to this server, or send it a file: so the page's origin is checked.

    Parameters
    ----------
    app : ASGI application
        What is behind the door.
    server : Server
        Names of the server.
    unknown_name : str
        What somebody is told who asks for another.
    checks : collection of str
        Paths of checks of health, which are answered under any name.
    """

    def __init__(self, app: ASGIApp, server: Server, unknown_name: str, checks: Collection[str] = ()) -> None:
        self._app, self._server, self._unknown_name, self._checks = app, server, unknown_name, checks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION)(scope, receive, send)
        else:
            await PlainTextResponse(refused[1], refused[0])(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and sentence of a refusal; None if the request is welcome."""
        headers, inner = Headers(scope=scope), inner_route(scope["path"])
        host = headers.get("host", "")
        if not is_check(scope["path"], self._checks) and not self._server.answers(host):
            return 400, self._unknown_name
        origin = headers.get("origin")
        writing = scope["type"] == "websocket" or scope["method"] not in READING
        if writing and origin is not None and not _is_of(origin, host):
            return 403, guard_words.OTHER_PAGE
        if inner is not None and inner not in OPEN:
            return 404, guard_words.NOT_HERE
        return None


def _is_of(origin: str, host: str) -> bool:
    """Whether a page's origin is the server that it asks."""
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def is_check(path: str, checks: Collection[str]) -> bool:
    """Whether a path is that of a check of health: it goes by number through many hands, nobody signs in for it, and it tells no secret."""
    return path in checks or inner_route(path) == HEALTH


def inner_route(path: str) -> str | None:
    """Say which of Streamlit's inner routes a path leads to."""
    _, marker, rest = f"{path}/".partition(INNER)
    return rest.split("/")[0] if marker else None
