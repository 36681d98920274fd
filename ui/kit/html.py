"""Small pieces of HTML for panels: every text that goes in is escaped here, except the cells of a table, which are HTML already."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from ui.words import figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def heading(words: str) -> str:
    """Heading of a part of a panel."""
    return f"<h3>{escape(words)}</h3>"


def paragraph(words: str, kind: str = "") -> str:
    """Paragraph; ``kind`` is a class of `static/app.css`: ``bsg-quiet`` for small print, ``bsg-badge`` for a badge."""
    return f'<p class="{kind}">{escape(words)}</p>'


def bullets(sentences: Sequence[str]) -> str:
    """List of sentences."""
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def details(title: str, body: str, *, opened: bool = False) -> str:
    """Part of a panel that the reader opens and closes; ``body`` is HTML."""
    return f"<details{' open' if opened else ''}><summary>{escape(title)}</summary>{body}</details>"


def cell(words: str, detail: str = "") -> str:
    """Table cell with small print below."""
    return f"{escape(words)}<small>{escape(detail)}</small>" if detail else escape(words)


def region(body: str, label: str, *, text: bool = False) -> str:
    """Part of a page that can be scrolled from the keyboard, for a table on a page; ``text`` if its cells are words, not figures."""
    kind = "bsg-panel bsg-plain bsg-words" if text else "bsg-panel bsg-plain"
    return f'<div class="{kind}" role="region" tabindex="0" aria-label="{escape(label)}">{body}</div>'


def chip(words: str) -> str:
    """Small framed mark beside a name."""
    return f' <span class="bsg-chip">{escape(words)}</span>'


def definitions(words: Mapping[str, str]) -> str:
    """List of names and what they stand for, side by side."""
    return f'<dl class="bsg-facts">{"".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in words.items())}</dl>'


def number(value: object, decimals: int | None = None) -> str:
    """Write a figure; without decimals given, as many as its size needs."""
    if not isinstance(value, int | float) or pd.isna(value):
        return figures.NONE
    return f"{value:,.{decimals}f}" if decimals is not None else figures.figure(float(value))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] | None = None) -> str:
    """Table whose cells are HTML already; the first of each row is its header. Notes are plain text below each row."""
    # A header without words confuses screen readers, so the corner above the names is an ordinary cell.
    head = "".join(f'<th scope="col">{escape(column)}</th>' if column else "<td></td>" for column in columns)
    kind = ' class="bsg-name"' if notes else ""
    body = ""
    for position, (first, *rest) in enumerate(rows):
        body += f'<tr{kind}><th scope="row">{first}</th>{"".join(f"<td>{one}</td>" for one in rest)}</tr>'
        if notes:
            body += f'<tr class="bsg-detail"><td colspan="{len(columns)}"><small>{escape(notes[position])}</small></td></tr>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
