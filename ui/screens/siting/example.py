"""What the page shows while nothing is asked: questions that are asked often, each one press away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.method.query import Query
from geo.siting.question import default_siting
from ui.scene import answers, memo
from ui.screens.siting import begin
from ui.screens.siting.opens import go, outcomes_of
from ui.screens.siting.question import FIELDS, LEVEL
from ui.view import describe, finds
from ui.view.state import change
from ui.words import site_question as question_words
from ui.words import siting as words
from ui.words.plain import plain
from ui.words.scenarios import small

if TYPE_CHECKING:
    from geo.siting.question import Siting
    from geo.whatif.scene import Scene
    from ui.view.state import View


def start(scene: Scene, view: View, siting: Siting) -> None:
    """Ask where and what, and offer questions that are asked often, each with its place in its own words.

    Parameters
    ----------
    scene, view
        What is asked of.
    siting : Siting
        The question as it stands: what is to open.
    """
    st.markdown(question_words.EMPTY)
    begin.draw(scene, view, siting)
    with st.container(key="asks_often"):
        _questions(scene, view, siting.opens)
    st.caption(words.LIMITS)


def _questions(scene: Scene, view: View, opens: str) -> None:
    settings, query = scene.settings, replace(view.query, level=LEVEL)
    usual, where = default_siting(settings, query), describe.where(scene, query)
    siting = replace(usual, opens=opens)
    what = {"site_opens": opens} if opens != usual.opens else {}
    service = settings.services[siting.opens]
    places = siting.unit if settings.outcomes[query.outcome].access == "places" else None
    one = plain(question_words.ask_one(small(service.name), places, where))
    st.button(one, on_click=partial(_ask, view, query, site_add="1", **what), icon=":material/add_location:")
    worst = example(scene, view)
    if worst is not None:
        several = plain(question_words.ask_several(siting.add, service.plural, describe.where(scene, worst)))
        st.button(several, key="site_several", on_click=partial(_ask, view, worst, **what), icon=":material/lightbulb:")
    _of_sites(scene, view, where, opens)


def _of_sites(scene: Scene, view: View, where: str, opens: str) -> None:
    """Offer the questions on sites: how many until everybody is near, and where one helps most if that is not asked above.

    Where they are of another outcome area than is chosen, it is said for which the kind counts.
    """
    settings, here = scene.settings, view.query.outcome
    outcome = _counts_sites(scene, here)
    if outcome is None:
        return
    siting = default_siting(settings, Query(outcome))
    if outcome == here:
        siting = replace(siting, opens=opens)
    service, elsewhere = settings.services[siting.opens], settings.outcomes[outcome].name if outcome != here else ""
    if elsewhere:
        one = plain(question_words.ask_one(small(service.name), None, where, elsewhere))
        asked = partial(_ask_sites, scene, view, outcome, siting.opens, site_add="1")
        st.button(one, on_click=asked, icon=":material/add_location:")
    everybody = plain(question_words.ask_everybody(service.plural, settings.siting.within_minutes, where, elsewhere))
    asked = partial(_ask_sites, scene, view, outcome, siting.opens, site_aim="everybody")
    st.button(everybody, on_click=asked, icon=":material/share_location:")
    counted = [settings.outcomes[name].name for name in outcomes_of(settings)[siting.opens]]
    if elsewhere:
        st.caption(plain(question_words.counts_for(service.name, counted, elsewhere)))


def _counts_sites(scene: Scene, outcome: str) -> str | None:
    """Find an outcome area that counts sites, the chosen one first; None where all count places."""
    outcomes = scene.settings.outcomes
    counted = [name for name in (outcome, *outcomes) if outcomes[name].access == "presence"]
    return counted[0] if counted else None


def _ask_sites(scene: Scene, view: View, outcome: str, opens: str, **fields: str) -> None:
    """Ask in an outcome area that counts sites; that it is another one is said."""
    _ask(view, view.query, **fields)
    if outcome != view.query.outcome:
        go(scene, view.query.outcome, outcome, opens)


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
