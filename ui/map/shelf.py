"""Files that the browser fetches, held in memory; they go when nothing holds the shelf any more.

Files that everybody may see have an address named by what is in them, so a browser may keep them and a new version is never mixed with an
old one. Files of one visit have an address that nobody can guess.
"""

from __future__ import annotations

import hashlib
import secrets
import weakref
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

ADDRESS, SHARED_ADDRESS = "own", "published"
# Other web pages cannot read the answer. No browser or proxy keeps files of one visit; those for everybody never change at their address.
HEADERS = {
    ADDRESS: {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    SHARED_ADDRESS: {"Cache-Control": "private, max-age=604800, immutable", "X-Content-Type-Options": "nosniff"},
}


class Shelf:
    """JSON files and their address.

    Parameters
    ----------
    files : dict of str to bytes
        Content by file name.
    shared : bool
        Whether everybody may see them.
    """

    def __init__(self, files: dict[str, bytes], *, shared: bool) -> None:
        self.address = SHARED_ADDRESS if shared else ADDRESS
        self.token = _name_of(files) if shared else secrets.token_urlsafe(24)
        self.files = files
        _SHELVES[self.address, self.token] = self

    def url(self, name: str) -> str:
        """Address of one of the files, on any base path of the server."""
        return f"{base()}/{self.address}/{self.token}/{name}"


_NEWEST: list[weakref.ref[Shelf]] = []


def lead(shelf: Shelf) -> None:
    """Note that maps are drawn from a shelf that everybody may see: most readers' browsers will ask for its files."""
    _NEWEST[:] = [weakref.ref(shelf)]


def newest() -> Shelf | None:
    """Give the shelf of maps that was noted last."""
    return _NEWEST[0]() if _NEWEST else None


_SHELVES: weakref.WeakValueDictionary[tuple[str, str], Shelf] = weakref.WeakValueDictionary()


def _name_of(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]


def shelf_routes() -> list[Route]:
    """Serve the files of all shelves."""
    return [_route(address, headers) for address, headers in HEADERS.items()]


def _route(address: str, headers: dict[str, str]) -> Route:
    async def serve(request: Request) -> Response:
        shelf = _SHELVES.get((address, request.path_params["token"]))
        content = shelf.files.get(request.path_params["name"]) if shelf else None
        return Response(status_code=404) if content is None else Response(content, media_type="application/json", headers=headers)

    return Route(f"{base()}/{address}/{{token}}/{{name}}", serve)


def base() -> str:
    """Path below which the server serves everything, such as ``/gap-map``; empty for the whole of its name."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
