"""Gap map: need beside provision, where the gaps are, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.gap_list.formats import more_formats
from ui.gap_list.next_steps import next_steps
from ui.gap_list.table import worst
from ui.kit.watch import watched
from ui.map import choose, draw
from ui.panel.sheet import sheet
from ui.scene import answers
from ui.shell.page import changed_line, open_view
from ui.view import describe
from ui.words import gap_list as gap_list_words
from ui.words import maps as maps_words
from ui.words import pages
from ui.words import panel as panel_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.map.paint import Paint
    from ui.view.state import View


@watched(pages.GAP_MAP)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.GAP_MAP)
    ranked = answers.ranked(scene, view.query)
    st.title(pages.GAP_MAP.title, anchor=False)
    scored = not ranked["gap_score"].isna().all()
    finding = describe.finding(scene, view.query, ranked) if scored else describe.no_data(scene, view.query)
    if scored:
        st.markdown(finding)
        next_steps(scene, view, ranked, listed=False)
    else:
        st.info(finding)
    changed_line(scene, view)
    choose.pick_area(scene, view)
    left, right = st.columns([13, 8], gap="medium")
    # Each has a place of its own: a table that moved when an area is chosen would be built anew by the browser.
    beside, greatest = right.container(), right.container()
    # The map flies at once; what the panel says of an area that nobody has asked about yet takes a moment to work out.
    with left:
        _map(scene, view, finding)
        more_formats(scene, view, "map_formats", beside_csv=False)
        with st.expander(gap_list_words.HOW_TITLE):
            st.markdown(describe.how_made(scene, view.query))
    with beside:
        if view.area is None:
            st.markdown(f"**{panel_words.HINT_TITLE}** {panel_words.HINT}")
        else:
            sheet(scene, view)
    with greatest:
        if scored:
            st.header(maps_words.WORST_TITLE, anchor=False)
            worst(scene, view)
            st.page_link(pages.GAP_LIST.path, label=maps_words.WHOLE_LIST, query_params=view.params())


def _map(scene: Scene, view: View, finding: str) -> None:
    """Draw the map in the colours of the view."""
    painting = choose.painting(scene, view)
    groups = choose.groups(scene, view)
    draw.draw(scene, view, painting, groups, _alt(scene, view, painting.paint, finding, shown=bool(groups)))


def _alt(scene: Scene, view: View, paint: Paint, finding: str, *, shown: bool) -> str:
    title, where, told = paint.legend.title, describe.where(scene, view.query), bare(finding)
    return maps_words.alt(title, where, told, maps_words.POINTS[shown], maps_words.TABLE_ON_PAGE)
