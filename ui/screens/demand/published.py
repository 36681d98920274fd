"""Another take-up from published figures of whole authorities, where no take-up is held that can be worked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.demand.published import published_answer, published_basis, published_take_up
from ui.screens.demand.question import SHARES
from ui.view import finds
from ui.view.widgets import follow_option
from ui.words import demand as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def draw(scene: Scene, view: View) -> None:
    """Draw the box of take-up, and the answer for each authority; nothing where nothing is published, or sites are counted."""
    found = published_take_up(scene.atlas, scene.settings)
    if not found or scene.settings.outcomes[view.query.outcome].access != "places":
        return
    options = ["", *(f"{age}={share}" for age in found for share in SHARES)]
    asked = finds.one(view.find, "ahead_take_up")
    given = follow_option("ahead_take_up", asked if asked in options else "", options, lambda new: finds.keep("ahead_take_up", new))
    chosen = st.selectbox(words.TAKE_UP, options, format_func=words.published_option, help=words.PUBLISHED_HELP, width=320, **given)
    if chosen:
        age, _, percent = chosen.partition("=")
        answer(scene, age, float(percent))


def answer(scene: Scene, age: str, percent: float) -> None:
    """Say what it means, and what that rests on."""
    rows, hours = published_take_up(scene.atlas, scene.settings)[age], scene.settings.demand.hours_a_place
    st.markdown(f"**{plain(published_answer(rows, percent, hours))}**")
    st.caption(plain(published_basis(rows, hours)))
