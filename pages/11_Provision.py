"""Provision: every provider in the data, searched, listed, mapped and counted, and what such a list cannot show."""

from __future__ import annotations

import streamlit as st

from geo.provision import Search, find_providers
from ui import describe, legend, provision
from ui import provision_text as words
from ui.map_text import SYMBOLS
from ui.page import open_view
from ui.paint import Legend
from ui.plain import plain
from ui.profile_strips import region
from ui.provision_map import provider_map
from ui.provision_search import search_bar


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE, has_map=True)
    st.title(words.TITLE, anchor=False)
    st.markdown(words.INTRO)
    search = search_bar(loaded, view)
    table = provision.everything(loaded.atlas, loaded.data_stamp)
    found = find_providers(table, search)
    where = describe.where(loaded, view.query)
    total = len(
        find_providers(table, Search(services=provision.answering(loaded.settings), districts=search.districts, beyond=search.beyond))
    )
    if found.empty:
        st.info(words.NOTHING)
    else:
        st.markdown(provision.finding(found, max(total, len(found)), where))
        left, right = st.columns([11, 10], gap="medium")
        with left:
            st.header(words.LIST_TITLE, anchor=False)
            provision.provider_grid(found, loaded, view)
            provision.download(found)
        with right:
            st.header(words.MAP_TITLE, anchor=False)
            provider_map(loaded, view, found, words.alt(len(found), where))
            kinds = [kind for kind in SYMBOLS if kind in provision.symbols(found)]
            legend.draw(Legend(words.LEGEND_TITLE, (), words.LEGEND_NOTE), kinds, faded=False)
        st.header(words.COUNT_TITLE, anchor=False)
        st.html(region(words.COUNT_TITLE, provision.count_table(found, loaded.settings), "bsg-secondleft"))
    st.header(words.MISSING_TITLE, anchor=False)
    st.html(region(words.MISSING_TITLE, provision.missing_table(loaded), "bsg-left"))
    if len(found):
        st.caption(plain(provision.sources(loaded, found)))


main()
