"""Which file to bring from where, with templates; and what is published of take-up for counties and unitary authorities alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis.benchmarks import TAKE_UP, benchmark_list
from ui.kit import html
from ui.words import demand as words
from ui.words import pages

if TYPE_CHECKING:
    from geo.whatif.scene import Scene

HELD_AS = {"children_projection.csv": "projection", "homes.csv": "homes", "yields.csv": "yields", "take_up.csv": "take_up"}


def draw(scene: Scene, *, opened: bool) -> None:
    """Draw the guide; open where nothing of the years to come is held."""
    tables = scene.atlas.demand
    with st.expander(words.BRING_TITLE, expanded=opened):
        rows = [
            (file, holds, source, words.HELD if len(getattr(tables, HELD_AS[file])) else words.LACKING)
            for file, (holds, source) in words.FILES.items()
        ]
        html.show(html.region(html.table(words.FILE_COLUMNS, rows), words.BRING_TITLE, text=True))
        st.caption(words.TEMPLATES)
        with st.container(horizontal=True, key="plain_templates"):
            for file in words.FILES:
                st.download_button(file, words.template(file), file, "text/csv", on_click="ignore", key=f"template_{HELD_AS[file]}")
            st.page_link(pages.YOUR_DATA.path, label=words.TO_YOUR_DATA)
        for file in words.FILES:
            st.markdown(words.example(file, list(scene.settings.demand.entitlements)))
        _take_up(scene)


def _take_up(scene: Scene) -> None:
    """Show take-up as it is published for counties and unitary authorities, where no figures of it are held that can be worked with."""
    listed = benchmark_list(scene.atlas, None)
    listed = listed[listed["measure_id"].isin(TAKE_UP)]
    if listed.empty or len(scene.atlas.demand.take_up):
        return
    st.markdown(f"**{words.TAKE_UP_TITLE}**")
    rows = [
        (str(row.authority), str(row.measure), str(row.period), html.number(row.value, 1), html.number(row.england, 1))
        for row in listed.itertuples()
    ]
    html.show(html.region(html.table(words.TAKE_UP_COLUMNS, rows), words.TAKE_UP_TITLE, text=True))
    st.caption(words.TAKE_UP_NOTE)
