"""What the server does before the first reader comes."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from importlib import import_module

from streamlit.env_util import is_repl

from geo.base.errors import ConfigError, DataError
from geo.intake.reading import child
from geo.method.query import Query
from geo.store.kept import ledger_of, workspace_of
from ui.map.publish import published
from ui.scene import answers, loading, own_data, snapshot
from ui.scene.offers import offers
from ui.shell import ask_names

# What the map's page imports and the home page does not.
MODULES = ["ui.gap_list.formats", "ui.map.draw", "ui.panel.area", "ui.gap_list.table"]


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
        scene = loading.load()
        _ = published(scene), offers(scene), ask_names.shelf(scene)
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
