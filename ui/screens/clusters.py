"""Hot spots: where gaps, need or low access lie side by side more than values placed at random would."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.analysis.cluster_groups import cluster_list
from geo.analysis.clusters import MIN_AREAS, WORST_FIRST, cluster_levels
from geo.export.tables import to_csv
from ui.kit import cells, html
from ui.kit.watch import watched
from ui.map import choose, draw
from ui.panel.area import area_panel
from ui.scene import answers, clusters
from ui.scene.offers import offers
from ui.shell.page import changed_line, open_view
from ui.view import describe, page_filters
from ui.view.state import stem
from ui.words import clusters as clusters_words
from ui.words import figures, pages
from ui.words import filters as filters_words

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo.whatif.scene import Scene
    from ui.scene.clusters import ClusterResult
    from ui.view.state import View


def groups_here(scene: Scene, view: View, result: ClusterResult, cluster: str) -> pd.DataFrame:
    """Select the groups of one kind that reach into the chosen districts."""
    groups = result.groups[result.groups["cluster"] == cluster]
    chosen = {offers(scene).districts[code] for code in view.query.districts}
    return groups[[not chosen or not chosen.isdisjoint(districts) for districts in groups["districts"]]]


def group_table(groups: pd.DataFrame, view: View) -> None:
    """Draw groups of neighbouring areas, named by their wards."""
    if groups.empty:
        st.caption(clusters_words.NO_GROUP)
        return
    rows = [
        (
            html.cell(clusters_words.around(cells.words(row["wards"])), figures.listed(cells.words(row["districts"]))),
            html.number(len(cells.words(row["areas"])), 0),
            html.number(row["children_0_4"], 0),
            html.number(row["value"], 0),
        )
        for row in cells.records(groups)
    ]
    _show(html.table(clusters_words.GROUP_COLUMNS, rows), clusters_words.VALUE_NOTE[view.measure])


def lone_table(scene: Scene, view: View, result: ClusterResult) -> None:
    """Draw the areas unlike their neighbours, the worrying kind first."""
    areas, marks = scene.model.areas[view.query.level], result.moran.areas
    kinds = [kind for kind in WORST_FIRST[view.measure] if kind.endswith("_outlier")]
    lone = marks[marks["cluster"].isin(kinds) & areas["district_code"].isin(view.query.districts or areas["district_code"])]
    if lone.empty:
        st.caption(clusters_words.NO_LONE)
        return
    ordered = lone.sort_values("cluster", key=lambda marked: marked.map(kinds.index), kind="stable")
    rows = [
        (
            html.cell(str(areas.at[code, "label"]), clusters_words.MARKS[view.measure][str(row["cluster"])]),
            html.number(row["value"], 0),
            html.number(row["neighbours"], 0),
        )
        for code, row in cells.records_by_name(ordered).items()
    ]
    _show(html.table(clusters_words.LONE_COLUMNS, rows), clusters_words.LONE_NOTE[view.measure])


def _show(table: Markup, note: str) -> None:
    html.show(html.panel(table + html.paragraph(note, "bsg-quiet")))


def download(scene: Scene, view: View, result: ClusterResult) -> None:
    """Offer the file; built only when clicked."""
    st.download_button(
        clusters_words.DOWNLOAD,
        data=lambda: to_csv(cluster_list(scene.model, view.query, view.measure, result.moran, result.groups), bom=True),
        file_name=f"{stem(view, 'hot-spots', view.query.outcome, view.measure, view.query.level)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=clusters_words.DOWNLOAD_HELP,
    )


@watched(pages.HOT_SPOTS)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.HOT_SPOTS)
    st.title(pages.HOT_SPOTS.title, anchor=False)
    level = view.query.level
    if level not in cluster_levels(scene.model):
        st.info(filters_words.no_clusters_at(level, len(scene.model.areas[level]), MIN_AREAS))
        return
    result = clusters.cluster_result(scene, view.query, view.measure)
    if not result.moran.tested:
        st.info(describe.no_data(scene, view.query))
        return
    worst = groups_here(scene, view, result, clusters_words.worst(view.measure))
    finding = _finding(scene, view, result, worst)
    st.markdown(clusters_words.verdict(view.measure, len(worst), coarse=result.moran.too_coarse))
    st.markdown(finding)
    if aside := clusters_words.by_construction(view.measure):
        st.caption(aside)
    changed_line(scene, page_filters.seen(pages.HOT_SPOTS, view))
    left, right = st.columns([13, 10], gap="medium")
    with left:
        _map(scene, view, finding)
    if view.area is not None:
        with right:
            area_panel(scene, view)
    with left if view.area is not None else right:
        _lists(scene, view, result, worst)
    _explanation(scene, view, result)


def _finding(scene: Scene, view: View, result: ClusterResult, worst: pd.DataFrame) -> str:
    where, outcome = describe.where(scene, view.query), scene.settings.outcomes[view.query.outcome].name
    moran, shuffles = result.moran, scene.settings.clusters.permutations
    if moran.too_coarse:
        return clusters_words.too_coarse(view.measure, outcome, moran.extreme, view.query.level, shuffles)
    if worst.empty:
        return clusters_words.none_found(view.measure, where, outcome, result.moran.uncorrected, view.query.level)
    areas, children = int(worst["areas"].map(len).sum()), float(worst["children_0_4"].sum())
    first = worst.iloc[0]
    level = view.query.level
    return clusters_words.finding(view.measure, level, where, outcome, len(worst), areas, children, first["wards"], first["districts"])


def _map(scene: Scene, view: View, finding: str) -> None:
    scores: pd.DataFrame = answers.scores(scene, replace(view.query, districts=()))
    painting = choose.cluster_painting(scene, view, scores)
    alt = clusters_words.alt(painting.paint.legend.title, describe.where(scene, view.query), finding)
    draw.draw(scene, view, painting, [], alt)


def _lists(scene: Scene, view: View, result: ClusterResult, worst: pd.DataFrame) -> None:
    if not result.moran.too_coarse:
        calm = "hot" if clusters_words.worst(view.measure) == "cold" else "cold"
        st.header(clusters_words.WORST_TITLE[view.measure], anchor=False)
        group_table(worst, view)
        st.header(clusters_words.LONE_TITLE, anchor=False)
        lone_table(scene, view, result)
        st.header(clusters_words.BEST_TITLE[view.measure], anchor=False)
        group_table(groups_here(scene, view, result, calm), view)
    with st.container(horizontal=True, vertical_alignment="center"):
        download(scene, view, result)
        st.page_link(pages.GAP_LIST.path, label=clusters_words.TO_LIST, query_params=view.params())


def _explanation(scene: Scene, view: View, result: ClusterResult) -> None:
    settings, moran = scene.settings.clusters, result.moran
    with st.expander(clusters_words.WHAT_TITLE, expanded=True):
        st.markdown("\n".join(f"- {line}" for line in clusters_words.what_it_is(view.measure, view.query.level, settings)))
        st.caption(clusters_words.statistics(moran.global_i, moran.tested, moran.marked, moran.uncorrected, settings))
