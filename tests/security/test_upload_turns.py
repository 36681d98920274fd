"""Many who bring files at once: two are read, others wait and see it, nobody else is held up, and memory is given back."""

from __future__ import annotations

import gc
import threading
import time
import weakref

import pytest

from geo.base.errors import DataError
from geo.intake.reading.child import PREFIX
from geo.intake.reading.shapes import read_shapes
from geo.intake.reading.turns import Turns, listening
from geo.settings.limits import Limits
from tests.helpers.screens import open_page
from tests.security.test_upload_limits import tangle
from ui.kit import uploads
from ui.words import pages

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


# --- The page ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(pages.YOUR_DATA.path)
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


def test_tables_go_with_the_visit(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(pages.YOUR_DATA.path)
    app.file_uploader[0].set_value([("sites.csv", b"name,lsoa\nA,E01000001\n", "text/csv")]).run()
    held = weakref.ref(next(iter(app.session_state["your_data_read"].values())))
    assert held() is not None
    del app
    gc.collect()
    assert held() is None
