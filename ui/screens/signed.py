"""Under which name somebody writes: their own where they are known, else the one that they type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.store.permission import LONGEST_NAME
from ui.scene import visitor
from ui.words import people as words

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def name(label: str, place: DeltaGenerator | None = None, key: str | None = None) -> str:
    """Say or ask in a form who writes."""
    known, place = visitor.person().name, place or st.container()
    if not known:
        return place.text_input(label, max_chars=LONGEST_NAME, key=key)
    place.markdown(words.signed(known))
    return known
