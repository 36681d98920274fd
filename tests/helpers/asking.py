"""The addresses for programs, asked without a browser and without a server: the real routes behind the real guards."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette

from ui.api.health import health_routes
from ui.api.serve import api_routes
from ui.scene import loading
from ui.shell.server import page_guards

if TYPE_CHECKING:
    from starlette.types import Message

HERE = ("127.0.0.1", 50_000)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @cached_property
    def body(self) -> bytes:
        """The file, unpacked."""
        return gzip.decompress(self.sent) if self.headers.get("content-encoding") == "gzip" else self.sent

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Asker:
    """Somebody who asks one server of their own."""

    def __init__(self) -> None:
        loading.without_session()
        self.app = Starlette(routes=api_routes() + health_routes(), middleware=page_guards())

    def get(self, path: str, method: str = "GET", client: tuple[str, int] = HERE, **headers: str) -> Reply:
        """Ask one thing."""
        return self.several([path], method, client, **headers)[0]

    def several(self, paths: list[str], method: str = "GET", client: tuple[str, int] = HERE, **headers: str) -> list[Reply]:
        """Ask several things at the same time."""

        async def all_of_them() -> list[Reply]:
            return await asyncio.gather(*(self._ask(path, method, client, headers) for path in paths))

        return asyncio.run(all_of_them())

    async def _ask(self, path: str, method: str, client: tuple[str, int], headers: dict[str, str]) -> Reply:
        where, _, query = path.partition("?")
        given = {"host": "127.0.0.1:8501", **{name.replace("_", "-").lower(): value for name, value in headers.items()}}
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": where, "raw_path": where.encode(),
            "query_string": query.encode("latin-1"), "root_path": "", "client": client, "server": ("127.0.0.1", 8501),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        }  # fmt: skip
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        await self.app(scope, receive, send)
        start = {name.decode(): value.decode("latin-1") for name, value in told[0]["headers"]}
        return Reply(told[0]["status"], start, b"".join(message.get("body", b"") for message in told[1:]))
