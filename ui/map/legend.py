"""The legend as real text beside the map: every class with its exact limits and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.kit import html, theme
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ui.map.paint import Legend


def draw(legend: Legend, symbols: Iterable[str], *, faded: bool, beyond: bool, mode: theme.Mode = "light") -> None:
    """Draw the legend.

    Parameters
    ----------
    legend : Legend
        Title, classes and note of what is coloured.
    symbols : iterable of str
        Kinds of points on the map: ``public``, ``pvi``, ``site``.
    faded : bool
        Whether areas outside the chosen districts are faded.
    beyond : bool
        Whether some of the points are beyond the border, and faint.
    mode : {"light", "dark"}
        Theme whose colours the map has.
    """
    html.show(written(legend, symbols, faded=faded, beyond=beyond, mode=mode))


def written(legend: Legend, symbols: Iterable[str], *, faded: bool, beyond: bool, mode: theme.Mode = "light") -> Markup:
    """Write the legend as HTML; parameters as for `draw`."""
    keys = [_key(colour, words, mode) for colour, words in legend.keys]
    if legend.priority:
        inside = theme.BIVARIATE[-1][-1] if legend.grid else theme.SEQUENTIAL["gap"][-1]
        line = theme.css(theme.MAP[mode].priority_line)
        keys.append(_entry(_spot(f"border:2px solid {line};background:{_shown(inside, mode)}"), maps_words.PRIORITY))
    if faded:
        shade = theme.rgba(legend.keys[len(legend.keys) // 2][0] if legend.keys else theme.NO_DATA, theme.FADED_ALPHA)
        keys.append(_entry(_spot(f"background:{theme.css(theme.on_screen(shade, mode))}"), maps_words.FADED))
    marks = [_entry(_mark(symbol), maps_words.SYMBOLS[symbol]) for symbol in symbols]
    if beyond:
        marks.append(_entry(html.NOTHING, maps_words.BEYOND))
    grid = _grid(mode) if legend.grid else ""
    listed = [Markup("<ul>{}</ul>").format(html.join(entries)) if entries else html.NOTHING for entries in (keys, marks)]
    scale = Markup('<div class="bsg-scale"><p class="bsg-title">{}</p>{}{}</div>').format(legend.title, grid, listed[0])
    whole = Markup('<div class="bsg-legend" role="group" aria-label="{}">{}{}<p>{}</p></div>')
    return whole.format(maps_words.LEGEND_NAME, scale, listed[1], legend.note)


def said(legend: Legend) -> dict[str, str]:
    """Give what a legend says of each of its colours."""
    grid = {theme.BIVARIATE[row][column]: _corner(row, column) for row in range(3) for column in range(3)} if legend.grid else {}
    return dict(legend.keys) | grid


def _corner(row: int, column: int) -> str:
    return f"{maps_words.NEED_AXIS[row]}, {maps_words.ACCESS_AXIS[column]}"


def _key(colour: str, words: str, mode: theme.Mode) -> Markup:
    return Markup('<li data-colour="{}">{}{}</li>').format(colour, _spot(f"background:{_shown(colour, mode)}"), words)


def _shown(colour: str, mode: theme.Mode) -> str:
    return theme.css(theme.on_screen(theme.rgba(colour), mode))


def _spot(style: str) -> Markup:
    return Markup('<span class="bsg-key" style="{}"></span>').format(style)


def _entry(mark: Markup, words: str) -> Markup:
    return Markup("<li>{}{}</li>").format(mark, words)


def _mark(symbol: str) -> Markup:
    return Markup('<span class="bsg-mark bsg-{}" style="--mark:{}"></span>').format(symbol, theme.MARKS[symbol])


def _grid(mode: theme.Mode) -> Markup:
    """Three by three: need down the side, access along the top, each cell with its words for a screen reader."""
    cells = [_words(words) for words in ("", *maps_words.ACCESS_AXIS)]
    for row in (2, 1, 0):
        cells.append(_words(maps_words.NEED_AXIS[row]))
        for column, colour in enumerate(theme.BIVARIATE[row]):
            cell = Markup('<i data-colour="{0}" style="background:{1}" role="img" aria-label="{2}" title="{2}"></i>')
            cells.append(cell.format(colour, _shown(colour, mode), _corner(row, column)))
    return Markup('<div class="bsg-grid">{}</div>').format(html.join(cells))


def _words(words: str) -> Markup:
    return Markup("<span>{}</span>").format(words)
