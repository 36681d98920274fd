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

# Where streamlit-folium's frame and its script are.
FRAME = "/component/streamlit_folium.st_folium/"
# Scripts and styles of the product itself, the same for everybody.
PUBLIC = "/app/static/"
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
    background = _background(tile_url)
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    parts = {
        "default-src": "'none'",
        # blob: Streamlit starts the lines that load a component, and the map its workers, from memory. WebAssembly is what Streamlit's own
        # reader of messages and the map compile; unlike 'unsafe-eval', it lets no text become a script.
        "script-src": f"'self' blob: 'wasm-unsafe-eval'{hashes}",
        "script-src-attr": "'none'",
        "worker-src": "'self' blob:",
        # Only streamlit-folium needs one, and nothing in it can lead it to another host.
        "frame-src": "'self'",
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


def frame_policy(frame_ancestors: Iterable[str] = (), tile_url: str = "") -> str:
    """Write the policy of streamlit-folium's frame, which runs text as script.

    So the frame is of no server: it can neither read the page around it, nor what this server keeps in the browser, nor ask for anything.

    Parameters
    ----------
    frame_ancestors, tile_url
        As for `policy`.
    """
    parts = {
        "sandbox": "allow-scripts",
        "default-src": "'none'",
        # data: is the script of the hover cards; it adds nothing to what may run anyway.
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' data:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"data:{_background(tile_url)}",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": " ".join(["'self'", *frame_ancestors]),
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _background(tile_url: str) -> str:
    tiles = urlsplit(tile_url)
    return f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""


class Headers:
    """Middleware that puts the policy on every answer and takes off what lets other servers' pages read it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    policy, frame_policy : str
        As the functions of these names write them.
    base : str
        Path below which the server serves everything, such as ``/gap-map``.
    """

    def __init__(self, app: ASGIApp, policy: str, frame_policy: str, base: str = "") -> None:
        self._app, self._base = app, base
        self._fixed = {**FIXED, "Content-Security-Policy": policy}
        # The frame is of no server, so what it loads must be open to all.
        self._public = {**self._fixed, "Cross-Origin-Resource-Policy": "cross-origin"}
        self._frame = {**self._public, "Content-Security-Policy": frame_policy}

    def _of(self, path: str) -> dict[str, str]:
        if path.startswith(self._base + FRAME):
            return self._frame
        return self._public if path.startswith(self._base + PUBLIC) else self._fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in DROPPED:
                    del headers[name]
                headers.update(self._of(scope["path"]))
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)
