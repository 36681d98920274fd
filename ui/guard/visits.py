"""How many visits may be open at the same time: in all, and from one address."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketClose

from ui.kit import watch

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from geo.settings.server import Server

TRY_AGAIN_LATER = 1013
_LOG = logging.getLogger(__name__)


def address_of(scope: Scope) -> str:
    """Address that a request comes from; of a proxy, if it does not pass on whom it asks for."""
    return (scope.get("client") or ("",))[0]


class Visits:
    """Middleware that opens a socket only while there is room for one more visit.

    Parameters
    ----------
    app : ASGI application
        What answers.
    server : Server
        How many is too many.
    """

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app, self._server = app, server
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but a visit too many; the browser tries again by itself."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        client = address_of(scope)
        if self._open.total() >= self._server.sockets or self._open[client] >= self._server.sockets_per_client:
            _LOG.warning("Refused a visit from %s: %d are open, %d of them from there", client, self._open.total(), self._open[client])
            await WebSocketClose(TRY_AGAIN_LATER)(scope, receive, send)
            return
        self._open[client] += 1
        try:
            with watch.visit():
                await self._app(scope, receive, send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]
