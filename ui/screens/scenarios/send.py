"""The scenario as one page to send or to print: made when its button is pressed; the other ways are folded beside it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import work
from ui.report.make import file_stem, make, on_scenario
from ui.view import printing, share
from ui.words import pages
from ui.words import scenario_note as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

# As wide as what is in it, one beside the other.
FOLD_PX = 440


def draw(scene: Scene, view: View) -> None:
    """Offer the note, and behind it the other ways to take the answer to somebody else."""
    asked = on_scenario(view)
    with st.container(horizontal=True, vertical_alignment="top"):
        st.download_button(
            words.NOTE,
            data=work.on_press(pdf_of, scene, asked, share.home()),
            file_name=f"{file_stem(scene, asked)}.pdf",
            mime="application/pdf",
            on_click="ignore",
            type="primary",
            icon=":material/picture_as_pdf:",
            help=words.NOTE_HELP,
            key="scenario_note",
        )
        with st.expander(words.OTHER_WAYS, width=FOLD_PX), st.container(horizontal=True):
            printing.offer("print_scenario", words.PRINT)
            st.page_link(pages.REPORT.path, label=words.TO_REPORT, query_params=asked.params())


def pdf_of(scene: Scene, asked: View, home: str = "") -> bytes:
    """Make the note of today: the bytes of the page Report, and of ``geo scenario --note``, which knows no address of a dashboard."""
    return make(scene, asked, datetime.now().astimezone().date(), lambda *_: None, home).pdf
