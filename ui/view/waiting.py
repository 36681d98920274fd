"""What is shown while a brought file is read: that it is, or who comes first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from geo.intake.reading.turns import listening
from ui.words import your_data as words

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told(name: str) -> Iterator[None]:
    """Say on the page, while a file is read in this block, that it is read or how many come before it."""
    place = st.empty()

    def tell(waiting: str) -> None:
        place.info(words.reading(name, waiting))

    try:
        with listening(tell):
            tell("")
            yield
    finally:
        place.empty()
