"""The funnel plot and the small charts of change of the page *Measures*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from ui.kit import charts, theme
from ui.scene import measures
from ui.words import measures_page as page_text

if TYPE_CHECKING:
    import altair as alt

    from geo.analysis.funnel import Funnel
    from geo.whatif.scene import Scene

FUNNEL_HEIGHT_PX = 420
SMALL_HEIGHT_PX = 130
# Width and number beside each other of the small charts, by whether the reader has a phone.
SMALL = {False: (250, 3), True: (135, 2)}
NAMED = {False: 2, True: 1}
BLUE = theme.SEQUENTIAL["indicator"][2]
SHAPES = {"higher": "triangle-up", "lower": "triangle-down", "same": "circle"}


def funnel(scene: Scene, indicator: str, plot: Funnel, summary: str) -> None:
    """Draw every area's share against the number that it is of, with limits around the atlas; colour and shape say on which side.

    Parameters
    ----------
    scene : Scene
        Data and model.
    indicator : str
        Its id.
    plot : Funnel
        Points and limits.
    summary : str
        What the chart shows.
    """
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    row = scene.atlas.indicators.loc[indicator]
    data = plot.points.reset_index()[["area_code", "value", "denominator", "beyond", "z"]]
    data["area"] = [measures.area_name(scene.atlas, str(code)) for code in data["area_code"]]
    data["mark"] = [page_text.FUNNEL_WORDS[_side(z) if beyond else "same"] for z, beyond in zip(data["z"], data["beyond"], strict=True)]
    x = alt.X(
        "denominator:Q", title=page_text.FUNNEL_AXIS, scale=alt.Scale(type="log", nice=False), axis=alt.Axis(format=",.0f", tickCount=5)
    )
    y = alt.Y("value:Q", title=str(row["unit"]).capitalize(), scale=alt.Scale(zero=False))
    base = alt.Chart(plot.limits).encode(x=x)
    ink = theme.SUPPRESSED
    lines = [base.mark_line(color=ink, clip=True, strokeWidth=1).encode(y="atlas:Q")]
    for name, dash in (("95", [4, 4]), ("998", [1, 0])):
        mark = base.mark_line(color=ink, clip=True, strokeDash=dash, strokeWidth=1.2)
        lines += [mark.encode(y=f"{side}_{name}:Q") for side in ("lower", "upper")]
    words = [page_text.FUNNEL_WORDS[mark] for mark in SHAPES]
    key = alt.Legend(title=None, orient="top", symbolSize=90, columns=charts.key_columns(3))
    inks = [theme.SEQUENTIAL["need"][2], BLUE, theme.SUPPRESSED]
    dots = (
        alt.Chart(data)
        .mark_point(size=60, filled=True, opacity=0.8)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("mark:N", scale=alt.Scale(domain=words, range=list(SHAPES.values())), legend=key),
            color=alt.Color("mark:N", scale=alt.Scale(domain=words, range=inks), legend=key),
            tooltip=[alt.Tooltip("area:N"), alt.Tooltip("value:Q", format=".1f"), alt.Tooltip("denominator:Q", format=",.0f"), "mark:N"],
        )
    )
    charts.show(
        alt.layer(*lines, dots, *_names(data)).properties(height=FUNNEL_HEIGHT_PX), f"funnel_{indicator}", summary, page_text.FUNNEL_TITLE
    )


def _side(z: float) -> str:
    return "higher" if z > 0 else "lower"


def _names(data: pd.DataFrame) -> list[alt.Chart]:
    """Name the points furthest outside the limits on both sides; to the left of a point that is near the right edge."""
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    outside = data[data["beyond"] > 0].sort_values("z")
    count = NAMED[theme.phone()]
    named = pd.concat([outside[outside["z"] < 0].head(count), outside[outside["z"] > 0].tail(count)])
    ink = "#e8edf2" if theme.mode() == "dark" else "#1b2530"
    right = named["denominator"] > data["denominator"].median()
    sides: tuple[tuple[pd.DataFrame, Literal["left", "right"], int], ...] = ((named[right], "right", -8), (named[~right], "left", 8))
    return [
        alt.Chart(rows).mark_text(align=align, dx=shift, fontSize=11, color=ink).encode(x="denominator:Q", y="value:Q", text="area:N")
        for rows, align, shift in sides
    ]


def trend(scene: Scene, indicator: str, figures: pd.DataFrame, summary: str) -> None:
    """Draw one small chart an area: its figures at each date, with the interval as a band.

    Parameters
    ----------
    scene : Scene
        Data and model.
    indicator : str
        Its id.
    figures : DataFrame
        As `geo.analysis.trends.series` gives them.
    summary : str
        What the charts show.
    """
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    data = figures[["area_code", "period", "value", "lower", "upper"]].copy()
    data["area"] = [measures.area_name(scene.atlas, str(code)) for code in data["area_code"]]
    data["date"] = data["period"].map(page_text.short_date)
    order = list(dict.fromkeys(data.sort_values("period")["date"]))
    width, columns = SMALL[theme.phone()]
    title = str(scene.atlas.indicators.at[indicator, "unit"])
    base = alt.Chart(data).encode(x=alt.X("date:O", title=None, sort=order, axis=alt.Axis(labelAngle=0, labelOverlap=True)))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False))
    tips = [alt.Tooltip("area:N"), alt.Tooltip("date:O"), alt.Tooltip("value:Q", format=".1f")]
    layers = [base.mark_line(color=BLUE, point=alt.OverlayMarkDef(color=BLUE, size=35)).encode(y=y, tooltip=tips)]
    if data["lower"].notna().any():
        layers.insert(0, base.mark_area(color=BLUE, opacity=0.25).encode(y=alt.Y("lower:Q", title=None), y2="upper:Q"))
    chart = alt.layer(*layers).properties(width=width, height=SMALL_HEIGHT_PX)
    faceted = chart.facet(facet=alt.Facet("area:N", title=None, header=alt.Header(labelFontWeight=600)), columns=columns)
    faceted = faceted.properties(title=alt.TitleParams(title, fontSize=12, fontWeight="normal"))
    charts.show(faceted, f"trend_{indicator}", summary, page_text.TREND_TITLE)
