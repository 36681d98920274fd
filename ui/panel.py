"""The area panel: the same picture of one area, however it was chosen."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.profile import area_profile, providers_in_reach
from ui import cache, html, local, panel_text, profile_text, text
from ui.panel_evidence import evidence_part
from ui.panel_market import market_part
from ui.panel_measures import measures_part
from ui.panel_reasons import reasons_part
from ui.panel_scale import scale_part
from ui.panel_sure import sure_part
from ui.plain import plain

if TYPE_CHECKING:
    from geo.query import Query
    from ui.page import Loaded
    from ui.state import View

NEAREST_SHOWN = 10


def area_panel(loaded: Loaded, view: View) -> None:
    """Draw the panel of the chosen area.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    view : View
        What is asked, and the chosen area (not None) of the query's level.
    """
    st.header(plain(loaded.atlas.areas.at[view.area, "label"]), anchor=False)
    st.page_link(profile_text.PATH, label=profile_text.LINK, query_params=view.params())
    st.html(_content(loaded, loaded.stamp, replace(view.query, districts=()), str(view.area)))
    known = local.part(loaded, view.query.level, str(view.area))
    if known:
        st.html(f'<div class="bsg-panel">{known}</div>')


@cache.shared(512)
def _content(_loaded: Loaded, stamp: cache.Stamp, query: Query, area: str) -> str:
    """HTML of the panel below its heading; every text is escaped."""
    loaded = _loaded
    scores = cache.scores(loaded.model, stamp, query)
    score = scores.loc[area]
    figures = area_profile(loaded.model, query, area, scores)
    providers = providers_in_reach(loaded.model, query, area)
    unit = str(score["access_unit"])
    parts = [
        html.paragraph(_place(loaded, query, area), "bsg-quiet"),
        html.paragraph(text.gap_class_words(str(score["gap_class"])), "bsg-badge"),
        reasons_part(loaded, query, area, scores),
        sure_part(loaded, query, area),
        _figures(figures, unit),
        scale_part(loaded, query, area),
        evidence_part(loaded, query, area),
        market_part(loaded, query, area, scores),
        measures_part(loaded, query, area),
        providers_part(loaded, providers),
        _notes(loaded, query, providers),
    ]
    return f'<div class="bsg-panel">{"".join(parts)}</div>'


def _place(loaded: Loaded, query: Query, area: str) -> str:
    row, names = loaded.atlas.areas.loc[area], loaded.atlas.areas["name"]
    parents = {"lsoa": ["ward_code", "district_code"], "ward": ["district_code"], "district": []}[query.level]
    return panel_text.place(text.LEVEL_ONE[query.level], [names[row[parent]] for parent in parents], text.people(int(row["children_0_4"])))


def _figures(figures: pd.DataFrame, unit: str) -> str:
    decimals = {"access": 1, "shortfall_places": 1, "nearest_km": 1}
    rows = []
    for key, name in panel_text.FIGURE_NAMES.items():
        cells = [html.number(figures.at[key, column], decimals.get(key, 0)) for column in ("area", "district", "atlas")]
        rows.append((html.cell(name, unit if key == "access" else ""), *cells))
    return (
        html.heading(panel_text.FIGURES_TITLE)
        + html.table(panel_text.FIGURE_COLUMNS, rows)
        + html.paragraph(panel_text.FIGURES_NOTE, "bsg-quiet")
    )


def providers_part(loaded: Loaded, providers: pd.DataFrame) -> str:
    """List the nearest providers in reach, folded away; ``providers`` as `geo.profile.providers_in_reach` gives them."""
    title = panel_text.providers_title(len(providers), text.catchment(loaded.settings))
    if providers.empty:
        return html.details(title, html.paragraph(panel_text.NO_PROVIDER))
    rows = []
    for row in providers.head(NEAREST_SHOWN).to_dict("records"):
        service = loaded.settings.services[row["service_type"]].name
        name = service if pd.isna(row["name"]) else str(row["name"])
        places = panel_text.places(None if pd.isna(row["places"]) else row["places"], row["places_basis"])
        detail = panel_text.provider_detail(service, row["sector"])
        rows.append((html.cell(name, detail), escape(panel_text.distance(row["distance_km"], row["minutes"])), escape(places)))
    rest = len(providers) - len(rows)
    further = html.paragraph(panel_text.further(rest), "bsg-quiet") if rest else ""
    return html.details(title, html.table(panel_text.PROVIDER_COLUMNS, rows) + further)


def _notes(loaded: Loaded, query: Query, providers: pd.DataFrame) -> str:
    settings, outcome = loaded.settings, loaded.settings.outcomes[query.outcome]
    present = set(loaded.atlas.providers["service_type"])
    missing = [settings.services[service].plural for service in outcome.services if service not in present]
    other = [
        settings.services[key].plural for key in outcome.services if key in present and settings.services[key].capacity != outcome.access
    ]
    notes = []
    unknown = int((providers["places_basis"] == "unknown").sum())
    assumed = providers[providers["places_basis"] == "assumed"]
    if outcome.access == "places" and unknown:
        notes.append(panel_text.unknown_places(unknown))
    if outcome.access == "places" and len(assumed):
        notes.append(panel_text.assumed_places(len(assumed), float(assumed["places"].sum()), counted=query.include_assumed))
    if other:
        notes.append(panel_text.access_unscored(text.listed(other)))
    if missing:
        notes.append(panel_text.not_in_data(text.listed(missing)))
    return "".join(html.paragraph(note, "bsg-quiet") for note in notes)
