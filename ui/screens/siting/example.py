"""What the page shows while nothing is asked, with a worked question one press away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.method.query import Query
from geo.siting.question import default_siting
from ui.scene import answers, memo
from ui.screens.siting.question import FIELDS, LEVEL
from ui.view import describe, finds
from ui.view.bar import choose_outcome
from ui.view.state import change
from ui.words import site_effect as effect_words
from ui.words import siting as words
from ui.words.plain import plain
from ui.words.scenarios import small

if TYPE_CHECKING:
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
    _ready_made(scene, view)
    st.caption(words.LIMITS)


def _ready_made(scene: Scene, view: View) -> None:
    """Offer the two questions that are asked most, in the chosen districts."""
    settings, query = scene.settings, replace(view.query, level=LEVEL)
    service = settings.services[default_siting(settings, query).opens]
    places = settings.siting.places if settings.outcomes[query.outcome].access == "places" else None
    st.markdown(f"**{words.READY_MADE}**")
    one = plain(effect_words.ask_one(small(service.name), places))
    st.button(one, on_click=partial(_ask, view, query, site_add="1"), icon=":material/add_location:")
    outcome = _of_sites(scene, query.outcome)
    if outcome is None:
        return
    opens = default_siting(settings, Query(outcome)).opens
    everybody = plain(effect_words.ask_everybody(settings.services[opens].plural, settings.siting.within_minutes))
    st.button(everybody, on_click=partial(_ask_everybody, scene, view, outcome), icon=":material/share_location:")


def _of_sites(scene: Scene, outcome: str) -> str | None:
    """Find an outcome area that counts sites, the chosen one first; None where all count places."""
    outcomes = scene.settings.outcomes
    counted = [name for name in (outcome, *outcomes) if outcomes[name].access == "presence"]
    return counted[0] if counted else None


def _ask_everybody(scene: Scene, view: View, outcome: str) -> None:
    """Ask how many sites it takes until everybody is near, in the outcome area that counts them."""
    if outcome != view.query.outcome:
        choose_outcome(scene, outcome)
    _ask(view, view.query, site_aim="everybody")


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


def _ask(view: View, query: Query, **fields: str) -> None:
    """Ask a ready-made question: what was written in the form goes."""
    find = finds.also(view.find, **{**dict.fromkeys(FIELDS, ""), "site_asked": "yes", **fields})
    change(find=list(find), district=list(query.districts))
