"""Report: a brief on one outcome area and some districts, as a web page in one file and as a PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import work
from ui.kit.watch import watched
from ui.report.asked import told_of
from ui.report.make import ABOUT, ASKED, PLACE, SCENARIO, Made, asked_of, has_list, is_on_scenario, make, place_of
from ui.scene import answers, local, places, scenario
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds, share
from ui.view.state import stay
from ui.view.widgets import follow_option
from ui.words import gap_list as gap_list_words
from ui.words import pages
from ui.words import place_brief as brief_words
from ui.words import report as words
from ui.words import scenario_note as note_words
from ui.words import scenarios as scenarios_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

MADE = "report_made"
LIST = "list"


@watched(pages.REPORT)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.REPORT)
    st.title(pages.REPORT.title, anchor=False)
    if not has_list(scene, view):
        st.markdown(words.LEAD)
        st.info(f"{describe.no_data(scene, view.query)} {words.NOTHING}")
        return
    known = asked_of(view) and told_of(scene, view) is not None
    if finds.asked(view.find) and not known:
        # The link asks for what these data do not have: the report is on the list.
        view = replace(view, ask="")
    st.markdown({LIST: words.LEAD, SCENARIO: words.LEAD_SCENARIO}.get(_on(view), words.LEAD_PLACE))
    offered = _offered(scene, view)
    if len(offered) > 1:
        _about(view, offered)
    holds = {ASKED: brief_words.asked_holds, SCENARIO: note_words.holds, PLACE: brief_words.holds}.get(_on(view))
    lines = _on_list(scene, view) if holds is None else holds(offered[_on(view)])
    if is_on_scenario(view):
        # What the scenario changes is said above.
        changed_line(scenario.before(scene), replace(view, do=(), fresh=False))
    else:
        changed_line(scene, view)
    _files(scene, view)
    st.header(words.HOLDS_TITLE, anchor=False)
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    with st.expander(gap_list_words.HOW_TITLE):
        st.markdown(describe.how_made(scene, view.query))


def _files(scene: Scene, view: View) -> None:
    """Draw the button that makes the report, and its files right below, where they are seen without scrolling."""
    today = datetime.now().astimezone().date()
    # A report holds notes of local knowledge too.
    asked = (scene.key, local.known().key, view.link(), today)
    if st.button(words.MAKE, type="primary", key="report_make", help=words.MAKE_HELP, on_click=stay):
        st.session_state[MADE] = (asked, _make(scene, view, today))
    made_for, made = st.session_state.get(MADE, (None, None))
    if made_for == asked:
        _downloads(made, today)
    elif made is not None:
        st.info(words.STALE)


def _on(view: View) -> str:
    """Say what the report is on: the scenario, the place that was asked for, the chosen area or the list."""
    if is_on_scenario(view):
        return SCENARIO
    return ASKED if asked_of(view) else LIST if place_of(view) is None else PLACE


def _offered(scene: Scene, view: View) -> dict[str, str]:
    """Name what a report can be on."""
    entry = places.found(scene, view.ask).chosen if view.ask and told_of(scene, view) else None
    named = {ASKED: "" if entry is None else entry.name, PLACE: "" if view.area is None else str(scene.atlas.areas.at[view.area, "label"])}
    if view.do:
        named[SCENARIO] = scenarios_words.some(scenario.told(scene), note_words.NAMED)
    return {key: name for key, name in named.items() if name} | {LIST: words.list_of(describe.where(scene, view.query))}


def _about(view: View, names: dict[str, str]) -> None:
    """Ask whether the report is on a place or on the list."""
    given = follow_option("report_about", _on(view), list(names), lambda new: finds.keep(ABOUT, None if new == LIST else new))
    st.radio(
        brief_words.ABOUT, list(names), format_func=lambda key: plain(names[key]), horizontal=True, help=brief_words.ABOUT_HELP, **given
    )


def _on_list(scene: Scene, view: View) -> list[str]:
    """Say what the list finds, and give what its report holds."""
    ranked, where = answers.ranked(scene, view.query), describe.where(scene, view.query)
    if not view.query.districts:
        st.info(plain(words.WHOLE.format(area=where)))
    st.markdown(describe.finding(scene, view.query, ranked))
    return words.holds(min(words.SHOWN, len(ranked)), len(ranked), where)


def _make(scene: Scene, view: View, today: date) -> Made:
    bar = st.progress(0.0, words.WORKING)
    with work.turn():
        made = make(scene, view, today, bar.progress, share.home())
    bar.empty()
    return made


def _downloads(made: Made, today: date) -> None:
    st.header(words.READY_TITLE, anchor=False)
    files = (
        (words.DOWNLOAD_PDF, made.pdf, "pdf", "application/pdf", words.PDF_HELP),
        (words.DOWNLOAD_HTML, made.html, "html", "text/html", words.HTML_HELP),
    )
    with st.container(horizontal=True):
        for label, content, ending, mime, tip in files:
            st.download_button(label, content, f"{made.stem}.{ending}", mime, on_click="ignore", help=tip)
    st.success(words.ready(made.pages, words.made_on(today)))
