"""Provision: every provider in the data, searched, listed, mapped and counted, and what such a list cannot show."""

from __future__ import annotations

import streamlit as st

from geo.analysis.providers import find_providers
from ui.kit import html
from ui.kit.strips import region
from ui.kit.watch import watched
from ui.map import draw, scenario_marks
from ui.map.paint import Legend
from ui.scene import scenario
from ui.scene.providers import everything
from ui.screens.providers import table as parts
from ui.screens.providers.points_map import provider_map
from ui.screens.providers.search import search_bar
from ui.shell.page import open_view
from ui.view import describe
from ui.words import pages
from ui.words import providers as words
from ui.words import scenarios as scenarios_words
from ui.words.maps import SYMBOLS
from ui.words.plain import plain


@watched(pages.PROVISION)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.PROVISION)
    st.title(pages.PROVISION.title, anchor=False)
    st.markdown(words.INTRO)
    search = search_bar(scene, view)
    table = everything(scene)
    providers = find_providers(table, search)
    if gone := scenario.closed(scene):
        st.caption(plain(scenarios_words.gone(gone)))
    where = describe.where(scene, view.query)
    if providers.empty:
        st.info(words.NOTHING)
    else:
        st.markdown(parts.finding(scene, providers, search, where))
        left, right = st.columns([2, 1], gap="medium")
        with left:
            st.header(words.LIST_TITLE, anchor=False)
            parts.provider_grid(providers, scene, view)
            parts.download(providers, view)
        with right:
            st.header(words.MAP_TITLE, anchor=False)
            provider_map(scene, view, providers, words.alt(len(providers), where))
            drawn = parts.symbols(providers) | {mark["s"] for mark in scenario_marks.marks(scene)}
            kinds = [kind for kind in SYMBOLS if kind in drawn]
            beyond = not providers["inside"].all()
            draw.draw_legend(Legend(words.LEGEND_TITLE, (), words.LEGEND_NOTE), kinds, faded=False, beyond=beyond)
        st.header(words.COUNT_TITLE, anchor=False)
        html.show(region(words.COUNT_TITLE, parts.count_table(providers, scene.settings), "bsg-secondleft"))
    st.header(words.MISSING_TITLE, anchor=False)
    html.show(region(words.MISSING_TITLE, parts.missing_table(scene), "bsg-left"))
    minders = parts.childminder_table(scene)
    if minders:
        html.show(region(words.CHILDMINDERS, html.details(words.CHILDMINDERS, minders), "bsg-secondleft"))
    if len(providers):
        st.caption(plain(parts.sources(scene, providers)))
