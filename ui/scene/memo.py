"""Remember what was worked out, for all visits or for one. A scene is recognised by its key, so no caller lists what an answer depends on.

How much is remembered stands in ``config.toml``; what was least used goes first.
"""

from __future__ import annotations

import functools
import pickle
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

import streamlit as st

from geo.base.errors import ConfigError
from geo.settings.server import Server
from geo.whatif.scene import Scene
from ui.kit import work
from ui.scene import lasting, loading, worker

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

# A scene has a model of its own, tens of megabytes; an answer is a table, a picture or a part of a page.
Kind = Literal["scenes", "answers"]
# What a thing that is asked with is known by; a name stands for a class that is defined above this file.
KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Scene: lambda scene: scene.key,
    "ui.scene.local.NotesNow": lambda now: now.version,
    "ui.scene.local.LedgerToday": lambda known: known.key,
    "ui.screens.siting.question.SiteQuestion": lambda asked: asked.key,
}


def shared(
    busy: str = "", *, heavy: bool = False, kind: Kind = "answers", of_geography: bool = False, lasts: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Work a thing out once for all sessions. Nobody may write to what comes back: every session holds the same object.

    Parameters
    ----------
    busy : str
        What to say while it is worked out.
    heavy : bool
        Whether it takes so long that others must not wait for it: it is worked out in turn (`ui.kit.work`).
    kind : {"answers", "scenes"}
        How many are remembered: ``kept_answers`` or ``kept_scenes`` of ``[server]``.
    of_geography : bool
        Whether it depends on areas, providers and measures alone, and not on scores: it is then the same for every scene with these.
    lasts : bool
        Whether a heavy answer is kept on the disk too (`ui.scene.lasting`): it is some megabytes at most, and nobody's name is in it.
    """

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        # Made when it is first asked for: the settings are not read yet while modules are loaded.
        @functools.cache
        def cached() -> Callable[P, R]:
            made = st.cache_resource(max_entries=_most(kind), show_spinner=busy or False, hash_funcs=KEYS)
            return work.asked(made(_lasting(function) if lasts else work.needs_turn(function) if heavy else function))

        @functools.wraps(function)
        def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
            if not of_geography:
                return cached()(*args, **kwargs)
            return cached()(*map(_geography, args), **{name: _geography(value) for name, value in kwargs.items()})  # type: ignore[arg-type]

        return remembered

    return keep


def _lasting(function: Callable[P, R]) -> Callable[P, R]:
    """Let a heavy function answer from what is kept on the disk; what is not there is worked out beside this process and kept."""

    @functools.wraps(function)
    def body(*args: P.args, **kwargs: P.kwargs) -> R:
        key = lasting.key_of(function, (*args, *kwargs.values())) if lasting.is_on() or worker.is_on() else None
        if key is None:
            return work.needs_turn(function)(*args, **kwargs)
        content = lasting.kept(key)
        if content is None:
            content = work.needs_turn(lasting.keep)(key, lambda: worker.content(key, function, args, kwargs))
        answer: R = pickle.loads(content)  # noqa: S301 - from a folder that the server alone can write
        return answer

    return body


def of_visit(function: Callable[P, R]) -> Callable[P, R]:
    """Work a thing out once for one visit; it is forgotten when the visit ends."""
    return st.cache_resource(max_entries=2, show_spinner=False, scope="session", hash_funcs=KEYS)(function)


def _most(kind: Kind) -> int:
    try:
        server = loading.shared_settings().server
    except ConfigError:
        server = Server()
    return server.kept_scenes if kind == "scenes" else server.kept_answers


def _geography(given: object) -> object:
    return given.geography if isinstance(given, Scene) else given
