"""Gap map: need beside provision, where the gaps are, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, describe, list_text, map_draw, map_text, map_view, panel_text
from ui.formats import more_formats
from ui.page import Loaded, changed_line, open_view
from ui.panel import area_panel
from ui.plain import bare
from ui.state import View
from ui.worst import worst_table

if TYPE_CHECKING:
    import pandas as pd

    from ui.paint import Paint


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(map_text.TITLE, map_controls=True)
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
    # Each has a place of its own: a table that moved when an area is chosen would be built anew by the browser.
    beside, greatest = right.container(), right.container()
    with beside:
        if view.area is None:
            st.markdown(f"**{panel_text.HINT_TITLE}** {panel_text.HINT}")
        else:
            area_panel(loaded, view)
    with left:
        _map(loaded, view, finding)
    with greatest:
        if scored:
            st.header(map_text.WORST_TITLE, anchor=False)
            worst_table(ranked, view.query, loaded.stamp, view.area, key="worst")
    with left:
        more_formats(loaded, view, "map_formats", beside_csv=False)
        with st.expander(list_text.HOW_TITLE):
            st.markdown(describe.how_made(loaded, view.query))


def _map(loaded: Loaded, view: View, finding: str) -> None:
    """Draw the map in the colours of the view."""
    scores: pd.DataFrame = cache.scores(loaded.model, loaded.stamp, replace(view.query, districts=()))
    painting = map_view.painting(loaded, view, scores)
    groups = map_view.groups(loaded, view)
    map_draw.draw(loaded, view, painting, groups, _alt(loaded, view, painting.paint, finding, shown=bool(groups)))


def _alt(loaded: Loaded, view: View, paint: Paint, finding: str, *, shown: bool) -> str:
    return map_text.alt(paint.legend.title, describe.where(loaded, view.query), bare(finding), map_text.POINTS[shown])


main()
