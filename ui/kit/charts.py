"""Charts in the product's own look: quiet grid, direct labels, colours of the theme. Altair is imported only by pages that draw one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.words import common
from ui.words.plain import plain

if TYPE_CHECKING:
    import altair as alt


# Words of a key with their mark are no wider.
KEY_PX = 185


def key_columns(most: int) -> alt.ExprRef:
    """Give the columns of a key above a chart: as many as its place is wide enough for, so that on a phone none is cut.

    Parameters
    ----------
    most : int
        Columns at most.
    """
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    return alt.ExprRef(f"clamp(floor(containerSize()[0] / {KEY_PX}) - 1, 1, {most})")


def show(chart: alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart, key: str, summary: str, title: str) -> None:
    """Draw a chart with its message in words above it; the page has the same figures in a table.

    Parameters
    ----------
    chart : altair chart
        The chart.
    key : str
        Widget key.
    summary : str
        What the chart shows, for everybody and for a screen reader.
    title : str
        What the chart is called; the tools beside it are named after it.
    """
    st.markdown(plain(summary))
    st.altair_chart(chart, width="stretch", key=key, alt=common.chart(title))
