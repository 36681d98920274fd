"""Scenarios that are kept for everybody: save this one, open another. None is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.base.errors import DataError
from geo.method.gaps import METHOD_VERSION, data_as_at
from geo.store.saved_scenario import MOST_CHARACTERS
from geo.store.scenarios import scenarios_of
from ui.scene import loading, own_data
from ui.screens.your_data.parts import problem_list
from ui.view.kept import NAME
from ui.view.state import stay
from ui.view.widgets import fold
from ui.words import pages
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.store.backend import SavedScenarios
    from geo.store.saved_scenario import SavedScenario
    from geo.whatif.scene import Scene
    from ui.view.state import View

# Number of the form, a new and empty one once something was saved; and what was said of it.
ROUND, SAID = "kept_scenario_round", "kept_scenario_said"
MOST_LISTED: Final = 20


def kept(scene: Scene, view: View) -> None:
    """Draw what is kept, and the form that keeps the scenario of the view."""
    folded = fold(words.KEPT_TITLE, "kept_scenarios")
    if not folded.open:
        return
    with folded:
        place = scenarios_of(loading.shared_settings())
        if place is None:
            st.info(words.NO_WORKSPACE)
            return
        said = st.session_state.pop(SAID, None)
        if said:
            st.success(plain(said))
        if view.do:
            _save(place, scene, view)
        _listed(place, view)


def _save(place: SavedScenarios, scene: Scene, view: View) -> None:
    number = st.session_state.get(ROUND, 0)
    if own_data.current() is not None:
        st.caption(words.KEPT_OWN_DATA)
    with st.form(f"keep_scenario_{number}"):
        name = st.text_input(words.KEEP_NAME, max_chars=MOST_CHARACTERS["name"])
        who = st.text_input(words.KEEP_WHO, max_chars=MOST_CHARACTERS["who"])
        why = st.text_input(words.KEEP_WHY, max_chars=MOST_CHARACTERS["why"])
        if not st.form_submit_button(words.KEEP, type="primary", on_click=stay):
            return
    as_at = data_as_at(scene.model, view.query)
    try:
        saved = place.save(name, who, why, view.do, fresh=view.fresh, data_version=as_at, method_version=METHOD_VERSION)
    except DataError as error:
        problem_list(error.problems, words.NOT_KEPT)
        return
    st.session_state[SAID], st.session_state[ROUND] = words.kept(saved.name, saved.scenario_id), number + 1
    st.rerun()


def _listed(place: SavedScenarios, view: View) -> None:
    scenarios, broken = place.all()
    if broken:
        st.warning(words.kept_broken(broken))
    if not scenarios:
        st.caption(words.NONE_KEPT)
    for saved in scenarios[:MOST_LISTED]:
        told, to_it = st.columns([5, 2], vertical_alignment="center")
        told.markdown(words.kept_line(saved.name, saved.who, saved.when, saved.why, len(saved.do)))
        to_it.page_link(pages.WHAT_IF.path, label=words.open_kept(saved.name), query_params=_link(saved, view))
    if len(scenarios) > MOST_LISTED:
        st.caption(words.listed(MOST_LISTED, len(scenarios)))


def _link(saved: SavedScenario, view: View) -> dict[str, str | list[str]]:
    rest = {name: value for name, value in view.params().items() if name not in {"do", "scale"}}
    return {**rest, NAME: saved.scenario_id}
