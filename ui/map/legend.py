"""The legend as real text beside the map: every class with its exact limits and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.kit import html, theme
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
    html.show(written(legend, symbols, faded=faded))


def written(legend: Legend, symbols: Iterable[str], *, faded: bool) -> Markup:
    """Write the legend as HTML."""
    keys = [_key(colour, words) for colour, words in legend.keys]
    if legend.priority:
        keys.append(_entry(_spot(f"border:2px solid {theme.PRIORITY}"), maps_words.PRIORITY))
    if faded:
        shade = legend.keys[len(legend.keys) // 2][0] if legend.keys else theme.NO_DATA
        keys.append(_entry(_spot(f"opacity:.35;background:{shade}"), maps_words.FADED))
    marks = [_entry(_mark(symbol), maps_words.SYMBOLS[symbol]) for symbol in symbols]
    if marks:
        marks.append(_entry(html.NOTHING, maps_words.BEYOND))
    grid = _grid() if legend.grid else ""
    lists = html.join(Markup("<ul>{}</ul>").format(html.join(entries)) for entries in (keys, marks) if entries)
    whole = Markup('<div class="bsg-legend" role="group" aria-label="{}"><p class="bsg-title">{}</p>{}{}<p>{}</p></div>')
    return whole.format(maps_words.LEGEND_NAME, legend.title, grid, lists, legend.note)


def _key(colour: str, words: str) -> Markup:
    return _entry(_spot(f"background:{colour}"), words)


def _spot(style: str) -> Markup:
    return Markup('<span class="bsg-key" style="{}"></span>').format(style)


def _entry(mark: Markup, words: str) -> Markup:
    return Markup("<li>{}{}</li>").format(mark, words)


def _mark(symbol: str) -> Markup:
    return Markup('<span class="bsg-mark bsg-{}" style="--mark:{}"></span>').format(symbol, theme.MARKS[symbol])


def _grid() -> Markup:
    """Three by three: need down the side, access along the top, each cell with its words for a screen reader."""
    cells = [_words(words) for words in ("", *maps_words.ACCESS_AXIS)]
    for row in (2, 1, 0):
        cells.append(_words(maps_words.NEED_AXIS[row]))
        for column, colour in enumerate(theme.BIVARIATE[row]):
            words = f"{maps_words.NEED_AXIS[row]}, {maps_words.ACCESS_AXIS[column]}"
            cells.append(Markup('<i style="background:{0}" role="img" aria-label="{1}" title="{1}"></i>').format(colour, words))
    return Markup('<div class="bsg-grid">{}</div>').format(html.join(cells))


def _words(words: str) -> Markup:
    return Markup("<span>{}</span>").format(words)
