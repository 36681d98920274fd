"""The folder of the process that reads a brought file: what is told when the disk is full, and what is left after a kill."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from geo.base import disk
from geo.base.errors import DataError
from geo.intake.reading import child
from geo.intake.reading.child import PREFIX
from geo.intake.reading.files import read_sheets
from geo.intake.reading.shapes import read_shapes
from geo.settings.limits import Limits
from tests.helpers.places import ROOT
from tests.security.test_disk_full import fill, small_disk
from tests.security.test_upload_limits import tangle
from ui.screens import warm

__all__ = ["small_disk"]

FULL = "the disk is full. Nothing has changed. Free some space and try again"
SMALL = b"a,b\n1,2\n"
# Almost two megabytes; as an archive a few kilobytes.
WIDE = "a\n" + ("x" * 900 + "\n") * 2_000


@pytest.fixture
def full_soon(small_disk, monkeypatch):
    """Temporary files go to a disk of three megabytes."""
    monkeypatch.setattr(disk, "MARGIN_MB", 0)
    monkeypatch.setattr("tempfile.tempdir", str(small_disk))
    return small_disk


def packed(text):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", text)
    return target.getvalue()


def left(place):
    return list(place.glob(f"{PREFIX}*"))


def test_a_file_that_does_not_fit_on_the_disk_is_not_begun(full_soon):
    with pytest.raises(DataError, match=r"needs \d+ MB on the disk and \d+ MB are free"):
        read_sheets(b"a,b\n" * 1_000_000, "a.csv", Limits(), ())
    assert not left(full_soon)


@pytest.mark.parametrize("content", ["bytes", "path"])
def test_a_disk_that_is_full_while_a_file_is_copied(full_soon, tmp_path, content):
    fill(full_soon)
    (tmp_path / "a.csv").write_bytes(SMALL)
    with pytest.raises(DataError) as told:
        read_sheets(SMALL if content == "bytes" else tmp_path / "a.csv", "a.csv", Limits(), ())
    assert FULL in str(told.value) or "are free. Nothing has changed" in str(told.value)
    assert not left(full_soon)


def test_a_disk_that_fills_up_before_the_process_begins(full_soon):
    def prepare(_):
        fill(full_soon)

    job = child.Job(task="tables", file="a.csv", limits=Limits())
    with pytest.raises(DataError, match=FULL), child.answered(job, SMALL, prepare):
        pass
    assert not left(full_soon)


def test_a_disk_that_fills_up_while_the_process_writes(full_soon):
    for content, name in ((packed(WIDE * 2), "a.zip"), (WIDE.encode(), "a.csv")):
        with pytest.raises(DataError, match=FULL):
            read_sheets(content, name, Limits(), ())
        assert not left(full_soon)


def test_an_answer_beyond_the_limit_is_no_full_disk():
    with pytest.raises(DataError, match=r"holds more than a file may\. Bring a smaller extract"):
        read_sheets((WIDE * 2).encode(), "a.csv", Limits(unpacked_mb=1), ())


def test_a_file_that_cannot_be_read_is_told_from_a_disk_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(SMALL)

    class Lost(io.BytesIO):
        def read(self, *_):
            raise OSError(errno.EIO, "Input/output error")

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *how, **named: Lost() if path.name == "a.csv" else opened(path, *how, **named))
    with pytest.raises(DataError, match="cannot be opened"):
        read_sheets(tmp_path / "a.csv", "a.csv", Limits(), ())


# --- A kill ----------------------------------------------------------------------------------------------------------------

READS = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from tests.security.test_reader_folder import SLOW
from geo.intake.reading.shapes import read_shapes
from geo.settings.limits import Limits
read_shapes(SLOW, "slow.geojson", Limits(seconds=120))
"""
SLOW = tangle(4_000)


def test_a_killed_server_leaves_no_process_and_its_files_go_when_the_next_one_starts(tmp_path, monkeypatch):
    server = subprocess.Popen([sys.executable, "-c", READS, str(tmp_path)], cwd=ROOT)
    end = time.monotonic() + 60
    while not list(tmp_path.glob(f"{PREFIX}*/doing")):
        assert time.monotonic() < end
        time.sleep(0.05)
    (reader,) = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True).stdout.split()
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    end = time.monotonic() + 20
    while alive(reader):
        assert time.monotonic() < end, "the reader goes on for nobody"
        time.sleep(0.05)
    assert left(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    warm._clear_left()
    assert not left(tmp_path)


def alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as stat:  # noqa: PTH123 - a device
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_reader_that_is_at_work_keeps_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with child.answered(child.Job(task="tables", file="a.csv", limits=Limits()), SMALL) as (_, folder):
        child.clear_left()
        assert folder.is_dir()
    assert not folder.exists()


def test_where_no_limits_can_be_set_no_file_is_read(monkeypatch):
    """As on Windows, which has no module of that name."""
    monkeypatch.setitem(sys.modules, "resource", None)
    for read in (lambda: read_sheets(SMALL, "a.csv", Limits(), ()), lambda: read_shapes(b"{}", "a.geojson", Limits())):
        with pytest.raises(DataError, match=r"cannot be read on this system.*on Linux or macOS.*\(WSL\)"):
            read()
