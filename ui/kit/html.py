"""Small pieces of HTML: what is HTML already is `Markup`; every other text is escaped where it goes in.

A text cannot be taken for HTML by mistake: `Markup.format` and `Markup.join` escape whatever is not Markup, an f-string of Markup is text
again, and `show`, the one way of HTML onto a page, takes Markup alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from ui.kit.cells import is_missing
from ui.words import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from streamlit.delta_generator import DeltaGenerator

NOTHING = Markup("")
# Stands between links in a line.
BETWEEN = Markup(" \N{MIDDLE DOT} ")


def show(content: Markup, place: DeltaGenerator | None = None) -> None:
    """Put HTML onto the page, or into a part of it."""
    # An exact str: Streamlit asks of everything else whether it is a file.
    written = str(content)
    if place is None:
        st.html(written)
    else:
        place.html(written)


def join(parts: Iterable[str]) -> Markup:
    """Write parts one after another; what is not HTML is escaped."""
    return NOTHING.join(parts)


def panel(content: Markup) -> Markup:
    """Frame HTML as a panel of `static/app.css`."""
    return Markup('<div class="bsg-panel">{}</div>').format(content)


def heading(words: str) -> Markup:
    """Heading of a part of a panel."""
    return Markup("<h3>{}</h3>").format(words)


def paragraph(words: str, kind: str = "") -> Markup:
    """Paragraph; ``kind`` is a class of `static/app.css`: ``bsg-quiet`` for small print, ``bsg-badge`` for a badge."""
    return Markup('<p class="{}">{}</p>').format(kind, words)


def bullets(sentences: Iterable[str]) -> Markup:
    """List of sentences."""
    return Markup("<ul>{}</ul>").format(join(Markup("<li>{}</li>").format(sentence) for sentence in sentences))


def details(title: str, body: Markup, *, opened: bool = False) -> Markup:
    """Part of a panel that the reader opens and closes."""
    return Markup("<details{}><summary>{}</summary>{}</details>").format(" open" if opened else "", title, body)


def cell(words: str, detail: str = "") -> Markup:
    """Table cell with small print below."""
    return Markup("{}{}").format(words, small(detail) if detail else "")


def small(words: str) -> Markup:
    """Small print."""
    return Markup("<small>{}</small>").format(words)


def region(body: Markup, label: str, *, text: bool = False) -> Markup:
    """Part of a page that can be scrolled from the keyboard, for a table on a page; ``text`` if its cells are words, not figures."""
    kind = "bsg-panel bsg-plain bsg-words" if text else "bsg-panel bsg-plain"
    return Markup('<div class="{}" role="region" tabindex="0" aria-label="{}">{}</div>').format(kind, label, body)


def chip(words: str) -> Markup:
    """Small framed mark beside a name."""
    return Markup(' <span class="bsg-chip">{}</span>').format(words)


def link(address: str, words: str) -> Markup:
    """Link to another page of the dashboard."""
    return Markup('<a href="{}">{}</a>').format(address, words)


def terms(words: Iterable[tuple[str, str]]) -> Markup:
    """Names and what stands for each, as the inside of a list of definitions."""
    return join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in words)


def definitions(words: Mapping[str, str]) -> Markup:
    """List of names and what they stand for, side by side."""
    return Markup('<dl class="bsg-facts">{}</dl>').format(terms(words.items()))


def number(value: object, decimals: int | None = None) -> str:
    """Write a figure; without decimals given, as many as its size needs."""
    if not isinstance(value, int | float) or is_missing(value):
        return figures.NONE
    return f"{value:,.{decimals}f}" if decimals is not None else figures.figure(float(value))


def column_heads(columns: Iterable[str]) -> Markup:
    """Headers of the columns of a table."""
    # A header without words confuses screen readers, so the corner above the names is an ordinary cell.
    return join(Markup('<th scope="col">{}</th>').format(column) if column else Markup("<td></td>") for column in columns)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str] | None = None) -> Markup:
    """Table; the first cell of each row is its header, and notes stand below each row."""
    kind = Markup(' class="bsg-name"') if notes else NOTHING
    body = []
    for position, (first, *rest) in enumerate(rows):
        cells = join(Markup("<td>{}</td>").format(cell) for cell in rest)
        body.append(Markup('<tr{}><th scope="row">{}</th>{}</tr>').format(kind, first, cells))
        if notes:
            note = Markup('<tr class="bsg-detail"><td colspan="{}"><small>{}</small></td></tr>')
            body.append(note.format(len(columns), notes[position]))
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(column_heads(columns), join(body))
