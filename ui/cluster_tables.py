"""Tables of clusters for the screen and for a file; figures come from the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.clusters import WORST_FIRST
from geo.export import to_csv
from ui import hot_spots_text, text
from ui.state import choose_area

if TYPE_CHECKING:
    from ui.clusters import Found
    from ui.page import Loaded
    from ui.state import View

ROW_PX, BORDER_PX, MOST_ROWS = 35, 3, 8


def groups_here(loaded: Loaded, view: View, found: Found, cluster: str) -> pd.DataFrame:
    """Select the groups of one kind that reach into the chosen districts."""
    groups = found.groups[found.groups["cluster"] == cluster]
    chosen = {loaded.choices.districts[code] for code in view.query.districts}
    return groups[[not chosen or not chosen.isdisjoint(districts) for districts in groups["districts"]]]


def group_table(groups: pd.DataFrame, view: View, key: str) -> None:
    """Draw groups of neighbouring areas, named by their wards."""
    if groups.empty:
        st.caption(hot_spots_text.NO_GROUP)
        return
    names, column = hot_spots_text.COLUMNS, st.column_config
    table = pd.DataFrame(
        {
            "where": [hot_spots_text.around(wards) for wards in groups["wards"]],
            "district": [text.listed(districts) for districts in groups["districts"]],
            "count": [len(areas) for areas in groups["areas"]],
            "children": groups["children_0_4"].astype(int).array,
            "value": groups["value"].array,
        }
    )
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        height=_height(len(table)),
        column_config={
            "where": column.TextColumn(names["where"], width=230),
            "district": column.TextColumn(names["district"], width=130),
            "count": column.NumberColumn(names["count"], width=60),
            "children": column.NumberColumn(names["children"], format="localized", width=80),
            "value": column.NumberColumn(names["value"], format="%.0f", width=70, help=hot_spots_text.VALUE_HELP[view.measure]),
        },
    )


def lone_table(loaded: Loaded, view: View, found: Found, key: str) -> None:
    """Draw the areas unlike their neighbours; choosing a row chooses the area."""
    areas, marks = loaded.model.areas[view.query.level], found.moran.areas
    kinds = [kind for kind in WORST_FIRST[view.measure] if kind.endswith("_outlier")]
    rows = marks[marks["cluster"].isin(kinds) & areas["district_code"].isin(view.query.districts or areas["district_code"])]
    if rows.empty:
        st.caption(hot_spots_text.NO_LONE)
        return
    rows = rows.sort_values("cluster", key=lambda marked: marked.map(kinds.index), kind="stable")
    names, column = hot_spots_text.COLUMNS, st.column_config
    table = pd.DataFrame(
        {
            "place": areas["label"].loc[rows.index].array,
            "kind": [hot_spots_text.MARKS[view.measure][kind] for kind in rows["cluster"]],
            "score": rows["value"].array,
            "neighbours": rows["neighbours"].array,
        }
    )
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        height=_height(len(table)),
        on_select=lambda: _choose(key, rows.index.tolist()),
        selection_mode="single-row",
        column_config={
            "place": column.TextColumn(names["place"], width=230),
            "kind": column.TextColumn(names["kind"], width=220),
            "score": column.NumberColumn(names["score"], format="%.0f", width=70),
            "neighbours": column.NumberColumn(names["neighbours"], format="%.0f", width=90),
        },
    )


def _height(rows: int) -> int:
    return ROW_PX * (min(rows, MOST_ROWS) + 1) + BORDER_PX


def _choose(key: str, codes: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(codes):
        choose_area(codes[rows[0]])


def for_file(loaded: Loaded, view: View, found: Found) -> pd.DataFrame:
    """List every area of the chosen districts with what was tested and found, as the file holds it."""
    query, areas = view.query, loaded.model.areas[view.query.level]
    group = found.groups["areas"].explode()
    table = pd.DataFrame(
        {
            "area_code": areas.index,
            "area_label": areas["label"].array,
            "level": query.level,
            "ward": loaded.model.parents[query.level]["ward"].array,
            "district": loaded.model.parents[query.level]["district"].array,
            "outcome": query.outcome,
            "measure": view.measure,
            "children_0_4": areas["children_0_4"].array,
        }
    )
    table = table.merge(found.moran.areas.round(4), left_on="area_code", right_index=True)
    table["group"] = table["area_code"].map(pd.Series(group.index + 1, index=group.to_numpy())).astype("Int64")
    return table[areas["district_code"].isin(query.districts or areas["district_code"]).to_numpy()]


def download(loaded: Loaded, view: View, found: Found) -> None:
    """Offer the file; built only when clicked."""
    st.download_button(
        hot_spots_text.DOWNLOAD,
        data=lambda: to_csv(for_file(loaded, view, found), bom=True),
        file_name=f"hot-spots_{view.query.outcome}_{view.measure}_{view.query.level}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=hot_spots_text.DOWNLOAD_HELP,
    )
