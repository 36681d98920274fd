"""What may come in over the socket: what a reader's browser needs, of bounded size, at a bounded rate."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.guard.visits import address_of
from ui.kit.bucket import Bucket, Buckets

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from geo.settings.server import Server

# What a page asks for: to be drawn, to stop, a place for a file, a file to take away, more rows. All else is for developers: it empties
# everybody's caches, writes to the server's disk, or tells about the server's files.
READER = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "deferred_file", "dataframe_chunk"})
MOST_FILES = 50
BURST_S = 10
# A hand on a slider stops sooner. A visit that went on would keep its place long after its browser has gone.
MOST_LATE = 20
BYTES_PER_KB = 1_000
NOT_UNDERSTOOD, NO_TEXT, NO_END, TOO_BIG = 1002, 1003, 1008, 1009
_LOG = logging.getLogger(__name__)


class Messages:
    """Middleware that reads each message before Streamlit does.

    A message too many waits: those of a visit that sends too many, and those of everybody at an address from which too many come. A visit
    that does not stop is cut off. A message that no reader's browser sends is dropped. One that cannot be understood ends the visit.

    Parameters
    ----------
    app : ASGI application
        Streamlit.
    server : Server
        How large and how many messages may be.
    """

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app, self._server = app, server
        self._clients = Buckets(server.client_runs_per_s, server.client_runs_per_s * BURST_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Listen to a socket in Streamlit's place, and pass on what a reader's browser needs."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        client, rate, warned = address_of(scope), self._server.runs_per_s, set[str]()
        own, shared, late = Bucket(rate, rate * BURST_S), self._clients.of(client), 0

        async def hear() -> Message:
            nonlocal late
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                own.take(1)
                shared.take(1)
                late = late + 1 if own.wait_s else 0
                await asyncio.sleep(max(own.wait_s, shared.wait_s))
                kind = NO_END if late > MOST_LATE else self._kind(message.get("bytes"))
                if isinstance(kind, int):
                    _LOG.warning("Closed a visit from %s with code %d", client, kind)
                    await send({"type": "websocket.close", "code": kind})
                    return {"type": "websocket.disconnect", "code": kind}
                if kind in READER:
                    return message
                if kind not in warned:
                    warned.add(kind)
                    _LOG.warning("Refused from %s: %s", client, kind)

        await self._app(scope, hear, send)

    def _kind(self, data: bytes | None) -> str | int:
        """Kind of a message, or the code to close the socket with."""
        if data is None:
            return NO_TEXT
        if len(data) > self._server.message_kb * BYTES_PER_KB:
            return TOO_BIG
        message = BackMsg()
        try:
            message.ParseFromString(data)
        except DecodeError:
            return NOT_UNDERSTOOD
        kind = message.WhichOneof("type") or ""
        if kind == "backend_operation_request":
            return message.backend_operation_request.WhichOneof("payload") or kind
        if kind == "file_urls_request" and len(message.file_urls_request.file_names) > MOST_FILES:
            return TOO_BIG
        return kind
