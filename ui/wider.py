"""What the map's control says of measures that exist only for larger areas than those shown, and where it offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.settings import LEVELS
from ui import measures, measures_text
from ui.plain import plain
from ui.state import change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.settings import Level
    from ui.page import Loaded


def offer_wider(loaded: Loaded, wider: Mapping[str, tuple[str, str]], level: Level) -> None:
    """Explain why measures are not coloured at a level, and offer the level at which they exist; counties' figures as text.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    wider : mapping of str to (str, str)
        Name and published level, by indicator.
    level : {"district", "ward", "lsoa"}
        The level shown.
    """
    if not wider:
        return
    st.caption(measures_text.not_offered(level, len(wider)))
    with st.expander(measures_text.WHERE):
        for published in dict.fromkeys(own for _, own in wider.values()):
            of_level = {key: name for key, (name, own) in wider.items() if own == published}
            st.caption(plain(measures_text.published_for(list(of_level.values()), published)))
            if published in LEVELS:
                first = next(iter(of_level))
                st.button(measures_text.SHOW_LEVEL[published], key=f"wider_{published}", on_click=_show, args=(published, first))
            for key, name in of_level.items() if published not in LEVELS else ():
                st.caption(plain(_values(loaded, key, name, level)))


def _show(level: str, indicator: str) -> None:
    change(level=level, indicator=indicator)


def _values(loaded: Loaded, indicator: str, name: str, level: Level) -> str:
    table = measures.compared(loaded.model, loaded.data_stamp, indicator, level)
    values = [(measures.area_name(loaded.atlas, str(code)), measures_text.figure(value)) for code, value in table["value"].items()]
    period = str(table["period"].iloc[0]) if len(table) else ""
    return measures_text.wider_values(name, period, str(loaded.atlas.indicators.at[indicator, "unit"]), values)
