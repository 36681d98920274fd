"""The way out for a reader who cannot change a setting: whom to ask, with the setting folded away for whoever is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import html
from ui.words import common

if TYPE_CHECKING:
    from collections.abc import Callable


def ask(said: str, detail: str, show: Callable[[str], object] = st.info) -> None:
    """Say what is missing and whom to ask for it.

    Parameters
    ----------
    said : str
        What is missing, and who can help.
    detail : str
        What that person has to set, with the name of the setting.
    show : callable
        How the sentence is shown.
    """
    show(said)
    # Not an expander: some of these stand in one already.
    html.show(html.panel(html.details(common.FOR_WHOM, html.paragraph(detail))))
