"""Which changes count for the question, and where those count that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.method.query import Query
from geo.method.supply import choose_supply
from ui.scene import memo, scenario
from ui.words import pages
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

# Of changes that do not count, so many are explained: a list of a hundred hubs is explained by its first.
MOST_EXPLAINED = 3


@memo.shared()
def counting(scene: Scene, query: Query) -> tuple[bool, ...]:
    """Say of each change whether it counts for the question: its service type and sector, and the provider's places, do; homes always."""
    today, counted = scenario.before(scene), []
    both = [(model.atlas.providers.index, choose_supply(model, query).capacity) for model in (today.model, scene.model)]
    names = scenario.names_of(scene)
    for position, act in enumerate(scenario.acts_of(scene)):
        code = names.get(position, act.target)
        counted.append(act.kind == "homes" or any(code in index and capacity[index.get_loc(code)] > 0 for index, capacity in both))
    return tuple(counted)


@memo.shared()
def outcomes_of(scene: Scene, position: int) -> list[str]:
    """List the outcome areas for which a change counts, with all provision counted."""
    return [outcome for outcome in scene.settings.outcomes if counting(scene, Query(outcome))[position]]


def explain(scene: Scene, view: View) -> None:
    """Say of each change that does not count why, and lead to where it does."""
    told, counted = scenario.told(scene), counting(scene, view.query)
    for position in [place for place, counts in enumerate(counted) if not counts][:MOST_EXPLAINED]:
        outcomes = outcomes_of(scene, position)
        _explain(scene, view, told[position][:1].upper() + told[position][1:], outcomes)


def _explain(scene: Scene, view: View, told: str, outcomes: list[str]) -> None:
    names = {key: outcome.name for key, outcome in scene.settings.outcomes.items()}
    if not outcomes:
        st.info(words.no_places(told))
    elif view.query.outcome in outcomes:
        st.info(words.no_filter(told))
        st.page_link(pages.WHAT_IF.path, label=words.COUNT_ALL, query_params=_of(view, view.query.outcome).params())
    else:
        st.info(words.no_outcome(told, names[view.query.outcome], [names[key] for key in outcomes]))
        with st.container(horizontal=True):
            for key in outcomes:
                st.page_link(pages.WHAT_IF.path, label=words.look_at(names[key]), query_params=_of(view, key).params())


def _of(view: View, outcome: str) -> View:
    """Ask for an outcome area with all its provision; what belongs to another one is taken back, as by the filter."""
    other = outcome != view.query.outcome
    tuning = replace(view.tuning, weights=(), target=None) if other else view.tuning
    query = Query(outcome, view.query.level, view.query.districts)
    return replace(view, query=query, tuning=tuning, indicator=None if other else view.indicator)
