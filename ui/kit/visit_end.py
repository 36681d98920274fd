"""Temporary folders go when the visit ends. A browser that loses its connection for a moment comes back to the same visit."""

from __future__ import annotations

import threading
import weakref

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.base.scratch import Scratch

# Streamlit holds a visit whose connection broke for two minutes.
LATER_S = 150.0

_Watched = tuple[str, weakref.ref[Scratch]]


def close_at_end(scratch: Scratch) -> None:
    """See to it that a folder goes with this visit; asked on every run, for a connection that broke and came back asks anew."""
    _watch(scratch)


# Of each folder the timer of the last time that its visit left: one that came back in between has all its time again.
_timers: weakref.WeakKeyDictionary[Scratch, threading.Timer] = weakref.WeakKeyDictionary()


def _left(watched: _Watched) -> None:
    scratch = watched[1]()
    if scratch is None:
        return
    timer = threading.Timer(LATER_S, _close, watched)
    timer.daemon = True
    before, _timers[scratch] = _timers.get(scratch), timer
    if before is not None:
        before.cancel()
    timer.start()


@st.cache_resource(scope="session", on_release=_left, show_spinner=False, hash_funcs={Scratch: lambda scratch: scratch.folder.name})
def _watch(scratch: Scratch) -> _Watched:
    context = get_script_run_ctx()
    return "" if context is None else context.session_id, weakref.ref(scratch)


def _close(session_id: str, held: weakref.ref[Scratch]) -> None:
    came_back = runtime.exists() and runtime.get_instance().is_active_session(session_id)
    scratch = held()
    if scratch is not None and not came_back:
        scratch.close()
