"""What the server does before a reader comes: at its start, and when somebody has kept other data, by whichever process."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

from streamlit.env_util import is_repl

from geo.base.errors import ConfigError, DataError, GapMapError
from geo.intake.reading import child
from geo.method.query import Query
from geo.store.kept import ledger_of, workspace_of
from ui.scene import answers, loading, own_data, snapshot
from ui.scene.offers import offers
from ui.shell import shelves

if TYPE_CHECKING:
    from geo.store.workspace_pointer import State

# What the map's page imports and the home page does not.
MODULES = ["ui.gap_list.formats", "ui.map.draw", "ui.panel.area", "ui.gap_list.table"]
# How often a server asks the workspace which version is in use. Each run of a page asks too; this is for whoever comes next.
FOLLOW_S: Final = 1.0


def preload() -> None:
    """Read the data, write the map's files, score the first outcome area: the first reader does not wait for it.

    What stands in the way is told by the first page that is opened.
    """
    loading.without_session()
    for module in MODULES:
        import_module(module)
    # Streamlit asks this at its first element; the first answer takes 0.3 s, for it finds out where every module came from.
    is_repl()
    _clear_left()
    with contextlib.suppress(ConfigError, DataError):
        _warm()


def follow() -> None:
    """Keep up with the workspace for as long as the server runs."""
    threading.Thread(target=_follow, name="follow", daemon=True).start()


def _follow() -> None:
    loading.without_session()
    seen = None
    while True:
        time.sleep(FOLLOW_S)
        with contextlib.suppress(GapMapError, OSError):
            seen = _caught_up(seen)


def _caught_up(seen: State | None) -> State | None:
    """Make everything ready if the workspace is in another state than the one seen; give its state."""
    workspace = workspace_of(loading.shared_settings())
    state = None if workspace is None else workspace.state()
    if state != seen:
        _warm()
    return state


def _warm() -> None:
    scene = loading.load()
    shelves.fill()
    offers(scene)
    answers.ranked(scene, Query(next(iter(scene.settings.outcomes))))


def _clear_left() -> None:
    """Remove what servers and writers left that were killed, and versions and entries of local knowledge that are too old."""
    child.clear_left()
    own_data.clear_left()
    snapshot.clear_left()
    with contextlib.suppress(ConfigError, DataError):
        workspace = workspace_of(loading.shared_settings())
        if workspace is not None:
            workspace.tidy()
    with contextlib.suppress(ConfigError, DataError):
        notes = ledger_of(loading.shared_settings())
        if notes is not None:
            notes.forget_ended(datetime.now(UTC).date())
