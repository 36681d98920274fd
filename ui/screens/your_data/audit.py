"""Who has done what to the data of everybody: shown to those who may undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError
from geo.export.tables import to_csv
from geo.store.audit import audit_table
from ui.kit import html
from ui.scene import visitor
from ui.screens.your_data import parts
from ui.words import your_data as words

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace

LISTED = 50


def show(place: KeptPlace) -> None:
    """List the newest lines of the audit log, and offer all of them as a file."""
    if not visitor.person().may("audit"):
        return
    st.header(words.AUDIT, anchor=False)
    try:
        newest = place.audit.lines(most=LISTED)
    except DataError as error:
        parts.problem_list(error.problems, words.AUDIT_UNREADABLE)
        return
    if not newest:
        st.caption(words.AUDIT_EMPTY)
        return
    st.markdown(words.audit_note(len(newest)))
    rows = [
        [words.moment(line.done_at), line.who, line.how, line.act, line.what, line.before, line.after + words.AUDIT_STAGES[line.stage]]
        for line in newest
    ]
    html.show(html.region(html.table(list(words.AUDIT_COLUMNS), rows), words.AUDIT, text=True))
    st.download_button(
        words.AUDIT_DOWNLOAD, lambda: to_csv(audit_table(place.audit.lines()), bom=True), words.AUDIT_FILE, "text/csv", on_click="ignore"
    )
