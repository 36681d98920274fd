"""What the server does before a reader comes: at its start, and when somebody has kept other data, by whichever process."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Final

from streamlit.env_util import is_repl

from geo.base.errors import ConfigError, DataError, GapMapError
from geo.intake.reading import child
from geo.method.query import Query
from geo.store.kept import ledger_of, workspace_of
from ui import screens
from ui.kit import watch
from ui.scene import answers, loading, own_data, snapshot
from ui.scene.offers import offers
from ui.screens import districts
from ui.shell import shelves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.store.workspace_pointer import State
    from geo.whatif.scene import Scene

# What the map's page imports and the home page does not.
MODULES = ["ui.gap_list.formats", "ui.map.draw", "ui.panel.area", "ui.gap_list.table"]
# What several pages import when they draw a chart, which takes a second.
LATER: Final = ("altair",)
# How often a server asks the workspace which version is in use. Each run of a page asks too; this is for whoever comes next.
FOLLOW_S: Final = 1.0
# How long what can wait lets readers go first, before it looks again.
WAIT_S: Final = 0.05


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
    _begin_common()
    while True:
        time.sleep(FOLLOW_S)
        with contextlib.suppress(GapMapError, OSError):
            state = _caught_up(seen)
            if state != seen:
                _begin_common()
            seen = state


def _begin_common() -> None:
    threading.Thread(target=make_common, name="common", daemon=True).start()


def make_common() -> None:
    """Make what most readers ask for first, one thing after the other, each while nobody else needs the server."""
    loading.without_session()
    with contextlib.suppress(GapMapError, OSError):
        for make in _common(loading.load()):
            while watch.at_work():
                time.sleep(WAIT_S)
            make()


def _common(scene: Scene) -> Iterator[Callable[[], object]]:
    """List what the pages need that are opened most, in the order in which they come in the navigation."""
    for outcome in scene.settings.outcomes:
        query = Query(outcome)
        yield partial(answers.priority, scene, query)
        yield partial(answers.ranked, scene, query)
    for name in (*(found.name for found in walk_packages(screens.__path__, f"{screens.__name__}.")), *LATER):
        yield partial(import_module, name)
    for outcome in scene.settings.outcomes:
        yield partial(answers.listed, scene, Query(outcome))
        yield partial(districts.of_districts, scene, Query(outcome))


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
