"""The table of the neighbourhoods that gain by a site: name, ward, district, what they gain, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from ui.screens.siting import answers
from ui.view.grid import first_rows, grid
from ui.words import site_effect as words
from ui.words import siting as siting_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from ui.screens.siting.question import SiteQuestion

ROWS: Final = 8
# A letter of the widest fonts that a grid may have, and what lies around the words of a cell.
LETTER_PX, AROUND_PX, NARROWEST_PX, WIDEST_PX = 8.4, 28, 90, 580


def limit(asked: SiteQuestion) -> str:
    """Say what is to be reached: the target, or the time."""
    prepared = answers.prepared(asked)
    if asked.siting.by_access:
        return f"{prepared.instance.target * prepared.supply.per_child:.{asked.decimals}f} {prepared.supply.unit}"
    return f"{asked.siting.within_minutes:g} minutes"


def draw(asked: SiteQuestion, gaining: pd.DataFrame, key: str) -> None:
    """Draw the table.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    gaining : DataFrame
        `geo.siting.effect.who_gains`.
    key : str
        Of the table.
    """
    shown = rows(gaining)
    supply = answers.prepared(asked).supply
    labels = words.gaining_labels(by_access=asked.siting.by_access, in_places=asked.in_places, per=supply.per_child)
    config: dict[str, Any] = {name: words_column(labels[name], shown[name]) for name in ("label", "ward", "district", "reaches")}
    config["children_0_4"] = st.column_config.NumberColumn(labels["children_0_4"], format="localized", width=100)
    config |= {name: places_column(labels[name], asked.decimals) for name in ("places", "before", "after")}
    st.subheader(words.GAINING_TITLE, anchor=False)
    grid(shown, config, key, title=words.GAINING_TITLE, rows=ROWS, paper=first_rows(shown, config, ROWS))
    unit = supply.unit if asked.siting.by_access else siting_words.MINUTES
    st.caption(words.gaining_note(unit, limit(asked)))


def rows(gaining: pd.DataFrame) -> pd.DataFrame:
    """Write who gains for people: most places first, then most children; without a figure no column."""
    order = ["places", "children_0_4"]
    table = gaining.assign(reaches=gaining["lifted"].map(words.YES_NO)).sort_values(order, ascending=False, kind="stable")
    return table[list(words.GAINING)].dropna(axis="columns", how="all").reset_index(drop=True)


def words_column(label: str, values: pd.Series, tip: str | None = None) -> Any:  # noqa: ANN401 - a column's settings
    """Set a column of words as wide as its longest ones."""
    return st.column_config.TextColumn(label, width=width_px([label, *values.fillna("").astype(str)]), help=tip)


def width_px(texts: Iterable[str]) -> int:
    """Give the width of a column that cuts none of some texts, within reason."""
    longest = max(map(len, texts), default=0)
    return round(min(max(LETTER_PX * longest + AROUND_PX, NARROWEST_PX), WIDEST_PX))


def places_column(label: str, decimals: int) -> Any:  # noqa: ANN401 - a column's settings
    """Set a column of figures."""
    return st.column_config.NumberColumn(label, format=f"%.{decimals}f", width=width_px([label]))
