"""Which outcome area a list is of, and how many priority gaps the others have in the same places: each opens its own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis.overview import for_outcome
from ui.scene import answers
from ui.view.bar import choose_outcome
from ui.view.state import change, yes
from ui.view.widgets import fold
from ui.words import gap_list as words

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View


def counts(scene: Scene, query: Query) -> dict[str, int]:
    """Count the priority gaps of a question for every other outcome area, in the order of the settings."""
    others = [outcome for outcome in scene.settings.outcomes if outcome != query.outcome]
    return {one: int((answers.ranked(scene, for_outcome(query, one))["gap_class"] == "priority").sum()) for one in others}


def offer(scene: Scene, view: View, *, listed: bool) -> None:
    """Offer the others at once, where the outcome area of the view has no priority gap.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    listed : bool
        Whether the page can leave out what is no priority gap, as the list can and the map cannot.
    """
    found = counts(scene, view.query)
    if not found:
        return
    st.markdown(words.others_have(any(found.values())))
    _buttons(scene, view, found, priority_only=listed or view.priority_only)


def folded(scene: Scene, view: View) -> None:
    """Say which outcome area the list is of, and hold all the others folded."""
    outcomes = scene.settings.outcomes
    if len(outcomes) == 1:
        return
    part = fold(words.outcome_of(outcomes[view.query.outcome].name, len(outcomes)), "other_outcomes")
    if part.open:
        with part:
            found = counts(scene, view.query)
            _buttons(scene, view, found, priority_only=True)
            if none := [outcomes[one].name for one, count in found.items() if not count]:
                st.caption(words.none_for(none))


def _buttons(scene: Scene, view: View, found: dict[str, int], *, priority_only: bool) -> None:
    def choose(outcome: str) -> None:
        choose_outcome(scene, outcome)
        change(priority=yes(priority_only))

    with st.container(horizontal=True):
        for outcome, count in found.items():
            if count:
                label = words.outcome_has(scene.settings.outcomes[outcome].name, view.query.level, count)
                st.button(label, key=f"outcome_{outcome}", on_click=choose, args=(outcome,))
