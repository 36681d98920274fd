"""Measures of need: one published measure at a time, with its interval, its change and where it comes from."""

from __future__ import annotations

import streamlit as st

from ui import measures_page
from ui import measures_page_text as page_text
from ui.page import open_view


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(page_text.PAGE)
    st.title(page_text.TITLE, anchor=False)
    indicator = measures_page.choose(loaded, view)
    measures_page.facts(loaded, view, indicator)
    measures_page.areas(loaded, view, indicator)
    measures_page.funnel(loaded, indicator)
    measures_page.trend(loaded, view, indicator)


main()
