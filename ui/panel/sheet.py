"""The panel of one area beside what it was chosen from; on a narrow screen over the lower part of the page (`static/app.css`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.panel.area import area_panel
from ui.view.state import choose_area
from ui.words import panel as panel_words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def sheet(scene: Scene, view: View) -> None:
    """Draw the panel of the chosen area with a button that closes it; it scrolls by itself and is never out of sight."""
    with st.container(key="sheet"):
        st.button(panel_words.CLOSE, icon=":material/close:", key="close_place", on_click=lambda: choose_area(None))
        area_panel(scene, view)
