"""What to do next where no area of a list is a priority gap: all, the smaller ones inside, the nearest to one, another outcome area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.base.vocabulary import LEVELS
from geo.method.gaps import nearest_to_priority
from ui.gap_list import other_outcomes
from ui.view import describe
from ui.view.state import change, choose_area, yes
from ui.words import common
from ui.words import gap_list as words
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.view.state import View


def next_steps(scene: Scene, view: View, ranked: pd.DataFrame, *, listed: bool) -> None:
    """Offer each next step as a button, and say how near the nearest area comes; nothing where there is a priority gap.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    ranked : DataFrame
        Every area of the question, as `geo.method.gaps.gap_list` gives it.
    listed : bool
        Whether the page can leave out what is no priority gap, as the list can and the map cannot.
    """
    if (ranked["gap_class"] == "priority").any():
        return
    inside, near = describe.priority_inside(scene, view.query), nearest_to_priority(ranked) if len(ranked) > 1 else None
    with st.container(horizontal=True):
        if listed and view.priority_only:
            st.button(words.show_all(view.query.level, len(ranked)), key="steps_all", on_click=change, kwargs={"priority": None})
        if inside:
            finer = {"level": LEVELS[-1], "area": None, "priority": yes(listed or view.priority_only)}
            st.button(words.show_inside(LEVELS[-1], len(inside)), key="steps_inside", on_click=change, kwargs=finer)
        if near is not None:
            name = plain(common.short_label(near["area_label"], near["district"]))
            st.button(words.show_nearest(name), key="steps_nearest", on_click=choose_area, args=(near["area_code"],))
    if near is not None:
        st.caption(words.nearest(name, near["need_score"], near["access_score"]))
    other_outcomes.offer(scene, view, listed=listed)
