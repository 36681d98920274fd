"""Gap list: the ranked table of the current filters, how it was made, and the file to take away."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, caution, describe, finds, list_text, local, report_text
from ui.formats import more_formats
from ui.page import changed_line, open_view
from ui.panel import area_panel
from ui.panel_market import pvi_only_sentence
from ui.plain import plain
from ui.state import View
from ui.tables import download_csv, download_with_notes, for_print, gap_table
from ui.widgets import follow

if TYPE_CHECKING:
    import pandas as pd

    from ui.page import Loaded

CHOSEN_ID = "chosen-place"


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(list_text.TITLE)
    ranked = cache.listed(loaded.model, loaded.stamp, view.query)
    st.title(list_text.TITLE)
    if ranked["gap_score"].isna().all():
        st.info(describe.no_data(loaded, view.query))
        return
    st.markdown(describe.finding(loaded, view.query, ranked))
    changed_line(loaded, view)
    doubt = caution.disagreement(loaded, view.query)
    if doubt:
        st.caption(doubt)
    _search_and_download(loaded, ranked, view)
    if view.area is not None:
        st.html(f'<div id="{CHOSEN_ID}" tabindex="-1"></div>')
        area_panel(loaded, view)
    told = pvi_only_sentence(loaded, view.query, ranked)
    if told:
        st.markdown(plain(told))
    st.markdown(f"**{list_text.HOW_TITLE}.** {describe.how_made(loaded, view.query)}")


def _search_and_download(loaded: Loaded, ranked: pd.DataFrame, view: View) -> None:
    find, download, with_notes, to_map = st.columns([5, 2, 2, 2], vertical_alignment="bottom")
    asked = finds.one(view.find, "place")
    find.text_input(
        list_text.SEARCH_LABEL,
        help=list_text.SEARCH_HELP,
        max_chars=finds.MOST_WORDS,
        **follow("list_search", asked, lambda new: finds.keep("place", new)),
    )
    term = asked.strip()
    with download:
        download_csv(ranked, view)
    with with_notes:
        download_with_notes(loaded, ranked, view)
    with to_map:
        st.page_link("pages/1_Gap_map.py", label="Show on the map", query_params=view.params())
        st.page_link(report_text.PATH, label=report_text.TO_REPORT, query_params=view.params())
    more_formats(loaded, view, "list_formats", beside_csv=True)
    names = ranked["area_label"] + " " + ranked["district"].fillna("") + " " + ranked["ward"].fillna("")
    shown = ranked[names.str.contains(term, case=False, regex=False)] if term else ranked
    if shown.empty:
        st.info(plain(list_text.nothing_found(term)))
    else:
        if view.query.level == "district":
            st.caption(list_text.FEW_AREAS)
        sure, notes = loaded.settings.confidence, local.counts(loaded, view.query.level)
        # The panel is below the grid, out of sight on most screens. The place is kept: a grid that moved would be built anew.
        place = st.container()
        if view.area is not None:
            label = str(loaded.atlas.areas.at[view.area, "label"])
            place.html(f'<p class="bsg-below"><a href="#{CHOSEN_ID}">{escape(list_text.below(label))}</a></p>')
        paper = for_print(shown, sure, loaded.stamp, view.query, term)
        gap_table(shown, sure, key=f"list_{hash((view.query, term))}", area=view.area, paper=paper, notes=notes)


main()
