"""The link to what the reader sees, in a box that copies it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from ui import share_text

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from ui.state import View


def link(view: View) -> str:
    """Write the full address of a view: this page as the reader's browser reached it, with every choice that is not at its default."""
    return f"{st.context.url or ''}?{urlencode(view.params(), doseq=True)}"


def place() -> DeltaGenerator:
    """Keep a place at the head of the page; `static/app.css` puts it beside the title, so that it takes no room of its own.

    The place is there on every run: what follows keeps its number, and the browser never builds the map anew.
    """
    return st.container(key="share", width="content")


def draw(where: DeltaGenerator, view: View) -> None:
    """Draw the button that shows the link.

    Parameters
    ----------
    where : DeltaGenerator
        As `place` returns it.
    view : View
        What the link opens.
    """
    with where.popover(share_text.SHARE, icon=":material/link:"):
        st.markdown(share_text.LINK)
        st.code(link(view), language=None, wrap_lines=True)
