"""Files that the browser fetches, held in memory; they go when nothing holds the shelf any more.

Files that everybody may see have an address named by what is in them, so a browser may keep them, a new version is never mixed with an old
one, and every process that reads the same data serves them: one that has not made them yet does so when it is asked. Files of one visit
have an address that nobody can guess, and the process of that visit alone knows them.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
import weakref
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route
from streamlit.config import is_manually_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    # Makes the files of the data in use within some borders; says whether there are such borders.
    Make = Callable[[str], bool]

ADDRESS, SHARED_ADDRESS = "own", "published"
# Other web pages cannot read the answer. No browser or proxy keeps files of one visit; those for everybody never change at their address.
HEADERS = {
    ADDRESS: {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    SHARED_ADDRESS: {"Cache-Control": "private, max-age=604800, immutable", "X-Content-Type-Options": "nosniff"},
}
# Processes that are to know each other's addresses have this option of Streamlit in common, or none of them has it.
SECRET: Final = "server.cookieSecret"  # noqa: S105 - its name
# After a look for files that are not here, and were not made either, so long nobody looks again: strangers can make up addresses.
REST_S: Final = 0.5


class Shelf:
    """JSON files and their address.

    Parameters
    ----------
    files : dict of str to bytes
        Content by file name.
    shared : bool
        Whether everybody may see them.
    borders : str
        Of shared files, within which borders they are; whoever has to make them needs to know.
    """

    def __init__(self, files: dict[str, bytes], *, shared: bool, borders: str = "") -> None:
        self.address = SHARED_ADDRESS if shared else ADDRESS
        self.token = f"{_name_of(files)}.{borders}".rstrip(".") if shared else secrets.token_urlsafe(24)
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
    """Name files by what is in them, so that nobody can tell who has neither the files nor the secret, if there is one.

    The secret that Streamlit draws where nobody has set one is not used: each process has another.
    """
    secret = str(st.get_option(SECRET)) if is_manually_set(SECRET) else ""
    digest = hmac.new(secret.encode(), digestmod=hashlib.sha256)
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]


class Finder:
    """Finds files by their address, and has those made that only another process has made so far.

    Parameters
    ----------
    make : callable
        Makes files.
    """

    def __init__(self, make: Make) -> None:
        self._make, self._one = make, asyncio.Lock()
        self._rests_until_s: dict[str, float] = {}

    async def found(self, address: str, token: str, name: str) -> bytes | None:
        """Give a file; None if there is none."""
        if address == SHARED_ADDRESS and (address, token) not in _SHELVES:
            async with self._one:
                await self._look(token)
        shelf = _SHELVES.get((address, token))
        return shelf.files.get(name) if shelf else None

    async def _look(self, token: str) -> None:
        borders = token.partition(".")[2]
        if (SHARED_ADDRESS, token) in _SHELVES or time.monotonic() < self._rests_until_s.get(borders, 0):
            return
        if await asyncio.to_thread(self._make, borders) and (SHARED_ADDRESS, token) not in _SHELVES:
            self._rests_until_s[borders] = time.monotonic() + REST_S


def shelf_routes(make: Make) -> list[Route]:
    """Serve the files of all shelves."""
    finder = Finder(make)
    return [_route(finder, address, headers) for address, headers in HEADERS.items()]


def _route(finder: Finder, address: str, headers: dict[str, str]) -> Route:
    async def serve(request: Request) -> Response:
        content = await finder.found(address, request.path_params["token"], request.path_params["name"])
        return Response(status_code=404) if content is None else Response(content, media_type="application/json", headers=headers)

    return Route(f"{base()}/{address}/{{token}}/{{name}}", serve)


def base() -> str:
    """Path below which the server serves everything, such as ``/gap-map``; empty for the whole of its name."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
