"""What a browser is told to refuse on every page and file of this server."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    # A link carries what the reader looks at: other servers do not learn it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{name}=()"
        for name in (
            "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
            "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip
# Only pages of this server use it, and a browser needs no permission for these.
DROPPED = ("Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers")


def inline_scripts(html: str) -> list[str]:
    """Find the scripts that stand in a page itself."""
    return INLINE.findall(html)


def policy(scripts: Iterable[str], frame_ancestors: Iterable[str] = (), tile_url: str = "") -> str:
    """Write the Content Security Policy.

    Parameters
    ----------
    scripts : iterable of str
        Scripts that stand in the page; no other script in a page runs, whoever put it there.
    frame_ancestors : iterable of str
        Web pages that may show the dashboard in a frame, besides its own.
    tile_url : str
        Address of a background map; the one thing that may come from another host.
    """
    tiles = urlsplit(tile_url)
    background = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    parts = {
        "default-src": "'none'",
        # blob: Streamlit starts the lines that load a component, and the map its workers, from memory. WebAssembly is what Streamlit's own
        # reader of messages and the map compile; unlike 'unsafe-eval', it lets no text become a script.
        "script-src": f"'self' blob: 'wasm-unsafe-eval'{hashes}",
        "script-src-attr": "'none'",
        "worker-src": "'self' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob:{background}",
        "font-src": "'self' data:",
        "connect-src": f"'self'{background}",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": " ".join(["'self'", *frame_ancestors]),
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class Headers:
    """Middleware that puts the policy on every answer and takes off what lets other servers' pages read it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    policy : str
        As `policy` writes it.
    """

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app, self._fixed = app, {**FIXED, "Content-Security-Policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in DROPPED:
                    del headers[name]
                headers.update(self._fixed)
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)
