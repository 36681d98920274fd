"""Where to put it: the sites where something new helps most, how good that answer is, and what one more would buy."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError, UnknownIdError
from geo.siting.answer import settings_of
from ui.kit.watch import watched
from ui.scene import loading, local, outlooks, scenario
from ui.screens.siting import (
    answers,
    doubts,
    example,
    files,
    form,
    frontier,
    lead,
    on_list,
    own,
    prove,
    question,
    regain,
    send,
    sentence,
    site_map,
    sites,
    there,
    unreached,
    why,
)
from ui.screens.siting.question import LEVEL, SiteQuestion
from ui.screens.your_data.parts import problem_list
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds, scenes
from ui.view.state import change
from ui.words import pages
from ui.words import site_question as question_words
from ui.words import siting as words
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.siting.exact import Found
    from geo.whatif.scene import Scene
    from ui.view.state import View


@watched(pages.SITING)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.SITING)
    ground = scenes.ground(loading.load(), view)
    st.title(pages.SITING.title, anchor=False)
    brought = own.in_use(ground)
    siting = question.of_view(scene, view, brought)
    years = outlooks.years_ahead(scene, replace(view.query, level=LEVEL))
    year = question.year_of(view, years)
    looked_at = scene if year is None else outlooks.in_year(scene, year)
    asked = SiteQuestion(looked_at, replace(view.query, level=LEVEL), siting, brought, local.known(), year)
    answer = st.container()
    changed_line(scenario.before(scene), replace(view, do=(), fresh=False))
    if not question.is_asked(view):
        with answer:
            example.start(scene, view, asked.siting)
        _form(scene, ground, view, asked, years)
        return
    with answer:
        found = _answer(asked, view)
        if found is not None:
            _sites(asked, found)
    _form(scene, ground, view, asked, years)
    if found is not None:
        _results(asked, view, found)


def _form(scene: Scene, ground: Scene, view: View, asked: SiteQuestion, years: tuple[int, ...]) -> None:
    # Paper cannot be asked: the answer above says what was.
    with st.container(key="plain_siting_question"):
        form.of_year(asked.year, years)
        form.form(scene, ground, view, asked.siting, asked.own)
        if not question.is_asked(view):
            # `static/landmark.js` brings the answer into sight where it is not.
            with st.container(key="asks_sites"):
                st.button(question_words.FIND, type="primary", key="site_find", on_click=partial(finds.keep, "site_asked", "yes"))
        else:
            st.button(words.START_AGAIN, on_click=_start_again, args=(view,), help=words.START_AGAIN_HELP)


def _start_again(view: View) -> None:
    change(find=list(finds.also(view.find, **dict.fromkeys(question.FIELDS, ""))))


def _answer(asked: SiteQuestion, view: View) -> Found | None:
    """Say the answer in one sentence with how good it is; None where there is none, which is said too."""
    if asked.known.problems:
        problem_list(asked.known.problems, words.CANNOT_ASK)
        return None
    try:
        answers.prepared(asked)
    except DataError as error:
        problem_list(error.problems, words.CANNOT_ASK)
        return None
    except UnknownIdError as error:
        st.error(f"**{words.CANNOT_ASK}.** {plain(error)}")
        return None
    if problems := answers.problems(asked):
        problem_list(problems, words.NO_ANSWER)
        return None
    prove.settle(asked, view)
    found = prove.found(asked, view)
    table = answers.table(asked, found.plan)
    st.markdown(sentence.sentence(asked, found, table))
    if len(table):
        firm = sites.shares(asked, found)
        lead.draw(asked, found, answers.table(asked, found.plan, firm), firm)
    prove.draw(asked, found)
    if len(table):
        with st.container(key="siting_there"):
            there.draw(asked, table)
    _beside(asked, view, found, table)
    return found


def _beside(asked: SiteQuestion, view: View, found: Found, table: pd.DataFrame) -> None:
    """Draw what a reader must know beside the answer, and what sends it."""
    # The gap list knows no year but today.
    if len(table) and asked.year is None:
        on_list.draw(asked, view, found.plan)
    for said in regain.sentences(asked, found):
        st.markdown(said)
    often = doubts.often(asked, table, sites.shares(asked, found)) if len(table) else ""
    if often:
        st.markdown(often)
    for said in sentence.remarks(asked, found, table):
        st.caption(said)
    unreached.draw(asked)
    if len(table):
        send.draw(asked, view, found, table)


def _sites(asked: SiteQuestion, found: Found) -> None:
    """Draw the table of the sites: with the answer, before the long form of its question."""
    table = answers.table(asked, found.plan, sites.shares(asked, found))
    if len(table):
        sites.draw(asked, found, table)


def _results(asked: SiteQuestion, view: View, found: Found) -> None:
    """Draw what stands behind the sentence."""
    table = answers.table(asked, found.plan, sites.shares(asked, found))
    if len(table):
        why.draw(asked, view, found, table)
        regain.draw(asked, found)
        site_map.site_map(asked, view, found.plan, table, sentence.sentence(asked, found, table))
    frontier.draw(asked, found)
    with st.expander(words.HOW_TITLE):
        for said in sentence.counted(asked, found, table):
            st.markdown(said)
        st.markdown(words.how(describe.how_made(asked.scene, asked.query), settings_of(answers.prepared(asked))))
        st.caption(words.LIMITS)
        st.caption(words.COMMAND)
    files.downloads(asked, view, found)
