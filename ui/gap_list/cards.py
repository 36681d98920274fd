"""Rows of a gap list as cards: the greatest gaps beside the map, and what a narrow screen shows in the place of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import cells, html, script
from ui.view import finds
from ui.view.state import choose_area
from ui.words import gap_list as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

MOST_CARDS, DIGITS = 30, 5
KEY = "list_cards"
# `static/app.css` shows this or the grid, never both.
NARROW = "narrow"

_cards = script.component("cards", isolate_styles=False)


def cards(rows: Sequence[Sequence[str]], codes: Sequence[str], chosen: str | None, label: str) -> None:
    """Draw cards, once on a page; pressing one chooses its area, pressing it again lets go.

    Parameters
    ----------
    rows : sequence of sequences of str
        Lines of each card, the first of which names the place.
    codes : sequence of str
        Codes of its areas.
    chosen : str, optional
        The area that is chosen.
    label : str
        Name of the list.
    """
    told = [{"code": code, "lines": lines} for code, lines in zip(codes, rows, strict=True)]
    data = {"rows": told, "chosen": chosen, "label": label, "script": script.address("cards.js")}
    _cards(key=KEY, data=data, on_picked_change=lambda: _picked(codes, chosen))


def asked(find: Iterable[str]) -> int:
    """Read from a link how many cards a narrow screen shows."""
    wanted = finds.one(find, "cards")
    return max(MOST_CARDS, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) <= DIGITS else MOST_CARDS


def narrow(table: pd.DataFrame, codes: Sequence[str], chosen: str | None, measured: tuple[str, str], most: int) -> None:
    """Draw the first rows of the gap list for a narrow screen.

    Parameters
    ----------
    table : DataFrame
        As `ui.gap_list.table.for_screen` gives it.
    codes, chosen
        As for `cards`.
    measured : tuple of str
        Unit of access, and how families travel.
    most : int
        How many rows are shown until more are asked for.
    """
    first = table.head(most)
    with st.container(key=NARROW):
        cards([words.card(row, measured[0]) for row in filled(first)], codes[: len(first)], chosen, words.TITLE)
        html.show(html.paragraph(words.in_cards(*measured), "bsg-quiet"))
        if rest := len(table) - len(first):
            html.show(html.paragraph(words.first_cards(len(first), len(table)), "bsg-quiet"))
            more = min(rest, MOST_CARDS)
            st.button(words.more_cards(more), key="more_cards", on_click=finds.keep, args=("cards", str(len(first) + more)))


def filled(table: pd.DataFrame) -> list[cells.Row]:
    """Give the rows of a table with None where a cell is empty."""
    return cells.records(table.astype(object).where(table.notna(), None))


def _picked(codes: Sequence[str], chosen: str | None) -> None:
    """Take what a browser says was pressed, if there is such a card."""
    code = st.session_state[KEY]["picked"]
    if code in codes:
        choose_area(code if code != chosen else None)
