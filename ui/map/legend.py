"""The legend as real text beside the map: every class with its exact limits and unit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import theme
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ui.map.paint import Legend


def draw(legend: Legend, symbols: Iterable[str], *, faded: bool) -> None:
    """Draw the legend.

    Parameters
    ----------
    legend : Legend
        Title, classes and note of what is coloured.
    symbols : iterable of str
        Kinds of points on the map: ``public``, ``pvi``, ``site``.
    faded : bool
        Whether areas outside the chosen districts are faded.
    """
    st.html(html(legend, symbols, faded=faded))


def html(legend: Legend, symbols: Iterable[str], *, faded: bool) -> str:
    """Write the legend as HTML; every text is escaped."""
    keys = [_key(colour, words) for colour, words in legend.keys]
    if legend.priority:
        keys.append(_entry(f'<span class="bsg-key" style="border:2px solid {theme.PRIORITY}"></span>', maps_words.PRIORITY))
    if faded:
        shade = legend.keys[len(legend.keys) // 2][0] if legend.keys else theme.NO_DATA
        keys.append(_entry(f'<span class="bsg-key" style="opacity:.35;background:{shade}"></span>', maps_words.FADED))
    marks = [_entry(_mark(symbol), maps_words.SYMBOLS[symbol]) for symbol in symbols]
    if marks:
        marks.append(_entry("", maps_words.BEYOND))
    grid = _grid() if legend.grid else ""
    lists = "".join(f"<ul>{''.join(entries)}</ul>" for entries in (keys, marks) if entries)
    return (
        f'<div class="bsg-legend" role="group" aria-label="{escape(maps_words.LEGEND_NAME)}">'
        f'<p class="bsg-title">{escape(legend.title)}</p>'
        f"{grid}{lists}<p>{escape(legend.note)}</p></div>"
    )


def _key(colour: str, words: str) -> str:
    return _entry(f'<span class="bsg-key" style="background:{colour}"></span>', words)


def _entry(mark: str, words: str) -> str:
    return f"<li>{mark}{escape(words)}</li>"


def _mark(symbol: str) -> str:
    if symbol == "note":
        return f'<span class="bsg-mark bsg-note" style="--mark:{theme.NOTE}"></span>'
    return f'<span class="bsg-mark bsg-{symbol}" style="--mark:{theme.SECTOR[symbol]}"></span>'


def _grid() -> str:
    """Three by three: need down the side, access along the top, each cell with its words for a screen reader."""
    cells = ["<span></span>", *(f"<span>{escape(words)}</span>" for words in maps_words.ACCESS_AXIS)]
    for row in (2, 1, 0):
        cells.append(f"<span>{escape(maps_words.NEED_AXIS[row])}</span>")
        for column, colour in enumerate(theme.BIVARIATE[row]):
            words = escape(f"{maps_words.NEED_AXIS[row]}, {maps_words.ACCESS_AXIS[column]}")
            cells.append(f'<i style="background:{colour}" role="img" aria-label="{words}" title="{words}"></i>')
    return f'<div class="bsg-grid">{"".join(cells)}</div>'
