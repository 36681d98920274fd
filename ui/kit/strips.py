"""Dot strips: where an area lies between the lowest and the highest, beside its district and the atlas. HTML that prints and scales."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.kit import html
from ui.words import common

if TYPE_CHECKING:
    from collections.abc import Sequence

SHAPES = ("circle", "square", "triangle", "diamond", "post", "down")


@dataclass(frozen=True)
class Mark:
    """One mark on a strip: a value, a shape of `static/app.css` and, for districts side by side, a colour and a lane."""

    value: float
    shape: str
    colour: str = ""
    lane: float = 0.0


def strip(marks: Sequence[Mark], low: float, high: float, interval: tuple[float, float] | None = None) -> Markup:
    """Draw marks on a line from ``low`` to ``high``; missing ones are left out. The figures stand beside it, so readers of words skip it.

    Parameters
    ----------
    marks : sequence of Mark
        What to mark.
    low, high : float
        Ends of the line, in the unit of the values.
    interval : tuple of float, optional
        Range to draw as a band; missing limits draw none.
    """
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return round(min(max((value - low) / span, 0.0), 1.0) * 100, 1)

    band = html.NOTHING
    if interval is not None and not any(math.isnan(limit) for limit in interval):
        start, end = at(interval[0]), at(interval[1])
        band = Markup('<i class="bsg-band" style="left:{}%;width:{:.1f}%"></i>').format(start, max(end - start, 0.5))
    drawn = html.join(
        Markup('<i class="bsg-dot bsg-{}" style="left:{}%;{}"></i>').format(mark.shape, at(mark.value), _place(mark))
        for mark in marks
        if not math.isnan(mark.value)
    )
    return Markup('<div class="bsg-strip" aria-hidden="true">{}{}</div>').format(band, drawn)


def _place(mark: Mark) -> str:
    colour = f"--mark:{mark.colour};" if mark.colour else ""
    return f"{colour}margin-top:{mark.lane:g}rem" if mark.lane else colour


def key(entries: Sequence[tuple[str, str, str]]) -> Markup:
    """Say what marks mean: shape, colour and words of each."""
    items = html.join(
        Markup('<li><span class="bsg-keyspot">{}</span>{}</li>').format(_sample(shape, colour), words) for shape, colour, words in entries
    )
    return Markup('<ul class="bsg-keys">{}</ul>').format(items)


def _sample(shape: str, colour: str) -> Markup:
    if shape == "band":
        return Markup('<i class="bsg-band"></i>')
    style = Markup(' style="--mark:{}"').format(colour) if colour else ""
    return Markup('<i class="bsg-dot bsg-{}"{}></i>').format(shape, style)


def region(title: str, content: Markup, kind: str = "") -> Markup:
    """Frame content that may be wider than the screen: it scrolls by itself, by keyboard too. ``kind`` is a class of `static/app.css`."""
    hint = html.paragraph(common.SIDEWAYS, "bsg-sideways") if "bsg-broad" in kind else html.NOTHING
    return Markup('<div class="bsg-panel bsg-wide {}" tabindex="0" role="region" aria-label="{}">{}{}</div>').format(
        kind, title, hint, content
    )


def bars(rows: Sequence[tuple[str, float, str]], columns: Sequence[str]) -> Markup:
    """Draw a table whose second column is a bar with its figure; bars share one scale from nought."""
    most = max((value for _, value, _ in rows), default=0.0) or 1.0
    row = Markup(
        '<tr><th scope="row">{}</th><td class="bsg-barcell"><span class="bsg-bar" style="--share:{:.3f}"></span><span>{}</span></td></tr>'
    )
    body = html.join(row.format(name, value / most, words) for name, value, words in rows)
    table = Markup('<table class="bsg-bars"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
    return table.format(html.column_heads(columns), body)
