"""The form of a change of take-up where none can be made: what published figures of whole authorities tell in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.demand.published import published_take_up
from ui.screens.demand.published import answer
from ui.view import finds
from ui.view.widgets import follow, follow_option
from ui.words import change_form as words
from ui.words import pages

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def draw(ground: Scene, view: View, percent: int) -> None:
    """Draw age and share with the answer; where nothing is published, which file to bring. Both lead to where to get it."""
    found = published_take_up(ground.atlas, ground.settings)
    st.info(words.PUBLISHED if found else words.NO_TAKE_UP)
    if found:
        ages, said = list(found), finds.one(view.find, "act_age")
        age, many = st.columns(2, vertical_alignment="bottom")
        given = follow_option("act_age_of_take_up", said if said in ages else ages[0], ages, partial(finds.keep, "act_age"))
        chosen = age.selectbox(words.TAKE_UP_AGES, ages, format_func=words.aged, **given)
        share = many.number_input(words.PERCENT, 0, 100, help=words.PERCENT_HELP, **follow("act_percent", percent, _keep))
        answer(ground, chosen, float(share))
    st.page_link(pages.DEMAND.path, label=words.TO_GUIDE, icon=":material/timeline:")


def _keep(number: int) -> None:
    finds.keep("act_percent", f"{number}")
