"""Other borders: which gaps come to the top of their authority's list, and which drop from it, when districts are drawn anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.borders import compare_borders, cut_wards
from geo.export import to_csv
from ui import borders_text, cache, describe, models
from ui.grid import grid
from ui.page import changed_line, open_view, recommended
from ui.plain import plain
from ui.state import TODAY, View

if TYPE_CHECKING:
    import pandas as pd

    from geo.query import Query
    from ui.page import Loaded


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(borders_text.TITLE)
    st.title(borders_text.TITLE)
    st.markdown(borders_text.INTRO)
    if view.borders == TODAY:
        _offer(loaded, view)
    else:
        _compare(loaded, view)
    st.caption(borders_text.OWN_FILE)


def _offer(loaded: Loaded, view: View) -> None:
    st.markdown(borders_text.CHOOSE)
    with st.container(gap="xxsmall"):
        for key, border in loaded.settings.borders.items():
            params = replace(view, borders=key, area=None, query=replace(view.query, districts=())).params()
            st.page_link("pages/6_Other_borders.py", label=plain(border.name), query_params=params)
            st.caption(plain(border.note))


def _compare(loaded: Loaded, view: View) -> None:
    query = replace(view.query, districts=(), level="ward" if view.query.level == "ward" else "lsoa")
    other = cache.ranked(loaded.model, loaded.stamp, query)
    changed_line(loaded, view)
    if other["gap_score"].isna().all():
        st.info(describe.no_data(loaded, query))
        return
    # What is compared differs in the borders alone: the same providers, weights and thresholds on both sides.
    today = models.scored(recommended(), replace(view, borders=TODAY))
    table = compare_borders(cache.ranked(today.model, today.stamp, query), other, loaded.settings.confidence.worst_share)
    changes = table["change"].value_counts()
    children = int(table.loc[table["change"] == "appears", "children_0_4"].sum())
    name = loaded.settings.borders[view.borders].name
    st.markdown(borders_text.finding(name, query.level, int(changes.get("appears", 0)), int(changes.get("vanishes", 0)), children))
    st.caption(borders_text.NOTE)
    _authorities(loaded, query)
    for change, title in borders_text.CHANGES.items():
        st.header(title, anchor=False)
        _areas(table[table["change"] == change], change)
    data = table.reset_index()
    file_name = f"other-borders_{view.borders}_{query.outcome}_{query.level}.csv"
    st.download_button(borders_text.DOWNLOAD, lambda: to_csv(data, bom=True), file_name, "text/csv", on_click="ignore")


def _authorities(loaded: Loaded, query: Query) -> None:
    st.header(borders_text.AUTHORITIES, anchor=False)
    by_district = cache.priority(loaded.model, loaded.stamp, query)
    table = by_district.assign(
        name=loaded.atlas.areas["name"].reindex(by_district.index),
        share=(by_district["children_in_priority"] / by_district["children_0_4"]).round(2),
    )
    column = st.column_config
    shown = table[list(borders_text.AUTHORITY_COLUMNS)].rename(columns=borders_text.AUTHORITY_COLUMNS)
    config = {
        borders_text.AUTHORITY_COLUMNS["share"]: column.NumberColumn(format="percent"),
        borders_text.AUTHORITY_COLUMNS["children_0_4"]: column.NumberColumn(format="localized"),
        borders_text.AUTHORITY_COLUMNS["children_in_priority"]: column.NumberColumn(format="localized"),
    }
    grid(shown, config, "authorities", title=borders_text.AUTHORITIES)
    cut = cut_wards(loaded.atlas)
    if cut:
        st.caption(borders_text.CUT.format(count=cut))


def _areas(rows: pd.DataFrame, change: str) -> None:
    if rows.empty:
        st.markdown(borders_text.NONE[change])
        return
    shown = rows[list(borders_text.COLUMNS)].rename(columns=borders_text.COLUMNS)
    config = {borders_text.COLUMNS["gap_score"]: st.column_config.NumberColumn(format="%.0f")}
    grid(shown, config, change, title=borders_text.CHANGES[change])


main()
