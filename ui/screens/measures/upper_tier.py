"""Measures of counties and unitary authorities: each authority over the years beside England, its region and its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.analysis import benchmarks
from geo.export.tables import to_csv
from ui.kit import cells, charts, html, theme
from ui.scene import upper_tier
from ui.view import finds
from ui.view.grid import grid
from ui.view.widgets import follow_option
from ui.words import figures
from ui.words import upper_tier as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.analysis.benchmarks import Authority
    from geo.whatif.scene import Scene
    from ui.view.state import View

KEY = "measure_of_counties"
HEIGHT_PX = 300
# Of the authority, England, its region and the mean of its neighbours: told apart by their dashes too.
DASHES = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3])


def draw(scene: Scene, view: View) -> None:
    """Draw the part of the page."""
    st.header(words.TITLE, anchor=False)
    measures = scene.atlas.upper_tier.measures
    own = benchmarks.authorities(scene.atlas)
    if measures.empty or not own:
        st.info(words.NONE_HELD)
        return
    st.markdown(words.INTRO)
    measure = _choose(scene, view)
    for authority in own:
        _authority(scene, measure, authority)
    facts = {str(name): str(value) if isinstance(value, str) else "" for name, value in measures.loc[measure].items()}
    source = str(scene.atlas.sources.at[facts["source_id"], "title"])
    st.caption(plain(words.facts(facts["unit"], facts["year_type"], facts["updated_on"], source)))
    if facts["definition"]:
        html.show(html.details(words.DEFINITION, html.paragraph(facts["definition"])))
    with st.container(horizontal=True, vertical_alignment="center"):
        _download(words.DOWNLOAD, scene, measure)
        _download(words.DOWNLOAD_ALL, scene, None)


def _choose(scene: Scene, view: View) -> str:
    measures = scene.atlas.upper_tier.measures
    place = {key: number for number, key in enumerate(words.FIRST)}
    rows = measures.sort_values(["topic", "name"]).index.astype("str")
    options = sorted(rows, key=lambda key: place.get(key, len(place)))
    asked = finds.one(view.find, "county_measure")
    shown = asked if asked in options else options[0]
    labels = {
        str(key): words.option(row["topic"], row["name"]) for key, row in zip(measures.index, measures.to_dict("records"), strict=True)
    }
    given = follow_option(KEY, shown, options, lambda key: finds.keep("county_measure", key))
    st.selectbox(words.CHOOSE, options, format_func=labels.__getitem__, help=words.CHOOSE_HELP, **given)
    return shown


def _authority(scene: Scene, measure: str, authority: Authority) -> None:
    table = upper_tier.over_time(scene, measure, authority)
    facts = scene.atlas.upper_tier.measures.loc[measure]
    known = table.dropna(subset="value")
    st.subheader(plain(authority.name), anchor=False)
    if known.empty:
        st.markdown(words.no_figure(plain(authority.name)))
        return
    st.markdown(_finding(table, authority, str(facts["polarity"]), str(facts["year_type"])))
    told = benchmarks.same_here(scene.atlas, measure, authority)
    if told:
        ours, period, value = told
        row = scene.atlas.indicators.loc[ours]
        source = str(scene.atlas.sources.at[str(row["source_id"]), "publisher"])
        st.caption(words.same(plain(str(row["name"])), period, f"{value:.2f}", plain(source)))
    summary = words.chart_summary(authority.name, str(facts["name"]), str(table.index[0]), str(table.index[-1]))
    _chart(table, authority, f"county_{measure}_{authority.number}", summary, str(facts["unit"]))
    if measure.startswith(words.PROFILE_IDS) and table.index[0] < words.PROFILE_FROM:
        st.caption(words.PROFILE_NOTE)
    _table(table, authority, str(facts["polarity"]), f"county_table_{measure}_{authority.number}")


def _finding(table: pd.DataFrame, authority: Authority, polarity: str, year_type: str) -> str:
    row = cells.records(table.dropna(subset="value").reset_index())[-1]
    counted = int(cells.number(row["neighbours_counted"]))
    beside = [
        (who, figures.figure(cells.number(row[name])))
        for name, who in (("england", "England"), ("region", plain(authority.region)), ("neighbours_mean", words.mean_of(counted)))
        if not cells.is_missing(row[name])
    ]
    place = words.place(int(cells.number(row["place"])), int(cells.number(row["placed"])), polarity) if counted else ""
    when = words.year(str(row["period"]), year_type)
    return words.finding(plain(authority.name), figures.figure(cells.number(row["value"])), when, beside, place)


def _chart(table: pd.DataFrame, authority: Authority, key: str, summary: str, unit: str) -> None:
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    names = {
        "value": authority.name, "england": words.LINES[0], "region": authority.region, "neighbours_mean": words.LINES[1]
    }  # fmt: skip
    drawn = [name for name in names if names[name] and table[name].notna().any()]
    long = table[drawn].rename(columns=names).rename_axis("period").reset_index().melt("period", var_name="line")
    labels = [names[name] for name in drawn]
    inks = [theme.CATEGORIES[0], theme.SUPPRESSED, theme.CATEGORIES[1], theme.CATEGORIES[2]][: len(labels)]
    legend = alt.Legend(title=None, orient="top", columns=charts.key_columns(2), labelLimit=300, symbolType="stroke", symbolSize=400)
    marks = (
        alt.Chart(long)
        .mark_line(point=alt.OverlayMarkDef(size=30))
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False)),
            color=alt.Color("line:N", scale=alt.Scale(domain=labels, range=inks), legend=legend),
            strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=labels, range=list(DASHES[: len(labels)])), legend=legend),
            tooltip=[alt.Tooltip("line:N"), alt.Tooltip("period:O"), alt.Tooltip("value:Q", format=".1f")],
        )
    )
    charts.show(marks.properties(height=HEIGHT_PX), key, summary, f"{words.TITLE}: {authority.name}")


def _table(table: pd.DataFrame, authority: Authority, polarity: str, key: str) -> None:
    names = {name: label.format(authority=authority.name, region=authority.region) for name, label in words.COLUMNS.items()}
    shown = table.drop(columns=["flag", "placed"]).round(2)
    shown["place"] = [
        "" if cells.is_missing(row["place"]) else words.short_place(int(cells.number(row["place"])), int(cells.number(row["placed"])))
        for row in cells.records(table)
    ]
    if not authority.region:
        shown = shown.drop(columns="region")
    shown = shown.iloc[::-1].rename_axis(names["period"]).reset_index()
    config = {name: st.column_config.NumberColumn(names[name], format="%.1f") for name in ("value", "england", "region", "neighbours_mean")}
    config |= {"neighbours_counted": st.column_config.NumberColumn(names["neighbours_counted"], format="%d")}
    config |= {"place": st.column_config.TextColumn(names["place"], help=words.PLACE_HELP[polarity])}
    grid(shown, config, key, title=f"{words.TITLE}: {authority.name}")


def _download(label: str, scene: Scene, measure: str | None) -> None:
    file = f"counties_{measure or 'all'}.csv"
    frame = upper_tier.listed(scene, measure)
    st.download_button(label, data=lambda: to_csv(frame, bom=True), file_name=file, mime="text/csv", on_click="ignore", key=file)
