"""Gap list: the ranked table of the current filters, how it was made, and the file to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.gap_list import cards, caution, narrowed, other_outcomes
from ui.gap_list.formats import downloads, more_formats
from ui.gap_list.next_steps import next_steps
from ui.gap_list.table import for_print, gap_table, priority_switch, searched
from ui.kit import theme
from ui.kit.watch import watched
from ui.panel.market import pvi_only_sentence
from ui.panel.sheet import sheet
from ui.scene import answers, local
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds, siting_links
from ui.view.widgets import fold, follow
from ui.words import gap_list as gap_list_words
from ui.words import pages
from ui.words import report as report_words
from ui.words import site_list as site_list_words
from ui.words import sure as sure_words
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.view.state import View

# Places of the page beside each other, in parts of its width.
LIST, PANEL = 13, 9
SEARCH_PX = 234


@watched(pages.GAP_LIST)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.GAP_LIST)
    ranked = answers.listed(scene, view.query)
    with st.container(key="list_head", horizontal=True, vertical_alignment="center"):
        st.title(pages.GAP_LIST.title, width="content")
        if not theme.phone():
            _links(view)
    if ranked["gap_score"].isna().all():
        st.info(describe.no_data(scene, view.query))
        other_outcomes.offer(scene, view, listed=True)
        return
    st.markdown(describe.finding(scene, view.query, ranked))
    if (ranked["gap_class"] == "priority").any():
        other_outcomes.folded(scene, view)
    else:
        next_steps(scene, view, ranked, listed=True)
    changed_line(scene, view)
    doubt = caution.disagreement(scene, view.query)
    if doubt:
        st.caption(doubt)
    rows = narrowed.listed(scene, view)
    _controls(scene, rows, view)
    # The list stays in the first column: a grid that moved when an area is chosen would be built anew by the browser.
    beside = st.columns([LIST, PANEL] if view.area is not None else [LIST])
    with beside[0]:
        _list(scene, rows, view)
    for column in beside[1:]:
        with column:
            sheet(scene, view)
    more_formats(scene, view, "list_formats", beside_csv=True)
    sentence = pvi_only_sentence(scene, view.query, ranked)
    if sentence:
        st.markdown(plain(sentence))
    # What differs at other levels stands in the sentence above the list.
    st.caption(describe.ranked_by(scene, view.query, with_others=False))
    border = f" {sure_words.BORDER_MEANING}" if ((ranked["how_sure"] == "check_first") & ranked["border"].ne("")).any() else ""
    st.markdown(f"**{gap_list_words.HOW_TITLE}.** {describe.how_made(scene, view.query)}{border}")


def _controls(scene: Scene, rows: pd.DataFrame, view: View) -> None:
    """Draw what narrows the list and takes it away; on a phone folded, so that the greatest gap is on the first screen."""
    if not theme.phone():
        with st.container(key="list_tools", horizontal=True, vertical_alignment="center"):
            _search_and_download(scene, rows, view)
        return
    folded = fold(gap_list_words.CONTROLS, "list_controls")
    if folded.open:
        with folded, st.container(horizontal=True, vertical_alignment="center"):
            _search_and_download(scene, rows, view)
            _links(view)


def _search_and_download(scene: Scene, rows: pd.DataFrame, view: View) -> None:
    st.text_input(
        gap_list_words.SEARCH_LABEL,
        placeholder=gap_list_words.SEARCH_LABEL,
        label_visibility="collapsed",
        icon=":material/filter_list:",
        max_chars=finds.MOST_WORDS,
        width=SEARCH_PX,
        **follow("list_search", finds.one(view.find, "place"), lambda new: finds.keep("place", new)),
    )
    priority_switch(view)
    downloads(scene, view)
    if rows.empty:
        st.caption(gap_list_words.NO_ROWS)


def _links(view: View) -> None:
    """Lead to the same areas on the map, on paper, and to where something could open."""
    st.page_link(pages.GAP_MAP.path, label="Show on the map", query_params=view.params())
    st.page_link(pages.REPORT.path, label=report_words.TO_REPORT, query_params=view.params())
    st.page_link(pages.SITING.path, label=site_list_words.FROM_LIST, query_params=siting_links.afterwards(view))


def _list(scene: Scene, rows: pd.DataFrame, view: View) -> None:
    """Draw the rows; `next_steps` has said why there is none, and what to do."""
    if rows.empty:
        return
    term = finds.one(view.find, "place").strip()
    shown = searched(scene, rows, term)
    if shown.empty:
        st.info(plain(gap_list_words.nothing_found(term)))
    else:
        if view.query.level == "district":
            st.caption(gap_list_words.FEW_AREAS)
        notes = local.counts(scene, view.query.level)
        paper = for_print(scene, view.query, term, priority_only=view.priority_only)
        key = f"list_{hash((view.query, view.priority_only, term))}"
        gap_table(shown, scene, key=key, area=view.area, paper=paper, notes=notes, most_cards=cards.asked(view.find))
