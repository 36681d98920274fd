"""Uploads without end: whatever a client does, no more is held than the quota, and what counts is what Streamlit really holds."""

from __future__ import annotations

import asyncio
import gc
import io
import zipfile
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_routes import create_upload_routes
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from geo.intake.matching.size import sheet_bytes
from geo.intake.reading.map_sheet import read_any
from geo.publishers import registry
from geo.publishers.registry import all_layouts
from geo.settings.limits import Limits
from tests.helpers.tiny_content import LSOAS
from tests.ui.screens.test_your_data_page import MARK, SITES, bring, press, tables, visit
from ui.kit import quota, uploads
from ui.kit.quota import OverQuotaError, Quota
from ui.kit.uploads import Gate
from ui.scene import own_data
from ui.words import your_data as text

MB = 1_000_000
LIMITS = Limits(visit_mb=3, server_mb=5)
TOKEN = generate_xsrf_token_string()


class Server:
    """Streamlit's own routes for files and its own store of them, behind the gate; visits come and go as told."""

    def __init__(self, limits=LIMITS):
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
        self.open, self.stored, self.most = {"a"}, set(), 0
        self._session_mgr = self
        self._gate = Gate(Starlette(routes=create_upload_routes(self, self.uploaded_file_mgr, None)), lambda: limits)

    def is_active_session(self, visit):
        return visit in self.open

    def list_sessions(self):
        return [SimpleNamespace(session=SimpleNamespace(id=visit)) for visit in self.open | self.stored]

    def leave(self, visit):
        self.open.discard(visit)
        self.stored.add(visit)

    @property
    def held(self):
        return sum(len(file.data) for files in self.uploaded_file_mgr.file_storage.values() for file in files.values())

    async def ask(self, method, visit, file, body=b"", *, token=True, headers=(), between=None):
        """One request; ``between`` is done when the first half of the body has arrived."""
        pieces = [body[: len(body) // 2], body[len(body) // 2 :]]
        status = 0

        async def receive():
            if between is not None and len(pieces) == 1:
                await between()
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message):
            nonlocal status
            status = message.get("status", status)
            self.most = max(self.most, self.held)

        given = {b"content-length": str(len(body)).encode(), b"content-type": b"multipart/form-data; boundary=edge", **dict(headers)}
        if token:
            given |= {b"x-xsrftoken": TOKEN.encode(), b"cookie": f"{XSRF_COOKIE_NAME}={TOKEN}".encode()}
        path = f"/_stcore/upload_file/{visit}/{file}"
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": [*given.items()]}
        await self._gate(scope, receive, send)
        return status

    def put(self, visit, file, size, **how):
        return asyncio.run(self.ask("PUT", visit, file, form(b"x" * size), **how))


def form(content, name="a.csv"):
    head = f'--edge\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'.encode()
    return head + content + b"\r\n--edge--\r\n"


@pytest.fixture
def server(monkeypatch):
    made = Server()
    monkeypatch.setattr(uploads, "get_instance", lambda: made)
    monkeypatch.setattr(uploads, "QUOTA", Quota())
    return made


def kind(server, visit, file):
    return server.uploaded_file_mgr.file_storage[visit][file].type


def test_a_file_within_the_quota_passes_as_it_is_and_one_beyond_as_a_name_alone(server):
    assert server.put("a", "1", 2 * MB) == 204
    assert server.held == 2 * MB
    assert kind(server, "a", "1") == "text/csv"
    assert server.put("a", "2", 2 * MB) == 204
    assert server.held == 2 * MB
    record = server.uploaded_file_mgr.file_storage["a"]["2"]
    assert (record.name, record.data) == ("a.csv", b"")
    assert uploads.refused(record) == "visit_mb"
    server.open.add("b")
    assert server.put("b", "3", 2 * MB) == 204
    server.open.add("c")
    assert server.put("c", "4", 2 * MB) == 204
    assert uploads.refused(server.uploaded_file_mgr.file_storage["c"]["4"]) == "server_mb"


def test_what_is_taken_out_makes_room(server):
    server.put("a", "1", 2 * MB)
    assert asyncio.run(server.ask("DELETE", "a", "1")) == 204
    server.put("a", "2", 2 * MB)
    assert kind(server, "a", "2") == "text/csv"


def test_a_refused_removal_makes_no_room(server):
    for number in range(6):
        server.put("a", f"{number}", 2 * MB)
        assert asyncio.run(server.ask("DELETE", "a", f"{number}", token=False)) == 403
    assert server.held <= 3 * MB


def test_a_second_file_under_the_same_name_that_fails_makes_no_room(server):
    for number in range(6):
        server.put("a", f"{number}", 2 * MB)
        assert asyncio.run(server.ask("PUT", "a", f"{number}", b"no form")) == 400
    assert server.held <= 3 * MB


def test_a_visit_whose_connection_broke_counts_until_it_has_ended(server):
    for number in range(6):
        server.open.add(f"v{number}")
        server.put(f"v{number}", "1", 2 * MB)
        server.leave(f"v{number}")
    assert server.held == 4 * MB
    server.stored.clear()
    server.put("a", "1", 1)
    assert server.held == 1


def test_files_on_their_way_count_also_under_one_name(server):
    async def many():
        await asyncio.gather(*(server.ask("PUT", "a", "same", form(b"x" * 2 * MB), between=half.wait) for _ in range(4)), later(half))

    async def later(half):
        # By now all have been begun, and wait at the half.
        await asyncio.sleep(0)
        assert MB < sum(part.size for part in uploads.QUOTA._parts) <= 3 * MB
        half.set()

    half = asyncio.Event()
    asyncio.run(many())
    assert server.held <= 2 * MB
    assert not sum(part.size for part in uploads.QUOTA._parts)


def test_a_file_is_cut_off_when_others_fill_the_room_while_it_comes(server):
    async def fill():
        server.open.add("b")
        server.uploaded_file_mgr.add_file("b", UploadedFileRec("1", "b.csv", "text/csv", b"x" * 3 * MB))
        server.uploaded_file_mgr.add_file("a", UploadedFileRec("1", "b.csv", "text/csv", b"x" * MB))

    uploads.STEP_BYTES, before = 1000, uploads.STEP_BYTES
    try:
        assert server.put("a", "2", 2 * MB, between=fill) == 413
    finally:
        uploads.STEP_BYTES = before
    assert server.held == 4 * MB


def test_a_file_that_arrives_after_its_visit_has_ended_does_not_stay(server):
    async def end():
        server.open.discard("a")

    server.put("a", "1", 2 * MB, between=end)
    assert server.held == 0


@pytest.mark.parametrize(
    "headers", [{b"transfer-encoding": b"chunked"}, {b"content-length": b""}, {b"content-length": b"-1"}, {b"content-length": b"\xb2"}]
)
def test_a_file_that_hides_its_length_is_refused(server, headers):
    assert server.put("a", "1", 2 * MB, headers=headers) == 411
    assert server.held == 0


def test_empty_files_count_and_have_an_end(server, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 20)
    assert {server.put("a", f"{number}", 0) for number in range(30)} == {204, 413}
    assert len(server.uploaded_file_mgr.file_storage["a"]) == 20
    monkeypatch.setattr(quota, "RECORD_BYTES", MB)
    server.open.add("b")
    server.put("b", "1", 0)
    assert uploads.refused(server.uploaded_file_mgr.file_storage["b"]["1"]) == "server_mb"


def test_a_part_counts_for_as_long_as_somebody_holds_it():
    books, stored = Quota(), {}
    part = books.part("a")
    books.resize(part, 2 * MB, LIMITS, stored)
    with pytest.raises(OverQuotaError, match="visit_mb"):
        books.resize(books.part("a"), 2 * MB, LIMITS, stored)
    with pytest.raises(OverQuotaError, match="server_mb"):
        books.check("b", 4 * MB, Limits(visit_mb=10, server_mb=5), stored)
    del part
    gc.collect()
    books.check("a", 3 * MB, LIMITS, stored)


# --- What is read ----------------------------------------------------------------------------------------------------------


def bomb(rows, width=900):
    """A small archive with a large table."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wide.csv", "name,lsoa\n" + "".join(f"{number:x>{width}},{LSOAS[0]}\n" for number in range(rows)))
    return target.getvalue()


def test_a_table_is_measured_as_it_lies_in_memory():
    packed = bomb(3_000)
    (sheet,) = read_any(packed, "bomb.zip", Limits(), [layout.needs for layout in all_layouts() if not layout.outlines])
    assert len(packed) < 50_000
    assert 2.7 * MB < sheet_bytes(sheet) < 4 * MB


@pytest.fixture
def small(tiny, monkeypatch):
    """The page, in a server that gives a visit 1 MB."""
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    monkeypatch.setattr(uploads, "QUOTA", Quota())
    lines = "\n[limits]\nvisit_mb = 1\n"
    tiny.config.write_text(tiny.config.read_text(encoding="utf-8") + lines, encoding="utf-8")


@pytest.mark.usefixtures("small")
def test_an_archive_counts_unpacked():
    app = bring(visit(), ("bomb.zip", bomb(3_000)))
    assert "the files of one visit may have 1 MB together, unpacked" in tables(app)
    assert text.USE not in [button.label for button in app.button]
    read = app.session_state["your_data_read"]
    assert [file.tables for file in read.values()] == [()]


@pytest.mark.usefixtures("small")
def test_what_is_in_use_counts_until_it_is_dropped():
    app = press(bring(visit(), ("sites.zip", bomb(1_800, 100))), text.USE)
    assert own_data.KEY in app.session_state
    refused = bring(app, ("more.zip", bomb(800, 100)))
    assert "the files of one visit may have 1 MB together, unpacked" in tables(refused)
    app.file_uploader[0].set_value([]).run()
    press(app, text.BACK)
    gc.collect()
    app = bring(app, ("again.zip", bomb(800, 100)))
    assert "the files of one visit may have" not in tables(app)
    app = bring(app, ("sites.csv", SITES))
    assert MARK in tables(app)


@pytest.mark.usefixtures("small")
def test_a_file_beyond_the_quota_is_told_kindly():
    app = visit()
    app.file_uploader[0].set_value([("large.csv", b"", "x-over-quota/server_mb")]).run()
    assert not app.exception
    assert "all readers together have brought" in tables(app)


# --- Between two runs ------------------------------------------------------------------------------------------------------


INTERRUPTED = """
import streamlit as st
from ui.kit import uploads
from ui.scene import loading
from ui.screens.your_data import read as your_data

brought = st.file_uploader("f", accept_multiple_files=True)
scene, told, let_go = loading.load(), your_data.words.reading, uploads.let_go

def interrupting(name, waiting):
    st.session_state.begun = [*st.session_state.get("begun", []), name]
    if name == "2.csv" and st.session_state.begun.count("2.csv") == 1:
        st.rerun()
    return told(name, waiting)

def looked_at(upload):
    assert upload.file_id in st.session_state[your_data.READ], "the bytes go before the tables are kept"
    let_go(upload)

your_data.words.reading, uploads.let_go = interrupting, looked_at
try:
    for file in your_data.files_of(brought, scene):
        st.text(f"{file.name}: {len(file.tables)} {[one.message for one in file.problems]}")
finally:
    your_data.words.reading, uploads.let_go = told, let_go
"""


@pytest.mark.usefixtures("small")
def test_a_file_that_was_read_stays_read_when_the_next_is_interrupted():
    """Another file is added while the second is read: the bytes of the first are gone, so its tables must be there."""
    app = AppTest.from_string(INTERRUPTED, default_timeout=60).run()
    app.file_uploader[0].set_value([("1.csv", SITES, "text/csv"), ("2.csv", SITES, "text/csv")]).run()
    assert not app.exception
    assert [one.value for one in app.text] == ["1.csv: 1 []", "2.csv: 1 []"]
    begun = app.session_state["begun"]
    assert begun.index("2.csv") > 0
    assert "1.csv" not in begun[begun.index("2.csv") :], "a file is read once"
