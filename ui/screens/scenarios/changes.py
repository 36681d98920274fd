"""The list of changes: each in words with a button that removes it, undo, and start again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.scene import scenario
from ui.screens.scenarios.counted import MOST_EXPLAINED, uncounted
from ui.view.state import change, saved
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.whatif.scene import Scene
    from ui.view.state import View

# Pairs of lists of changes, after and before each press of this visit.
HISTORY = "scenario_history"
MOST_LISTED = 40


def put(do: Sequence[str], **more: Any) -> None:  # noqa: ANN401 - what `change` takes
    """Make another list of changes, and keep the one before for undo; for callbacks."""
    before = tuple(saved().get("do", ()))
    st.session_state.setdefault(HISTORY, []).append((tuple(do), before))
    change(do=list(do), **more)


def undo() -> None:
    """Go back to the list before the last press; a list that came by a link loses its last change."""
    now, history = tuple(saved().get("do", ())), st.session_state.setdefault(HISTORY, [])
    if history and history[-1][0] == now:
        change(do=list(history.pop()[1]))
    else:
        history.clear()
        change(do=list(now[:-1]))


def change_list(scene: Scene, view: View) -> None:
    """Draw the changes and what can be done with them."""
    st.header(words.CHANGES_TITLE, anchor=False)
    # Of the first ones it is said above, with the reason.
    marked = uncounted(scene, view.query)[MOST_EXPLAINED:]
    for number, told in enumerate(scenario.told(scene)[:MOST_LISTED]):
        text, button = st.columns([5, 2], vertical_alignment="center")
        note = f" *{words.NOT_COUNTED}*" if number in marked else ""
        text.markdown(f"{number + 1}\\. {plain(told[:1].upper() + told[1:])}.{note}")
        button.button(words.remove(number + 1), key=f"remove_{number}", on_click=partial(_remove, number), width="stretch")
    if len(view.do) > MOST_LISTED:
        st.caption(words.listed(MOST_LISTED, len(view.do)))


def history_buttons(view: View) -> None:
    """Offer undo and start again; the first also where the last change was removed."""
    history = st.session_state.get(HISTORY, [])
    possible = bool(view.do) or bool(history and history[-1][0] == view.do)
    with st.container(horizontal=True):
        st.button(words.UNDO, on_click=undo, disabled=not possible, help=words.UNDO_HELP, icon=":material/undo:")
        st.button(words.START_AGAIN, on_click=partial(put, ()), disabled=not view.do, help=words.START_AGAIN_HELP)


def _remove(number: int) -> None:
    do = list(saved().get("do", ()))
    put([*do[:number], *do[number + 1 :]])
