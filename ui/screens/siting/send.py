"""Send or print the answer: its link, its scenario, and the pack of a site, all beside the sentence that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.screens.siting import files, pack_files, why
from ui.view import share
from ui.words import share as share_words
from ui.words import site_effect as words

if TYPE_CHECKING:
    import pandas as pd

    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View


def draw(asked: SiteQuestion, view: View, found: Found, table: pd.DataFrame) -> None:
    """Draw what takes an answer to somebody else.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    view : View
        The link.
    found : Found
        The answer.
    table : DataFrame
        `geo.siting.answer.answer_table`.
    """
    with st.container(border=True, key="plain_siting_send"):
        st.markdown(f"**{words.SEND_TITLE}**")
        share.copy_box("siting_link", share.link(view), share_words.COPY_WORDS)
        st.caption(words.SEND_NOTE)
        files.to_scenario(asked, view, found)
        code = why.chosen(view, table)
        st.caption(words.pack_of(str(table.loc[table["site_id"] == code, "site"].iloc[0])))
        pack_files.buttons(asked, view, found, code)
