"""Uploads: no more than the quota is taken in, that is told kindly, and bytes go as soon as they are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from geo.base.errors import ConfigError
from geo.settings.limits import Limits
from ui.kit.quota import QUOTA, REASONS, OverQuotaError, Part, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from streamlit.runtime.uploaded_file_manager import UploadedFileManager
    from streamlit.typing import UploadedFile

ADDRESS = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)/?$")
LENGTH = re.compile(rb"\d{1,15}")
# Of a visit; the field takes far fewer at once, and takes those away that are read and gone.
MOST_FILES = 500
# Bytes on their way are counted in steps, for each count looks at all that is held.
STEP_BYTES = 4_000_000
# What stands before the content of the one file of a form.
LONGEST_HEAD = 16_384
HEAD_END = b"\r\n\r\n"
# Kind of file that a file beyond the quota arrives as, so that the page can say which limit stood in the way.
OVER = "x-over-quota/"


def limited(limits: Callable[[], Limits]) -> Middleware:
    """Keep uploads within the limits of the moment before they are held in memory."""
    return Middleware(Gate, limits=limits)


class Gate:
    """Lets uploads pass that are within the quota; of others the name alone, so that the page can say so."""

    def __init__(self, app: ASGIApp, limits: Callable[[], Limits]) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        match = ADDRESS.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if match is None:
            await self.app(scope, receive, send)
            return
        visit, headers = match[1], dict(scope["headers"])
        # With both, a server goes by the encoding, and the length is a lie.
        if b"transfer-encoding" in headers or not LENGTH.fullmatch(headers.get(b"content-length", b"")):
            await PlainTextResponse("The length of the file is missing.", 411)(scope, receive, send)
            return
        limits, manager = self._limits(), _file_manager()
        if len(manager.file_storage.get(visit, ())) >= MOST_FILES:
            await PlainTextResponse("These are too many files for one visit.", 413)(scope, receive, send)
            return
        length = int(headers[b"content-length"])
        try:
            QUOTA.check(visit, length, limits, manager.file_storage)
        except OverQuotaError as over:
            await self.app(*await _emptied(scope, receive, over.reason), send)
        else:
            await _Arrival(visit, length, limits, manager).passed(self.app, scope, receive, send)
        # A file that arrives after its visit has ended would stay for ever.
        _file_manager()

    def _limits(self) -> Limits:
        try:
            return self.limits()
        except ConfigError:
            return Limits()


class _Arrival:
    """One file on its way: its bytes count as they come, until Streamlit's own store has them, and it is cut off when they are too many."""

    def __init__(self, visit: str, length: int, limits: Limits, manager: MemoryUploadedFileManager) -> None:
        self._length, self._limits, self._stored = length, limits, manager.file_storage
        self._part, self._arrived, self._is_over = QUOTA.part(visit), 0, False

    async def passed(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            message = await receive()
            self._count(len(message.get("body", b"")))
            return {"type": "http.disconnect"} if self._is_over else message

        async def watched(message: Message) -> None:
            self._part.size = 0
            await send(message)

        try:
            await app(scope, counted, watched)
        except ClientDisconnect:
            if not self._is_over:
                raise
            await PlainTextResponse("All readers together have brought too much just now.", 413)(scope, receive, send)
        finally:
            self._part.size = 0

    def _count(self, more: int) -> None:
        self._arrived += more
        if self._arrived > self._part.size:
            size = max(self._arrived, min(self._arrived + STEP_BYTES, self._length))
            try:
                QUOTA.resize(self._part, size, self._limits, self._stored)
            except OverQuotaError:
                self._is_over = True


def _file_manager() -> MemoryUploadedFileManager:
    """Give Streamlit's store of files, without those of visits that nobody can come back to."""
    runtime = get_instance()
    manager = _in_memory(runtime.uploaded_file_mgr)
    # Nothing public tells of visits whose connection broke: their files stay until they end.
    known = {visit.session.id for visit in runtime._session_mgr.list_sessions()}  # noqa: SLF001
    for gone in set(manager.file_storage) - known:
        manager.remove_session_files(gone)
    return manager


def _in_memory(manager: UploadedFileManager) -> MemoryUploadedFileManager:
    """Know Streamlit's store of files for the only kind that it has."""
    if not isinstance(manager, MemoryUploadedFileManager):
        raise TypeError(manager)
    return manager


async def _emptied(scope: Scope, receive: Receive, reason: Reason) -> tuple[Scope, Receive]:
    """Let a form arrive and keep of its file the name alone, with the reason as its kind."""
    head = b""
    while True:
        message = await receive()
        if HEAD_END not in head and len(head) < LONGEST_HEAD:
            head += message.get("body", b"")[:LONGEST_HEAD]
        if not message.get("more_body"):
            break
    edge, *lines = head.partition(HEAD_END)[0].split(b"\r\n")
    lines = [line for line in lines if not line.lower().startswith(b"content-type:")]
    body = b"\r\n".join([edge, *lines, f"Content-Type: {OVER}{reason}".encode(), b"", b"", edge + b"--", b""])
    headers = [(name, str(len(body)).encode() if name == b"content-length" else value) for name, value in scope["headers"]]

    async def emptied() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers}, emptied


# --- the page's part ---------------------------------------------------------------------------------------------------


def refused(upload: UploadedFile) -> Reason | None:
    """Say which limit a file was refused by."""
    return next((reason for reason in REASONS if upload.type == OVER + reason), None)


def let_go(upload: UploadedFile) -> None:
    """Forget the bytes of a file that has been read; its name stays in the upload field."""
    context = get_script_run_ctx()
    if context is not None:
        _in_memory(context.uploaded_file_mgr).add_file(context.session_id, UploadedFileRec(upload.file_id, upload.name, upload.type, b""))
    upload.seek(0)
    upload.truncate()


def taken_out(files: Iterable[str]) -> None:
    """Forget files that are no longer in the upload field."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        for file in files:
            _in_memory(context.uploaded_file_mgr).remove_file(context.session_id, file)


def counted(size: int, limits: Limits) -> Part:
    """Count what this visit has read from its files, for as long as the part is held; raise `OverQuotaError` if it is too much."""
    context = get_script_run_ctx()
    if context is None:
        message = "Only a visit reads files."
        raise RuntimeError(message)
    part = QUOTA.part(context.session_id)
    QUOTA.resize(part, size, limits, _in_memory(context.uploaded_file_mgr).file_storage)
    return part
