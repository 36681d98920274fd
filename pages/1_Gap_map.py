"""Gap map: need beside provision, where the gaps are, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, deck_map, describe, hover, legend, map_text, map_view, panel_text, text, theme
from ui.page import Loaded, changed_line, open_view
from ui.panel import area_panel
from ui.publish import POSSIBLE_SITE, Published
from ui.state import View
from ui.worst import worst_table

if TYPE_CHECKING:
    import pandas as pd

    from ui.paint import Paint


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(map_text.TITLE, map_controls=True)
    files = loaded.files
    ranked = cache.ranked(loaded.model, loaded.stamp, view.query)
    st.title(map_text.TITLE, anchor=False)
    scored = not ranked["gap_score"].isna().all()
    finding = describe.finding(loaded, view.query, ranked) if scored else describe.no_data(loaded, view.query)
    if scored:
        st.markdown(finding)
    else:
        st.info(finding)
    changed_line(loaded, view)
    map_view.pick_area(loaded, view)
    left, right = st.columns([13, 8], gap="medium")
    with right:
        if view.area is None:
            st.markdown(f"**{panel_text.HINT_TITLE}** {panel_text.HINT}")
        else:
            area_panel(loaded, view)
    with left:
        _map(loaded, view, files, finding)
        if scored:
            st.subheader(map_text.WORST_TITLE, anchor=False)
            worst_table(ranked, view.query, loaded.stamp, key="worst")
        with st.expander(text.HOW_TITLE):
            st.markdown(describe.how_made(loaded, view.query))


def _map(loaded: Loaded, view: View, files: Published, finding: str) -> None:
    """Draw the map with its buttons, hover cards and legend."""
    scores: pd.DataFrame = cache.scores(loaded.model, loaded.stamp, replace(view.query, districts=()))
    painting = map_view.painting(loaded, view, scores)
    groups = map_view.groups(loaded, view)
    above, below = st.container(gap="small"), st.container()
    with below:
        fit = map_view.fit(view, files)
    deck = deck_map.build_deck(files, view.query.level, painting.paint, groups, view.area, fit, theme.mode(), phone=theme.phone())
    above.pydeck_chart(
        deck,
        key=map_view.MAP_KEY,
        height=deck_map.HEIGHT_PX,
        on_select=lambda: map_view.clicked(files, view),
        selection_mode="single-object",
        alt=_alt(loaded, view, painting.paint, finding, shown=bool(groups)),
    )
    with above:
        hover.mount(painting.packed, painting.words, painting.values, lambda found: map_view.clicked_slowly(found, files, view))
        symbols = ["site" if service == POSSIBLE_SITE else sector for service, sector in groups]
        legend.draw(painting.paint.legend, sorted(set(symbols), key=list(map_text.SYMBOLS).index), faded=bool(view.query.districts))


def _alt(loaded: Loaded, view: View, paint: Paint, finding: str, *, shown: bool) -> str:
    return map_text.alt(paint.legend.title, describe.where(loaded, view.query), finding.replace("*", ""), map_text.POINTS[shown])


main()
