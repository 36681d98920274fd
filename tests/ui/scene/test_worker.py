"""The process beside the server: the same answers, whatever happens to it, and no work for readers who have gone on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.method.gaps import gap_list
from geo.method.query import Query
from geo.whatif.scenario.acts import Act
from geo.whatif.scene import Choices, changed
from geo.whatif.tuning import Tuning
from tests.helpers.places import ROOT
from ui.kit import work
from ui.kit.bucket import Bucket, Together
from ui.scene import answers, lasting, loading, memo, worker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.whatif.scene import Scene

QUERY = Query("school_readiness")
PATIENCE_S = 60.0
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not show processes as files")
# A server that has had one answer worked out, and says by which process.
SERVER = """
import time
from geo.method.query import Query
from ui.scene import answers, loading, worker
worker.start()
answers.listed(loading.load(), Query("school_readiness"))
print(worker._workers[0]._child.pid, flush=True)
time.sleep(600)
"""


@memo.shared(heavy=True, lasts=True)
def worked(marks: str, seconds: float) -> int:
    """Work for so long, leave a mark when it begins and one when it is done, and tell which process did."""
    with Path(marks).open("a", encoding="utf-8") as file:
        file.write("begun ")
    until_s = time.process_time() + seconds
    while time.process_time() < until_s:
        pass
    with Path(marks).open("a", encoding="utf-8") as file:
        file.write("done ")
    return os.getpid()


@memo.shared(heavy=True, lasts=True)
def stumbles(marks: str, code: int) -> int:
    """End the first process that tries."""
    if Path(marks).exists():
        return os.getpid()
    Path(marks).write_text("begun", encoding="utf-8")
    os._exit(code)


@memo.shared(heavy=True, lasts=True)
def fails(words: str) -> int:
    """Fail, as a question that has no answer."""
    raise LookupError(words)


@pytest.fixture(scope="module")
def _process() -> Iterator[None]:
    worker.start()
    yield
    worker.stop()


@pytest.fixture
def beside(_process: None, tiny_app: object) -> None:
    """Have answers worked out beside the tests."""


def pids() -> list[int]:
    """Give the numbers of the processes that are there."""
    return [each._child.pid for each in worker._workers if each._child is not None]


def asked(marks: Path, seconds: float) -> int:
    """Ask for `worked` as a page does."""
    return worked(str(marks), seconds)


@pytest.mark.usefixtures("beside")
def test_figures_are_those_of_the_command_line() -> None:
    scene = loading.load()
    tuned = Choices(left_out=("n-3",), outcome="school_readiness", tuning=Tuning((("gld", 2.0),)), acts=(Act("close", "n-1"),))
    for choices in (Choices(), tuned, tuned.baseline):
        asked_of: Scene = answers.chosen(scene, choices)
        here = gap_list(changed(scene, choices).model, QUERY)
        pd.testing.assert_frame_equal(answers.listed(asked_of, QUERY), here, check_exact=True)
    assert len(pids()) == 1


@pytest.mark.usefixtures("beside")
def test_another_process_does_it(tmp_path: Path) -> None:
    assert [asked(tmp_path / "marks", 0)] == pids()
    assert os.getpid() not in pids()


@pytest.mark.usefixtures("beside")
def test_what_it_works_counts_for_who_asks(tmp_path: Path) -> None:
    used = Together(Bucket(0.001, 30))
    with work.turn(used):
        asked(tmp_path / "marks", 0.5)
    assert 0.4 < 30 * (1 - used.share) < 5


@pytest.mark.usefixtures("beside")
def test_a_process_that_dies_leaves_the_answer_to_the_server_and_the_next_one_to_a_new_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = asked(tmp_path / "first", 0)
    assert stumbles(str(tmp_path / "dies"), 9) == os.getpid()
    assert "worked out by the server itself" in caplog.text
    second = asked(tmp_path / "second", 0)
    assert second not in {first, os.getpid()}


@pytest.mark.usefixtures("beside")
def test_one_that_had_ended_for_want_of_questions_is_begun_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert stumbles(str(tmp_path / "ends"), 0) != os.getpid()
    assert "worked out by the server itself" not in caplog.text


def test_where_no_process_can_be_started_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    first = worker.Worker()
    with pytest.raises(worker.LostError, match="No such file"):
        first.ask("a", b"")


@pytest.mark.usefixtures("beside")
def test_what_has_no_answer_says_so_as_without_it() -> None:
    with pytest.raises(LookupError, match="no such thing"):
        fails("no such thing")


def test_it_ends_when_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    state = worker._State(idle_since_s=time.monotonic() - worker.IDLE_S - 1)
    worker._watch(state, os.getppid())
    worker._watch(worker._State(works=True), server=-1)
    assert ended == [0, 0]


@pytest.mark.usefixtures("beside")
def test_what_nobody_waits_for_any_more_ends_and_the_process_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = tmp_path / "marks"
    process = asked(tmp_path / "before", 0)

    def gone_on() -> None:
        if marks.exists():
            raise InterruptedError

    begun_s = time.monotonic()
    with monkeypatch.context() as patch:
        patch.setattr(work, "leave_if_gone", gone_on)
        with pytest.raises(InterruptedError):
            asked(marks, 600)
    assert asked(tmp_path / "after", 0) == process
    assert time.monotonic() - begun_s < PATIENCE_S
    assert marks.read_text(encoding="utf-8") == "begun "


@pytest.mark.usefixtures("beside")
def test_what_somebody_else_waits_for_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks, found = tmp_path / "marks", []
    goes_on = threading.Thread(target=lambda: found.append(asked(marks, 2.0)))

    def gone_on() -> None:
        if threading.current_thread() is not goes_on and marks.exists():
            goes_on.start()
            raise InterruptedError

    monkeypatch.setattr(work, "leave_if_gone", gone_on)
    with pytest.raises(InterruptedError):
        asked(marks, 2.0)
    goes_on.join(PATIENCE_S)
    assert found == pids()
    assert marks.read_text(encoding="utf-8") == "begun done "


@pytest.mark.usefixtures("beside")
def test_what_is_only_waited_for_in_line_is_never_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = threading.Thread(target=lambda: asked(tmp_path / "before", 1.5))
    before.start()
    while not (tmp_path / "before").exists():
        time.sleep(0.01)

    def gone_on() -> None:
        if threading.current_thread() is not before:
            raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(work, "leave_if_gone", gone_on)
        with pytest.raises(InterruptedError):
            asked(tmp_path / "marks", 600)
    before.join(PATIENCE_S)
    asked(tmp_path / "after", 0)
    assert not (tmp_path / "marks").exists()


@pytest.mark.usefixtures("beside")
def test_what_it_has_worked_out_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lasting.start()
    try:
        process = asked(tmp_path / "marks", 0)
        assert process in pids()
        key = lasting.key_of(worked.__wrapped__, (str(tmp_path / "marks"), 0))
        assert key is not None
        assert lasting.kept(key) is not None
    finally:
        lasting.stop()


@needs_proc
@pytest.mark.usefixtures("tiny_app")
def test_none_is_left_of_a_server_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        process = int(server.stdout.readline())
        server.send_signal(signal.SIGKILL)
    until_s = time.monotonic() + PATIENCE_S
    # Without anybody who waits for it, the system may still name what has ended.
    while Path(f"/proc/{process}").exists() and " Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8"):
        assert time.monotonic() < until_s
        time.sleep(0.1)
