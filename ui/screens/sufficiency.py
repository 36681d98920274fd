"""Sufficiency report: the yearly report to members as a Word document, a PDF, a workbook and a table of its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError
from geo.export.tables import BOM
from geo.method.supply import choose_supply
from geo.publishers.own_figures import slug
from geo.sufficiency import labels
from geo.sufficiency.authorities import authority_of, report_authorities
from geo.sufficiency.content import ReportSentence
from geo.sufficiency.material import query_of, years_offered
from ui.gap_list.formats import MIME
from ui.kit import html, work
from ui.kit.watch import watched
from ui.report.sufficiency.make import KINDS, file_of, report_of
from ui.scene import loading
from ui.screens.your_data.parts import problem_list
from ui.shell.page import changed_line, open_view
from ui.view import describe, finds, page_filters, scenes
from ui.view.state import change, stay, stem
from ui.view.widgets import follow_option
from ui.words import pages
from ui.words import sufficiency as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.sufficiency.content import SufficiencyReport
    from geo.whatif.scene import Scene
    from ui.view.state import View

MADE = "sufficiency_made"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MIMES = {"docx": WORD, "pdf": "application/pdf", "xlsx": MIME["xlsx"], "csv": MIME["csv"]}


@watched(pages.SUFFICIENCY)
def main() -> None:
    """Draw the page."""
    _, view = open_view(pages.SUFFICIENCY)
    st.title(pages.SUFFICIENCY.title, anchor=False)
    st.markdown(words.LEAD)
    if view.do:
        st.info(words.WITHOUT_SCENARIO)
    seen, scene, query = _asked(view)
    if not choose_supply(scene.model, query).counts:
        st.info(words.NOTHING)
        st.page_link(pages.YOUR_DATA.path, label=words.TO_YOUR_DATA, icon=":material/upload:")
        return
    changed_line(scene, seen)
    today = datetime.now().astimezone().date()
    _council(scene, query)
    year = _year(scene, query, view, today)
    try:
        report = report_of(scene, query, year, today.isoformat())
    except DataError as error:
        problem_list(error.problems, words.CANNOT)
        return
    _files(scene, query, seen, year, today, len(report.figures))
    _preview(report)
    with st.expander(words.HOW_TITLE):
        st.markdown(words.HOW)


def _asked(view: View) -> tuple[View, Scene, Query]:
    """Give the view as far as it changes the report, and the data and question that it asks for: without a scenario, whose it is not."""
    basis = loading.load()
    query = query_of(basis.settings, view.query)
    seen = page_filters.seen(pages.SUFFICIENCY, replace(view, query=query, do=(), fresh=False))
    return seen, scenes.chosen(basis, seen), seen.query


def _council(scene: Scene, query: Query) -> None:
    """Let the reader choose the authority that the report is on, by its districts; nothing where there is but one."""
    every = {one.code: one for one in report_authorities(scene.atlas)}
    if len(every) < 2:  # noqa: PLR2004 - a choice is between two
        return
    names = scene.atlas.at("district")["name"]
    labelled: dict[str, list[str]] = {words.EVERY_COUNCIL: []} | {
        words.council(one.name, [str(names[code]) for code in one.districts]): list(one.districts) for one in every.values()
    }
    chosen = next((label for label, codes in labelled.items() if set(codes) == set(query.districts)), words.CHOSEN_DISTRICTS)
    if chosen == words.CHOSEN_DISTRICTS:
        labelled[chosen] = list(query.districts)
    options = list(labelled)
    given = follow_option("report_council", chosen, options, lambda label: change(district=labelled[label]))
    st.selectbox(words.COUNCIL, options, help=words.COUNCIL_HELP, **given)


def _year(scene: Scene, query: Query, view: View, today: date) -> int:
    """Let the reader choose the year; this one unless another is asked for."""
    offered = [str(year) for year in years_offered(scene.model, query, today)]
    asked = finds.one(view.find, "report_year")
    chosen = asked if asked in offered else str(today.year)
    given = follow_option("report_year", chosen, offered, lambda new: finds.keep("report_year", new))
    st.selectbox(words.YEAR, offered, help=words.YEAR_HELP, width=180, **given)
    return int(chosen)


def _files(scene: Scene, query: Query, seen: View, year: int, today: date, count: int) -> None:
    """Draw the button that makes the files, and the files right below it."""
    asked = (scene.key, query, year, today)
    if st.button(words.MAKE, type="primary", key="sufficiency_make", help=words.MAKE_HELP, on_click=stay):
        st.session_state[MADE] = (asked, _make(scene, query, year, today))
    made_for, files = st.session_state.get(MADE, (None, None))
    if files is None:
        return
    if made_for != asked:
        st.info(words.STALE)
        return
    st.header(words.READY_TITLE, anchor=False)
    authority = authority_of(scene.atlas, query.districts)
    places = (slug(authority.name),) if authority else describe.file_places(scene, query)
    name = stem(seen, "sufficiency", str(year), *places)
    with st.container(horizontal=True):
        for kind, (label, tip) in words.FILES.items():
            # Excel knows by the mark that the table is UTF-8.
            content = BOM + files[kind] if kind == "csv" else files[kind]
            st.download_button(label, content, f"{name}.{kind}", MIMES[kind], on_click="ignore", help=tip, key=f"sufficiency_{kind}")
    st.success(words.ready(count))


def _make(scene: Scene, query: Query, year: int, today: date) -> dict[str, bytes]:
    """Make all files, one after the other, and say how far it is."""
    files: dict[str, bytes] = {}
    bar = st.progress(0.0, words.STEPS[KINDS[0]])
    with work.turn():
        for number, kind in enumerate(KINDS):
            bar.progress(number / len(KINDS), words.STEPS[kind])
            files[kind] = file_of(scene, query, year, today.isoformat(), kind)
    bar.empty()
    return files


def _preview(report: SufficiencyReport) -> None:
    """Show the summary, what is to be written before the report is sent, and of each part whether it is held and what would fill it."""
    st.header(words.SUMMARY_TITLE, anchor=False)
    for block in report.parts[0].blocks:
        if isinstance(block, ReportSentence):
            st.markdown(plain(block.text))
    st.header(words.BEFORE_TITLE, anchor=False)
    to_write = [(part.heading, part.wanted) for part in report.parts if part.held == "to_write"]
    st.markdown(words.before_sending(labels.TO_WRITE, to_write))
    st.header(words.PARTS_TITLE, anchor=False)
    rows = [(part.heading, words.HELD[part.held], words.wanted(part.wanted)) for part in report.parts if not part.of_district]
    html.show(html.region(html.table(words.PART_COLUMNS, rows), words.PARTS_TITLE, text=True))
