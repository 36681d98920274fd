"""The way from a scenario to the question where something should go: instead of what closes, or on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.siting.question import MOST_TOTAL
from ui.view import finds, siting_links
from ui.view.widgets import follow
from ui.words import pages
from ui.words import siting as siting_words
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def where_instead(scene: Scene, view: View) -> None:
    """Draw the links; of a closure one for each kind of provision that could stand in for it, with what they ask."""
    ways = siting_links.instead(scene, view)
    if not ways:
        st.page_link(pages.SITING.path, label=siting_words.AFTERWARDS, query_params=siting_links.afterwards(view))
        return
    services = scene.settings.services
    st.markdown(words.instead(ways[0].places))
    lost = ways[0].places
    if lost:
        held = follow("instead_places", siting_links.places_wanted(view) or lost, lambda new: finds.keep(siting_links.INSTEAD, f"{new}"))
        st.number_input(words.INSTEAD_PLACES, min_value=1, max_value=MOST_TOTAL, step=1, width=220, **held)
    with st.container(horizontal=True):
        for way in ways:
            label = words.instead_as(services[way.opens].name, way.sector)
            st.page_link(pages.SITING.path, label=label, query_params=way.link)
    district = str(scene.atlas.areas.at[ways[0].district, "name"]) if ways[0].district else ""
    st.caption(words.instead_note(district, len(ways)))
