"""Turns: how many files one server reads at once, in which order, and what those who wait are told."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from contextvars import ContextVar
from typing import TYPE_CHECKING

from geo.settings.limits import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.settings.limits import Limits

# How often somebody who waits, or whose file is being read, is told so; who has gone away is noticed then, too.
PULSE_S = 0.5


class Turns:
    """A queue with a few desks: who came first is served first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._reading = 0

    @contextlib.contextmanager
    def turn(self, file: str, limits: Limits, say: Callable[[str], None]) -> Iterator[None]:
        """Wait until a file may be read; the turn ends with the block.

        Parameters
        ----------
        file : str
            Its name, for messages.
        limits : Limits
            ``readers`` and ``wait_seconds``.
        say : callable
            Is told in one sentence who comes first, again and again while the wait lasts. What it raises ends the wait.

        Raises
        ------
        DataError
            The wait takes too long.
        """
        self._take(file, limits, say)
        try:
            yield
        finally:
            with self._changed:
                self._reading -= 1
                self._changed.notify_all()

    def _take(self, file: str, limits: Limits, say: Callable[[str], None]) -> None:
        ticket, end = object(), time.monotonic() + limits.wait_seconds
        with self._changed:
            self._waiting.append(ticket)
        try:
            while not self._taken(ticket, limits.readers):
                # Outside the lock: whoever is slow to listen holds up nobody.
                say(self._place(ticket))
                _check(end, file)
        except BaseException:
            with self._changed:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
                    self._changed.notify_all()
            raise

    def _taken(self, ticket: object, readers: int) -> bool:
        """Take a desk if one is free and nobody came before; else wait a moment."""
        with self._changed:
            if self._waiting[0] is not ticket or self._reading >= readers:
                self._changed.wait(PULSE_S)
            if self._waiting[0] is not ticket or self._reading >= readers:
                return False
            self._waiting.popleft()
            self._reading += 1
            self._changed.notify_all()
            return True

    def _place(self, ticket: object) -> str:
        with self._changed:
            reading, before = self._reading, self._waiting.index(ticket)
        others = "1 other file is being read" if reading == 1 else f"{reading:,} other files are being read"
        return f"{others}; yours comes next." if not before else f"{others}, and {before:,} more come before yours."


def _check(end: float, file: str) -> None:
    if time.monotonic() > end:
        raise refusal(file, "could not be read yet, because many others bring files just now. Bring it again in a few minutes.")


_TURNS = Turns()
_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


@contextlib.contextmanager
def listening(say: Callable[[str], None]) -> Iterator[None]:
    """Let somebody know, while files are read in this block, who comes first and what is being done."""
    token = _LISTENER.set(say)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(text: str) -> None:
    """Say something to whoever listens."""
    say = _LISTENER.get()
    if say is not None:
        say(text)


def turn(file: str, limits: Limits) -> contextlib.AbstractContextManager[None]:
    """Wait for a turn of this server (`Turns.turn`)."""
    return _TURNS.turn(file, limits, tell)
