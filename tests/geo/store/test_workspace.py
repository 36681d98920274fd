"""Versions in a folder: shares that do less than a disk, and files that are broken."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import shutil
import stat

import pytest

from geo.base.errors import DataError
from geo.cli.workspace import WORKSPACE_EXAMPLES
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.folder import FolderStore
from geo.store.kept import of_today, workspace_of
from geo.store.workspace import Workspace
from tests.helpers.kept import FILES, contents, numbered
from tests.helpers.places import ROOT
from tests.helpers.tiny import with_workspace


@pytest.fixture
def kept(tmp_path, shipped):
    kept = Workspace(tmp_path / "kept", shipped)
    kept.create()
    return kept


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
