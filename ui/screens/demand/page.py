"""Demand: when and where children pass what is within reach, year by year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError
from geo.demand.backcast import backcasts
from geo.demand.summary import passing
from geo.export.tables import to_csv
from geo.method.supply import choose_supply
from ui.kit.watch import watched
from ui.scene import outlooks, scenario
from ui.screens.demand import ages, guide, lines, outlook_map, published, tables
from ui.screens.demand.question import YearAsked, controls, of_view
from ui.screens.your_data.parts import problem_list
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds, page_filters
from ui.view.state import stem
from ui.words import demand as words
from ui.words import pages
from ui.words import scenario_users as users_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from geo.demand.summary import Passing
    from geo.whatif.scene import Scene
    from ui.view.state import View


@watched(pages.DEMAND)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.DEMAND)
    st.title(pages.DEMAND.title, anchor=False)
    supply = choose_supply(scene.model, view.query)
    if not supply.counts:
        st.info(describe.no_data(scene, view.query))
        return
    try:
        outlook = outlooks.outlook(scene, view.query)
    except DataError as error:
        problem_list(error.problems, words.CANNOT_LOOK)
        return
    asked = of_view(view, outlook)
    found = _found(scene, view, asked)
    verdict = words.verdict(found, view.query.level, supply.unit, asked.counted, held=asked.held)
    st.markdown(verdict)
    for act in asked.take_up:
        who = words.take_up_subject(act.ages, act.percent, asked.year, held=asked.held)
        told = users_words.found(
            who, outlooks.take_up_effect(scene, view.query, asked.variant, asked.year, asked.take_up), view.query.level
        )
        st.markdown(f"{told} {users_words.a_place(scene.settings.demand.hours_a_place)}")
    if outlook.use is None:
        st.caption(words.NO_USERS)
        published.draw(scene, view)
    changed_line(scenario.before(scene), page_filters.seen(pages.DEMAND, view))
    if asked.held or outlook.use is not None:
        controls(asked, outlook)
    _try(view)
    if not asked.held:
        guide.draw(scene, opened=True)
    _results(scene, view, asked, verdict)
    if asked.held:
        guide.draw(scene, opened=False)
    _how(scene)


def _try(view: View) -> None:
    """Lead to the form of a change that counts by year: homes, children, or take-up."""
    with st.container(horizontal=True, key="plain_ahead_try"):
        for kind, label in words.TRY.items():
            asked = replace(view, find=finds.also(view.find, act=kind))
            st.page_link(pages.WHAT_IF.path, label=label, query_params=asked.params(), icon=":material/alt_route:")


def _results(scene: Scene, view: View, asked: YearAsked, verdict: str) -> None:
    left, right = st.columns([13, 10], gap="medium")
    with left:
        outlook_map.draw_map(scene, view, asked, words.alt(describe.where(scene, view.query), bare(verdict)))
    with right:
        if asked.held:
            lines.draw(scene, view.query, asked)
        else:
            tables.districts(scene, view.query, asked)
    if asked.held:
        tables.districts(scene, view.query, asked)
    ages.draw(scene, view.query, asked)
    tables.areas(scene, view.query, asked)
    _download(scene, view, asked)


def _found(scene: Scene, view: View, asked: YearAsked) -> Passing:
    return passing(outlooks.listed(scene, view.query, asked.take_up), asked.year, asked.variant, asked.counted)


def _download(scene: Scene, view: View, asked: YearAsked) -> None:
    """Offer the file; built only when clicked."""
    st.download_button(
        words.DOWNLOAD,
        data=lambda: to_csv(outlooks.listed(scene, view.query, asked.take_up), bom=True),
        file_name=f"{stem(view, 'demand', view.query.outcome, view.query.level)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=words.DOWNLOAD_HELP,
    )


def _how(scene: Scene) -> None:
    said = scene.settings.demand
    with st.expander(words.HOW_TITLE, expanded=True):
        st.markdown(
            words.HOW.format(
                assumed=scene.settings.scenario.yield_per_100_homes, hours=said.hours_a_place, draws=said.draws, late=said.slippage_years
            )
        )
        for one in backcasts(scene.model):
            st.markdown(words.backcast(one))
