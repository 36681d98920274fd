"""A grid with its plain table: one look, one word for what is missing, and the same rows for screen readers and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import panel_text
from ui.plain_table import plain_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

ROW_PX, BORDER_PX = 35, 3


def grid(
    frame: pd.DataFrame,
    config: Mapping[str, Any],
    key: str,
    *,
    title: str,
    rows: int | None = None,
    on_choose: Callable[[int | None], None] | None = None,
    chosen: int | None = None,
    paper: str | None = "",
) -> None:
    """Draw a grid and, folded away, its plain table.

    Parameters
    ----------
    frame : DataFrame
        What to show.
    config : mapping
        ``column_config`` of the columns.
    key : str
        Widget key, one for each grid on a page.
    title : str
        What the grid holds, for somebody who cannot see it.
    rows : int, optional
        Most rows to show at once; by default as many as there are.
    on_choose : callable, optional
        Called with the position of a chosen row, or None when it is let go. Without it rows cannot be chosen.
    chosen : int, optional
        Position of the row that is chosen already.
    paper : str
        As for `ui.plain_table.plain_table`.
    """

    def choose() -> None:
        found = st.session_state[key]["selection"]["rows"]
        if on_choose and (not found or found[0] < len(frame)):
            on_choose(found[0] if found else None)

    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=ROW_PX * (min(len(frame), rows or len(frame)) + 1) + BORDER_PX,
        on_select=choose if on_choose else "ignore",
        selection_default={"selection": {"rows": [chosen], "columns": [], "cells": []}} if on_choose and chosen is not None else None,
        selection_mode="single-row",
        column_config=config,
        placeholder=panel_text.NONE,
        alt=title,
    )
    plain_table(frame, config, key, paper)


def place_of(code: str | None, codes: Sequence[str]) -> int | None:
    """Find the row of what is chosen, if it is in the grid."""
    return codes.index(code) if code in codes else None
