"""Where and what: asked at the head of the page while nothing is asked yet; both set what the bar and the form set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui.scene.offers import offers
from ui.screens.siting import opens
from ui.view.state import change
from ui.view.widgets import follow_option
from ui.words import site_question as words

if TYPE_CHECKING:
    from geo.siting.question import Siting
    from geo.whatif.scene import Scene
    from ui.view.state import View

# Stand in the box for no district and for more than one, which it cannot choose but has to show.
ALL, SEVERAL = "all", "several"


def draw(scene: Scene, view: View, siting: Siting) -> None:
    """Draw the box of districts and that of what opens.

    Parameters
    ----------
    scene : Scene
        Districts, and what can be opened.
    view : View
        What is chosen.
    siting : Siting
        The question as it stands.
    """
    districts, chosen = offers(scene).districts, view.query.districts
    now = chosen[0] if len(chosen) == 1 else SEVERAL if chosen else ALL
    names = {ALL: scene.settings.area.name, **({SEVERAL: words.several(len(chosen))} if now == SEVERAL else {}), **districts}
    where, what = st.columns(2, gap="large")
    with where:
        # One box for each set of options: a browser keeps what was chosen in the other.
        given = follow_option(f"site_district_{len(names)}", now, list(names), partial(_choose, chosen))
        st.selectbox(words.WHERE, list(names), format_func=names.__getitem__, help=words.WHERE_HELP, **given)
    with what:
        opens.draw(scene, view, siting)


def _choose(before: tuple[str, ...], district: str) -> None:
    change(district=list(before) if district == SEVERAL else [] if district == ALL else [district])
