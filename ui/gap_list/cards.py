"""The first rows of the gap list as cards: what a narrow screen shows in the place of the grid (`static/app.css` shows one of both)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import cells, html, script
from ui.view.state import choose_area
from ui.words import gap_list as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

MOST_CARDS = 30
KEY = "list_cards"

_cards = script.component("cards", isolate_styles=False)


def cards(table: pd.DataFrame, codes: Sequence[str], chosen: str | None) -> None:
    """Draw the cards; pressing one chooses its area, pressing it again lets go.

    Parameters
    ----------
    table : DataFrame
        As `ui.gap_list.table.for_screen` gives it.
    codes : sequence of str
        Codes of its areas.
    chosen : str, optional
        The area that is chosen.
    """
    first = table.head(MOST_CARDS)
    known = cells.records(first.astype(object).where(first.notna(), None))
    rows = [{"code": code, "lines": words.card(row)} for code, row in zip(codes, known, strict=False)]
    data = {"rows": rows, "chosen": chosen, "label": words.TITLE, "script": script.address("cards.js")}
    with st.container(key="narrow"):
        _cards(key=KEY, data=data, on_picked_change=lambda: _picked(codes, chosen))
        if len(table) > MOST_CARDS:
            html.show(html.paragraph(words.first_cards(MOST_CARDS, len(table)), "bsg-quiet"))


def _picked(codes: Sequence[str], chosen: str | None) -> None:
    """Take what a browser says was pressed, if there is such a card."""
    code = st.session_state[KEY]["picked"]
    if code in codes:
        choose_area(code if code != chosen else None)
