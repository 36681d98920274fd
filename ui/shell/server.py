"""The web server's part: deep links that open without a failed request, and what guards every route."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from geo.base.errors import ConfigError
from geo.settings.map import MapTiles
from geo.settings.model import load_section, load_settings
from geo.settings.people import People
from geo.settings.server import Server
from ui.guard.renewed import Renewed
from ui.guard.stack import guards
from ui.kit import theme, uploads, work
from ui.map import simple
from ui.map.shelf import base, newest, shelf_routes
from ui.scene import loading
from ui.shell import page
from ui.shell.shelves import fill
from ui.words import guard as guard_words
from ui.words.pages import AGREEMENT, GAP_MAP, HOT_SPOTS, PAGES, PROVISION, SITING, WHAT_IF

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from ui.words.pages import Page

MAPS = (GAP_MAP, WHAT_IF, SITING, PROVISION, HOT_SPOTS, AGREEMENT)
# Streamlit's page script does not know whether /Gap_map is a page or the server's base path. It asks for both, and the browser logs the
# refusal as an error. Told the base, it does not ask.
BASE = "<head><script>window.__streamlit = {BACKEND_BASE_URL: new URL('.', window.location.href).href}</script>"

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def _page(page_here: Page) -> str:
    """Write Streamlit's own page with what must stand in it from the first: name, sentence, base path, style."""
    # The page script brings the sheet once more, behind Streamlit's own styles, where it wins. But it comes after the first words, and
    # for a moment they stood there as the browser sets them by itself, wider than the window.
    style = f'<link rel="stylesheet" href="{escape(theme.static_url("app.css"))}">'
    about = f'<meta name="description" content="{escape(page_here.about)}">'
    title = f"<title>{escape(page.tab_title(page_here))}</title>"
    served = INDEX.read_text(encoding="utf-8").replace("<title>Streamlit</title>", title, 1)
    return served.replace("<head>", BASE + about + style, 1)


def page_routes() -> list[Route]:
    """Serve the page under the address of each page."""
    return [Route(f"/{ours.address}", _serving(_page(ours), has_map=ours in MAPS)) for ours in PAGES] + shelf_routes(fill)


def _serving(html: str, *, has_map: bool) -> Callable[[Request], Awaitable[HTMLResponse]]:
    async def serve(_: Request) -> HTMLResponse:
        ahead = {"Link": simple.ahead(newest())} if has_map else {}
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"} | ahead)

    return serve


def pages() -> list[str]:
    """Give every page that is served: ours, and Streamlit's own, which stands under every address that is not one of ours."""
    return [*map(_page, PAGES), INDEX.read_text(encoding="utf-8")]


def page_guards() -> list[Middleware]:
    """Give the middleware, as the settings have it when the server starts, or as soon as they can be read."""
    return [Middleware(Renewed, make=_guards, stamp=_settings_stamp), uploads.limited(lambda: loading.shared_settings().limits)]


def _guards() -> tuple[list[Middleware], bool]:
    """Make the guards, and say whether from whole settings. A fault elsewhere in them does not make the server forget its own names."""
    path = loading.config_path()
    try:
        settings = load_settings(path)
    except ConfigError:
        server, tiles = load_section(path, "server", Server), load_section(path, "map", MapTiles)
        people = load_section(path, "people", People)
        is_whole = False
    else:
        server, tiles, people, is_whole = settings.server, settings.map, settings.people, True
    unknown_name = guard_words.UNKNOWN_NAME if server else guard_words.NO_NAMES
    server = server or Server()
    work.limit(server)
    return guards(server, people or People(), pages(), tiles.tile_url if tiles else "", base(), unknown_name), is_whole


def _settings_stamp() -> object:
    try:
        stat = loading.config_path().stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
