"""The way from a scenario to the question where something should go: instead of what closes, or on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.siting.question import MOST_TOTAL
from ui.view import siting_links
from ui.view.state import stay
from ui.words import pages
from ui.words import siting as siting_words
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def where_instead(scene: Scene, view: View) -> None:
    """Lead to the question; of a closure by one way for each kind of provision that could stand in for it, for as many places as wanted."""
    ways = siting_links.instead(scene, view)
    if not ways:
        st.page_link(pages.SITING.path, label=siting_words.AFTERWARDS, query_params=siting_links.afterwards(view))
        return
    services, lost = scene.settings.services, ways[0].places
    st.markdown(words.instead(lost))
    # A form, so that what stands in the box when a way is pressed is what is asked.
    with st.form("instead", border=False):
        wanted = st.number_input(words.INSTEAD_PLACES, 1, MOST_TOTAL, lost, width=220) if lost else 0
        with st.container(horizontal=True):
            labels = [words.instead_as(services[way.opens].name, way.sector) for way in ways]
            named = zip(ways, labels, strict=True)
            pressed = [way for way, label in named if st.form_submit_button(label, key=f"{way.opens}_{way.sector}", on_click=stay)]
    for way in pressed:
        st.switch_page(pages.SITING.path, query_params=siting_links.of_places(way, wanted))
    district = str(scene.atlas.areas.at[ways[0].district, "name"]) if ways[0].district else ""
    st.caption(words.instead_note(district, len(ways)))
