"""Grids on a phone: names are narrow, figures are in sight before other words."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ui.view.grid import PHONE_NAME_PX, figures_first, names_narrow


def test_a_phone_shows_names_then_figures_then_other_words_and_loses_no_column():
    frame = pd.DataFrame({"rank": [1], "name": ["Ash"], "kind": ["library"], "gap": [2.5], "children": [30]})
    assert figures_first(frame) == ["name", "rank", "gap", "children", "kind"]
    config = {"name": st.column_config.TextColumn("Place", width=260), "gap": st.column_config.NumberColumn("Gap")}
    narrow = names_narrow(frame, config)
    assert narrow["name"] == {**config["name"], "width": PHONE_NAME_PX}
    assert narrow["gap"] is config["gap"]
    assert figures_first(frame[["gap", "children"]]) == ["gap", "children"]
