"""How often programs may ask: those at one address at a bounded rate, whatever they ask for."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from starlette.responses import Response

from ui.guard.messages import BURST_S
from ui.guard.visits import address_of
from ui.kit.bucket import Buckets
from ui.words import api as words

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from geo.settings.server import Server


class Requests:
    """Middleware that refuses a request too many for the addresses for programs, and says when to ask again.

    Parameters
    ----------
    app : ASGI application
        What answers.
    server : Server
        How many are too many.
    folder : str
        Where these addresses are, such as ``/api``.
    """

    def __init__(self, app: ASGIApp, server: Server, folder: str) -> None:
        self._app, self._folder = app, folder
        self._clients = Buckets(server.client_requests_per_s, server.client_requests_per_s * BURST_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but a request too many."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{self._folder}/"):
            await self._app(scope, receive, send)
            return
        bucket = self._clients.of(address_of(scope))
        if bucket.left > 0:
            bucket.take(1)
            await self._app(scope, receive, send)
            return
        # A request that is refused takes nothing: whoever slows down is answered at once.
        await _refusal(math.ceil(bucket.wait_s) or 1)(scope, receive, send)


def _refusal(wait_s: int) -> Response:
    line = json.dumps({"error": words.TOO_MANY}) + "\n"
    return Response(line, 429, {"Retry-After": str(wait_s), "Cache-Control": "no-store"}, "application/json")
