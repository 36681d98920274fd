"""What the page shows while nothing is asked, with a worked question one press away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.siting.question import default_siting
from ui.scene import answers, memo
from ui.screens.siting.question import FIELDS, LEVEL
from ui.view import describe, finds
from ui.view.state import change
from ui.words import siting as words
from ui.words.scenarios import small

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View


def start(scene: Scene, view: View) -> None:
    """Say what the page does, and offer to ask: the question as it stands below, or a worked one."""
    st.markdown(words.EMPTY)
    query, siting = example(scene, view), default_siting(scene.settings, replace(view.query, level=LEVEL))
    service = scene.settings.services[siting.opens]
    with st.container(horizontal=True):
        st.button(words.FIND, type="primary", on_click=partial(finds.keep, "site_asked", "yes"))
        if query is not None:
            st.button(words.EXAMPLE, on_click=partial(_ask, view, query), icon=":material/lightbulb:")
    if query is not None:
        one = siting.add == 1
        st.caption(words.example_help(siting.add, small(service.name) if one else service.plural, describe.where(scene, query)))
    st.caption(words.LIMITS)


def example(scene: Scene, view: View) -> Query | None:
    """Ask for the sites of the settings in the chosen districts, else in that of the greatest gap; None where no area is ranked."""
    query = replace(view.query, level=LEVEL)
    if query.districts:
        return query
    code = _worst(scene, query)
    return None if code is None else replace(query, districts=(code,))


@memo.shared()
def _worst(scene: Scene, query: Query) -> str | None:
    ranked = answers.ranked(scene, query)
    codes = ranked.loc[ranked["gap_score"].notna(), "area_code"]
    return None if codes.empty else str(scene.model.areas[LEVEL].at[codes.iloc[0], "district_code"])


def _ask(view: View, query: Query) -> None:
    """Ask the worked question: what was written in the form goes."""
    find = finds.also(view.find, **{**dict.fromkeys(FIELDS, ""), "site_asked": "yes"})
    change(find=list(find), district=list(query.districts))
