"""Files of data that somebody brought, for the browser: never in ``static/``, and under an address that nobody can guess.

They are held in memory, and go when nothing holds the shelf any more.
"""

from __future__ import annotations

import secrets
import weakref
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

ADDRESS = "own"
# Other web pages cannot read the answer, and no browser or proxy keeps it.
HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


class Shelf:
    """JSON files and their address.

    Parameters
    ----------
    files : dict of str to bytes
        Content by file name.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.token = secrets.token_urlsafe(24)
        self.files = files
        _SHELVES[self.token] = self

    def url(self, name: str) -> str:
        """Address of one of the files, on any base path of the server."""
        return f"{_base()}/{ADDRESS}/{self.token}/{name}"


_SHELVES: weakref.WeakValueDictionary[str, Shelf] = weakref.WeakValueDictionary()


def shelf_route() -> Route:
    """Serve the files of all shelves."""
    return Route(f"{_base()}/{ADDRESS}/{{token}}/{{name}}", _serve)


async def _serve(request: Request) -> Response:
    shelf = _SHELVES.get(request.path_params["token"])
    content = shelf.files.get(request.path_params["name"]) if shelf else None
    return Response(status_code=404) if content is None else Response(content, media_type="application/json", headers=HEADERS)


def _base() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
