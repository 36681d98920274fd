"""A grid with its plain table: one look, one word for what is missing, and the same rows for screen readers and paper."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from ui.kit import html, theme
from ui.kit.cells import is_missing
from ui.view.widgets import fold
from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup
    from pandas.io.formats.style import Styler

ROW_PX, BORDER_PX = 35, 3
MOST_ROWS = 60
# On a phone: the width of the names, which leaves room for figures beside them, and the most columns that are all in sight.
PHONE_NAME_PX, PHONE_COLUMNS = 140, 3
PAPER_ROWS = 20
# Formats of a number that have no words in them; sprintf knows no separators of thousands.
DECIMALS_ONLY, THOUSAND = re.compile(r"%\.\df"), 1000


def grid(
    frame: pd.DataFrame,
    config: Mapping[str, Any],
    key: str,
    *,
    title: str,
    rows: int | None = None,
    on_choose: Callable[[int | None], None] | None = None,
    chosen: int | None = None,
    paper: Markup | None = html.NOTHING,
    about: Mapping[str, Sequence[bool]] | None = None,
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
    paper : Markup
        As for `ui.view.grid.plain_table`.
    about : mapping of str to sequence of bool, optional
        Columns of whole numbers, and which of these are approximate. They are written so and sorted as numbers.
    """

    def choose() -> None:
        # Any cell of a row chooses it: nobody looks for a small box at its beginning.
        cells = st.session_state[key]["selection"]["cells"]
        if on_choose and (not cells or cells[0][0] < len(frame)):
            on_choose(cells[0][0] if cells else None)

    frame, config = large_in_whole(frame, config)
    phone = theme.phone()
    draw = partial(
        st.dataframe,
        _marked(frame, about or {}),
        key=key,
        hide_index=True,
        height=ROW_PX * min(len(frame), rows or len(frame)) + ROW_PX + BORDER_PX,
        column_config=names_narrow(frame, config) if phone else config,
        column_order=figures_first(frame) if phone else None,
        placeholder=figures.NONE,
        alt=title,
    )
    if on_choose:
        before = {"selection": {"rows": [], "columns": [], "cells": [(chosen, str(frame.columns[0]))]}} if chosen is not None else None
        draw(on_select=choose, selection_default=before, selection_mode="single-cell")
    else:
        draw(on_select="ignore")
    if len(frame.columns) > PHONE_COLUMNS:
        # `static/app.css` shows it where the window is narrow.
        with st.container(key=f"sideways_{key}"):
            st.caption(common.SIDEWAYS)
    plain_table(frame, config, key, title, paper, about)


def large_in_whole(frame: pd.DataFrame, config: Mapping[str, Any]) -> tuple[pd.DataFrame, Mapping[str, Any]]:
    """Write columns that reach a thousand in whole numbers with separators: a grid's formats with decimals have none."""
    forms = {name: form_of(config, name) for name in frame.columns if pd.api.types.is_float_dtype(frame[name])}
    plain_ones = [name for name, form in forms.items() if form and DECIMALS_ONLY.fullmatch(form)]
    large = [name for name in plain_ones if frame[name].abs().max() >= THOUSAND]
    if not large:
        return frame, config
    in_whole = {name: {**config[name], "type_config": {**config[name]["type_config"], "format": "localized"}} for name in large}
    return frame.assign(**{name: frame[name].round().astype("Int64") for name in large}), {**config, **in_whole}


def figures_first(frame: pd.DataFrame) -> list[str]:
    """Order columns for a phone: what a row is called, then figures, then other words."""
    named = _named(frame)
    others = [str(name) for name in frame.columns if name != named]
    return [named, *sorted(others, key=lambda name: not pd.api.types.is_numeric_dtype(frame[name]))]


def names_narrow(frame: pd.DataFrame, config: Mapping[str, Any]) -> dict[str, Any]:
    """Give a phone a narrow column of names; Streamlit writes one that stays in too faint a grey."""
    named = _named(frame)
    return {**config, named: {**(config.get(named) or {}), "width": PHONE_NAME_PX}}


def _named(frame: pd.DataFrame) -> str:
    """Name the first column of words: it says what a row is called."""
    return str(next((name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])), frame.columns[0]))


def form_of(config: Mapping[str, Any], name: str) -> str | None:
    """Give the format of a column of a grid, if it has one."""
    form: str | None = ((config.get(name) or {}).get("type_config") or {}).get("format")
    return form


def count_or(values: pd.Series, usual: str) -> str:
    """Give the format of figures that may be counts: whole numbers without decimals, others as usual."""
    known = values.dropna().to_numpy(dtype=float)
    return "localized" if (known == np.round(known)).all() else usual


def _marked(frame: pd.DataFrame, about: Mapping[str, Sequence[bool]]) -> pd.DataFrame | Styler:
    """Write approximate figures as such; a column of the grid's settings must have no format of its own."""
    if not about:
        return frame
    styled = frame.style
    for column, marks in about.items():
        for mark in (False, True):
            rows = frame.index[np.array(marks, dtype=bool) == mark]
            styled = styled.format(partial(_whole, about=mark), subset=(rows, [column]))
    return styled


def _whole(value: object, *, about: bool) -> str:
    return figures.NONE if is_missing(value) else f"{'about ' if about else ''}{value:,}"


def place_of(code: str | None, codes: Sequence[str]) -> int | None:
    """Find the row of what is chosen, if it is in the grid."""
    return codes.index(code) if code in codes else None


def plain_table(
    frame: pd.DataFrame,
    config: Mapping[str, Any],
    key: str,
    title: str,
    paper: Markup | None = html.NOTHING,
    about: Mapping[str, Sequence[bool]] | None = None,
) -> None:
    """Offer the rows of a grid as a plain table, written only while it is open; a printed page shows its first rows in the grid's place.

    Parameters
    ----------
    frame : DataFrame
        What the grid shows.
    config : mapping
        The grid's ``column_config``: labels and formats of the columns.
    key : str
        Widget key, one for each grid on a page.
    title : str
        What the grid holds.
    paper : Markup
        HTML to print in the place of the first rows; None if the page is not one to print.
    about : mapping of str to sequence of bool, optional
        As for `grid`.
    """
    # A grid is drawn on a canvas, of which paper would get the part in sight; no script can run between Ctrl+P and the print.
    if paper is not None:
        with st.container(key=f"paper_{key}"):
            html.show(html.panel(paper or first_rows(frame, config, about=about)))
    folded = fold(plain(common.plain_table(title)), f"plain_{key}")
    if folded.open:
        with folded:
            # Focusable, so that a wide table can be scrolled with the keyboard.
            html.show(html.region(as_html(frame, config, about=about), title))
            if len(frame) > MOST_ROWS:
                st.caption(common.plain_rows(MOST_ROWS, len(frame)))


def first_rows(
    frame: pd.DataFrame, config: Mapping[str, Any], most: int = PAPER_ROWS, about: Mapping[str, Sequence[bool]] | None = None
) -> Markup:
    """Write what a printed page shows of a grid: its first rows, and how many there are."""
    cut = html.paragraph(common.plain_rows(most, len(frame))) if len(frame) > most else html.NOTHING
    return as_html(frame, config, most, about) + cut


def as_html(
    frame: pd.DataFrame, config: Mapping[str, Any], most: int = MOST_ROWS, about: Mapping[str, Sequence[bool]] | None = None
) -> Markup:
    """Write the first rows with the labels and formats of a grid; the first column of words is the header of each row."""
    frame, config = large_in_whole(frame, config)
    named = _named(frame)
    columns = [named, *(name for name in frame.columns if name != named)]
    settings = {name: config.get(name) or {} for name in columns}
    forms = {name: form_of(config, name) for name in columns}
    marks = about or {}
    rows = [
        [
            _whole(value, about=True) if name in marks and marks[name][place] else _written(value, forms[name])
            for name, value in zip(columns, row, strict=True)
        ]
        for place, row in enumerate(frame[columns].head(most).itertuples(index=False))
    ]
    return html.table([str(settings[name].get("label") or name) for name in columns], rows)


def _written(value: object, form: str | None) -> str:
    if is_missing(value):
        return figures.NONE
    if form == "percent":
        return f"{value:.0%}"
    if form == "localized":
        # As a browser writes it: a whole number without decimals.
        return f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
    if form and form.startswith("%"):
        return form % value
    return f"{value:,}" if isinstance(value, int | float) else str(value)
