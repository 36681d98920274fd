"""Files of data that somebody brought, for the browser: never in ``static/``, and under an address that nobody can guess.

The files lie in a private folder of the server's temporary space and go when nothing holds the shelf any more.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import FileResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

ADDRESS = "own"
# Other web pages cannot read the answer, and no browser or proxy keeps it.
HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


class Shelf:
    """A private folder of files and its address.

    Parameters
    ----------
    files : dict of str to bytes
        Content by file name.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.token = secrets.token_urlsafe(24)
        # mkdtemp makes a folder that no other account can open.
        self.folder = Path(tempfile.mkdtemp(prefix="gap-map-files-"))
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        self._names = frozenset(files)
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        _SHELVES[self.token] = self

    def url(self, name: str) -> str:
        """Address of one of the files, on any base path of the server."""
        return f"{_base()}/{ADDRESS}/{self.token}/{name}"

    def path(self, name: str) -> Path | None:
        """Where a file lies; None if it is not one of these."""
        return self.folder / name if name in self._names else None


_SHELVES: weakref.WeakValueDictionary[str, Shelf] = weakref.WeakValueDictionary()


def shelf_route() -> Route:
    """Serve the files of all shelves."""
    return Route(f"{_base()}/{ADDRESS}/{{token}}/{{name}}", _serve)


async def _serve(request: Request) -> Response:
    shelf = _SHELVES.get(request.path_params["token"])
    path = shelf.path(request.path_params["name"]) if shelf else None
    return Response(status_code=404) if path is None else FileResponse(path, headers=HEADERS)


def _base() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
