"""Dots and maps of the page that compares districts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from geo.compare import counted_level, spread
from ui import cache, html, legend, map_text, market_text, profile_strips, profile_svg, theme
from ui import compare_text as words
from ui.compare import asked, figures
from ui.paint import paint_scores
from ui.plain import plain

if TYPE_CHECKING:
    from geo.query import Query
    from ui.page import Loaded
    from ui.paint import Paint
    from ui.state import View

COLUMN = {"gap": "gap_score", "need": "need_score", "access": "access"}
# Twice the mean, and further if a district is.
INDEX_TOP = 200.0
LANE_REM = 0.34


def dots(loaded: Loaded, view: View, chosen: list[str]) -> str:
    """Draw one row an outcome area and one mark a district, for each figure that compares across outcome areas."""
    return _dots(loaded, loaded.stamp, asked(view), tuple(chosen))


@cache.shared(64)
def _dots(_loaded: Loaded, stamp: cache.Stamp, query: Query, districts: tuple[str, ...]) -> str:
    loaded, chosen = _loaded, list(districts)
    found = figures(loaded.model, stamp, query)
    names = [str(loaded.atlas.areas.at[code, "name"]) for code in chosen]
    marks = list(zip(profile_strips.SHAPES, theme.CATEGORIES, strict=True))[: len(chosen)]
    parts = [profile_strips.key([(shape, colour, name) for (shape, colour), name in zip(marks, names, strict=True)])]
    for figure, title in words.DOTS.items():
        top = 1.0 if figure != "access_index" else max(INDEX_TOP, float(np.nanmax(found[figure], initial=0)))
        rows = []
        for outcome, facts in loaded.settings.outcomes.items():
            values = [float(value) for value in found.loc[outcome].loc[chosen, figure].astype(float)]
            placed = [
                profile_strips.Mark(value, shape, colour, LANE_REM * (place - (len(chosen) - 1) / 2))
                for place, (value, (shape, colour)) in enumerate(zip(values, marks, strict=True))
            ]
            told = "; ".join(f"{name} {_figure(figure, value)}" for name, value in zip(names, values, strict=True))
            rows.append((escape(facts.name), f"{profile_strips.strip(placed, 0, top)}<small>{escape(told)}</small>"))
        parts.append(html.table((words.PUBLIC_COLUMNS[0], title), rows))
    return "".join(parts)


def _figure(figure: str, value: float) -> str:
    return html.number(value, 0) if figure == "access_index" else market_text.percent(value)


def maps(loaded: Loaded, view: View, pair: tuple[str, str]) -> None:
    """Draw the two districts with the same classes and one legend, say what each shows, and give the classes as a table."""
    query = asked(view)
    scores = cache.scores(loaded.model, loaded.stamp, query)
    told = _told(loaded, view, scores, pair)
    for column, code, sentence in zip(st.columns(2, gap="large"), pair, told, strict=True):
        with column:
            st.markdown(plain(sentence))
            st.html(_map(loaded, loaded.stamp, query, view.measure, code, profile_svg.ink(), sentence))
    legend.draw(_paint(loaded, loaded.stamp, query, view.measure).legend, [], faded=False)
    st.caption(words.MAPS_NOTE)
    st.html(
        profile_strips.region(
            words.CLASSES_TITLE, html.details(words.CLASSES_TITLE, _classes(loaded, loaded.stamp, query, view.measure, pair))
        )
    )


@cache.shared(64)
def _paint(_loaded: Loaded, stamp: cache.Stamp, query: Query, measure: str) -> Paint:
    scores = cache.scores(_loaded.model, stamp, query)
    return paint_scores(scores, measure, np.ones(len(scores), dtype=bool))


def _told(loaded: Loaded, view: View, scores: pd.DataFrame, pair: tuple[str, str]) -> list[str]:
    level, names = counted_level(view.query), loaded.atlas.areas["name"]
    found = spread(loaded.model, level, scores[COLUMN[view.measure]])
    told = []
    for code in pair:
        row = found.loc[code]
        middle, lowest, highest = (map_text.figure(float(row[name])) for name in ("middle", "lowest", "highest"))
        unit = f" {scores['access_unit'].iloc[0]}" if view.measure == "access" else ""
        told.append(words.map_words(str(names[code]), view.measure, level, int(row["areas"]), f"{middle}{unit}", lowest, highest))
    return told


@cache.shared(128)
def _map(_loaded: Loaded, stamp: cache.Stamp, query: Query, measure: str, district: str, ink: str, sentence: str) -> str:
    areas, paint = _loaded.model.areas[query.level], _paint(_loaded, stamp, query, measure)
    inside = (areas["district_code"] == district).to_numpy()
    every = profile_svg.shapes(_loaded.atlas, _loaded.data_stamp, query.level)
    codes = areas.index.to_numpy(dtype=str)
    red_green_blue = ["#{:02x}{:02x}{:02x}".format(*colour[:3]) for colour in paint.colours]
    colours = {code: red_green_blue[number] for code, number in zip(codes, paint.classes, strict=True)}
    outlined = frozenset(codes[np.array(paint.outlined)]) if paint.outlined is not None else frozenset()
    border = profile_svg.shapes(_loaded.atlas, _loaded.data_stamp, "district")[district]
    shown = {code: every[code] for code in codes[inside]}
    return profile_svg.choropleth(shown, colours, outlined, border, ink, f"{paint.legend.title}. {sentence}")


@cache.shared(64)
def _classes(_loaded: Loaded, stamp: cache.Stamp, query: Query, measure: str, pair: tuple[str, str]) -> str:
    """How many areas of each district are in each class."""
    loaded, paint = _loaded, _paint(_loaded, stamp, query, measure)
    homes, names = loaded.model.areas[query.level]["district_code"].to_numpy(), loaded.atlas.areas["name"]
    colours = ["#{:02x}{:02x}{:02x}".format(*paint.colours[number][:3]) for number in paint.classes]
    counts = pd.crosstab(pd.Series(colours), pd.Series(homes))
    counts = counts.reindex(index=[colour for colour, _ in paint.legend.keys], columns=list(pair), fill_value=0)
    rows = [
        (escape(label), *(html.number(int(count), 0) for count in line))
        for (_, label), line in zip(paint.legend.keys, counts.to_numpy(), strict=True)
    ]
    return html.table((words.CLASS_COLUMN, *(str(names[code]) for code in pair)), rows)
