"""The web server's part: deep links that open without a failed request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ui import page, share_text, text
from ui.shelf import shelf_routes

if TYPE_CHECKING:
    from starlette.requests import Request

# Streamlit's page script does not know whether /Gap_map is a page or the server's base path. It asks for both, and the browser logs the
# refusal as an error. Told the base, it does not ask.
BASE = "<head><script>window.__streamlit = {BACKEND_BASE_URL: new URL('.', window.location.href).href}</script>"
# Streamlit draws the sidebar first: dozens of stops of the tab key before the page itself. Nothing that it draws can stand before them.
SKIP = f"""<body><style>
.bsg-skip {{ position: absolute; left: -999em; top: .5rem; z-index: 2000000; padding: .5rem .9rem; border-radius: 6px; background: #1d5f9e;
color: #fff; font: 600 1rem system-ui, sans-serif; outline: 3px solid #fff; outline-offset: -5px; }}
.bsg-skip:focus {{ left: .5rem; }}
@media print {{ .bsg-skip {{ display: none; }} }}
</style><a class="bsg-skip" href="#{page.CONTENT_ID}">{share_text.SKIP}</a>"""


def page_routes() -> list[Route]:
    """Serve Streamlit's own page under the address of each page, with the server's base path filled in."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    html = index.read_text(encoding="utf-8").replace("<head>", BASE, 1).replace("<body>", SKIP, 1)

    async def serve(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return [Route(f"/{name}", serve) for name in ["", *text.page_addresses()]] + shelf_routes()
