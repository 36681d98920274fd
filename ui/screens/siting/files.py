"""The files of an answer, those of the command line, and the answer as a scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.export.tables import records, to_csv
from geo.siting.changes import link_of
from ui.gap_list.formats import MIME
from ui.kit import work
from ui.screens.siting import answers
from ui.screens.siting.question import FIELDS
from ui.view import finds
from ui.view.state import stem
from ui.words import pages
from ui.words import siting as words

if TYPE_CHECKING:
    import pandas as pd

    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import Params, View

KINDS: Final = ("sites", "frontier", "changes")


def scenario_link(asked: SiteQuestion, view: View, found: Found) -> Params:
    """Give the link to the answer as a scenario, beside the changes that are there."""
    do = [link_of(change) for change in records(answers.changes(asked, found.plan))]
    left = finds.also(view.find, **dict.fromkeys(FIELDS, ""))
    return replace(view, do=(*view.do, *do), find=left).params()


def to_scenario(asked: SiteQuestion, view: View, found: Found) -> None:
    """Draw the link that makes a scenario of the answer."""
    link = scenario_link(asked, view, found)
    st.page_link(pages.WHAT_IF.path, label=words.SCENARIO, query_params=link, icon=":material/alt_route:", help=words.SCENARIO_HELP)


def downloads(asked: SiteQuestion, view: View, found: Found) -> None:
    """Offer the files."""
    with st.container(key="plain_siting_files"):
        _downloads(asked, view, found)


def _downloads(asked: SiteQuestion, view: View, found: Found) -> None:
    st.header(words.FILES_TITLE, anchor=False)
    with st.container(horizontal=True):
        for kind in KINDS:
            st.download_button(
                words.DOWNLOADS[kind],
                data=work.on_press(made, kind, asked, found),
                file_name=f"{stem(view, kind, view.query.outcome)}.csv",
                mime=MIME["csv"],
                on_click="ignore",
                key=f"siting_{kind}_file",
            )
    st.caption(words.FILES_NOTE)


def made(kind: str, asked: SiteQuestion, found: Found) -> bytes:
    """Make one file: the bytes of ``geo site``, with the mark by which Excel knows its letters."""
    return to_csv(rows(kind, asked, found), bom=True)


def rows(kind: str, asked: SiteQuestion, found: Found) -> pd.DataFrame:
    """Give the rows of a file, of `KINDS`; a file of sites says how firm each is, whether or not the page was asked."""
    if kind == "frontier":
        return answers.with_found(asked, found).table
    if kind == "changes":
        return answers.changes(asked, found.plan)
    return answers.table(asked, found.plan, answers.shares(asked, int(found.plan.sum())))
