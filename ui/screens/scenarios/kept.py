"""Scenarios that are kept for everybody: save this one, open another, withdraw one. None is overwritten or deleted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.base.errors import DataError
from geo.method.gaps import METHOD_VERSION, data_as_at
from geo.store.saved_scenario import MOST_CHARACTERS
from ui.kit import asking
from ui.scene import own_data, visitor
from ui.screens import signed
from ui.screens.your_data.parts import problem_list
from ui.view.kept import NAME
from ui.view.state import stay
from ui.view.widgets import fold
from ui.words import common, pages
from ui.words import kept_scenarios as words
from ui.words.plain import plain
from ui.words.what_if import listed

if TYPE_CHECKING:
    from geo.store.desk import Desk
    from geo.store.saved_scenario import SavedScenario
    from geo.whatif.scene import Scene
    from ui.view.state import View

# Number of the form, a new and empty one once something was saved; and what was said of it.
ROUND, SAID = "kept_scenario_round", "kept_scenario_said"
# The scenario that somebody is asked about before it is withdrawn.
ASKED = "kept_scenario_asked"
MOST_LISTED: Final = 20


def kept(scene: Scene, view: View) -> None:
    """Draw what is kept, and the form that keeps the scenario of the view."""
    desk = visitor.desk()
    if desk is None:
        # One line before anything is pressed; how it is set up is for whoever is asked, and for no paper.
        with st.container(key="plain_no_workspace"):
            asking.ask(words.NO_WORKSPACE, common.WORKSPACE, st.caption)
        return
    folded = fold(words.KEPT_TITLE, "kept_scenarios")
    if not folded.open:
        return
    with folded:
        said = st.session_state.pop(SAID, None)
        if said:
            st.success(plain(said))
        if view.do and visitor.may("scenario"):
            _save(desk, scene, view)
        try:
            _listed(desk, view)
        except DataError as error:
            # A visit with files of its own goes on while what is kept is out of reach.
            problem_list(error.problems, words.KEPT_UNREADABLE)


def _save(desk: Desk, scene: Scene, view: View) -> None:
    number = st.session_state.get(ROUND, 0)
    if own_data.current() is not None:
        st.caption(words.KEPT_OWN_DATA)
    with st.form(f"keep_scenario_{number}"):
        name = st.text_input(words.KEEP_NAME, max_chars=MOST_CHARACTERS["name"])
        who = signed.name(words.KEEP_WHO)
        why = st.text_input(words.KEEP_WHY, max_chars=MOST_CHARACTERS["why"])
        if not st.form_submit_button(words.KEEP, type="primary", on_click=stay):
            return
    as_at = data_as_at(scene.model, view.query)
    try:
        saved = desk.save_scenario(name, who, why, view.do, fresh=view.fresh, data_version=as_at, method_version=METHOD_VERSION)
    except DataError as error:
        problem_list(error.problems, words.NOT_KEPT)
        return
    st.session_state[SAID], st.session_state[ROUND] = words.kept(saved.name, saved.scenario_id), number + 1
    st.rerun()


def _listed(desk: Desk, view: View) -> None:
    scenarios, broken = desk.place.scenarios.all()
    if broken:
        st.warning(words.kept_broken(broken))
    there = [saved for saved in scenarios if not saved.withdrawn_by]
    gone = [saved for saved in scenarios if saved.withdrawn_by]
    if not there:
        st.caption(words.NONE_KEPT)
    for saved in there[:MOST_LISTED]:
        told, to_it, away = st.columns([5, 2, 2], vertical_alignment="center")
        told.markdown(words.kept_line(saved.name, saved.who, saved.when, saved.why, len(saved.do)))
        to_it.page_link(pages.WHAT_IF.path, label=words.open_kept(saved.name), query_params=_link(saved, view))
        if not desk.person.may_withdraw("withdraw_scenario", saved.who):
            continue
        asks = partial(_ask, saved.scenario_id)
        away.button(words.WITHDRAW, key=f"withdraw_{saved.scenario_id}", on_click=asks, help=words.WITHDRAW_HELP, width="stretch")
        if st.session_state.get(ASKED) == saved.scenario_id:
            _sure(desk, saved)
    if len(there) > MOST_LISTED:
        st.caption(listed(MOST_LISTED, len(there)))
    if gone:
        _withdrawn(desk, gone[:MOST_LISTED])


def _ask(scenario_id: str | None) -> None:
    st.session_state[ASKED] = scenario_id
    stay()


def _sure(desk: Desk, saved: SavedScenario) -> None:
    """Ask once more; whoever withdraws says who they are."""
    with st.form(f"withdraw_form_{saved.scenario_id}"):
        st.markdown(words.sure(saved.name))
        who = signed.name(words.KEEP_WHO)
        with st.container(horizontal=True):
            yes = st.form_submit_button(words.WITHDRAW_IT, type="primary", on_click=stay)
            st.form_submit_button(words.LEAVE_IT, on_click=partial(_ask, None))
    if not yes:
        return
    try:
        desk.withdraw_scenario(saved.scenario_id, who)
    except DataError as error:
        problem_list(error.problems, words.NOT_WITHDRAWN)
        return
    st.session_state[SAID], st.session_state[ASKED] = words.withdrawn(saved.name), None
    st.rerun()


def _withdrawn(desk: Desk, scenarios: list[SavedScenario]) -> None:
    st.markdown(f"**{words.WITHDRAWN_TITLE}**")
    for saved in scenarios:
        told, back = st.columns([7, 2], vertical_alignment="center")
        line = words.kept_line(saved.name, saved.who, saved.when, saved.why, len(saved.do))
        told.markdown(f"{line} {words.withdrawn_by(saved.withdrawn_by, saved.withdrawn_at)}")
        may = desk.person.may_withdraw("withdraw_scenario", saved.withdrawn_by)
        if may and back.button(words.BRING_BACK, key=f"bring_back_{saved.scenario_id}", on_click=stay, width="stretch"):
            _bring_back(desk, saved)


def _bring_back(desk: Desk, saved: SavedScenario) -> None:
    try:
        desk.bring_back_scenario(saved.scenario_id)
    except DataError as error:
        problem_list(error.problems, words.NOT_WITHDRAWN)
        return
    st.session_state[SAID] = words.back(saved.name)
    st.rerun()


def _link(saved: SavedScenario, view: View) -> dict[str, str | list[str]]:
    rest = {name: value for name, value in view.params().items() if name not in {"do", "scale"}}
    return {**rest, NAME: saved.scenario_id}
