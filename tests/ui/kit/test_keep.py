"""Answers on the disk: whole or not at all, bounded, for the server alone, and no trouble of the disk stops anybody."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.helpers.places import ROOT
from ui.kit.keep import Keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MB = 1_000_000
needs_modes = pytest.mark.skipif(os.name != "posix", reason="folders have no such modes here")
# Works out one key as a server does, and says on standard output that it has begun.
WORKS = """
import sys, time
from pathlib import Path
from ui.kit.keep import Keep
keep = Keep(Path(sys.argv[1]), 1_000_000)
with keep.turn("a", lambda: None):
    if keep.read("a") is None:
        print("works", flush=True)
        time.sleep(float(sys.argv[2]))
        keep.write("a", b"of another process")
"""


@contextmanager
def another(folder: Path, takes_s: float) -> Iterator[subprocess.Popen[str]]:
    """Start a process that works out an answer, and wait until it does."""
    command = [sys.executable, "-c", WORKS, str(folder), str(takes_s)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "works\n"
        yield process


def nothing() -> None:
    """Do nothing while one waits."""


def leave() -> None:
    """Leave at once, as who has gone on to another question."""
    raise InterruptedError


def test_what_is_kept_is_there_for_whoever_opens_the_folder_next(tmp_path):
    Keep(tmp_path / "kept", MB).write("a", b"one")
    again = Keep(tmp_path / "kept", MB)
    assert (again.read("a"), again.read("b")) == (b"one", None)
    again.write("a", b"two")
    assert again.read("a") == b"two"


@pytest.mark.parametrize("size", [0, 1, 31, 32, 40])
def test_a_torn_answer_is_never_read(tmp_path, caplog, size):
    keep = Keep(tmp_path / "kept", MB)
    keep.write("a", bytes(100))
    (written,) = (tmp_path / "kept").glob("*.answer")
    written.write_bytes(written.read_bytes()[:size])
    assert keep.read("a") is None
    assert "damaged" in caplog.text
    keep.write("a", b"anew")
    assert keep.read("a") == b"anew"


def test_a_changed_byte_is_never_read(tmp_path):
    keep = Keep(tmp_path / "kept", MB)
    keep.write("a", b"figures")
    (written,) = (tmp_path / "kept").glob("*.answer")
    written.write_bytes(written.read_bytes().replace(b"figures", b"Figures"))
    assert keep.read("a") is None


def test_the_answers_that_were_not_asked_for_longest_go_first(tmp_path):
    keep = Keep(tmp_path / "kept", 1000)
    for number, key in enumerate("abc"):
        keep.write(key, bytes(200))
        os.utime(tmp_path / "kept" / f"{key}.answer", (number, number))
    assert keep.read("a") is not None
    for key in "de":
        keep.write(key, bytes(200))
    # Four of 232 bytes have room; b, and not a, was asked for longest ago.
    assert [key for key in "abcde" if keep.read(key) is not None] == ["a", "c", "d", "e"]
    keep.write("f", bytes(2000))
    assert keep.read("f") is None
    assert keep.read("a") is not None


def test_what_killed_writers_left_goes_after_a_day(tmp_path):
    keep = Keep(tmp_path / "kept", MB)
    for name, hours in (("old.lock", 30), (".a.answer.1.part", 30), ("new.lock", 1)):
        (tmp_path / "kept" / name).write_bytes(b"")
        os.utime(tmp_path / "kept" / name, (time.time() - hours * 3600,) * 2)
    keep.write("a", b"one")
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {"new.lock", "a.answer"}


@needs_modes
def test_nobody_else_can_open_it(tmp_path):
    Keep(tmp_path / "kept", MB)
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700


@needs_modes
@pytest.mark.parametrize("mode", [0o755, 0o770, 0o702])
def test_a_folder_that_others_can_open_is_not_used(tmp_path, mode):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept").chmod(mode)
    with pytest.raises(PermissionError, match="chmod 700"):
        Keep(tmp_path / "kept", MB)


def test_a_name_that_leads_elsewhere_is_not_used(tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "kept").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotADirectoryError):
        Keep(tmp_path / "kept", MB)


def test_a_folder_that_went_is_a_line_in_the_log_and_nothing_else(tmp_path, caplog):
    caplog.set_level(logging.WARNING)
    keep = Keep(tmp_path / "kept", MB)
    (tmp_path / "kept").rmdir()
    worked = []
    with keep.turn("a", nothing):
        worked.append(keep.read("a"))
    keep.write("a", b"one")
    assert (worked, keep.read("a")) == ([None], None)
    assert caplog.text.count("could not be kept") == 2


def test_of_two_processes_one_works_and_the_other_waits_for_it(tmp_path):
    waited: list[float] = []
    keep = Keep(tmp_path / "kept", MB)
    with another(tmp_path / "kept", 0.5), keep.turn("a", lambda: waited.append(time.monotonic())):
        assert keep.read("a") == b"of another process"
    assert waited


def test_who_is_killed_at_work_blocks_nobody(tmp_path):
    with another(tmp_path / "kept", 600) as process:
        process.kill()
    begun_s = time.monotonic()
    keep = Keep(tmp_path / "kept", MB)
    with keep.turn("a", nothing):
        assert keep.read("a") is None
    assert time.monotonic() - begun_s < 1


def test_who_waits_can_leave_and_others_still_get_their_turn(tmp_path):
    keep = Keep(tmp_path / "kept", MB)
    with another(tmp_path / "kept", 0.5):
        with pytest.raises(InterruptedError), keep.turn("a", leave):
            pytest.fail("it had a turn that another process holds")
        with keep.turn("a", nothing):
            assert keep.read("a") == b"of another process"


def test_two_threads_of_one_process_take_turns_too(tmp_path):
    keep = Keep(tmp_path / "kept", MB)
    with keep.turn("a", nothing), keep.turn("b", nothing), pytest.raises(InterruptedError), keep.turn("a", leave):
        pytest.fail("two have the same turn")
