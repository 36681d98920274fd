"""Gap list: the ranked table of the current filters, how it was made, and the file to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.gap_list import caution
from ui.gap_list.formats import more_formats
from ui.gap_list.table import download_csv, download_with_notes, for_print, gap_table, searched
from ui.kit import html
from ui.panel.area import area_panel
from ui.panel.market import pvi_only_sentence
from ui.scene import answers, local
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds
from ui.view.widgets import follow
from ui.words import gap_list as gap_list_words
from ui.words import pages
from ui.words import report as report_words
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.view.state import View

CHOSEN_ID = "chosen-place"


def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.GAP_LIST)
    ranked = answers.listed(scene, view.query)
    st.title(pages.GAP_LIST.title)
    if ranked["gap_score"].isna().all():
        st.info(describe.no_data(scene, view.query))
        return
    st.markdown(describe.finding(scene, view.query, ranked))
    # What differs at other levels stands in the sentence above.
    st.caption(describe.ranked_by(scene, view.query, with_others=False))
    changed_line(scene, view)
    doubt = caution.disagreement(scene, view.query)
    if doubt:
        st.caption(doubt)
    _search_and_download(scene, ranked, view)
    if view.area is not None:
        html.show(html.target(CHOSEN_ID))
        area_panel(scene, view)
    sentence = pvi_only_sentence(scene, view.query, ranked)
    if sentence:
        st.markdown(plain(sentence))
    st.markdown(f"**{gap_list_words.HOW_TITLE}.** {describe.how_made(scene, view.query)}")


def _search_and_download(scene: Scene, ranked: pd.DataFrame, view: View) -> None:
    find, download, with_notes, to_map = st.columns([5, 2, 2, 2], vertical_alignment="bottom")
    asked = finds.one(view.find, "place")
    find.text_input(
        gap_list_words.SEARCH_LABEL,
        help=gap_list_words.SEARCH_HELP,
        max_chars=finds.MOST_WORDS,
        **follow("list_search", asked, lambda new: finds.keep("place", new)),
    )
    term = asked.strip()
    with download:
        download_csv(ranked, view)
    with with_notes:
        download_with_notes(scene, ranked, view)
    with to_map:
        st.page_link(pages.GAP_MAP.path, label="Show on the map", query_params=view.params())
        st.page_link(pages.REPORT.path, label=report_words.TO_REPORT, query_params=view.params())
    more_formats(scene, view, "list_formats", beside_csv=True)
    shown = searched(ranked, term)
    if shown.empty:
        st.info(plain(gap_list_words.nothing_found(term)))
    else:
        if view.query.level == "district":
            st.caption(gap_list_words.FEW_AREAS)
        notes = local.counts(scene, view.query.level)
        # The panel is below the grid, out of sight on most screens. The place is kept: a grid that moved would be built anew.
        place = st.container()
        if view.area is not None:
            label = str(scene.atlas.areas.at[view.area, "label"])
            below = html.link(f"#{CHOSEN_ID}", gap_list_words.below(label))
            html.show(html.paragraph(below, "bsg-below"), place)
        paper = for_print(scene, view.query, term)
        gap_table(shown, scene, key=f"list_{hash((view.query, term))}", area=view.area, paper=paper, notes=notes)
