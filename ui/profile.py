"""One area on one page: who lives there, need in every outcome area, provision in reach, reasons, change, neighbours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.overview import area_overview, need_intervals
from geo.ranking import rank_ranges
from ui import cache, describe, html, local, local_text, market_text, profile_strips, profile_svg, report_text, text
from ui import profile_text as words
from ui.plain import plain
from ui.profile_parts import evidence, measure_strips, neighbours_part, reach_part, trend_part

if TYPE_CHECKING:
    from geo.model import Model
    from geo.query import Query
    from geo.settings import Level
    from ui.page import Loaded
    from ui.state import View

LOCATOR_PX = (340, 300)
STARTS = 5


@cache.shared(64, heavy=True)
def _needs(_model: Model, stamp: cache.Stamp, outcome: str, level: Level) -> pd.DataFrame:
    """`geo.overview.need_intervals`, once for each outcome area and level."""
    return need_intervals(_model, outcome, level)


@cache.shared(512)
def overview(_model: Model, stamp: cache.Stamp, query: Query, area: str) -> pd.DataFrame:
    """`geo.overview.area_overview` on the lists that all pages share."""
    return area_overview(
        _model,
        query,
        area,
        lambda asked: cache.scores(_model, stamp, asked),
        lambda asked: cache.listed(_model, stamp, asked),
        lambda outcome, level: _needs(_model, stamp, outcome, level),
    )


def start(loaded: Loaded, view: View) -> None:
    """Say how to choose a place, and offer the greatest gaps of the reader's choice."""
    st.markdown(words.EMPTY)
    ranked = cache.ranked(loaded.model, loaded.stamp, view.query).head(STARTS)
    if ranked["gap_score"].isna().all():
        st.info(describe.no_data(loaded, view.query))
        return
    st.header(words.EMPTY_START, anchor=False)
    with st.container(gap="xxsmall"):
        for row in ranked.to_dict("records"):
            params = replace(view, area=str(row["area_code"])).params()
            st.page_link(words.PATH, label=plain(row["area_label"]), query_params=params)


def draw(loaded: Loaded, view: View, area: str) -> None:
    """Draw the profile of the chosen area.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    view : View
        What is asked.
    area : str
        Code of the area, of the query's level.
    """
    query = replace(view.query, districts=())
    found = overview(loaded.model, loaded.stamp, query, area)
    outcome = loaded.settings.outcomes[query.outcome].name
    st.html(html.paragraph(_place(loaded, query, area), "bsg-quiet"))
    st.markdown(_summary(loaded, found))
    with st.container(horizontal=True):
        st.page_link("pages/1_Gap_map.py", label=words.TO_MAP, query_params=view.params())
        st.page_link("pages/2_Gap_list.py", label=words.TO_LIST, query_params=view.params())
        report = _of_its_district(loaded, view, area).params()
        st.page_link(report_text.PATH, label=report_text.TO_REPORT, query_params=report)
    left, right = st.columns(2, gap="large")
    with left:
        st.header(words.WHO_TITLE, anchor=False)
        st.html(profile_strips.region(words.WHO_TITLE, _who(loaded, loaded.data_stamp, area)))
    with right:
        st.header(words.LOCATOR_TITLE, anchor=False)
        st.html(_locator(loaded, loaded.data_stamp, query.level, area, profile_svg.ink()))
    parts = [
        (words.OVERVIEW_TITLE, _overview, "bsg-lasttwoleft bsg-broad"),
        (words.reasons_title(outcome), evidence, ""),
        (words.measures_title(outcome), measure_strips, ""),
        (words.TREND_TITLE, trend_part, "bsg-left"),
        (words.reach_title(outcome), reach_part, ""),
    ]
    for title, part, kind in parts:
        st.header(plain(title), anchor=False)
        st.html(profile_strips.region(title, part(loaded, loaded.stamp, query, area), kind))
    known = local.sentences(loaded, query.level, area)
    if known:
        st.header(local_text.PANEL_TITLE, anchor=False)
        st.html(profile_strips.region(local_text.PANEL_TITLE, html.bullets(known) + html.paragraph(local_text.NOT_SHOWN, "bsg-quiet")))
    st.header(words.NEIGHBOURS_TITLE, anchor=False)
    neighbours_part(loaded, view, area)


def _of_its_district(loaded: Loaded, view: View, area: str) -> View:
    """Choose the district that holds an area: a report from its profile is on that."""
    return replace(view, query=replace(view.query, districts=(str(loaded.atlas.areas.at[area, "district_code"]),)))


def parents(loaded: Loaded, level: Level, area: str) -> list[str]:
    """Names of the ward and the district that hold an area."""
    row, names = loaded.atlas.areas.loc[area], loaded.atlas.areas["name"]
    columns = {"lsoa": ["ward_code", "district_code"], "ward": ["district_code"], "district": []}[level]
    return [str(names[row[column]]) for column in columns]


def _place(loaded: Loaded, query: Query, area: str) -> str:
    kind = text.LEVEL_ONE[query.level].capitalize()
    return " · ".join([f"{kind} in {', '.join(parents(loaded, query.level, area)) or loaded.settings.area.name}", area])


def _summary(loaded: Loaded, found: pd.DataFrame) -> str:
    names = {key: outcome.name for key, outcome in loaded.settings.outcomes.items()}
    priority = [names[str(key)] for key in found.index[found["gap_class"] == "priority"]]
    needs = found["need"].astype(float).dropna()
    greatest = str(needs.idxmax()) if len(needs) else ""
    return words.summary(priority, len(found), names.get(greatest, ""), html.number(needs.max(), 0) if greatest else "")


@cache.shared(512)
def _who(_loaded: Loaded, stamp: cache.Stamp, area: str) -> str:
    areas, sources = _loaded.atlas.areas, _loaded.atlas.sources
    row, source = areas.loc[area], _loaded.settings.data.children_source
    district = areas.loc[row["district_code"]]
    inside = row["level"] != "district"
    share = market_text.percent(row["children_0_4"] / district["children_0_4"]) if inside and district["children_0_4"] else ""
    told = words.who(
        int(row["children_0_4"]), share, str(district["name"]) if share else "", str(sources["period"].get(source, words.UNDATED))
    )
    by_age = [(name, float(row[f"children_{age}"])) for age, name in enumerate(words.AGES) if f"children_{age}" in row.index]
    table = profile_strips.bars([(name, count, html.number(count, 0)) for name, count in by_age], words.WHO_COLUMNS) if by_age else ""
    if source not in sources.index:
        return html.paragraph(told) + table
    note = words.who_source(str(sources.at[source, "title"]), str(sources.at[source, "publisher"]))
    return html.paragraph(told) + table + html.paragraph(note, "bsg-quiet")


@cache.shared(256)
def _locator(_loaded: Loaded, stamp: cache.Stamp, level: Level, area: str, ink: str) -> str:
    districts = profile_svg.shapes(_loaded.atlas, stamp, "district")
    chosen = profile_svg.shapes(_loaded.atlas, stamp, level)[area]
    label = str(_loaded.atlas.areas.at[area, "label"])
    told = words.locator(label, _loaded.settings.area.name, parents(_loaded, level, area))
    return profile_svg.locator(districts, chosen, ink, LOCATOR_PX, told)


@cache.shared(512)
def _overview(_loaded: Loaded, stamp: cache.Stamp, query: Query, area: str) -> str:
    found = overview(_loaded.model, stamp, query, area)
    ranges = rank_ranges(found, _loaded.settings.confidence)
    rows = []
    for (outcome, row), limits in zip(found.to_dict("index").items(), ranges, strict=True):
        marks = [profile_strips.Mark(row[column], shape) for column, shape in _marks(query.level)]
        band = (float(row["need_low"]), float(row["need_high"]))
        chosen = words.CHOSEN_OUTCOME if outcome == query.outcome else ""
        name = html.cell(_loaded.settings.outcomes[str(outcome)].name, chosen) + profile_strips.strip(marks, 0, 100, band)
        limits_words = "" if pd.isna(band[0]) else f"({band[0]:.0f} to {band[1]:.0f})"
        placed = words.rank(None if pd.isna(row["rank"]) else int(row["rank"]), int(row["ranked"]), *limits)
        rows.append(
            (
                name,
                html.cell(html.number(row["need"], 0), limits_words),
                html.number(row["need_district"], 0),
                html.number(row["need_atlas"], 0),
                html.cell(text.gap_class_words(str(row["gap_class"]))),
                html.cell(*placed),
            )
        )
    keys = [(shape, "", words.KEY[shape]) for _, shape in _marks(query.level)] + [("band", "", words.KEY["band"])]
    table = html.table(words.OVERVIEW_COLUMNS, rows)
    return profile_strips.key(keys) + table + html.paragraph(words.OVERVIEW_NOTE, "bsg-quiet")


def _marks(level: Level) -> list[tuple[str, str]]:
    """Columns to mark and their shapes; a district is not marked beside itself. The own mark lies on top."""
    others = [("need_atlas", "inatlas")] if level == "district" else [("need_atlas", "inatlas"), ("need_district", "indistrict")]
    return [*others, ("need", "here")]
