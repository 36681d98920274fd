"""Uploads: how much one visit and all visits together may bring, told kindly, and bytes that go as soon as they are read."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from geo.errors import ConfigError
from geo.intake.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Reason = Literal["visit_mb", "server_mb"]

ADDRESS = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)/?$")
TAKEN = 204
# What stands before the content of the one file of a form.
LONGEST_HEAD = 16_384
HEAD_END = b"\r\n\r\n"
IN_USE = "uploads_in_use"


class Quota:
    """What every visit has brought: in the upload field, on its way, or in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, dict[str, int]] = {}
        self._refused: dict[str, Reason] = {}

    def take(self, visit: str, file: str, size: int, limits: Limits, alive: Callable[[str], bool]) -> bool:
        """Count a file in; refuse it if there would be too much. What visits had that have ended is given back first."""
        with self._lock:
            for gone in [one for one in self._held if not alive(one)]:
                self._refused = {name: why for name, why in self._refused.items() if name not in self._held[gone]}
                del self._held[gone]
            own = sum(self._held.get(visit, {}).values())
            everybody = sum(sum(files.values()) for files in self._held.values())
            reason: Reason | None = None
            if own + size > limits.visit_mb * 1_000_000:
                reason = "visit_mb"
            elif everybody + size > limits.server_mb * 1_000_000:
                reason = "server_mb"
            # A refused file counts nothing, and is remembered as long as the visit.
            self._held.setdefault(visit, {})[file] = 0 if reason else size
            if reason:
                self._refused[file] = reason
            return reason is None

    def give_back(self, visit: str, files: Iterable[str]) -> None:
        """Count files out."""
        with self._lock:
            for file in files:
                self._held.get(visit, {}).pop(file, None)
                self._refused.pop(file, None)

    def refused(self, file: str) -> Reason | None:
        """Say which limit a file was refused by."""
        return self._refused.get(file)


QUOTA = Quota()


def limited(limits: Callable[[], Limits]) -> Middleware:
    """Keep uploads within the limits of the moment before they are held in memory."""
    return Middleware(Gate, limits=limits)


class Gate:
    """Lets uploads pass that are within the quota; of others the name alone, so that the page can say so."""

    def __init__(self, app: ASGIApp, limits: Callable[[], Limits]) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] not in {"PUT", "DELETE"}:
            await self.app(scope, receive, send)
            return
        visit, file = found.groups()
        if scope["method"] == "DELETE":
            QUOTA.give_back(visit, [file])
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"")
        if not length.isdigit():
            await PlainTextResponse("The length of the file is missing.", 411)(scope, receive, send)
            return
        if not QUOTA.take(visit, file, int(length), self._limits(), get_instance().is_active_session):
            scope, receive = await _emptied(scope, receive)
        await self._passed(scope, receive, send, visit, file)

    def _limits(self) -> Limits:
        try:
            return self.limits()
        except ConfigError:
            return Limits()

    async def _passed(self, scope: Scope, receive: Receive, send: Send, visit: str, file: str) -> None:
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            if status != TAKEN:
                QUOTA.give_back(visit, [file])


async def _emptied(scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
    """Let a form arrive and keep of its file the name alone."""
    head = b""
    while True:
        message = await receive()
        if HEAD_END not in head and len(head) < LONGEST_HEAD:
            head += message.get("body", b"")[:LONGEST_HEAD]
        if not message.get("more_body"):
            break
    head = head.partition(HEAD_END)[0]
    body = head + HEAD_END + b"\r\n" + head.partition(b"\r\n")[0] + b"--\r\n"
    headers = [(name, str(len(body)).encode() if name == b"content-length" else value) for name, value in scope["headers"]]

    async def emptied() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers}, emptied


# --- the page's part ---------------------------------------------------------------------------------------------------


def let_go(upload: Any) -> None:  # noqa: ANN401 - Streamlit gives the type no public name
    """Forget the bytes of a file that has been read; its name stays in the upload field."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.add_file(context.session_id, UploadedFileRec(upload.file_id, upload.name, upload.type, b""))
    upload.seek(0)
    upload.truncate()


def used(files: Iterable[str]) -> None:
    """Note that files are in use in this visit: they count until it goes back to the shared data."""
    st.session_state[IN_USE] = [*st.session_state.get(IN_USE, []), *files]


def no_longer_used() -> None:
    """Count out the files that were in use in this visit."""
    taken_out(st.session_state.pop(IN_USE, []))


def taken_out(files: Iterable[str]) -> None:
    """Count out files of this visit, unless they are in use."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        in_use = st.session_state.get(IN_USE, [])
        QUOTA.give_back(context.session_id, [file for file in files if file not in in_use])
