"""What one more site buys: a picture, and the same figures in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.siting.answer import unit_of
from ui.kit import charts, theme
from ui.screens.siting import answers
from ui.screens.siting.gaining import width_px
from ui.view.grid import count_or, grid
from ui.words import siting as words
from ui.words.figures import figure

if TYPE_CHECKING:
    import altair as alt

    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion

HEIGHT_PX, ROWS = 330, 8
# Of these nothing is closed without a site; the others start at what stands today.
FROM_ZERO = frozenset({"need", "places"})
LINE, ASKED_FOR = theme.SEQUENTIAL["indicator"][2], theme.SEQUENTIAL["need"][2]


def draw(asked: SiteQuestion, found: Found) -> None:
    """Draw the picture and the table.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    found : Found
        The answer that is shown.
    """
    # Its figure for the sites of the answer stands in the sentence at the head; the curve is for who goes on asking.
    with st.container(key="plain_siting_frontier"):
        _frontier(asked, found)


def _frontier(asked: SiteQuestion, found: Found) -> None:
    st.header(words.FRONTIER_TITLE, anchor=False)
    table, unit = _plainly(asked, found, answers.with_found(asked, found).table)
    count = int(min(found.plan.sum() if asked.siting.objective == "everybody" else answers.prepared(asked).count, len(table) - 1))
    picture, beside = st.columns([3, 2], gap="medium")
    with picture:
        chart = _chart(table, count, unit, asked.decimals, from_zero=asked.siting.objective in FROM_ZERO)
        charts.show(chart, "siting_frontier", _summary(asked, table, count), words.FRONTIER_TITLE)
    with beside:
        _table(asked, table)


def _plainly(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Give the table and its unit; what is weighed by need is counted plainly, and stands weighed beside."""
    if asked.siting.objective != "need":
        return table, words.axis(unit_of(answers.prepared(asked)))
    steps, sites = answers.steps(asked).greedy, answers.prepared(asked).instance.sites
    closed = answers.short_after(asked, tuple(steps.plan(number, sites) for number in table["n"].tolist()))
    searched = answers.short_after(asked, (found.plan,))[0]
    plainly = table.assign(
        weighed=table["greedy"],
        greedy=pd.Series(closed, table.index).where(table["greedy"].notna()),
        best=pd.Series(searched, table.index).where(table["best"].notna()),
    )
    return plainly, words.closed(words.short(in_places=asked.in_places))


def _chart(table: pd.DataFrame, count: int, unit: str, decimals: int, *, from_zero: bool) -> alt.LayerChart | alt.FacetChart:
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    data = table.assign(words=table["status"].map(words.STATUS))
    x = alt.X("n:Q", title=words.FRONTIER["n"], axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("greedy:Q", title=None, scale=alt.Scale(zero=from_zero))
    tips = [alt.Tooltip("n:Q", title=words.FRONTIER["n"]), alt.Tooltip("greedy:Q", title=words.FRONTIER["value"], format=f",.{decimals}f")]
    base = alt.Chart(data).encode(x=x, tooltip=tips)
    here = data[data["n"] == count]
    layers = [
        base.mark_line(color=LINE, point=alt.OverlayMarkDef(color=LINE, size=30)).encode(y=y),
        alt.Chart(here).mark_point(color=ASKED_FOR, size=170, strokeWidth=2.5).encode(x="n:Q", y="greedy:Q"),
    ]
    searched = data[data["best"].notna()]
    if len(searched):
        layers.append(alt.Chart(searched).mark_point(color=ASKED_FOR, shape="diamond", filled=True, size=90).encode(x="n:Q", y="best:Q"))
    return alt.layer(*layers).properties(height=HEIGHT_PX, title=alt.TitleParams(unit, anchor="start", fontSize=12, fontWeight="normal"))


def _summary(asked: SiteQuestion, table: pd.DataFrame, count: int) -> str:
    value = table["best"].fillna(table["greedy"])
    twice = min(2 * count, len(table) - 1)
    told = [figure(value.iloc[number]) if np.isfinite(value.iloc[number]) else words.STATUS["infeasible"] for number in (count, twice)]
    return words.frontier_summary(asked.siting.objective, count, told[0], twice, told[1])


def _table(asked: SiteQuestion, table: pd.DataFrame) -> None:
    sign = -1.0 if asked.siting.less_is_better else 1.0
    shown = pd.DataFrame(
        {
            "n": table["n"],
            "value": table["greedy"],
            "adds": (sign * table["greedy"].diff()).round(6) + 0.0,
            "best": table["best"],
            "status": table["status"].map(words.STATUS),
            "weighed": table.get("weighed", np.nan),
        }
    ).dropna(axis="columns", how="all")
    column = st.column_config
    config: dict[str, Any] = {}
    for name in ("value", "adds", "best", "weighed"):
        if name in shown:
            form, label = count_or(shown[name], f"%.{asked.decimals}f"), words.FRONTIER[name]
            config[name] = column.NumberColumn(label, format=form, width=width_px([label]))
    config["n"] = column.NumberColumn(words.FRONTIER["n"], format="localized", width=60)
    config["status"] = column.TextColumn(words.FRONTIER["status"], width=110)
    grid(shown, config, "siting_frontier_table", title=words.FRONTIER_TITLE, rows=ROWS, paper=None)
