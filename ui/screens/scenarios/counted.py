"""Which changes count for the question, and where those count that do not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.vocabulary import NURSERY_CLASS
from geo.method.query import Query
from ui.scene import memo, scenario
from ui.scene.effects import counting
from ui.view.bar import choose_outcome
from ui.view.state import change
from ui.words import common
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.whatif.scene import Scene
    from ui.view.state import View

# Of changes that do not count, so many are explained: a list of a hundred hubs is explained by its first.
MOST_EXPLAINED = 3


@memo.shared()
def outcomes_of(scene: Scene, position: int) -> list[str]:
    """List the outcome areas for which a change counts, with all provision counted."""
    return [outcome for outcome in scene.settings.outcomes if counting(scene, Query(outcome))[position]]


def uncounted(scene: Scene, query: Query) -> list[int]:
    """Give the positions of the changes of provision that do not count.

    The first `MOST_EXPLAINED` of them are explained, the others marked.
    """
    acts = scenario.acts_of(scene)
    return [position for position, counts in enumerate(counting(scene, query)) if not counts and acts[position].kind != "take_up"]


def explain(scene: Scene, view: View) -> None:
    """Say of each change that does not count why, and offer to look where it does."""
    told = scenario.told(scene)
    for position in uncounted(scene, view.query)[:MOST_EXPLAINED]:
        _explain(scene, view, position, told[position][:1].upper() + told[position][1:], outcomes_of(scene, position))

    for warning in large_classes(scene, told):
        st.warning(warning)


def large_classes(scene: Scene, told: Sequence[str]) -> list[str]:
    """Warn of changes that make a nursery class larger than a school has; ``told`` says each change in words."""
    one, providers = scene.settings.provision.assumed_nursery_class_places, scenario.before(scene).model.atlas.providers["service_type"]
    large = (
        (words_of, act.places)
        for act, words_of in zip(scenario.acts_of(scene), told, strict=True)
        if act.kind in ("open", "resize") and (act.service_type or providers.get(act.target)) == NURSERY_CLASS
    )
    return [
        common.large_class(plain(what[:1].upper() + what[1:]), places, one)
        for what, places in large
        if places and places > common.CLASSES_OF_A_SCHOOL * one
    ]


def _explain(scene: Scene, view: View, position: int, told: str, outcomes: list[str]) -> None:
    """Buttons, not links: a link to the page that is open would leave the address of before in the browser."""
    names = {key: outcome.name for key, outcome in scene.settings.outcomes.items()}
    if not outcomes:
        st.info(words.no_places(told))
    elif view.query.outcome in outcomes:
        st.info(words.no_filter(told))
        st.button(words.COUNT_ALL, key=f"count_all_{position}", on_click=_count_all)
    else:
        st.info(words.no_outcome(told, names[view.query.outcome], [names[key] for key in outcomes]))
        with st.container(horizontal=True):
            for key in outcomes:
                st.button(names[key], key=f"look_at_{position}_{key}", on_click=partial(_look_at, scene, key))


def _look_at(scene: Scene, outcome: str) -> None:
    choose_outcome(scene, outcome)
    _count_all()


def _count_all() -> None:
    change(sector=None, service=None, assumed=None)
