"""Area profile: one neighbourhood, ward or district on one page."""

from __future__ import annotations

import streamlit as st

from ui import map_view, profile
from ui import profile_text as words
from ui.page import changed_line, open_view
from ui.plain import plain


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE)
    st.title(words.TITLE if view.area is None else plain(loaded.atlas.areas.at[view.area, "label"]), anchor=False)
    map_view.pick_area(loaded, view)
    changed_line(loaded, view)
    if view.area is None:
        profile.start(loaded, view)
    else:
        profile.draw(loaded, view, view.area)


main()
