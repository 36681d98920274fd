"""Versions of the data, wherever they are kept: undo, writers at once, and the death of whoever writes."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time

import pytest

from geo.base import files
from geo.base.errors import DataError
from tests.helpers.kept import FILES, contents, numbered

KILLS = 60


@pytest.fixture
def kept(place):
    return place.versions


def test_a_new_workspace_uses_the_shipped_data(kept):
    assert kept.state().version == 0
    assert contents(kept) == ["0"] * FILES
    with pytest.raises(DataError, match="already"):
        kept.create()


def test_keep_undo_redo_and_the_log(kept):
    kept.keep(numbered, "A Lead", "spring figures")
    kept.keep(numbered, "B Lead", "summer figures")
    assert contents(kept) == ["2"] * FILES
    kept.undo("C Lead", "wrong file", seen=2)
    assert contents(kept) == ["1"] * FILES
    kept.undo("C Lead", "wrong too", seen=1)
    assert contents(kept) == ["0"] * FILES
    kept.redo("C Lead", "was right", seen=0)
    assert contents(kept) == ["1"] * FILES
    log = [(step.action, step.version, step.who, step.why) for step in kept.log().steps]
    assert log == [
        ("keep", 1, "A Lead", "spring figures"),
        ("keep", 2, "B Lead", "summer figures"),
        ("undo", 1, "C Lead", "wrong file"),
        ("undo", 0, "C Lead", "wrong too"),
        ("redo", 1, "C Lead", "was right"),
    ]


def test_what_was_undone_is_not_overwritten_by_what_is_kept_next(kept):
    kept.keep(numbered, "A", "one")
    kept.undo("A", "no", seen=1)
    kept.keep(numbered, "A", "two")
    assert kept.state().way == (0, 2)
    assert kept.folder(1).is_dir()
    assert not kept.state().can_redo


def test_nothing_to_undo_and_an_unsigned_change_are_refused(kept):
    with pytest.raises(DataError, match="nothing to undo"):
        kept.undo("A", "why", seen=0)
    with pytest.raises(DataError) as caught:
        kept.keep(numbered, " ", "")
    assert [problem.column for problem in caught.value.problems] == ["who", "why"]


def test_a_change_that_fails_leaves_nothing(kept):
    kept.keep(numbered, "A", "one")
    before = kept.state(), kept.log()

    def fails(old, new):
        numbered(old, new)
        raise DataError([])

    with pytest.raises(DataError):
        kept.keep(fails, "A", "two")
    assert (kept.state(), kept.log()) == before
    assert contents(kept) == ["1"] * FILES


def _hold(place, ready):
    def slow(old, new):
        ready.set()
        time.sleep(30)
        numbered(old, new)

    place.versions.keep(slow, "Slow\nLead", "why")


def test_a_second_writer_is_told_who_is_writing(place, kept, monkeypatch):
    monkeypatch.setattr(files, "WAIT_S", 0.2)
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    first = context.Process(target=_hold, args=(place, ready))
    first.start()
    try:
        assert ready.wait(10)
        with pytest.raises(DataError, match="written to by Slow Lead"):
            kept.keep(numbered, "B", "why")
    finally:
        first.kill()
        first.join()
    kept.keep(numbered, "B", "the dead hold no lock")
    assert contents(kept) == ["1"] * FILES


def _keep_many(place, times, ready=None):
    if ready is not None:
        ready.set()
    for _ in range(times):
        place.versions.keep(numbered, "A", "why")


def test_writers_at_once_follow_one_another(place, kept):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_keep_many, args=(place, 5)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert contents(kept) == ["15"] * FILES
    assert kept.state().way == tuple(range(16))
    assert [step.version for step in kept.log().steps] == list(range(1, 16))


def test_killed_at_any_moment_the_old_or_the_new_version_is_in_use(place, kept):
    """A child that keeps version after version is killed at random moments; each time one whole version must be in use."""
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    context = multiprocessing.get_context("fork")
    began = time.monotonic()
    kept.keep(numbered, "A", "how long it takes here")
    once_s = time.monotonic() - began
    last, moved = 1, 0
    for _ in range(KILLS):
        ready = context.Event()
        child = context.Process(target=_keep_many, args=(place, 1000, ready))
        child.start()
        assert ready.wait(30)
        time.sleep(chance.uniform(0, max(0.1, 4 * once_s)))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        found = set(contents(kept))
        assert len(found) == 1, "a mix of versions"
        number = int(found.pop())
        assert number >= last, "a version that was in use is lost"
        assert [step.number for step in kept.log(10_000).steps] == list(range(1, number + 1)), "the log and the data tell different stories"
        moved += number > last
        last = number
    assert moved > KILLS / 6, "the child was mostly killed before it had kept anything"
    kept.keep(numbered, "A", "still works")
    assert contents(kept) == [str(last + 1)] * FILES


def test_two_who_go_back_at_once_go_back_one_version(kept):
    for why in ("one", "two"):
        kept.keep(numbered, "A", why)
    kept.undo("A", "wrong file", seen=2)
    with pytest.raises(DataError, match=r"version 1 is in use now, not version 2\. Nothing was done"):
        kept.undo("B", "wrong file", seen=2)
    assert kept.state().version == 1


def test_versions_that_are_too_old_go_and_the_newest_stay(new_place):
    kept = new_place(2).versions
    kept.create()
    for why in "abcd":
        kept.keep(numbered, "A", why)
    assert kept.state().way == (3, 4)
    assert kept.folder(3).is_dir()
    assert kept.undo("A", "back", seen=4).version == 3
    with pytest.raises(DataError, match="nothing to undo"):
        kept.undo("A", "back", seen=3)


def test_what_is_no_workspace_yet_says_how_to_make_it_one(new_place):
    kept = new_place().versions
    for ask in (kept.state, kept.log):
        with pytest.raises(DataError, match="python -m geo workspace create"):
            ask()
