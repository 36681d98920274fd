"""What is to open: every type can be chosen; one that does not count for the outcome area leads to one for which it does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.method.query import Query
from geo.siting.question import can_open
from ui.view import finds
from ui.view.bar import choose_outcome
from ui.view.state import change, saved
from ui.view.widgets import follow_option
from ui.words import site_question as question_words
from ui.words import siting as words

if TYPE_CHECKING:
    from geo.settings.model import Settings
    from geo.siting.question import Siting
    from geo.whatif.scene import Scene
    from ui.view.state import View

# Outcome area before and after a choice, and what was chosen: said until something else is.
MOVED = "siting_moved"


def outcomes_of(settings: Settings) -> dict[str, list[str]]:
    """List for every type of service that can be opened the outcome areas for which it counts, in the order of the settings."""
    found = dict[str, list[str]]()
    for outcome in settings.outcomes:
        for service in can_open(settings, Query(outcome)):
            found.setdefault(service, []).append(outcome)
    return found


def draw(scene: Scene, view: View, siting: Siting) -> None:
    """Draw the choice, and say where it led."""
    settings, here = scene.settings, view.query.outcome
    outcomes = outcomes_of(settings)
    options = sorted(outcomes, key=lambda service: here not in outcomes[service])
    # The browser keeps what a box shows by its key: each outcome area has its own types first.
    given = follow_option(f"site_opens_{here}", siting.opens, options, partial(choose, scene, view))
    st.selectbox(words.OPENS, options, help=words.OPENS_HELP, format_func=partial(_named, settings, outcomes, here), **given)
    _say(scene, siting, outcomes, here)


def choose(scene: Scene, view: View, service: str) -> None:
    """Open a type of service, in the outcome area of the view or else in the first for which it counts; for callbacks."""
    here, counted = view.query.outcome, outcomes_of(scene.settings)[service]
    if here not in counted:
        go(scene, here, counted[0], service)
        return
    if service not in can_open(scene.settings, view.query):
        change(service=None)
        st.session_state[MOVED] = (here, here, service)
    finds.keep("site_opens", service)


def go(scene: Scene, before: str, there: str, service: str) -> None:
    """Open a type of service in another outcome area, which is said; what was chosen as possible sites stays. For callbacks."""
    kinds = finds.several(saved().get("find", ()), "site_kind")
    choose_outcome(scene, there)
    finds.keep("site_kind", kinds)
    finds.keep("site_opens", service)
    st.session_state[MOVED] = (before, there, service)


def _named(settings: Settings, outcomes: dict[str, list[str]], here: str, service: str) -> str:
    name, counted = settings.services[service].whole_name, outcomes[service]
    return name if here in counted else question_words.elsewhere(name, [settings.outcomes[key].name for key in counted])


def _say(scene: Scene, siting: Siting, outcomes: dict[str, list[str]], here: str) -> None:
    """Say that the outcome area is another one, and offer the others for which the type counts."""
    before, after, service = st.session_state.get(MOVED, ("", "", ""))
    if (after, service) != (here, siting.opens):
        return
    names = {key: outcome.name for key, outcome in scene.settings.outcomes.items()}
    name = scene.settings.services[service].name
    if before == after:
        st.info(question_words.lifted(name))
        return
    others = [key for key in outcomes[service] if key != here]
    st.info(question_words.moved(name, names[before], names[here]))
    if not others:
        return
    with st.expander(question_words.OTHERS), st.container(horizontal=True):
        st.caption(question_words.also([names[key] for key in others]))
        for key in others:
            st.button(names[key], key=f"site_outcome_{key}", on_click=go, args=(scene, before, key, service))
