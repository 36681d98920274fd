"""The short table beside the map: the greatest gaps of the current choice, another way to choose an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, map_text, text
from ui.grid import grid, place_of
from ui.state import choose_area

if TYPE_CHECKING:
    import pandas as pd

    from geo.query import Query
    from ui.cache import Stamp

ROWS = 10


def worst_table(ranked: pd.DataFrame, query: Query, stamp: Stamp, area: str | None, key: str) -> None:
    """Draw the first rows of a gap list; choosing a row chooses the area.

    Parameters
    ----------
    ranked : DataFrame
        As `geo.gaps.gap_list` returns it.
    query, stamp
        What the list answers, and the version of the data: the rows are worded once for each.
    area : str, optional
        The area that is chosen.
    key : str
        Widget key.
    """
    table, codes = _rows(ranked, query, stamp)
    column = st.column_config
    config = {
        "rank": column.NumberColumn("Rank", width=48),
        "area_label": column.TextColumn("Place", width=265),
        "gap_score": column.NumberColumn("Gap", format="%.0f", width=52),
        "children_0_4": column.NumberColumn("Children", width=70),
        "need_score": column.NumberColumn("Need", format="%.0f", width=56),
        "access": column.NumberColumn("Access", format="%.1f", width=66),
        "why": column.TextColumn("Why", width=260),
    }

    def choose(row: int | None) -> None:
        if row is not None:
            choose_area(codes[row])

    grid(table, config, key, title=map_text.WORST_TITLE, on_choose=choose, chosen=place_of(area, codes), paper=None)


@cache.shared(256)
def _rows(_ranked: pd.DataFrame, query: Query, stamp: Stamp) -> tuple[pd.DataFrame, list[str]]:
    rows = _ranked.head(ROWS)
    table = rows[["rank", "area_label", "gap_score", "children_0_4", "need_score", "access"]].copy()
    one = len(set(_ranked["district"])) == 1
    labels = zip(rows["area_label"], rows["district"], strict=True)
    table["area_label"] = [text.short_label(*names) if one else _district_last(*names) for names in labels]
    table["why"] = [text.why_short(*row) for row in zip(rows["reasons"], rows["gap_class"], strict=True)]
    return table, rows["area_code"].tolist()


def _district_last(label: str, district: str) -> str:
    """Put the district last: the table is narrow, and what is cut off shall not be what tells neighbours apart."""
    short = text.short_label(label, district)
    return short if short == label else f"{short}, {district}"
