"""The parts of the page *Measures*: what a measure is, its areas, its funnel plot, its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.differs import atlas_value, shown_level
from geo.export import to_csv
from ui import html, measures, measures_charts, measures_tables, measures_text, text
from ui import measures_page_text as page_text
from ui.plain import plain
from ui.state import change
from ui.widgets import follow_option

if TYPE_CHECKING:
    import pandas as pd

    from geo.settings import Level
    from ui.page import Loaded
    from ui.state import View

KEY = "measure_of_page"
FURTHEST = 3
# Per cent: outside these limits lies what is outside the outer ones.
OUTER = 99.0


def choose(loaded: Loaded, view: View) -> str:
    """Let the reader choose a measure; those of the outcome area stand first, by role. The choice is in the link."""
    roles = {key: use.role for key, use in loaded.settings.outcomes[view.query.outcome].indicators.items()}
    order = list(page_text.ROLE_PREFIX)
    place = {key: number for number, key in enumerate(sorted(roles, key=lambda key: order.index(roles[key])))}
    options = sorted(loaded.choices.indicators, key=lambda key: place.get(key, len(place)))
    shown = view.indicator or options[0]
    st.selectbox(
        page_text.CHOOSE,
        options,
        format_func=lambda key: page_text.option(roles.get(key, ""), loaded.choices.indicators[key][0]),
        help=page_text.CHOOSE_HELP,
        **follow_option(KEY, shown, options, lambda indicator: change(indicator=indicator)),
    )
    return shown


def level_of(loaded: Loaded, view: View, indicator: str) -> tuple[Level, str]:
    """Level asked for on this page, wards for neighbourhoods (marks are given for districts and wards), and the one shown."""
    asked: Level = "ward" if view.query.level == "lsoa" else view.query.level
    return asked, shown_level(loaded.atlas, indicator, asked)


def facts(loaded: Loaded, view: View, indicator: str) -> None:
    """Say what the measure is, and where it comes from."""
    row = loaded.atlas.indicators.loc[indicator]
    source = loaded.atlas.sources.loc[row["source_id"]]
    outcome = loaded.settings.outcomes[view.query.outcome]
    role = outcome.indicators[indicator].role if indicator in outcome.indicators else ""
    st.markdown(f"{plain(row['definition'])} {page_text.ROLE_SENTENCE[role].format(outcome=plain(outcome.name.lower()))}")
    figures = loaded.model.figures[indicator]
    words = {
        "unit": str(row["unit"]),
        "period": page_text.periods(sorted(figures["period"].unique())),
        "published_level": measures_text.PUBLISHED_FOR[str(row["published_level"])],
        "basis": measures_text.BASIS[str(row["basis"])],
        "kind": measures_text.KIND[str(row["kind"])],
        "publisher": f"{source['publisher']}, {source['title']}",
        "licence": str(source["licence"]),
    }
    st.html(html.definitions({page_text.FACT_NAMES[name]: value for name, value in words.items()}))


def areas(loaded: Loaded, view: View, indicator: str) -> None:
    """List the areas with interval, mark and change; offer the files."""
    asked, shown = level_of(loaded, view, indicator)
    table = measures_tables.area_table(loaded, view, indicator, asked)
    st.header(page_text.TABLE_TITLE, anchor=False)
    published = str(loaded.atlas.indicators.at[indicator, "published_level"])
    if table["value"].isna().all():
        st.info(page_text.NO_AREAS)
    else:
        st.markdown(plain(_finding(loaded, indicator, table, shown)))
    st.caption(measures_tables.benchmarks(loaded, indicator))
    if shown != published:
        st.caption(page_text.CARRIED.format(published=measures_text.PUBLISHED_FOR[published]))
    elif shown != asked:
        st.caption(page_text.COARSE.format(published=measures_text.PUBLISHED_FOR[published]))
    measures_tables.show(loaded, table, indicator, key=f"areas_{indicator}_{shown}")
    with st.container(horizontal=True, vertical_alignment="center"):
        _download(page_text.DOWNLOAD, table, f"measure_{indicator}_{shown}.csv")
        if published == "lsoa":
            fine = measures_tables.area_table(loaded, view, indicator, "lsoa")
            _download(page_text.DOWNLOAD_LSOA, fine, f"measure_{indicator}_lsoa.csv")
        if published in text.LEVEL_NAMES and indicator in loaded.settings.outcomes[view.query.outcome].indicators:
            level = view.query.level if shown == asked else published
            params = view.params() | {"colour": "indicator", "indicator": indicator, "level": level}
            st.page_link("pages/1_Gap_map.py", label=page_text.TO_MAP, query_params=params)


def _finding(loaded: Loaded, indicator: str, table: pd.DataFrame, shown: str) -> str:
    known = table.set_index("area_code").dropna(subset="value").sort_values("value")
    codes = (known.index[0], known.index[-1])
    ends = [(measures.place_name(loaded.atlas, str(code)), measures_text.figure(known["value"].loc[code])) for code in codes]
    name = str(loaded.atlas.indicators.at[indicator, "name"])
    marked = table.loc[table["differs"] != "", "differs"].value_counts().to_dict()
    return page_text.finding(name, shown, marked, (*ends[0], *ends[1]))


def _download(label: str, frame: pd.DataFrame, file: str) -> None:
    st.download_button(label, data=lambda: to_csv(frame, bom=True), file_name=file, mime="text/csv", on_click="ignore", key=file)


def funnel(loaded: Loaded, indicator: str) -> None:
    """Draw the funnel plot where the counts are known; otherwise say why there is none."""
    st.header(page_text.FUNNEL_TITLE, anchor=False)
    points, limits = measures.funnel_of(loaded.model, loaded.data_stamp, indicator)
    kind = str(loaded.atlas.indicators.at[indicator, "kind"])
    if points.empty:
        st.caption(page_text.NO_FUNNEL_RANK if kind == "derived" else page_text.NO_FUNNEL)
        return
    beyond = points[points["beyond"] > OUTER]
    extreme = beyond["z"].abs().sort_values(ascending=False).index[:FURTHEST]
    furthest = [measures.place_name(loaded.atlas, str(code)) for code in extreme]
    name = str(loaded.atlas.indicators.at[indicator, "name"])
    summary = page_text.funnel_summary(name, measures_text.figure(atlas_value(loaded.model, indicator)), len(beyond), len(points), furthest)
    measures_charts.funnel(loaded, indicator, points, limits, summary)
    st.caption(page_text.FUNNEL_NOTE)
    if kind == "modelled":
        st.caption(page_text.MODELLED_NOTE)


def trend(loaded: Loaded, view: View, indicator: str) -> None:
    """Draw the change by district where the data hold several dates."""
    st.header(page_text.TREND_TITLE, anchor=False)
    figures = measures.figures(loaded.model, loaded.data_stamp, indicator, "district")
    if figures.empty:
        st.caption(page_text.TREND_ONE)
        return
    asked, _ = level_of(loaded, view, indicator)
    found = measures.changed(loaded.model, loaded.data_stamp, indicator, asked)
    measures_charts.trend(loaded, indicator, figures, measures_tables.trend_summary(loaded, indicator, found, asked))
    last, latest = str(figures["period"].max()), str(loaded.model.figures[indicator]["period"].max())
    if last != latest:
        st.caption(plain(page_text.REPEATED.format(last=last, latest=latest)))
    published = str(loaded.atlas.indicators.at[indicator, "published_level"])
    if (figures["basis"] == "carried").any():
        st.caption(page_text.CARRIED_TREND)
    if figures["lower"].notna().any():
        st.caption(page_text.BANDS)
    st.caption(page_text.TREND_NOTE[measures_tables.judged_by(found)])
    measures_tables.trend_table(loaded, figures)
    rows = measures_tables.all_periods(loaded, indicator)
    _download(page_text.DOWNLOAD_TREND, rows, f"measure_{indicator}_{published}_periods.csv")
