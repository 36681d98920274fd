"""Kept data: versions, undo, and a workspace that survives the death of whoever writes to it."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import re
import shlex
import shutil
import signal
import stat
import time

import pytest

from geo.base import files
from geo.base.errors import DataError
from geo.cli.workspace import WORKSPACE_EXAMPLES
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.folder import FolderStore
from geo.store.workspace import Workspace, of_today, workspace_of
from tests.helpers.places import ROOT
from tests.helpers.tiny import with_workspace

KILLS = 60
FILES = 12


def numbered(old, new):
    """Write a version whose files all say the same number: one more than the old one's."""
    number = int((old / "0.txt").read_text(encoding="utf-8")) + 1
    new.mkdir()
    for place in range(FILES):
        (new / f"{place}.txt").write_text(str(number), encoding="utf-8")


@pytest.fixture
def shipped(tmp_path):
    folder = tmp_path / "shipped"
    folder.mkdir()
    for place in range(FILES):
        (folder / f"{place}.txt").write_text("0", encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path, shipped):
    kept = Workspace(tmp_path / "kept", shipped)
    kept.create()
    return kept


def contents(workspace):
    folder = workspace.folder(workspace.state().version)
    return [path.read_text(encoding="utf-8") for path in folder.iterdir()]


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
    before = sorted(path for path in kept.root.rglob("*") if path.is_file())

    def fails(old, new):
        numbered(old, new)
        raise DataError([])

    with pytest.raises(DataError):
        kept.keep(fails, "A", "two")
    assert sorted(path for path in kept.root.rglob("*") if path.is_file()) == before
    assert contents(kept) == ["1"] * FILES


def no_folder_sync(error):
    """A system, or a file share, that refuses to write the names in a folder through."""
    real = os.fsync

    def fsync(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(error, os.strerror(error))
        real(handle)

    return fsync


@pytest.mark.parametrize("error", [errno.EINVAL, errno.ENOTSUP, errno.EBADF])
def test_a_share_that_cannot_sync_folders_can_be_kept_on(kept, monkeypatch, error):
    monkeypatch.setattr(os, "fsync", no_folder_sync(error))
    kept.keep(numbered, "A", "one")
    kept.undo("A", "back", seen=1)
    assert [step.action for step in kept.log().steps] == ["keep", "undo"]


def test_once_the_pointer_is_replaced_nothing_says_that_nothing_has_changed(kept, monkeypatch):
    kept.keep(numbered, "A", "one")
    monkeypatch.setattr(os, "fsync", no_folder_sync(errno.EIO))
    assert kept.undo("A", "back", seen=1).version == 0
    assert kept.state().version == 0
    with pytest.raises(DataError, match="Nothing has changed"):
        kept.keep(numbered, "A", "the version itself could not be written through")
    assert kept.state().version == 0
    assert [path.name for path in (kept.root / "versions").iterdir()] == ["0001"]


def test_a_broken_pointer_is_told_with_the_way_out(kept):
    kept.keep(numbered, "A", "one")
    pointer = kept.root / "current.json"
    whole = pointer.read_text(encoding="utf-8")
    for broken in ("", whole[:40], "[]", '{"way": [0], "place": 3, "log": []}'):
        pointer.write_text(broken, encoding="utf-8")
        with pytest.raises(DataError, match="Restore it"):
            kept.state()
    pointer.write_text(whole, encoding="utf-8")
    shutil.rmtree(kept.folder(1))
    with pytest.raises(DataError, match="version 1"):
        kept.state()


def _hold(root, shipped, ready):
    def slow(old, new):
        ready.set()
        time.sleep(30)
        numbered(old, new)

    Workspace(root, shipped).keep(slow, "Slow\nLead", "why")


def test_a_second_writer_is_told_who_is_writing(kept, shipped, monkeypatch):
    monkeypatch.setattr(files, "WAIT_S", 0.2)
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    first = context.Process(target=_hold, args=(kept.root, shipped, ready))
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


def _keep_many(root, shipped, times, ready=None):
    if ready is not None:
        ready.set()
    for _ in range(times):
        Workspace(root, shipped).keep(numbered, "A", "why")


def test_writers_at_once_follow_one_another(kept, shipped):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_keep_many, args=(kept.root, shipped, 5)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert contents(kept) == ["15"] * FILES
    assert kept.state().way == tuple(range(16))
    assert [step.version for step in kept.log().steps] == list(range(1, 16))


def test_killed_at_any_moment_the_old_or_the_new_version_is_in_use(kept, shipped):
    """A child that keeps version after version is killed at random moments; each time one whole version must be in use."""
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    context = multiprocessing.get_context("fork")
    began = time.monotonic()
    kept.keep(numbered, "A", "how long it takes here")
    once_s = time.monotonic() - began
    last, moved = 1, 0
    for _ in range(KILLS):
        ready = context.Event()
        child = context.Process(target=_keep_many, args=(kept.root, shipped, 1000, ready))
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
    assert not list(kept.root.glob(".draft-*")), "what the dead left is cleared away"


def test_the_settings_lead_to_the_version_in_use(tiny):
    with_workspace(tiny)
    settings = load_settings(tiny.config)
    assert workspace_of(settings).root == tiny.config.parent / "kept"
    assert of_today(settings).data.folder == tiny.data
    workspace_of(settings).keep(shutil.copytree, "A", "as it is")
    now = of_today(settings)
    assert now.data.folder == tiny.config.parent / "kept" / "versions" / "0001"
    assert load_atlas(now).store == FolderStore(now.data.folder)
    assert json.loads((tiny.config.parent / "kept" / "current.json").read_text(encoding="utf-8"))["way"] == [0, 1]


def commands_to_go_back():
    written = [path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))]
    return re.findall(r"python -m geo (workspace undo[^`\n]*)", "\n".join([*written, WORKSPACE_EXAMPLES]))


@pytest.mark.parametrize("command", commands_to_go_back())
def test_the_command_that_goes_back_works_as_it_is_written(tiny, run_tiny, command):
    workspace = with_workspace(tiny)
    for number in range(3):
        workspace.keep(shutil.copytree, "A", str(number))
    done = run_tiny(*shlex.split(command))
    assert (done.code, done.err) == (0, "")
    assert workspace.state().version == 2


def test_without_a_workspace_the_shipped_data_are_used(tiny):
    assert workspace_of(tiny.settings) is None
    assert of_today(tiny.settings) == tiny.settings
