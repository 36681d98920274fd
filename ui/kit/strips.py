"""Dot strips: where an area lies between the lowest and the highest, beside its district and the atlas. HTML that prints and scales."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

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


def strip(marks: Sequence[Mark], low: float, high: float, interval: tuple[float, float] | None = None) -> str:
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

    band = ""
    if interval is not None and not any(math.isnan(limit) for limit in interval):
        start, end = at(interval[0]), at(interval[1])
        band = f'<i class="bsg-band" style="left:{start}%;width:{max(end - start, 0.5):.1f}%"></i>'
    drawn = "".join(
        f'<i class="bsg-dot bsg-{mark.shape}" style="left:{at(mark.value)}%;{_place(mark)}"></i>'
        for mark in marks
        if not math.isnan(mark.value)
    )
    return f'<div class="bsg-strip" aria-hidden="true">{band}{drawn}</div>'


def _place(mark: Mark) -> str:
    colour = f"--mark:{mark.colour};" if mark.colour else ""
    return f"{colour}margin-top:{mark.lane:g}rem" if mark.lane else colour


def key(entries: Sequence[tuple[str, str, str]]) -> str:
    """Say what marks mean: shape, colour and words of each."""
    items = "".join(
        f'<li><span class="bsg-keyspot">{_sample(shape, colour)}</span>{escape(words)}</li>' for shape, colour, words in entries
    )
    return f'<ul class="bsg-keys">{items}</ul>'


def _sample(shape: str, colour: str) -> str:
    style = f' style="--mark:{colour}"' if colour else ""
    return '<i class="bsg-band"></i>' if shape == "band" else f'<i class="bsg-dot bsg-{shape}"{style}></i>'


def region(title: str, content: str, kind: str = "") -> str:
    """Frame content that may be wider than the screen: it scrolls by itself, by keyboard too. ``kind`` is a class of `static/app.css`."""
    return f'<div class="bsg-panel bsg-wide {kind}" tabindex="0" role="region" aria-label="{escape(title)}">{content}</div>'


def bars(rows: Sequence[tuple[str, float, str]], columns: Sequence[str]) -> str:
    """Draw a table whose second column is a bar with its figure; bars share one scale from nought."""
    most = max((value for _, value, _ in rows), default=0.0) or 1.0
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="bsg-barcell">'
        f'<span class="bsg-bar" style="--share:{value / most:.3f}"></span><span>{escape(words)}</span></td></tr>'
        for name, value, words in rows
    )
    return f'<table class="bsg-bars"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
