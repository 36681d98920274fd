"""The area panel: the same picture of one area, however it was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.analysis.profile import area_profile, providers_in_reach
from ui.kit import cells, html
from ui.panel.beside import beside_part, is_approximate, row_of
from ui.panel.evidence import evidence_part
from ui.panel.firmness import scale_part, sure_part
from ui.panel.market import market_part
from ui.panel.measures import measures_part
from ui.panel.reasons import reasons_part
from ui.scene import answers, local, memo
from ui.view import describe, scenario_links, siting_links
from ui.words import common, figures, pages
from ui.words import panel as panel_words
from ui.words import profile as profile_words
from ui.words import siting as siting_words
from ui.words import what_if as what_if_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from markupsafe import Markup

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View

NEAREST_SHOWN = 10


def area_panel(scene: Scene, view: View) -> None:
    """Draw the panel of the chosen area.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked, and the chosen area (not None) of the query's level.
    """
    st.header(plain(scene.atlas.areas.at[view.area, "label"]), anchor=False)
    with st.container(horizontal=True):
        st.page_link(pages.PROFILE.path, label=profile_words.LINK, query_params=view.params())
        st.page_link(pages.WHAT_IF.path, label=what_if_words.HERE, query_params=scenario_links.here(view, str(view.area)))
        st.page_link(pages.SITING.path, label=siting_words.HERE, query_params=siting_links.more_here(scene, view, str(view.area)))
    html.show(_content(scene, replace(view.query, districts=()), str(view.area)))
    known = local.part(scene, view.query.level, str(view.area))
    if known:
        html.show(html.panel(known))


@memo.shared()
def _content(scene: Scene, query: Query, area: str) -> Markup:
    """Write the panel below its heading."""
    scores = answers.scores(scene, query)
    score = scores.loc[area]
    figures = area_profile(scene.model, query, area, scores)
    providers = providers_in_reach(scene.model, query, area)
    unit = str(score["access_unit"])
    parts = [
        html.paragraph(_place(scene, query, area), "bsg-quiet"),
        html.paragraph(common.gap_class_words(str(score["gap_class"])), "bsg-badge"),
        reasons_part(scene, query, area, scores),
        sure_part(scene, query, area),
        beside_part(scene, query, area),
        _figures(figures, unit),
        scale_part(scene, query, area),
        evidence_part(scene, query, area),
        market_part(scene, query, area, scores),
        measures_part(scene, query, area),
        providers_part(scene, query, providers),
        _notes(scene, query, providers),
    ]
    return html.panel(html.join(parts))


def _place(scene: Scene, query: Query, area: str) -> str:
    # Those of new homes too.
    row = scene.model.atlas.areas.loc[area]
    return panel_words.place(
        common.LEVEL_ONE[query.level],
        describe.parents(scene, area),
        common.official_name(str(row["name"]), str(row["label"])),
        common.people(cells.number(row["children_0_4"]), about=is_approximate(row_of(scene, query, area))),
    )


def _figures(figures: pd.DataFrame, unit: str) -> Markup:
    decimals = {"access": common.access_decimals(unit), "nearest_km": 1}
    rows = []
    for key, name in panel_words.FIGURE_NAMES.items():
        if key == "shortfall_places" and cells.is_missing(figures.at[key, "area"]):
            continue
        values = [html.number(figures.at[key, column], decimals.get(key, 0)) for column in ("area", "district", "atlas")]
        rows.append((html.cell(name, {"access": unit, "shortfall_places": common.SHORT}.get(key, "")), *values))
    return (
        html.heading(panel_words.FIGURES_TITLE)
        + html.table(panel_words.FIGURE_COLUMNS, rows)
        + html.paragraph(panel_words.FIGURES_NOTE, "bsg-quiet")
    )


def providers_part(scene: Scene, query: Query, providers: pd.DataFrame) -> Markup:
    """List the nearest providers in reach, folded away; ``providers`` as `geo.analysis.profile.providers_in_reach` gives them."""
    title = panel_words.providers_title(len(providers), describe.catchment(scene, query))
    if providers.empty:
        return html.details(title, html.paragraph(panel_words.NO_PROVIDER))
    rows = []
    for row in providers.head(NEAREST_SHOWN).to_dict("records"):
        service = scene.settings.services[row["service_type"]].name
        name = service if pd.isna(row["name"]) else str(row["name"])
        places = panel_words.places(None if pd.isna(row["places"]) else row["places"], row["places_basis"])
        detail = panel_words.provider_detail(service, row["sector"])
        rows.append((html.cell(name, detail), panel_words.distance(row["distance_km"], row["minutes"]), places))
    rest = len(providers) - len(rows)
    further = html.paragraph(panel_words.further(rest), "bsg-quiet") if rest else html.NOTHING
    return html.details(title, html.table(panel_words.PROVIDER_COLUMNS, rows) + further)


def _notes(scene: Scene, query: Query, providers: pd.DataFrame) -> Markup:
    settings, outcome = scene.settings, scene.settings.outcomes[query.outcome]
    present = set(scene.model.atlas.providers["service_type"]) | set(scene.atlas.providers["service_type"])
    missing = [settings.services[service].plural for service in outcome.services if service not in present]
    other = [
        settings.services[key].plural for key in outcome.services if key in present and settings.services[key].capacity != outcome.access
    ]
    notes = []
    unknown = int((providers["places_basis"] == "unknown").sum())
    assumed = providers[providers["places_basis"] == "assumed"]
    if outcome.access == "places" and unknown:
        notes.append(panel_words.unknown_places(unknown))
    if outcome.access == "places" and len(assumed):
        notes.append(panel_words.assumed_places(len(assumed), float(assumed["places"].sum()), counted=query.include_assumed))
    if other:
        notes.append(panel_words.access_unscored(figures.listed(other)))
    if missing:
        notes.append(panel_words.not_in_data(figures.listed(missing)))
    return html.join(html.paragraph(note, "bsg-quiet") for note in notes)
