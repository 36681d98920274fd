"""What was asked, how it ended and how long it took, told to whoever listens; who asked, and what, by keys that tell no name."""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import secrets
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, ParamSpec

from streamlit.runtime.scriptrunner import RerunException, StopException, get_script_run_ctx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ui.words.pages import Page

P = ParamSpec("P")
KEY_LETTERS: Final = 12
# With it gone, at the next start, nobody can tell whose pseudonym was whose.
_SECRET: Final = secrets.token_bytes(32)


@dataclass
class Done:
    """One run of a page, or one request of a program.

    Parameters
    ----------
    kind : {"page", "address"}
        Which of the two.
    page : str
        The address of the page, or the path of the address for programs.
    who : str
        Pseudonym of the visit, or of the computer that asks; another one after each start of the server.
    scene, question : str
        Keys of the data with their changes, and of the view or the parameters.
    status : str
        How a run ended: ok, stopped, rerun, broken (settings, data or workspace cannot be used), failed; of a request the HTTP status.
    ms : int
        How long it took, in milliseconds.
    """

    kind: Literal["page", "address"]
    page: str
    who: str = ""
    scene: str = ""
    question: str = ""
    status: str = ""
    ms: int = 0


_now: ContextVar[Done | None] = ContextVar("watched", default=None)
_open: set[object] = set()
_at_work: set[int] = set()
_listeners: list[Callable[[Done], None]] = []


def listen(listener: Callable[[Done], None]) -> None:
    """Tell a listener of everything from now on."""
    _listeners.append(listener)


def visits() -> int:
    """Count the visits that are open."""
    return len(_open)


@contextmanager
def visit() -> Iterator[None]:
    """Count a visit as open in this block."""
    here = object()
    _open.add(here)
    try:
        yield
    finally:
        _open.remove(here)


def at_work() -> bool:
    """Whether a page is drawn, or a program answered, at this moment."""
    return bool(_at_work)


def key(given: object) -> str:
    """Give a key of something that JSON takes; equal things have the same, on any server."""
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:KEY_LETTERS]


def asks(scene: str, question: object) -> None:
    """Say which scene and which question the run or request at hand is about."""
    done = _now.get()
    if done is not None:
        done.scene, done.question = key(scene), key(question)


def ends(status: str) -> None:
    """Say how the run or request at hand ends."""
    done = _now.get()
    if done is not None:
        done.status = status


@contextmanager
def timed(kind: Literal["page", "address"], page: str, who: str) -> Iterator[None]:
    """Tell the listeners of what is done in this block; ``who`` is told as a pseudonym."""
    done, start_s = Done(kind, page, _pseudonym(who)), time.perf_counter()
    before = _now.set(done)
    _at_work.add(id(done))
    try:
        yield
    except StopException:
        done.status = done.status or "stopped"
        raise
    except RerunException:
        done.status = "rerun"
        raise
    except BaseException:
        done.status = "failed"
        raise
    finally:
        _at_work.discard(id(done))
        _now.reset(before)
        done.status, done.ms = done.status or "ok", round(1000 * (time.perf_counter() - start_s))
        for listener in _listeners:
            listener(done)


def watched(page: Page) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Tell the listeners of each run of a page; for the function that draws it."""

    def around(draw: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(draw)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            context = get_script_run_ctx(suppress_warning=True)
            with timed("page", f"/{page.address}", "" if context is None else context.session_id):
                draw(*args, **kwargs)

        return run

    return around


def _pseudonym(who: str) -> str:
    return hmac.new(_SECRET, who.encode(), hashlib.sha256).hexdigest()[:KEY_LETTERS] if who else ""
