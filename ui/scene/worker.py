"""A process beside the server that works heavy answers out, so that the server's own goes on drawing pages for everybody else.

It reads the same copy of the data, does one answer at a time, goes last where processors are short, and ends when nobody has asked for a
while, or when the server is gone. Where it fails, the server works the answer out itself.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from geo.base.paths import ROOT
from geo.whatif.scene import Scene
from ui.kit import work
from ui.scene import loading

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from geo.settings.model import Settings
    from geo.whatif.scene import Change

_LOG: Final = logging.getLogger(__name__)
NICE: Final = 5
IDLE_S: Final = 600.0
WATCH_S: Final = 1.0
LOOK_S: Final = 0.1
# What nobody waits for any more ends after a moment, in which whoever waited behind the one who left can ask for it.
GRACE_S: Final = 0.3
# Scenes have tens of megabytes each.
KEPT_SCENES: Final = 6
# One thread: the others draw pages.
ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class LostError(Exception):
    """The process has not worked out the answer."""


class _IdleError(LostError):
    """The process had ended by itself, because nobody had asked for long: it is begun anew, once."""


@dataclass
class _Task:
    """An answer that is worked out, for everybody who asks for it meanwhile."""

    message: bytes
    done: Future[bytes] = field(default_factory=Future)
    waiting: int = 0
    begun_s: float = 0.0
    took_s: float = 0.0


class Worker:
    """The process, and who waits for it; it starts when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Held while the process works for a job.
        self._turn = threading.Lock()
        self._jobs: dict[str, _Task] = {}
        self._at: _Task | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, key: str, message: bytes) -> bytes:
        """Have an answer worked out and wait for it; leave, as a run of a page does, when the reader has gone on.

        Parameters
        ----------
        key : str
            Two who ask with the same key wait for the same answer.
        message : bytes
            `message` of the function and what it is asked with.

        Returns
        -------
        bytes
            The answer, pickled.

        Raises
        ------
        LostError
            The process has failed.
        """
        job = self._joined(key, message)
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    return job.done.result(LOOK_S)
                work.leave_if_gone()
        finally:
            self._left(key, job)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            _killed(child)

    def _joined(self, key: str, message: bytes) -> _Task:
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                job = self._jobs[key] = _Task(message)
                threading.Thread(target=self._work, args=(job,), name="heavy", daemon=True).start()
            job.waiting += 1
            return job

    def _left(self, key: str, job: _Task) -> None:
        with self._lock:
            job.waiting -= 1
            if job.done.done() and self._jobs.get(key) is job:
                del self._jobs[key]
            elif job.waiting == 0:
                later = threading.Timer(GRACE_S, self._end_unwanted, (key, job))
                later.daemon = True
                later.start()
            # It counts for whoever leaves first: the one who asked first, or has gone on.
            took_s = job.took_s if job.done.done() else time.monotonic() - job.begun_s if job.begun_s else 0.0
            job.took_s, job.begun_s = 0.0, 0.0
        work.spent(took_s)

    def _end_unwanted(self, key: str, job: _Task) -> None:
        with self._lock:
            if job.waiting:
                return
            if self._jobs.get(key) is job:
                del self._jobs[key]
            if not job.done.cancel() and self._at is job and self._child is not None:
                _interrupt(self._child)

    def _work(self, job: _Task) -> None:
        with self._turn:
            with self._lock:
                if not job.done.set_running_or_notify_cancel():
                    return
                self._at, job.begun_s = job, time.monotonic()
            try:
                content, took_s = self._answered(job.message)
            # Whatever it is, nobody must wait for ever: the server tries it itself.
            except Exception as error:  # noqa: BLE001
                job.done.set_exception(LostError(repr(error)))
            else:
                job.took_s = took_s
                job.done.set_result(content)
            finally:
                with self._lock:
                    self._at = None

    def _answered(self, message: bytes) -> tuple[bytes, float]:
        try:
            content, took_s, fault = self._said(message)
        except _IdleError:
            content, took_s, fault = self._said(message)
        if content is None:
            raise LostError(fault)
        return content, took_s

    def _said(self, message: bytes) -> tuple[bytes | None, float, str]:
        child = self._running()
        try:
            pickle.dump(message, _pipe(child.stdin))
            _pipe(child.stdin).flush()
            said: tuple[bytes | None, float, str] = pickle.load(_pipe(child.stdout))  # noqa: S301 - our own process wrote it
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(WATCH_S)
            self.close()
            raise (_IdleError if child.returncode == 0 else LostError)(f"the process ended ({child.returncode})") from None
        return said

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._child is None:
                self._child = subprocess.Popen(  # noqa: S603 - our own code
                    [sys.executable, "-c", f"from {__name__} import serve; serve()"],
                    cwd=ROOT,
                    env=os.environ | ONE_THREAD,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    # What interrupts the server at a terminal is not meant for it.
                    start_new_session=True,
                )
            return self._child


_workers: Final[list[Worker]] = []


def start() -> None:
    """Have heavy answers worked out beside the server from now on."""
    stop()
    _workers.append(Worker())


def stop() -> None:
    """Work heavy answers out in this process."""
    while _workers:
        _workers.pop().close()


def is_on() -> bool:
    """Whether heavy answers are worked out beside this process."""
    return bool(_workers)


def content(key: str, function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> bytes:
    """Work an answer out, beside this process if that can be done, else here; give it pickled.

    Parameters
    ----------
    key : str
        Tells answers apart (`ui.scene.lasting.key_of`).
    function : callable
        What `ui.scene.memo.shared` was put before.
    args, kwargs : tuple, dict
        What it is asked with.
    """
    for worker in _workers:
        try:
            return worker.ask(key, _message(function, args, kwargs))
        except LostError as error:
            _LOG.warning("%s is worked out by the server itself: %s", function.__qualname__, error)
    return pickle.dumps(function(*args, **kwargs))


# --- what is said to the process --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Basis:
    """Data as a server has read them."""

    reading: str
    lasts: bool
    settings: Settings = field(compare=False)


class _Writer(pickle.Pickler):
    """Writes in the place of a scene what it is made of."""

    def persistent_id(self, obj: object) -> object:
        if not isinstance(obj, Scene):
            return None
        return _Basis(obj.reading, obj.lasts, obj.published.settings), obj.changes


class _Scenes(pickle.Unpickler):
    """Makes scenes again."""

    def persistent_load(self, pid: tuple[_Basis, tuple[Change, ...]]) -> Scene:
        return _scene(*pid)


@functools.lru_cache(maxsize=KEPT_SCENES)
def _scene(basis: _Basis, changes: tuple[Change, ...]) -> Scene:
    if changes:
        return _scene(basis, changes[:-1]).then(changes[-1])
    return loading.scene_of(basis.settings, basis.reading, lasts=basis.lasts)


def _message(function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> bytes:
    written = io.BytesIO()
    _Writer(written).dump((function.__module__, function.__qualname__, args, kwargs))
    return written.getvalue()


# --- the process ------------------------------------------------------------------------------------------------------


@dataclass
class _State:
    """What the process does: whether it works, and since when it does not."""

    works: bool = False
    idle_since_s: float = field(default_factory=time.monotonic)


def serve() -> None:
    """Answer whatever is asked on standard input, until there is nobody any more; what runs in the process."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    # Whatever is printed goes to the log: answers alone go where they went.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    loading.without_session()
    state, server = _State(), os.getppid()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if state.works:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    threading.Thread(target=_watch, args=(state, server), daemon=True).start()
    with work.turn(), contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            message = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own server wrote it
            pickle.dump(_answer(message, state), answers)
            answers.flush()


def _answer(message: bytes, state: _State) -> tuple[bytes | None, float, str]:
    """Give an answer, what it took in seconds of a processor, and what was wrong."""
    try:
        state.works = True
        module, name, args, kwargs = _Scenes(io.BytesIO(message)).load()
        function = getattr(importlib.import_module(module), name).__wrapped__
        # Code and data that are read for the first time are on no reader's account.
        begun_s = time.process_time()
        found = pickle.dumps(function(*args, **kwargs))
    except KeyboardInterrupt:
        return None, 0.0, "nobody waits for it any more"
    # Whatever it is, the server tries it itself, and tells.
    except Exception as error:  # noqa: BLE001
        return None, 0.0, repr(error)
    finally:
        state.works, state.idle_since_s = False, time.monotonic()
    return found, time.process_time() - begun_s, ""


def _watch(state: _State, server: int) -> None:
    """End the process when it is needed no more."""
    while os.getppid() == server and (state.works or time.monotonic() - state.idle_since_s < IDLE_S):
        time.sleep(WATCH_S)
    os._exit(0)


def _pipe(stream: Any) -> BinaryIO:  # noqa: ANN401 - of a process that was started with it
    pipe: BinaryIO = stream
    return pipe


def _interrupt(child: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        # Here a process cannot be interrupted by another: the next question starts one anew.
        child.kill()
    else:
        child.send_signal(signal.SIGINT)


def _killed(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):
            _pipe(stream).close()
