"""What the server does before the first reader comes."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from importlib import import_module

from streamlit.env_util import is_repl

from geo.errors import ConfigError, DataError
from geo.intake import child
from geo.ledger import ledger_of
from geo.query import Query
from geo.workspace import workspace_of
from ui import cache, own_data, snapshot
from ui.page import recommended

# What the map's page imports and the home page does not.
MODULES = ["ui.formats", "ui.map_draw", "ui.panel", "ui.worst"]


def preload() -> None:
    """Read the data, write the map's files, score the first outcome area: the first reader does not wait for it.

    What stands in the way is told by the first page that is opened.
    """
    cache.without_session()
    for module in MODULES:
        import_module(module)
    # Streamlit asks this at its first element; the first answer takes 0.3 s, for it finds out where every module came from.
    is_repl()
    _clear_left()
    with contextlib.suppress(ConfigError, DataError):
        loaded = recommended()
        _ = loaded.files, loaded.choices
        cache.ranked(loaded.model, loaded.stamp, Query(next(iter(loaded.settings.outcomes))))


def _clear_left() -> None:
    """Remove what servers and writers left that were killed, and versions and entries of local knowledge that are too old."""
    child.clear_left()
    own_data.clear_left()
    snapshot.clear_left()
    with contextlib.suppress(ConfigError, DataError):
        workspace = workspace_of(cache.shared_settings())
        if workspace is not None:
            workspace.tidy()
    with contextlib.suppress(ConfigError, DataError):
        notes = ledger_of(cache.shared_settings())
        if notes is not None:
            notes.forget_ended(datetime.now(UTC).date())
