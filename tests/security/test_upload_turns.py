"""Many who bring files at once: two are read, others wait and see it, nobody else is held up, and memory is given back."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import weakref

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import DataError
from geo.intake.child import PREFIX
from geo.intake.limits import Limits
from geo.intake.shapes import read_shapes
from geo.intake.turns import Turns, listening
from tests.security.test_upload_limits import tangle
from ui import cache, uploads
from ui import your_data_text as text
from ui.uploads import Gate, Quota

SLOW = tangle(4_000)
READING = "2 other files are being read"


def waited(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


class Desk:
    """Somebody who brings a file: waits for a turn, and holds it until told."""

    def __init__(self, turns, limits):
        self.told, self.begun, self.done, self.error = [], threading.Event(), threading.Event(), None
        self._turns, self._limits = turns, limits
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        try:
            with self._turns.turn("a.csv", self._limits, self.told.append):
                self.begun.set()
                self.done.wait(60)
        except DataError as error:
            self.error = error


def test_two_are_served_and_the_others_see_who_comes_first():
    turns, limits = Turns(), Limits()
    first, second = Desk(turns, limits), Desk(turns, limits)
    assert first.begun.wait(10)
    assert second.begun.wait(10)
    third = Desk(turns, limits)
    waited(lambda: third.told)
    fourth = Desk(turns, limits)
    waited(lambda: fourth.told)
    assert third.told[0] == f"{READING}; yours comes next."
    assert fourth.told[0] == f"{READING}, and 1 more come before yours."
    assert not third.begun.is_set()
    first.done.set()
    assert third.begun.wait(10)
    waited(lambda: fourth.told[-1] == f"{READING}; yours comes next.")
    assert not fourth.begun.is_set()
    for one in (second, third, fourth):
        one.done.set()
        one.thread.join(10)


def test_who_waits_too_long_or_goes_away_holds_up_nobody():
    turns, limits = Turns(), Limits(readers=1, wait_seconds=1)
    first, late = Desk(turns, limits), Desk(turns, limits)
    late.thread.join(20)
    assert "many others bring files just now. Bring it again in a few minutes." in str(late.error)

    def leaves(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), turns.turn("b.csv", limits, leaves):
        pass
    first.done.set()
    last = Desk(turns, limits)
    assert last.begun.wait(10)
    last.done.set()


def test_who_goes_away_leaves_no_process_and_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    calls = []

    def leaves(_):
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), listening(leaves):
        read_shapes(SLOW, "slow.geojson", Limits(seconds=60))
    assert not list(tmp_path.glob(f"{PREFIX}*"))


def test_reading_takes_nothing_from_other_visits():
    """Whoever waits for a slow file uses no time of the server: the work is another process's."""

    def read():
        with pytest.raises(DataError, match=r"longer to read than 6 seconds|more memory|corners"):
            read_shapes(SLOW, "slow.geojson", Limits(seconds=6))

    read()
    readers = [threading.Thread(target=read) for _ in range(2)]
    before = time.process_time()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert time.process_time() - before < 1.0


# --- Quota -----------------------------------------------------------------------------------------------------------------


def test_quota_of_a_visit_and_of_all():
    quota, limits, here = Quota(), Limits(visit_mb=10, server_mb=15), {"a", "b"}
    alive = here.__contains__
    assert quota.take("a", "1", 6_000_000, limits, alive)
    assert not quota.take("a", "2", 6_000_000, limits, alive)
    assert quota.refused("2") == "visit_mb"
    assert quota.take("b", "3", 8_000_000, limits, alive)
    assert not quota.take("b", "4", 2_000_000, limits, alive)
    assert quota.refused("4") == "server_mb"
    quota.give_back("a", ["1"])
    assert quota.take("b", "5", 2_000_000, limits, alive)
    # A visit that has ended gives everything back.
    here.remove("b")
    assert quota.take("a", "6", 10_000_000, limits, alive)
    assert quota.refused("4") is None


def put(gate_limits, body, headers=None, chunk=1 << 16):
    """Send a body through the gate; return what arrives behind it, and the answer."""
    arrived, answer = [], []

    async def app(scope, receive, send):
        content = b""
        while True:
            message = await receive()
            content += message["body"]
            if not message.get("more_body"):
                break
        arrived.append((content, dict(scope["headers"])))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    pieces = [body[place : place + chunk] for place in range(0, len(body), chunk)]

    async def receive():
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message):
        answer.append(message)

    given = [(b"content-length", str(len(body)).encode())] if headers is None else headers
    scope = {"type": "http", "method": "PUT", "path": "/base/_stcore/upload_file/visit/file", "headers": given}
    asyncio.run(Gate(app, lambda: gate_limits)(scope, receive, send))
    return arrived, answer[0]["status"]


class Runtime:
    """The one question that the gate asks of Streamlit."""

    def is_active_session(self, visit):
        return visit == "visit"


@pytest.fixture
def gate(monkeypatch):
    monkeypatch.setattr(uploads, "get_instance", Runtime)
    monkeypatch.setattr(uploads, "QUOTA", Quota())
    return uploads


def form(content):
    head = b'--edge\r\nContent-Disposition: form-data; name="a.csv"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return head + content + b"\r\n--edge--\r\n"


def test_upload_within_the_quota_passes_as_it_is(gate):
    body = form(b"a,b\n1,2\n" * 100_000)
    arrived, status = put(Limits(), body)
    assert arrived[0][0] == body
    assert status == 204
    assert gate.QUOTA.refused("file") is None


def test_upload_beyond_the_quota_arrives_as_a_name_alone(gate):
    arrived, status = put(Limits(visit_mb=1), form(b"x" * 3_000_000))
    ((content, headers),) = arrived
    assert content == form(b"")
    assert int(headers[b"content-length"]) == len(content)
    assert status == 204
    assert gate.QUOTA.refused("file") == "visit_mb"


@pytest.mark.usefixtures("gate")
def test_upload_that_hides_its_length_is_refused():
    arrived, status = put(Limits(), form(b"x"), headers=[(b"transfer-encoding", b"chunked")])
    assert (arrived, status) == ([], 411)


# --- The page ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = AppTest.from_file(str(cache.ROOT / "app.py"), default_timeout=120).switch_page(text.PAGE).run()
    assert not app.exception
    return app


def test_bytes_go_when_a_file_has_been_read(page, monkeypatch):
    kept = []
    let_go = uploads.let_go

    def seen(upload):
        let_go(upload)
        kept.append(len(upload.getvalue()))

    monkeypatch.setattr(uploads, "let_go", seen)
    page.file_uploader[0].set_value([("sites.csv", b"name,lsoa\nA,E01000001\n" * 1000, "text/csv")]).run()
    assert not page.exception
    assert kept == [0]
    # What was read stays on the page without the bytes.
    page.run()
    assert not page.exception
    assert kept == [0]
    assert "sites.csv" in " ".join(header.value for header in page.header)


def test_a_file_beyond_the_quota_is_told_kindly(page, monkeypatch):
    monkeypatch.setattr(uploads.QUOTA, "refused", lambda _: "visit_mb")
    page.file_uploader[0].set_value([("large.csv", b"", "text/csv")]).run()
    assert not page.exception
    shown = "".join(str(element.proto.body) for element in page.get("html"))
    assert "the files of one visit may have 300 MB together" in shown
    assert "Back to the shared data" in shown


def test_tables_go_with_the_visit(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = AppTest.from_file(str(cache.ROOT / "app.py"), default_timeout=120).switch_page(text.PAGE).run()
    app.file_uploader[0].set_value([("sites.csv", b"name,lsoa\nA,E01000001\n", "text/csv")]).run()
    held = weakref.ref(next(iter(app.session_state["your_data_read"].values())))
    assert held() is not None
    del app
    gc.collect()
    assert held() is None
