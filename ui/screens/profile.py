"""Place: one neighbourhood, ward or district on one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.analysis.neighbours import touching
from geo.analysis.overview import area_overview, need_intervals
from geo.analysis.profile import indicator_profile, providers_in_reach, reach_by_kind
from geo.analysis.providers import PLANNED
from geo.method.confidence import rank_ranges
from geo.method.query import Query
from ui.kit import cells, html, pictures, strips
from ui.kit.watch import watched
from ui.map import choose
from ui.panel.area import providers_part
from ui.panel.beside import beside_part, is_approximate, row_of
from ui.panel.evidence import evidence_part
from ui.panel.firmness import nearness, scale_part, sure_part
from ui.panel.market import market_part
from ui.panel.measures import measures_part
from ui.panel.over_time import over_time_part
from ui.panel.reasons import reasons_part
from ui.report.make import on_place
from ui.scene import answers, local, measures, memo
from ui.scene.shapes import shapes
from ui.shell.page import changed_line, open_view
from ui.view import describe, printing, scenario_links, share, siting_links
from ui.words import common, figures, pages
from ui.words import local as local_words
from ui.words import maps as maps_words
from ui.words import market as market_words
from ui.words import measures as measures_words
from ui.words import over_time as over_time_words
from ui.words import panel as panel_words
from ui.words import profile as words
from ui.words import report as report_words
from ui.words import siting as siting_words
from ui.words import what_if as what_if_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup

    from geo.base.vocabulary import Level
    from geo.whatif.scene import Scene
    from ui.view.state import View

LOCATOR_PX = (340, 300)
STARTS = 5
Row = dict[str, object]


@memo.shared(heavy=True, lasts=True)
def _needs(scene: Scene, outcome: str, level: Level) -> pd.DataFrame:
    """`geo.analysis.overview.need_intervals`, once for each outcome area and level."""
    return need_intervals(scene.model, outcome, level)


@memo.shared()
def overview(scene: Scene, query: Query, area: str) -> pd.DataFrame:
    """`geo.analysis.overview.area_overview` on the lists that all pages share."""
    return area_overview(
        scene.model,
        query,
        area,
        lambda asked: answers.scores(scene, asked),
        lambda asked: answers.listed(scene, asked),
        lambda outcome, level: _needs(scene, outcome, level),
    )


def start(scene: Scene, view: View) -> None:
    """Say how to choose a place, and offer the greatest gaps of the reader's choice."""
    st.markdown(words.EMPTY)
    ranked = answers.ranked(scene, view.query).head(STARTS)
    if ranked["gap_score"].isna().all():
        st.info(describe.no_data(scene, view.query))
        return
    st.header(words.EMPTY_START, anchor=False)
    with st.container(gap="xxsmall"):
        for row in ranked.to_dict("records"):
            params = replace(view, area=str(row["area_code"])).params()
            st.page_link(pages.PROFILE.path, label=plain(row["area_label"]), query_params=params)


def draw(scene: Scene, view: View, area: str) -> None:
    """Draw the profile of the chosen area.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    area : str
        Code of the area, of the query's level.
    """
    query = replace(view.query, districts=())
    outcomes = overview(scene, query, area)
    html.show(html.paragraph(_place(scene, query, area), "bsg-quiet"))
    st.markdown(_summary(scene, query.level, area, outcomes))
    with st.container(horizontal=True):
        st.page_link(pages.GAP_MAP.path, label=words.TO_MAP, query_params=view.params())
        st.page_link(pages.GAP_LIST.path, label=words.TO_LIST, query_params=view.params())
        # The report is on the place, and one press away from its district's.
        report = on_place(_of_its_district(scene, view, area), area).params()
        st.page_link(pages.REPORT.path, label=report_words.TO_REPORT, query_params=report)
        st.page_link(pages.WHAT_IF.path, label=what_if_words.HERE, query_params=scenario_links.here(view, area))
        st.page_link(pages.SITING.path, label=siting_words.HERE, query_params=siting_links.more_here(scene, view, area))
        printing.offer("print_place", words.PRINT)
    with st.container(key="plain_place"):
        _on_screen(scene, view, query, area)
    with st.container(key="paper_place"):
        html.show(_paper(scene, on_place(view, area), area, datetime.now().astimezone().date(), share.home()))


@memo.shared()
def _paper(scene: Scene, view: View, area: str, today: date, home: str) -> Markup:
    """Write the brief that a printed page shows: the one that *Print or send* gives as a file."""
    from ui.report import place, web_page  # noqa: PLC0415 - costs 0.4 s to import

    return html.panel(web_page.message(place.compose(scene, view, area, today, home), in_page=True))


def _on_screen(scene: Scene, view: View, query: Query, area: str) -> None:
    """Draw what a screen has room for; on paper the brief stands in its place."""
    outcome = scene.settings.outcomes[query.outcome].name
    left, right = st.columns(2, gap="large")
    with left:
        st.header(words.WHO_TITLE, anchor=False)
        html.show(strips.region(words.WHO_TITLE, _who(scene, area, about=is_approximate(row_of(scene, query, area)))))
    with right:
        st.header(words.LOCATOR_TITLE, anchor=False)
        html.show(_locator(scene, query.level, area, pictures.ink()))
    parts = [
        (words.OVERVIEW_TITLE, _overview, "bsg-lasttwoleft bsg-broad"),
        (words.reasons_title(outcome), evidence, ""),
        (words.measures_title(outcome), measure_strips, ""),
        (words.TREND_TITLE, trend_part, "bsg-left"),
        (over_time_words.TITLE, over_time_part, "bsg-left"),
        (words.reach_title(outcome), reach_part, ""),
    ]
    for title, part, kind in parts:
        st.header(plain(title), anchor=False)
        html.show(strips.region(title, part(scene, query, area), kind))
    known = local.sentences(scene, query.level, area)
    if known:
        st.header(local_words.PANEL_TITLE, anchor=False)
        html.show(strips.region(local_words.PANEL_TITLE, html.bullets(known) + html.paragraph(local_words.NOT_SHOWN, "bsg-quiet")))
    st.header(words.NEIGHBOURS_TITLE, anchor=False)
    neighbours_part(scene, view, area)


def _of_its_district(scene: Scene, view: View, area: str) -> View:
    """Choose the district that holds an area: a report from its profile is on the area, or on that."""
    return replace(view, query=replace(view.query, districts=(str(scene.atlas.areas.at[area, "district_code"]),)))


def _place(scene: Scene, query: Query, area: str) -> str:
    kind = common.LEVEL_ONE[query.level].capitalize()
    row = scene.atlas.areas.loc[area]
    where = f"{kind} in {', '.join(describe.parents(scene, area)) or scene.settings.area.name}"
    return " · ".join(filter(None, (where, common.official_name(str(row["name"]), str(row["label"])), area)))


def _summary(scene: Scene, level: Level, area: str, outcomes: pd.DataFrame) -> str:
    names = {key: outcome.name for key, outcome in scene.settings.outcomes.items()}
    priority = [names[str(key)] for key in outcomes.index[outcomes["gap_class"] == "priority"]]
    needs = outcomes["need"].astype(float).dropna()
    greatest = str(needs.idxmax()) if len(needs) else ""
    need = float(needs.max()) if greatest else 0.0
    return words.summary(priority, len(outcomes), names.get(greatest, ""), need, _priority_inside(scene, level, area))


def _priority_inside(scene: Scene, level: Level, area: str) -> tuple[int, int] | None:
    """Count the neighbourhoods of a ward or district that are a priority somewhere, and all of them; nothing for a neighbourhood."""
    if level == "lsoa":
        return None
    lsoas = scene.atlas.at("lsoa")
    own = lsoas.index[lsoas[f"{level}_code"] == area]
    classes = pd.DataFrame({key: answers.scores(scene, Query(key)).loc[own, "gap_class"] for key in scene.settings.outcomes})
    return int((classes == "priority").any(axis=1).sum()), len(own)


@memo.shared()
def _who(scene: Scene, area: str, *, about: bool) -> Markup:
    # Those of new homes too.
    areas, sources = scene.model.atlas.areas, scene.atlas.sources
    row, source = areas.loc[area], scene.settings.data.children_source
    district = areas.loc[row["district_code"]]
    inside = row["level"] != "district"
    share = market_words.percent(row["children_0_4"] / district["children_0_4"]) if inside and district["children_0_4"] else ""
    sentence = words.who(
        int(cells.number(row["children_0_4"])),
        share,
        str(district["name"]) if share else "",
        str(sources["period"].get(source, words.UNDATED)),
        about=about,
    )
    by_age = [(name, cells.number(row[f"children_{age}"])) for age, name in enumerate(words.AGES) if f"children_{age}" in row.index]
    table = strips.bars([(name, count, html.number(count, 0)) for name, count in by_age], words.WHO_COLUMNS) if by_age else html.NOTHING
    if source not in sources.index:
        return html.paragraph(sentence) + table
    note = words.who_source(str(sources.at[source, "title"]), str(sources.at[source, "publisher"]))
    return html.paragraph(sentence) + table + html.paragraph(note, "bsg-quiet")


@memo.shared(of_geography=True)
def _locator(scene: Scene, level: Level, area: str, ink: str) -> Markup:
    districts = shapes(scene, "district")
    chosen = shapes(scene, level)[area]
    label = str(scene.atlas.areas.at[area, "label"])
    alt = words.locator(label, scene.settings.area.name, describe.parents(scene, area))
    return pictures.locator(districts, chosen, ink, LOCATOR_PX, alt)


@memo.shared()
def _overview(scene: Scene, query: Query, area: str) -> Markup:
    outcomes = overview(scene, query, area)
    ranges = rank_ranges(outcomes)
    rows = []
    for (outcome, row), limits in zip(outcomes.to_dict("index").items(), ranges, strict=True):
        marks = [strips.Mark(row[column], shape) for column, shape in _marks(query.level)]
        band = (float(row["need_low"]), float(row["need_high"]))
        chosen = words.CHOSEN_OUTCOME if outcome == query.outcome else ""
        name = html.cell(scene.settings.outcomes[str(outcome)].name, chosen) + strips.strip(marks, 0, 100, band)
        limits_words = "" if pd.isna(band[0]) else f"({band[0]:.0f} to {band[1]:.0f})"
        number = None if pd.isna(row["rank"]) else int(row["rank"])
        placed = words.rank(number, int(row["ranked"]), limits, border=bool(row["border"]))
        rows.append(
            (
                name,
                html.cell(html.number(row["need"], 0), limits_words),
                html.number(row["need_district"], 0),
                html.number(row["need_atlas"], 0),
                html.cell(common.gap_class_words(str(row["gap_class"]))),
                html.cell(*placed),
            )
        )
    keys = [(shape, "", words.KEY[shape]) for _, shape in _marks(query.level)] + [("band", "", words.KEY["band"])]
    table = html.table(words.OVERVIEW_COLUMNS, rows)
    return strips.key(keys) + table + html.paragraph(words.OVERVIEW_NOTE, "bsg-quiet")


def _marks(level: Level) -> list[tuple[str, str]]:
    """Columns to mark and their shapes; a district is not marked beside itself. The own mark lies on top."""
    others = [("need_atlas", "inatlas")] if level == "district" else [("need_atlas", "inatlas"), ("need_district", "indistrict")]
    return [*others, ("need", "here")]


def address(view: View, area: str) -> str:
    """Link to the profile of an area, with the view's other choices."""
    return f"{pages.PROFILE.address}?{urlencode(replace(view, area=area).params(), doseq=True)}"


@memo.shared()
def evidence(scene: Scene, query: Query, area: str) -> Markup:
    """Say why the area is a gap, how sure, where it stands otherwise, at which scales, with which market mix, and what may help."""
    scores = answers.scores(scene, query)
    return html.join(
        [
            html.paragraph(common.gap_class_words(str(scores.at[area, "gap_class"])), "bsg-badge"),
            reasons_part(scene, query, area, scores),
            sure_part(scene, query, area),
            beside_part(scene, query, area),
            scale_part(scene, query, area),
            market_part(scene, query, area, scores),
            evidence_part(scene, query, area),
        ]
    )


@memo.shared()
def measure_strips(scene: Scene, query: Query, area: str) -> Markup:
    """Draw every measure of the outcome area on a line of its own, beside its district and the atlas."""
    compare = partial(measures.compared, scene)
    profile = indicator_profile(scene.model, query, area, compare)
    keys = strips.key([(shape, "", words_of) for shape, words_of in words.MEASURES_KEY.items()])
    parts = [keys]
    for role, title in panel_words.ROLE_TITLES.items():
        chosen = profile[profile["role"] == role]
        if len(chosen):
            rows = [_measure(row, compare(key, query.level)["value"], query.level) for key, row in cells.records_by_name(chosen).items()]
            parts.append(html.table((title, *words.MEASURES_COLUMNS[1:]), rows))
    parts.append(html.paragraph(words.MEASURES_NOTE, "bsg-quiet"))
    parts.append(measures_part(scene, query, area, words.SOURCES_TITLE))
    return html.join(parts)


def _measure(row: Row, everywhere: pd.Series[float], level: Level) -> tuple[str, ...]:
    """Name and strip, own value with its interval, district, atlas."""
    value, lower, upper, district, whole = (cells.number(row[key]) for key in ("value", "lower", "upper", "district", "atlas"))
    low, high = float(everywhere.min()), float(everywhere.max())
    marks = [strips.Mark(*pair) for pair in ((whole, "inatlas"), (district, "indistrict"), (value, "here"))]
    chips = [measures_words.LEVEL_CHIP[str(row["shown_level"])] if row["shown_level"] != level else ""]
    chips.append(measures_words.MARKS[str(row["differs"])] if row["differs"] in ("higher", "lower") else "")
    small = words.ends(figures.figure(low), figures.figure(high), str(row["unit"]), str(row["period"]))
    drawn = strips.strip(marks, low, high, (lower, upper)) if low < high else html.NOTHING
    own = html.number(value, None)
    if own == figures.NONE:
        own = measures_words.flag_words(str(row["flag"]))[0] if row["flag"] else measures_words.NO_VALUE
    limits = measures_words.interval(lower, upper)
    name = html.join([str(row["name"]), *(html.chip(chip) for chip in chips if chip), drawn, html.small(small)])
    return name, html.cell(own, f"({limits})" if limits else ""), html.number(district, None), html.number(whole, None)


@memo.shared()
def trend_part(scene: Scene, query: Query, area: str) -> Markup:
    """Draw each measure that has several dates as a small line, with its change in words."""
    compare = partial(measures.compared, scene)
    profile = indicator_profile(scene.model, query, area, compare)
    rows = [row for key, facts in cells.records_by_name(profile).items() if (row := _trend(scene, key, facts, query.level))]
    return html.table(words.TREND_COLUMNS, rows) if rows else html.paragraph(words.TREND_NONE)


def _trend(scene: Scene, indicator: str, facts: Row, level: Level) -> tuple[str, ...] | None:
    changes, code = measures.changed(scene, indicator, level), str(facts["shown_area"])
    if code not in changes.index:
        return None
    moved = {str(name): value for name, value in changes.loc[code].items()}
    change = measures_words.change(moved, str(facts["unit"]), str(facts["period"]))
    series = measures.published(scene, indicator, level)
    own = series[(series["area_code"] == code) & series["value"].notna()]
    limits = list(zip(own["lower"].astype(float), own["upper"].astype(float), strict=True))
    alt = words.line_words(str(facts["name"]), (str(own["period"].iloc[0]), str(own["period"].iloc[-1])), change)
    chip = html.chip(measures_words.LEVEL_CHIP[str(facts["shown_level"])]) if facts["shown_level"] != level else html.NOTHING
    name = html.cell(str(facts["name"]), str(facts["unit"]))
    return name + chip, pictures.line_over_time(own["value"].tolist(), limits, alt), change


@memo.shared()
def reach_part(scene: Scene, query: Query, area: str) -> Markup:
    """Count the providers in reach by type and sector, and list the nearest."""
    providers = providers_in_reach(scene.model, query, area)
    public = int((providers["sector"] == "public").sum())
    sentence = html.paragraph(words.reach(len(providers), describe.catchment(scene, query), public))
    if providers.empty:
        return sentence
    rows = []
    planned = providers[providers["places_basis"] == PLANNED].groupby(["service_type", "sector"])["places"].sum().to_dict()
    for row in reach_by_kind(providers).to_dict("records"):
        name = html.cell(common.sentence_case(scene.settings.services[row["service_type"]].plural), maps_words.SECTOR_WORDS[row["sector"]])
        known = None if pd.isna(row["places"]) else row["places"]
        places = words.reach_places(known, row["assumed_places"], row["unknown"], planned.get((row["service_type"], row["sector"]), 0))
        rows.append((name, html.number(row["providers"], 0), html.cell(*places), html.number(row["nearest_km"], 1)))
    some = (providers["places_basis"] == "assumed").any()
    told = common.assumed_note(scene.settings.provision.assumed_nursery_class_places) if some else ""
    note = html.paragraph(told, "bsg-quiet") if told else html.NOTHING
    return sentence + html.table(words.REACH_COLUMNS, rows) + note + providers_part(scene, query, providers)


@memo.shared(of_geography=True)
def _touching(scene: Scene, level: Level) -> dict[str, tuple[str, ...]]:
    """`geo.analysis.neighbours.touching`, once for each level."""
    return touching(scene.atlas, level)


def neighbours_part(scene: Scene, view: View, area: str) -> None:
    """List the areas that touch this one, each with a link to its profile."""
    query = replace(view.query, districts=())
    codes = _touching(scene, query.level).get(area, ())
    if not codes:
        st.markdown(words.NO_NEIGHBOURS)
        return
    scores = answers.scores(scene, query)
    near = scores.loc[list(codes)].sort_values("gap_score", ascending=False, kind="stable")
    priority = int((near["gap_class"] == "priority").sum())
    st.markdown(words.neighbours(len(near), priority, query.level, scene.settings.outcomes[query.outcome].name))
    rows, decimals = [], {"need_score": 0, "access": common.access_decimals(str(scores["access_unit"].iloc[0])), "gap_score": 0}
    for code in [area, *near.index]:
        label = str(scene.atlas.areas.at[code, "label"])
        link = html.cell(label, words.THIS) if code == area else html.link(address(view, code), label)
        need, own, gap = (html.number(scores.at[code, name], places) for name, places in decimals.items())
        rows.append((link, need, html.cell(own, nearness(scores, code)), gap, common.gap_class_words(str(scores.at[code, "gap_class"]))))
    note = html.paragraph(words.neighbour_note(str(scores["access_unit"].iloc[0])), "bsg-quiet")
    html.show(strips.region(words.NEIGHBOURS_TITLE, html.table(words.NEIGHBOUR_COLUMNS, rows) + note, "bsg-lastleft"))


@watched(pages.PROFILE)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.PROFILE)
    st.title(pages.PROFILE.title if view.area is None else plain(scene.atlas.areas.at[view.area, "label"]), anchor=False)
    if view.area is None:
        st.markdown(words.PURPOSE)
    choose.pick_area(scene, view)
    changed_line(scene, view)
    if view.area is None:
        start(scene, view)
    else:
        draw(scene, view, view.area)
