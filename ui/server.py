"""The web server's part: deep links that open without a failed request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ui import text

if TYPE_CHECKING:
    from starlette.requests import Request

# Streamlit's page script does not know whether /Gap_map is a page or the server's base path. It asks for both, and the browser logs the
# refusal as an error. Told the base, it does not ask.
BASE = "<head><script>window.__streamlit = {BACKEND_BASE_URL: new URL('.', window.location.href).href}</script>"


def page_routes() -> list[Route]:
    """Serve Streamlit's own page under the address of each page, with the server's base path filled in."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    html = index.read_text(encoding="utf-8").replace("<head>", BASE, 1)

    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return [Route(f"/{name}", page) for name in text.page_addresses()]
