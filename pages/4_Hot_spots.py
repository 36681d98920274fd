"""Hot spots: where gaps, need or low access lie side by side more than chance would arrange."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.clusters import MIN_AREAS, cluster_levels
from ui import cache, clusters, describe, filter_text, hot_spots_text, map_draw, map_view
from ui.cluster_tables import download, group_table, groups_here, lone_table
from ui.page import changed_line, open_view
from ui.panel import area_panel

if TYPE_CHECKING:
    import pandas as pd

    from ui.clusters import Found
    from ui.page import Loaded
    from ui.state import View


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(hot_spots_text.TITLE, has_map=True, measures=True)
    st.title(hot_spots_text.TITLE, anchor=False)
    level = view.query.level
    if level not in cluster_levels(loaded.model):
        st.info(filter_text.no_clusters_at(level, len(loaded.model.areas[level]), MIN_AREAS))
        return
    found = clusters.found(loaded, view.query, view.measure)
    if not found.moran.tested:
        st.info(describe.no_data(loaded, view.query))
        return
    worst = groups_here(loaded, view, found, hot_spots_text.worst(view.measure))
    finding = _finding(loaded, view, found, worst)
    st.markdown(finding)
    changed_line(loaded, view)
    left, right = st.columns([13, 10], gap="medium")
    with left:
        _map(loaded, view, finding)
    if view.area is not None:
        with right:
            area_panel(loaded, view)
    with left if view.area is not None else right:
        _lists(loaded, view, found, worst)
    _explanation(loaded, view, found)


def _finding(loaded: Loaded, view: View, found: Found, worst: pd.DataFrame) -> str:
    where, outcome = describe.where(loaded, view.query), loaded.settings.outcomes[view.query.outcome].name
    moran, shuffles = found.moran, loaded.settings.clusters.permutations
    if moran.too_coarse:
        return hot_spots_text.too_coarse(view.measure, outcome, moran.extreme, view.query.level, shuffles)
    if worst.empty:
        return hot_spots_text.none_found(view.measure, where, outcome, found.moran.uncorrected, view.query.level)
    areas, children = int(worst["areas"].map(len).sum()), float(worst["children_0_4"].sum())
    first = worst.iloc[0]
    level = view.query.level
    return hot_spots_text.finding(view.measure, level, where, outcome, len(worst), areas, children, first["wards"], first["districts"])


def _map(loaded: Loaded, view: View, finding: str) -> None:
    scores: pd.DataFrame = cache.scores(loaded.model, loaded.stamp, replace(view.query, districts=()))
    painting = map_view.cluster_painting(loaded, view, scores)
    alt = hot_spots_text.alt(painting.paint.legend.title, describe.where(loaded, view.query), finding)
    map_draw.draw(loaded, view, painting, [], alt)


def _lists(loaded: Loaded, view: View, found: Found, worst: pd.DataFrame) -> None:
    if not found.moran.too_coarse:
        calm = "hot" if hot_spots_text.worst(view.measure) == "cold" else "cold"
        st.header(hot_spots_text.WORST_TITLE[view.measure], anchor=False)
        group_table(worst, view)
        st.header(hot_spots_text.LONE_TITLE, anchor=False)
        lone_table(loaded, view, found)
        st.header(hot_spots_text.BEST_TITLE[view.measure], anchor=False)
        group_table(groups_here(loaded, view, found, calm), view)
    with st.container(horizontal=True, vertical_alignment="center"):
        download(loaded, view, found)
        st.page_link("pages/2_Gap_list.py", label=hot_spots_text.TO_LIST, query_params=view.params())


def _explanation(loaded: Loaded, view: View, found: Found) -> None:
    settings, moran = loaded.settings.clusters, found.moran
    with st.expander(hot_spots_text.WHAT_TITLE, expanded=True):
        st.markdown("\n".join(f"- {line}" for line in hot_spots_text.what_it_is(view.measure, view.query.level, settings)))
        st.caption(hot_spots_text.statistics(moran.global_i, moran.tested, moran.marked, moran.uncorrected, settings))


main()
