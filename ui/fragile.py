"""Closures as a table on the screen and as a file; figures come from the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.export import to_csv
from geo.fragility import closure_list, closures
from ui import cache, fragile_text, text
from ui.grid import grid

if TYPE_CHECKING:
    from geo.model import Model
    from geo.query import Query
    from ui.page import Loaded

MOST_ROWS = 15
EFFECTS = ("added_shortfall_places", "children_tipped", "children_left_without")


@cache.shared(64, heavy=True)
def closed(_model: Model, stamp: cache.Stamp, query: Query) -> pd.DataFrame:
    """`geo.fragility.closures`, once for each query."""
    return closures(_model, query)


def for_screen(loaded: Loaded, found: pd.DataFrame, *, places: bool) -> pd.DataFrame:
    """Choose and word the columns for reading; figures stay those of the file.

    Parameters
    ----------
    loaded : Loaded
        Names of the service types.
    found : DataFrame
        `geo.fragility.closures`.
    places : bool
        Whether the outcome area is measured in places; else columns on places are left out.
    """
    worded = {
        "name": found["name"].fillna(fragile_text.UNNAMED),
        "service": [loaded.settings.services[service].name for service in found["service_type"]],
        "sector": found["sector"].map(text.SECTOR_NAMES),
        "district": found["district"].fillna(fragile_text.BEYOND),
    }
    wanted = [key for key in fragile_text.COLUMNS if places or key not in ("places", "added_shortfall_places")]
    return found.assign(**worded)[wanted]


def closure_table(table: pd.DataFrame, key: str) -> None:
    """Draw the table."""
    column, names, notes = st.column_config, fragile_text.COLUMNS, fragile_text.COLUMN_HELP
    wide = {"name": 220, "service": 150, "sector": 60, "district": 130, "most_affected_label": 270}
    config = {key: column.TextColumn(names[key], width=wide[key], help=notes.get(key)) for key in wide}
    formats, narrow = (
        {"places": "%.0f", "added_shortfall_places": "%.1f"},
        {"places": 60, "children_tipped": 150, "children_left_without": 115},
    )
    config |= {
        key: column.NumberColumn(names[key], format=formats.get(key, "localized"), width=narrow.get(key, 135), help=notes.get(key))
        for key in names
        if key not in wide
    }
    grid(table, config, key, title=fragile_text.TABLE_TITLE, rows=MOST_ROWS)


def download(loaded: Loaded, query: Query, found: pd.DataFrame) -> None:
    """Offer every provider of the current filters as a file; built only when clicked."""
    st.download_button(
        fragile_text.DOWNLOAD,
        data=lambda: to_csv(closure_list(loaded.model, query, found), bom=True),
        file_name=f"fragile-provision_{query.outcome}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=fragile_text.DOWNLOAD_HELP,
    )
