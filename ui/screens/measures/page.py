"""Measures of need: one published measure at a time, with its interval, its change and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis.differs import atlas_value, shown_level
from geo.export.tables import to_csv
from ui.kit import html
from ui.kit.cells import counts
from ui.kit.watch import watched
from ui.scene import measures
from ui.scene.offers import offers
from ui.screens.measures import charts, tables, upper_tier
from ui.shell.page import open_view
from ui.view.state import change
from ui.view.widgets import follow_option
from ui.words import common, pages
from ui.words import measures as measures_words
from ui.words import measures_page as page_text
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.whatif.scene import Scene
    from ui.view.state import View

KEY = "measure_of_page"
FURTHEST = 3
# Per cent: outside these limits lies what is outside the outer ones.
OUTER = 99.0


def choose(scene: Scene, view: View) -> str:
    """Let the reader choose a measure; those of the outcome area stand first, by role. The choice is in the link."""
    roles = {key: use.role for key, use in scene.settings.outcomes[view.query.outcome].indicators.items()}
    order = list(page_text.ROLE_PREFIX)
    place = {key: number for number, key in enumerate(sorted(roles, key=lambda key: order.index(roles[key])))}
    options = sorted(offers(scene).indicators, key=lambda key: place.get(key, len(place)))
    shown = view.indicator or options[0]
    st.selectbox(
        page_text.CHOOSE,
        options,
        format_func=lambda key: page_text.option(roles.get(key, ""), offers(scene).indicators[key][0]),
        help=page_text.CHOOSE_HELP,
        **follow_option(KEY, shown, options, lambda indicator: change(indicator=indicator)),
    )
    return shown


def level_of(scene: Scene, view: View, indicator: str) -> tuple[Level, str]:
    """Level asked for on this page, wards for neighbourhoods (marks are given for districts and wards), and the one shown."""
    asked: Level = "ward" if view.query.level == "lsoa" else view.query.level
    return asked, shown_level(scene.atlas, indicator, asked)


def facts(scene: Scene, view: View, indicator: str) -> None:
    """Say what the measure is, and where it comes from."""
    row = scene.atlas.indicators.loc[indicator]
    source = scene.atlas.sources.loc[row["source_id"]]
    outcome = scene.settings.outcomes[view.query.outcome]
    role = outcome.indicators[indicator].role if indicator in outcome.indicators else ""
    st.markdown(f"{plain(row['definition'])} {page_text.ROLE_SENTENCE[role].format(outcome=plain(outcome.name.lower()))}")
    figures = scene.model.figures[indicator]
    words = {
        "unit": str(row["unit"]),
        "period": page_text.periods(sorted(figures["period"].unique())),
        "published_level": measures_words.PUBLISHED_FOR[str(row["published_level"])],
        "basis": measures_words.BASIS[str(row["basis"])],
        "kind": measures_words.KIND[str(row["kind"])],
        "publisher": f"{source['publisher']}, {source['title']}",
        "licence": str(source["licence"]),
    }
    html.show(html.definitions({page_text.FACT_NAMES[name]: value for name, value in words.items()}))


def areas(scene: Scene, view: View, indicator: str) -> None:
    """List the areas with interval, mark and change; offer the files."""
    asked, shown = level_of(scene, view, indicator)
    table = tables.area_table(scene, view, indicator, asked)
    st.header(page_text.TABLE_TITLE, anchor=False)
    published = str(scene.atlas.indicators.at[indicator, "published_level"])
    if table["value"].isna().all():
        st.info(page_text.NO_AREAS)
    else:
        st.markdown(plain(_finding(scene, indicator, table, shown)))
    st.caption(tables.benchmarks(scene, indicator))
    if shown != published:
        st.caption(page_text.CARRIED.format(published=measures_words.PUBLISHED_FOR[published]))
    elif shown != asked:
        st.caption(page_text.COARSE.format(published=measures_words.PUBLISHED_FOR[published]))
    tables.show(scene, table, indicator, key=f"areas_{indicator}_{shown}")
    with st.container(horizontal=True, vertical_alignment="center"):
        _download(page_text.DOWNLOAD, table, f"measure_{indicator}_{shown}.csv")
        if published == "lsoa":
            fine = tables.area_table(scene, view, indicator, "lsoa")
            _download(page_text.DOWNLOAD_LSOA, fine, f"measure_{indicator}_lsoa.csv")
        if published in common.LEVEL_NAMES and indicator in scene.settings.outcomes[view.query.outcome].indicators:
            level = view.query.level if shown == asked else published
            params = view.params() | {"colour": "indicator", "indicator": indicator, "level": level}
            st.page_link(pages.GAP_MAP.path, label=page_text.TO_MAP, query_params=params)


def _finding(scene: Scene, indicator: str, table: pd.DataFrame, shown: str) -> str:
    known = table.set_index("area_code").dropna(subset="value").sort_values("value")
    codes = (known.index[0], known.index[-1])
    ends = [(measures.place_name(scene.atlas, str(code)), measures_words.figure(known["value"].loc[code])) for code in codes]
    name = str(scene.atlas.indicators.at[indicator, "name"])
    marked = counts(table.loc[table["differs"] != "", "differs"])
    return page_text.finding(name, shown, marked, (*ends[0], *ends[1]))


def _download(label: str, frame: pd.DataFrame, file: str) -> None:
    st.download_button(label, data=lambda: to_csv(frame, bom=True), file_name=file, mime="text/csv", on_click="ignore", key=file)


def funnel(scene: Scene, indicator: str) -> None:
    """Draw the funnel plot where the counts are known; otherwise say why there is none."""
    st.header(page_text.FUNNEL_TITLE, anchor=False)
    plot = measures.funnel_of(scene, indicator)
    points = plot.points
    kind = str(scene.atlas.indicators.at[indicator, "kind"])
    if points.empty:
        st.caption(page_text.NO_FUNNEL_RANK if kind == "derived" else page_text.NO_FUNNEL)
        return
    beyond = points[points["beyond"] > 0]
    counted = (len(beyond), int((beyond["beyond"] > OUTER).sum()))
    extreme = beyond["z"].abs().sort_values(ascending=False).index[:FURTHEST]
    furthest = [measures.place_name(scene.atlas, str(code)) for code in extreme]
    name = str(scene.atlas.indicators.at[indicator, "name"])
    summary = page_text.funnel_summary(name, measures_words.figure(atlas_value(scene.model, indicator)), counted, len(points), furthest)
    st.markdown(page_text.funnel_verdict(len(beyond), len(points)))
    charts.funnel(scene, indicator, plot, summary)
    unit = str(scene.atlas.indicators.at[indicator, "unit"])
    st.caption(page_text.funnel_note(plot.phi, plot.between, unit, len(points), corrected=plot.corrected))
    if kind == "modelled":
        st.caption(page_text.MODELLED_NOTE)


def trend(scene: Scene, view: View, indicator: str) -> None:
    """Draw the change by district where the data hold several dates."""
    st.header(page_text.TREND_TITLE, anchor=False)
    figures = measures.published(scene, indicator, "district")
    if figures.empty:
        st.caption(page_text.TREND_ONE)
        return
    asked, _ = level_of(scene, view, indicator)
    changes = measures.changed(scene, indicator, asked)
    summary = tables.trend_summary(scene, indicator, changes, asked)
    charts.trend(scene, indicator, figures, summary)
    last, latest = str(figures["period"].max()), str(scene.model.figures[indicator]["period"].max())
    if last != latest:
        st.caption(plain(page_text.REPEATED.format(last=last, latest=latest)))
    published = str(scene.atlas.indicators.at[indicator, "published_level"])
    if (figures["basis"] == "carried").any():
        st.caption(page_text.CARRIED_TREND)
    if figures["lower"].notna().any():
        st.caption(page_text.BANDS)
    st.caption(page_text.TREND_NOTE[tables.judged_by(changes)])
    tables.trend_table(scene, figures)
    rows = tables.all_periods(scene, indicator)
    _download(page_text.DOWNLOAD_TREND, rows, f"measure_{indicator}_{published}_periods.csv")


@watched(pages.MEASURES)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.MEASURES)
    st.title(page_text.TITLE, anchor=False)
    indicator = choose(scene, view)
    facts(scene, view, indicator)
    areas(scene, view, indicator)
    funnel(scene, indicator)
    trend(scene, view, indicator)
    upper_tier.draw(scene, view)
