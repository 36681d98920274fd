"""The search for the proven best in a process of its own: it can be looked at, and stopped, while everybody else goes on.

The solver has no callback, so the search is made in slices, each longer than the one before and each anew: after the first second there is
an answer, or a better one than the greedy, or a bound. What is finished stays, whenever the search is stopped.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.base.files import replacing
from geo.base.scratch import Scratch
from geo.siting.exact import Found, best
from geo.siting.measure import measure_of, state_after
from geo.siting.question import LESS_IS_BETTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.siting.instance import Instance

MAIN: Final = Path(__file__).with_name("child.py")
PREFIX: Final = "gap-map-siting-"
ASKED, FOUND, SAID = "asked", "found", "said"
# Building a program and reading it take time beside the search; a process that takes longer than that hangs.
GRACE_S: Final = 20.0
WAIT_S: Final = 0.02
LONGEST_WAIT_S: Final = 0.2
# The process gets nothing of the server's environment but what its libraries need to start.
PASSED: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")

# The system ends a search when the thread that began it ends (`geo.siting.child`), and the threads of visits end within a moment.
_STARTER: Final = ThreadPoolExecutor(1, "siting")


def greedy_found(instance: Instance, plan: NDArray[np.int64]) -> Found:
    """Give the greedy plan as an answer of which nothing is known yet."""
    measure = measure_of(instance)
    worst = -np.inf if instance.objective in LESS_IS_BETTER else np.inf
    return Found(plan, measure.value(state_after(measure, plan)), worst, "greedy", 0.0)


def slices(instance: Instance, count: int, begun: NDArray[np.int64], seconds: Sequence[float], near: float) -> Iterator[Found]:
    """Search slice after slice, in this process; ends with the first that proves the best, or that there is no answer."""
    for slice_s in seconds:
        found = best(instance, count, slice_s, begun, near)
        yield found
        if found.status in {"proven", "infeasible"}:
            return
        if np.isfinite(found.value):
            begun = found.plan


def up_to(seconds: Sequence[float], most_s: float) -> tuple[float, ...]:
    """Cut the slices of the settings at the longest search that is asked for."""
    return (*(slice_s for slice_s in sorted(seconds) if slice_s < most_s), most_s)


class SiteSearch:
    """A search that goes on by itself until it is done or stopped.

    Parameters
    ----------
    instance : Instance
        The question.
    count : int
        Number of sites, or units.
    begun : ndarray of int
        The greedy plan: the answer until there is a better one.
    seconds : sequence of float
        Longest search of each slice.
    near : float
        Share from the bound at which an answer is near the best.

    Raises
    ------
    OSError
        The process cannot be started.
    """

    def __init__(self, instance: Instance, count: int, begun: NDArray[np.int64], seconds: Sequence[float], near: float) -> None:
        self.seconds = tuple(seconds)
        self._found = greedy_found(instance, begun)
        self._begun_s, self._ended_here = time.monotonic(), False
        self._scratch = Scratch(PREFIX)
        folder = self._scratch.folder
        try:
            (folder / ASKED).write_bytes(pickle.dumps((instance, count, begun, self.seconds, near)))
            self._process = _STARTER.submit(_started, folder).result()
        except BaseException:
            self._scratch.close()
            raise
        # A search that nobody stops ends with whoever holds it, and with the server: its process is waited for, so that nothing is left.
        self._end = weakref.finalize(self, _ended, self._process, self._scratch)

    @property
    def elapsed_s(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self._begun_s

    @property
    def running(self) -> bool:
        """Whether it goes on; one that hangs is stopped."""
        if self._process.poll() is not None:
            return False
        if self.elapsed_s > sum(self.seconds) + GRACE_S:
            self.stop()
            return False
        return True

    def poll(self) -> Found:
        """Give the best answer of the slices that are finished, the greedy one until then."""
        # The file takes its place in one step: it is there whole, or that of the slice before is.
        with suppress(FileNotFoundError):
            self._found = pickle.loads((self._scratch.folder / FOUND).read_bytes())  # noqa: S301 - our own process wrote it
        return self._found

    def stop(self) -> Found:
        """End the search and give the best that it has found."""
        if self._process.poll() is None:
            self._ended_here = True
            _killed(self._process)
        found = self.poll()
        self._end()
        return found

    def wait(self) -> Found:
        """Wait until the search is done and give what it has found.

        Raises
        ------
        ArithmeticError
            The process failed.
        """
        pause = WAIT_S
        try:
            while self.running:
                time.sleep(pause)
                pause = min(1.5 * pause, LONGEST_WAIT_S)
            if self._process.returncode and not self._ended_here:
                said = (self._scratch.folder / SAID).read_text(encoding="utf-8", errors="replace").strip()
                raise ArithmeticError(f"The search for the best answer failed: {said.splitlines()[-1] if said else 'no reason given'}")
        finally:
            found = self.stop()
        return found


def _started(folder: Path) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in PASSED if name in os.environ}
    # One thread: the others serve visits.
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with (folder / SAID).open("wb") as said:
        return subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", "-B", str(MAIN), str(folder)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )


def _killed(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()


def _ended(process: subprocess.Popen[bytes], scratch: Scratch) -> None:
    """Leave no process and no folder behind."""
    if process.poll() is None:
        _killed(process)
    scratch.close()


def answer_in(folder: Path) -> None:
    """Do the search that lies in a folder, and write what each slice finds beside it."""
    instance, count, begun, seconds, near = pickle.loads((folder / ASKED).read_bytes())  # noqa: S301 - our own server wrote it
    for found in slices(instance, count, begun, seconds, near):
        with replacing(folder / FOUND) as draft:
            draft.write_bytes(pickle.dumps(found))
