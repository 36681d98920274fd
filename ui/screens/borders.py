"""Other borders: which gaps come to the top of their authority's list, and which drop from it, when districts are drawn anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.export.tables import to_csv
from geo.whatif.borders import compare_borders, cut_wards
from ui.kit import asking
from ui.kit.watch import watched
from ui.scene import answers, loading
from ui.shell.page import changed_line, open_view
from ui.view import describe, page_filters, scenes
from ui.view.grid import grid
from ui.view.state import TODAY, View, stem
from ui.words import borders as borders_words
from ui.words import pages
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.query import Query
    from geo.whatif.scene import Scene

# Rows that are seen at once; a list may have a hundred.
MOST_ROWS = 12


@watched(pages.BORDERS)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.BORDERS)
    st.title(pages.BORDERS.title)
    st.markdown(borders_words.INTRO)
    if view.borders == TODAY:
        _offer(scene, view)
    else:
        _compare(scene, view)
    asking.ask(borders_words.OWN_FILE, borders_words.OWN_FILE_DETAIL, st.caption)


def _offer(scene: Scene, view: View) -> None:
    st.markdown(borders_words.CHOOSE)
    with st.container(gap="xxsmall"):
        for key, border in scene.settings.borders.items():
            params = replace(view, borders=key, area=None, query=replace(view.query, districts=())).params()
            st.page_link(pages.BORDERS.path, label=plain(border.name), query_params=params)
            st.caption(plain(border.note))


def _compare(scene: Scene, view: View) -> None:
    query = replace(view.query, districts=(), level="ward" if view.query.level == "ward" else "lsoa")
    other = answers.ranked(scene, query)
    changed_line(scene, page_filters.seen(pages.BORDERS, view))
    if other["gap_score"].isna().all():
        st.info(describe.no_data(scene, query))
        return
    # What is compared differs in the borders alone: the same providers, weights and thresholds on both sides.
    today = scenes.chosen(loading.load(), replace(view, borders=TODAY))
    table = compare_borders(answers.ranked(today, query), other, scene.settings.confidence.worst_share)
    changes = table["change"].value_counts()
    children = int(table.loc[table["change"] == "appears", "children_0_4"].sum())
    name = scene.settings.borders[view.borders].name
    st.markdown(borders_words.finding(name, query.level, int(changes.get("appears", 0)), int(changes.get("vanishes", 0)), children))
    st.caption(borders_words.NOTE)
    _authorities(scene, query)
    for change, title in borders_words.CHANGES.items():
        st.header(title, anchor=False)
        _areas(table[table["change"] == change], change)
    data = table.reset_index()
    file_name = f"{stem(view, 'other-borders', view.borders, query.outcome, query.level)}.csv"
    st.download_button(borders_words.DOWNLOAD, lambda: to_csv(data, bom=True), file_name, "text/csv", on_click="ignore")


def _authorities(scene: Scene, query: Query) -> None:
    st.header(borders_words.AUTHORITIES, anchor=False)
    by_district = answers.priority(scene, query)
    table = by_district.assign(
        name=scene.atlas.areas["name"].reindex(by_district.index),
        share=(by_district["children_in_priority"] / by_district["children_0_4"]).round(2),
    )
    column = st.column_config
    shown = table[list(borders_words.AUTHORITY_COLUMNS)].rename(columns=borders_words.AUTHORITY_COLUMNS)
    config = {
        borders_words.AUTHORITY_COLUMNS["share"]: column.NumberColumn(format="percent"),
        borders_words.AUTHORITY_COLUMNS["children_0_4"]: column.NumberColumn(format="localized"),
        borders_words.AUTHORITY_COLUMNS["children_in_priority"]: column.NumberColumn(format="localized"),
    }
    grid(shown, config, "authorities", title=borders_words.AUTHORITIES)
    cut = cut_wards(scene.atlas)
    if cut:
        st.caption(borders_words.CUT.format(count=cut))


def _areas(rows: pd.DataFrame, change: str) -> None:
    if rows.empty:
        st.markdown(borders_words.NONE[change])
        return
    shown = rows[list(borders_words.COLUMNS)].rename(columns=borders_words.COLUMNS)
    config = {borders_words.COLUMNS["gap_score"]: st.column_config.NumberColumn(format="%.0f")}
    grid(shown, config, change, title=borders_words.CHANGES[change], rows=MOST_ROWS)
