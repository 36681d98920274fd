"""Report: a brief on one outcome area and some districts, as a web page in one file and as a PDF."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import work
from ui.report.make import ABOUT, PLACE, Made, has_list, make, place_of
from ui.scene import answers, local
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds
from ui.view.state import stay
from ui.view.widgets import follow_option
from ui.words import gap_list as gap_list_words
from ui.words import pages
from ui.words import place_brief as brief_words
from ui.words import report as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

MADE = "report_made"
LIST = "list"


def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.REPORT)
    st.title(pages.REPORT.title, anchor=False)
    st.markdown(words.LEAD)
    if not has_list(scene, view):
        st.info(f"{describe.no_data(scene, view.query)} {words.NOTHING}")
        return
    if view.area is not None:
        _about(scene, view, view.area)
    lines = _on_list(scene, view) if place_of(view) is None else brief_words.holds(str(scene.atlas.areas.at[view.area, "label"]))
    changed_line(scene, view)
    st.header(words.HOLDS_TITLE, anchor=False)
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    with st.expander(gap_list_words.HOW_TITLE):
        st.markdown(describe.how_made(scene, view.query))
    today = datetime.now().astimezone().date()
    # A report holds notes of local knowledge too.
    asked = (scene.key, local.known().key, view.params(), today)
    if st.button(words.MAKE, type="primary", help=words.MAKE_HELP, on_click=stay):
        st.session_state[MADE] = (asked, _make(scene, view, today))
    made_for, made = st.session_state.get(MADE, (None, None))
    if made_for == asked:
        _downloads(made, today)
    elif made is not None:
        st.info(words.STALE)


def _about(scene: Scene, view: View, area: str) -> None:
    """Ask whether the report is on the chosen place or on the list that it is in."""
    names = {PLACE: plain(scene.atlas.areas.at[area, "label"]), LIST: plain(describe.where(scene, view.query))}
    given = follow_option(
        "report_about",
        LIST if place_of(view) is None else PLACE,
        list(names),
        lambda new: finds.keep(ABOUT, PLACE if new == PLACE else None),
    )
    st.radio(brief_words.ABOUT, list(names), format_func=names.__getitem__, horizontal=True, help=brief_words.ABOUT_HELP, **given)


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
        made = make(scene, view, today, bar.progress)
    bar.empty()
    return made


def _downloads(made: Made, today: date) -> None:
    st.header(words.READY_TITLE, anchor=False)
    st.success(words.ready(made.pages, words.made_on(today)))
    files = (
        (words.DOWNLOAD_PDF, made.pdf, "pdf", "application/pdf", words.PDF_HELP),
        (words.DOWNLOAD_HTML, made.html, "html", "text/html", words.HTML_HELP),
    )
    with st.container(horizontal=True):
        for label, content, ending, mime, tip in files:
            st.download_button(label, content, f"{made.stem}.{ending}", mime, on_click="ignore", help=tip)
