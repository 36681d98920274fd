"""What the map's control says of measures that exist only for larger areas than those shown, and where it offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.base.vocabulary import LEVELS
from ui.scene import measures
from ui.view.state import change
from ui.words import measures as measures_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.base.vocabulary import Level
    from geo.whatif.scene import Scene


def offer_wider(scene: Scene, wider: Mapping[str, tuple[str, str]], level: Level) -> None:
    """Explain why measures are not coloured at a level, and offer the level at which they exist; counties' figures as text.

    Parameters
    ----------
    scene : Scene
        Data and model.
    wider : mapping of str to (str, str)
        Name and published level, by indicator.
    level : {"district", "ward", "lsoa"}
        The level shown.
    """
    if not wider:
        return
    st.caption(measures_words.not_offered(level, len(wider)))
    with st.expander(measures_words.WHERE):
        for published in dict.fromkeys(own for _, own in wider.values()):
            of_level = {key: name for key, (name, own) in wider.items() if own == published}
            st.caption(plain(measures_words.published_for(list(of_level.values()), published)))
            if published in LEVELS:
                first = next(iter(of_level))
                st.button(measures_words.SHOW_LEVEL[published], key=f"wider_{published}", on_click=_show, args=(published, first))
            for key, name in of_level.items() if published not in LEVELS else ():
                st.caption(plain(_values(scene, key, name, level)))


def _show(level: str, indicator: str) -> None:
    change(level=level, indicator=indicator)


def _values(scene: Scene, indicator: str, name: str, level: Level) -> str:
    table = measures.compared(scene, indicator, level)
    values = [(measures.area_name(scene.atlas, str(code)), measures_words.figure(value)) for code, value in table["value"].items()]
    period = str(table["period"].iloc[0]) if len(table) else ""
    return measures_words.wider_values(name, period, str(scene.atlas.indicators.at[indicator, "unit"]), values)
