"""Access of each district by year, with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.method.supply import choose_supply
from ui.kit import charts, theme
from ui.scene import outlooks
from ui.words import demand as words

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.screens.demand.question import YearAsked

HEIGHT_PX = 130
# Width and number beside each other, by whether the reader has a phone.
SMALL = {False: (170, 2), True: (260, 1)}
BLUE = theme.SEQUENTIAL["indicator"][2]


def draw(scene: Scene, query: Query, asked: YearAsked) -> None:
    """Draw one small chart a district: its access, the range of it, and the target."""
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    data = outlooks.lines(scene, query, asked.variant, asked.counted, asked.take_up)
    start, end = int(data["year"].min()), int(data["year"].max())
    st.header(words.LINES_TITLE, anchor=False)
    width, columns = SMALL[theme.phone()]
    base = alt.Chart(data).encode(x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)))
    y = alt.Y("access:Q", title=words.LINES_AXIS, scale=alt.Scale(zero=True))
    tips = [
        alt.Tooltip("district:N"),
        alt.Tooltip("year:O"),
        *(alt.Tooltip(f"{name}:Q", format=".1f") for name in ("access", "low", "high")),
    ]
    layers = [
        base.mark_area(color=BLUE, opacity=0.25).encode(y=alt.Y("low:Q", title=None), y2="high:Q"),
        base.mark_line(color=theme.SUPPRESSED, strokeDash=[4, 4]).encode(y="target:Q"),
        base.mark_line(color=BLUE, point=alt.OverlayMarkDef(color=BLUE, size=35)).encode(y=y, tooltip=tips),
    ]
    chart = alt.layer(*layers).properties(width=width, height=HEIGHT_PX)
    faceted = chart.facet(facet=alt.Facet("district:N", title=None, header=alt.Header(labelFontWeight=600)), columns=columns)
    unit = choose_supply(scene.model, query).unit
    charts.show(faceted, "ahead_lines", words.lines(start, end, unit, asked.counted), words.LINES_TITLE)
