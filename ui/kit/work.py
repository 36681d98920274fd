"""Turns for heavy work: few new questions are worked out at once, those of whoever has asked least first, within an allowance.

A visit has one, and all visits from one address share another: a new visit for each question gains nothing.

Cached answers never wait. A question that is new waits until it is its turn, and is then answered in full: nothing is cut short.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import threading
import time
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.settings.server import Server
from ui.kit.bucket import Bucket, Buckets, Together
from ui.words import guard as guard_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")

KEY = "work_allowance"
# How often somebody who waits looks whether the reader has gone on to something else.
LOOK_S = 0.1


class TurnNeededError(Exception):
    """Heavy work was reached without a turn."""


class RestNeededError(Exception):
    """A program has used what it may; ``wait_s`` is in how many seconds it may ask anew."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class Line:
    """Who works and who waits.

    Parameters
    ----------
    at_once : int
        How many may work at the same time.
    """

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._working = 0
        self._waiting: list[Bucket | Together] = []
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def turn(self, allowance: Bucket | Together, while_waiting: Callable[[], None]) -> Iterator[None]:
        """Wait for a turn and hold it; ``while_waiting`` is called now and then, and may raise to leave the line."""
        with self._changed:
            self._waiting.append(allowance)
        try:
            while not self._begin(allowance):
                while_waiting()
        except BaseException:
            with self._changed:
                self._waiting.remove(allowance)
                self._changed.notify_all()
            raise
        try:
            yield
        finally:
            with self._changed:
                self._working -= 1
                self._changed.notify_all()

    def counts(self) -> tuple[int, int]:
        """Count who works and who waits."""
        with self._changed:
            return self._working, len(self._waiting)

    def _begin(self, allowance: Bucket | Together) -> bool:
        """Begin if there is room and nobody else has more of an allowance left; else wait a moment."""
        with self._changed:
            if self._working < self.at_once and max(self._waiting, key=lambda waiting: waiting.share) is allowance:
                self._waiting.remove(allowance)
                self._working += 1
                return True
            self._changed.wait(LOOK_S)
            return False


class _Here(threading.local):
    """Where this thread stands: inside a cached function, with a turn, at work for a program."""

    asking = False
    has_turn = False
    # What another process has worked for it in this turn, in seconds of a processor.
    beside_s = 0.0
    program: Together | None = None


_here = _Here()
# What the server does of itself, and the command line: never rationed.
_UNLIMITED = Together()
_limits = Server()
_line = Line(_limits.work_at_once)
_addresses = Buckets(_limits.client_work_share, _limits.client_work_burst_s)
_programs = Buckets(_limits.work_share, _limits.work_burst_s)


def limit(server: Server) -> None:
    """Set how much may be asked; when the server starts."""
    global _limits, _line, _addresses, _programs
    _limits, _line = server, Line(server.work_at_once)
    _addresses, _programs = Buckets(server.client_work_share, server.client_work_burst_s), Buckets(server.work_share, server.work_burst_s)


def line() -> tuple[int, int]:
    """Count the questions that are worked out, and those that wait."""
    return _line.counts()


def allowance() -> Together:
    """Give the allowance of this visit and that of its address, in seconds of computing time."""
    if _here.program is not None:
        return _here.program
    if get_script_run_ctx(suppress_warning=True) is None:
        return _UNLIMITED
    own: Bucket = st.session_state.setdefault(KEY, Bucket(_limits.work_share, _limits.work_burst_s))
    return _with_address(own, st.context.ip_address)


def _with_address(own: Bucket, address: str | None) -> Together:
    return Together(own) if address is None or is_here(address) else Together(own, _addresses.of(address))


@contextlib.contextmanager
def for_program(address: str) -> Iterator[None]:
    """Let this thread work for programs at an address: together they have the allowance of one visit there.

    Nobody sees them wait, so they do not wait for an allowance to fill: whatever needs one then raises `RestNeededError`.
    """
    _here.program = _with_address(_programs.of(address), address)
    try:
        yield
    finally:
        _here.program = None


def is_here(address: str) -> bool:
    """Whether an address is this computer: its own reader, or a proxy on it that does not say for whom it asks."""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A server that listens to both protocols sees addresses of the older one in the form of the newer one.
    mapped = given.ipv4_mapped if isinstance(given, ipaddress.IPv6Address) else None
    return (mapped or given).is_loopback


@contextlib.contextmanager
def turn(used: Together | None = None) -> Iterator[None]:
    """Wait until this thread may do heavy work, and say so on the page; what it takes is counted.

    Parameters
    ----------
    used : Together, optional
        Allowance of the visit that asks, where a thread works for it that is not its own.
    """
    if _here.has_turn:
        yield
        return
    used = used or allowance()
    _rest(used)
    with contextlib.ExitStack() as words:
        words.enter_context(st.spinner(guard_words.QUEUE))
        with _line.turn(used, leave_if_gone):
            words.close()
            _here.has_turn, _here.beside_s, begun_s = True, 0.0, time.thread_time()
            try:
                yield
            finally:
                _here.has_turn = False
                used.take(time.thread_time() - begun_s + _here.beside_s)


def on_press(make: Callable[P, bytes], *args: P.args, **kwargs: P.kwargs) -> Callable[[], bytes]:
    """Let a file be made when its button is pressed.

    Streamlit asks for it outside the run of the page; its making counts as work of this visit all the same.
    """
    used = allowance()

    def made() -> bytes:
        with turn(used):
            return make(*args, **kwargs)

    return made


def spent(seconds: float) -> None:
    """Count what another process has worked for this thread's turn."""
    _here.beside_s += seconds


def _rest(used: Together) -> None:
    """Wait until the allowance is filled again."""
    wait_s = used.wait_s
    if wait_s > 0 and used is _here.program:
        raise RestNeededError(wait_s)
    if wait_s > 0:
        with st.spinner(guard_words.rest(wait_s)):
            while used.wait_s > 0:
                leave_if_gone()
                time.sleep(LOOK_S)


def leave_if_gone() -> None:
    """Leave this run if its reader has gone on to something else: reading the session's state is where Streamlit ends a run."""
    if get_script_run_ctx(suppress_warning=True) is not None:
        _ = st.session_state.get(KEY)


def needs_turn(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function be worked out only by who has a turn."""

    @functools.wraps(function)
    def body(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _here.has_turn:
            raise TurnNeededError
        return function(*args, **kwargs)

    return body


def asked(cached: Callable[P, R]) -> Callable[P, R]:
    """Let the outermost cached function take the turn that something inside it needs.

    Nobody waits for a turn while others wait for what they have begun: the function that was begun is left, and asked again with a turn.
    """

    @functools.wraps(cached)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        if _here.asking:
            return cached(*args, **kwargs)
        _here.asking = True
        try:
            with contextlib.suppress(TurnNeededError):
                return cached(*args, **kwargs)
            with turn():
                return cached(*args, **kwargs)
        finally:
            _here.asking = False

    return ask
