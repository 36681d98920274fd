"""Tables of clusters for the screen and for a file; figures come from the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.cluster_groups import cluster_list
from geo.clusters import WORST_FIRST
from geo.export import to_csv
from ui import hot_spots_text, html, text

if TYPE_CHECKING:
    from ui.clusters import Found
    from ui.page import Loaded
    from ui.state import View


def groups_here(loaded: Loaded, view: View, found: Found, cluster: str) -> pd.DataFrame:
    """Select the groups of one kind that reach into the chosen districts."""
    groups = found.groups[found.groups["cluster"] == cluster]
    chosen = {loaded.choices.districts[code] for code in view.query.districts}
    return groups[[not chosen or not chosen.isdisjoint(districts) for districts in groups["districts"]]]


def group_table(groups: pd.DataFrame, view: View) -> None:
    """Draw groups of neighbouring areas, named by their wards."""
    if groups.empty:
        st.caption(hot_spots_text.NO_GROUP)
        return
    rows = [
        (
            html.cell(hot_spots_text.around(row.wards), text.listed(row.districts)),
            html.number(len(row.areas), 0),
            html.number(row.children_0_4, 0),
            html.number(row.value, 0),
        )
        for row in groups.itertuples()
    ]
    _show(html.table(hot_spots_text.GROUP_COLUMNS, rows), hot_spots_text.VALUE_NOTE[view.measure])


def lone_table(loaded: Loaded, view: View, found: Found) -> None:
    """Draw the areas unlike their neighbours, the worrying kind first."""
    areas, marks = loaded.model.areas[view.query.level], found.moran.areas
    kinds = [kind for kind in WORST_FIRST[view.measure] if kind.endswith("_outlier")]
    lone = marks[marks["cluster"].isin(kinds) & areas["district_code"].isin(view.query.districts or areas["district_code"])]
    if lone.empty:
        st.caption(hot_spots_text.NO_LONE)
        return
    rows = [
        (
            html.cell(str(areas.at[row.Index, "label"]), hot_spots_text.MARKS[view.measure][row.cluster]),
            html.number(row.value, 0),
            html.number(row.neighbours, 0),
        )
        for row in lone.sort_values("cluster", key=lambda marked: marked.map(kinds.index), kind="stable").itertuples()
    ]
    _show(html.table(hot_spots_text.LONE_COLUMNS, rows), hot_spots_text.LONE_NOTE[view.measure])


def _show(table: str, note: str) -> None:
    st.html(f'<div class="bsg-panel">{table}{html.paragraph(note, "bsg-quiet")}</div>')


def download(loaded: Loaded, view: View, found: Found) -> None:
    """Offer the file; built only when clicked."""
    st.download_button(
        hot_spots_text.DOWNLOAD,
        data=lambda: to_csv(cluster_list(loaded.model, view.query, view.measure, found.moran, found.groups), bom=True),
        file_name=f"hot-spots_{view.query.outcome}_{view.measure}_{view.query.level}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=hot_spots_text.DOWNLOAD_HELP,
    )
