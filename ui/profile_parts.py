"""Parts of the area profile: reasons, measures as dot strips, change, provision in reach, neighbours."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.neighbours import touching
from geo.profile import indicator_profile, providers_in_reach
from geo.reach import reach_by_kind
from ui import cache, html, map_text, measures, measures_text, panel_text, profile_strips, profile_svg, text
from ui import profile_text as words
from ui.panel import providers_part
from ui.panel_evidence import evidence_part
from ui.panel_market import market_part
from ui.panel_measures import measures_part
from ui.panel_reasons import reasons_part
from ui.panel_scale import scale_part
from ui.panel_sure import sure_part

if TYPE_CHECKING:
    from geo.query import Query
    from geo.settings import Level
    from geo.store import Atlas
    from ui.page import Loaded
    from ui.state import View

Row = dict[str, object]


def address(view: View, area: str) -> str:
    """Link to the profile of an area, with the view's other choices."""
    return f"{words.PAGE_ADDRESS}?{urlencode(replace(view, area=area).params(), doseq=True)}"


@cache.shared(512)
def evidence(_loaded: Loaded, stamp: cache.Stamp, query: Query, area: str) -> str:
    """Say why the area is a gap, how sure, at which scales, with which market mix, and what is known to work."""
    scores = cache.scores(_loaded.model, stamp, query)
    return "".join(
        [
            html.paragraph(text.gap_class_words(str(scores.at[area, "gap_class"])), "bsg-badge"),
            reasons_part(_loaded, query, area, scores),
            sure_part(_loaded, query, area),
            scale_part(_loaded, query, area),
            market_part(_loaded, query, area, scores),
            evidence_part(_loaded, query, area),
        ]
    )


@cache.shared(512)
def measure_strips(_loaded: Loaded, stamp: cache.Stamp, query: Query, area: str) -> str:
    """Draw every measure of the outcome area on a line of its own, beside its district and the atlas."""
    compare = partial(measures.compared, _loaded.model, _loaded.data_stamp)
    found = indicator_profile(_loaded.model, query, area, compare)
    keys = profile_strips.key([(shape, "", told) for shape, told in words.MEASURES_KEY.items()])
    parts = [keys]
    for role, title in panel_text.ROLE_TITLES.items():
        chosen = found[found["role"] == role]
        if len(chosen):
            rows = [_measure(row, compare(str(key), query.level)["value"], query.level) for key, row in chosen.to_dict("index").items()]
            parts.append(html.table((title, *words.MEASURES_COLUMNS[1:]), rows))
    parts.append(html.paragraph(words.MEASURES_NOTE, "bsg-quiet"))
    parts.append(measures_part(_loaded, query, area, words.SOURCES_TITLE))
    return "".join(parts)


def _measure(row: Row, everywhere: pd.Series[float], level: Level) -> tuple[str, ...]:
    """Name and strip, own value with its interval, district, atlas."""
    value, lower, upper, district, whole = (float(str(row[key])) for key in ("value", "lower", "upper", "district", "atlas"))
    low, high = float(everywhere.min()), float(everywhere.max())
    marks = [profile_strips.Mark(*pair) for pair in ((whole, "inatlas"), (district, "indistrict"), (value, "here"))]
    chips = [measures_text.LEVEL_CHIP[str(row["shown_level"])] if row["shown_level"] != level else ""]
    chips.append(measures_text.MARKS[str(row["differs"])] if row["differs"] in ("higher", "lower") else "")
    small = words.ends(map_text.figure(low), map_text.figure(high), str(row["unit"]), str(row["period"]))
    drawn = profile_strips.strip(marks, low, high, (lower, upper)) if low < high else ""
    own = html.number(value, None)
    if own == panel_text.NONE:
        own = measures_text.flag_words(str(row["flag"]))[0] if row["flag"] else measures_text.NO_VALUE
    limits = measures_text.interval(lower, upper)
    name = escape(str(row["name"])) + "".join(html.chip(chip) for chip in chips if chip) + drawn + f"<small>{escape(small)}</small>"
    return name, html.cell(own, f"({limits})" if limits else ""), html.number(district, None), html.number(whole, None)


@cache.shared(512)
def trend_part(_loaded: Loaded, stamp: cache.Stamp, query: Query, area: str) -> str:
    """Draw each measure that has several dates as a small line, with its change in words."""
    compare = partial(measures.compared, _loaded.model, _loaded.data_stamp)
    found = indicator_profile(_loaded.model, query, area, compare)
    rows = [row for key, facts in found.to_dict("index").items() if (row := _trend(_loaded, str(key), facts, query.level))]
    return html.table(words.TREND_COLUMNS, rows) if rows else html.paragraph(words.TREND_NONE)


def _trend(loaded: Loaded, indicator: str, facts: Row, level: Level) -> tuple[str, ...] | None:
    changes, code = measures.changed(loaded.model, loaded.data_stamp, indicator, level), str(facts["shown_area"])
    if code not in changes.index:
        return None
    change = measures_text.change({str(name): value for name, value in changes.loc[code].items()}, str(facts["unit"]))
    series = measures.figures(loaded.model, loaded.data_stamp, indicator, level)
    own = series[(series["area_code"] == code) & series["value"].notna()]
    limits = list(zip(own["lower"].astype(float), own["upper"].astype(float), strict=True))
    told = words.line_words(str(facts["name"]), (str(own["period"].iloc[0]), str(own["period"].iloc[-1])), change)
    chip = html.chip(measures_text.LEVEL_CHIP[str(facts["shown_level"])]) if facts["shown_level"] != level else ""
    name = html.cell(str(facts["name"]), str(facts["unit"]))
    return name + chip, profile_svg.line_over_time(own["value"].tolist(), limits, told), escape(change)


@cache.shared(512)
def reach_part(_loaded: Loaded, stamp: cache.Stamp, query: Query, area: str) -> str:
    """Count the providers in reach by type and sector, and list the nearest."""
    providers = providers_in_reach(_loaded.model, query, area)
    public = int((providers["sector"] == "public").sum())
    told = html.paragraph(words.reach(len(providers), text.catchment(_loaded.settings), public))
    if providers.empty:
        return told
    rows = []
    for row in reach_by_kind(providers).to_dict("records"):
        name = html.cell(_loaded.settings.services[row["service_type"]].plural.capitalize(), map_text.SECTOR_WORDS[row["sector"]])
        places = words.reach_places(None if pd.isna(row["places"]) else row["places"], row["assumed_places"], row["unknown"])
        rows.append((name, html.number(row["providers"], 0), html.cell(*places), html.number(row["nearest_km"], 1)))
    return told + html.table(words.REACH_COLUMNS, rows) + providers_part(_loaded, providers)


@cache.shared(6)
def _touching(_atlas: Atlas, stamp: cache.Stamp, level: Level) -> dict[str, tuple[str, ...]]:
    """`geo.neighbours.touching`, once for each level."""
    return touching(_atlas, level)


def neighbours_part(loaded: Loaded, view: View, area: str) -> None:
    """List the areas that touch this one, each with a link to its profile."""
    query = replace(view.query, districts=())
    codes = _touching(loaded.atlas, loaded.data_stamp, query.level).get(area, ())
    if not codes:
        st.markdown(words.NO_NEIGHBOURS)
        return
    scores = cache.scores(loaded.model, loaded.stamp, query)
    near = scores.loc[list(codes)].sort_values("gap_score", ascending=False, kind="stable")
    priority = int((near["gap_class"] == "priority").sum())
    st.markdown(words.neighbours(len(near), priority, query.level, loaded.settings.outcomes[query.outcome].name))
    rows = []
    for code in [area, *near.index]:
        label = str(loaded.atlas.areas.at[code, "label"])
        link = html.cell(label, words.THIS) if code == area else f'<a href="{escape(address(view, code))}">{escape(label)}</a>'
        figures = [html.number(scores.at[code, name], decimals) for name, decimals in (("need_score", 0), ("access", 1), ("gap_score", 0))]
        rows.append((link, *figures, escape(text.gap_class_words(str(scores.at[code, "gap_class"])))))
    note = html.paragraph(words.neighbour_note(str(scores["access_unit"].iloc[0])), "bsg-quiet")
    st.html(profile_strips.region(words.NEIGHBOURS_TITLE, html.table(words.NEIGHBOUR_COLUMNS, rows) + note, "bsg-lastleft"))
