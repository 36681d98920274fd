"""The area panel: the same picture of one area, however it was chosen."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.gaps import gap_target
from geo.profile import area_profile, indicator_profile, providers_in_reach
from ui import cache, map_text, panel_text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    st.subheader(loaded.atlas.areas.at[view.area, "label"], anchor=False)
    st.html(_content(loaded, loaded.stamp, replace(view.query, districts=()), str(view.area)))


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
        _paragraph(_place(loaded, query, area), "bsg-quiet"),
        _paragraph(text.gap_class_words(str(score["gap_class"])), "bsg-badge"),
        _reasons(loaded, query, score, figures, unit),
        _figures(figures, unit),
        _measures(indicator_profile(loaded.model, query, area)),
        _providers(loaded, providers),
        _notes(loaded, query, providers),
    ]
    return f'<div class="bsg-panel">{"".join(parts)}</div>'


def _place(loaded: Loaded, query: Query, area: str) -> str:
    row, names = loaded.atlas.areas.loc[area], loaded.atlas.areas["name"]
    parents = {"lsoa": ["ward_code", "district_code"], "ward": ["district_code"], "district": []}[query.level]
    return panel_text.place(text.LEVEL_ONE[query.level], [names[row[parent]] for parent in parents], text.people(int(row["children_0_4"])))


def _reasons(loaded: Loaded, query: Query, score: pd.Series[object], figures: pd.DataFrame, unit: str) -> str:
    if score["gap_class"] == "no_data":
        return ""
    sentences = panel_text.reasons(
        list(score["reasons"]),
        catchment(loaded),
        f"{score['access']:.1f} {unit}",
        f"{figures.at['access', 'atlas']:.1f}",
        int(score["providers_in_reach"]),
        f"{gap_target(loaded.model, query):.1f} {unit}",
    )
    need = [panel_text.need_sentence(f"{score['need_score']:.0f}", str(score["need_class"]))] if score["need_class"] else []
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in [*need, *(sentences or [panel_text.NO_REASON])])
    return f"<ul>{items}</ul>"


def catchment(loaded: Loaded) -> str:
    """Say the catchment: ``15-minute drive``."""
    access = loaded.settings.access
    return f"{access.catchment_minutes:g}-minute {text.MODES[access.mode]}"


def _figures(figures: pd.DataFrame, unit: str) -> str:
    decimals = {"access": 1, "shortfall_places": 1, "nearest_km": 1}
    rows = []
    for key, name in panel_text.FIGURE_NAMES.items():
        cells = [_number(figures.at[key, column], decimals.get(key, 0)) for column in ("area", "district", "atlas")]
        rows.append((_cell(name, unit if key == "access" else ""), *cells))
    return _heading(panel_text.FIGURES_TITLE) + _table(panel_text.FIGURE_COLUMNS, rows) + _paragraph(panel_text.FIGURES_NOTE, "bsg-quiet")


def _measures(measures: pd.DataFrame) -> str:
    counted = measures[measures["scored"]]["role"].value_counts()
    sentence = panel_text.scored_sentence(int(counted.get("outcome", 0)), int(counted.get("driver", 0)))
    parts = [_heading(panel_text.MEASURES_TITLE), _paragraph(sentence, "bsg-quiet")]
    for role, title in panel_text.ROLE_TITLES.items():
        rows = [_measure(row) for row in measures[measures["role"] == role].to_dict("records")]
        if rows:
            parts.append(_table((title, *panel_text.MEASURE_COLUMNS[1:]), [row[:-1] for row in rows], [row[-1] for row in rows]))
    return "".join(parts)


def _measure(row: dict[str, object]) -> tuple[str, ...]:
    published = str(row["shown_level"])
    wider = published != str(row["published_level"]) or pd.isna(row["atlas"])
    detail = panel_text.measure_detail(
        str(row["unit"]), str(row["period"]), str(row["source"]), str(row["published_level"]), scored=bool(row["scored"]), wider=wider
    )
    own = _number(row["value"], None)
    if own == panel_text.NONE:
        own = panel_text.SUPPRESSED if row["flag"] else panel_text.NO_VALUE
    return escape(str(row["name"])), own, _number(row["district"], None), _number(row["atlas"], None), detail


def _providers(loaded: Loaded, providers: pd.DataFrame) -> str:
    heading = _heading(panel_text.providers_title(len(providers), catchment(loaded)))
    if providers.empty:
        return heading + _paragraph(panel_text.NO_PROVIDER)
    rows = []
    for row in providers.head(NEAREST_SHOWN).to_dict("records"):
        service = loaded.settings.services[row["service_type"]].name
        name = service if pd.isna(row["name"]) else str(row["name"])
        places = panel_text.places(None if pd.isna(row["places"]) else row["places"], row["places_basis"])
        detail = panel_text.provider_detail(service, row["sector"])
        rows.append((_cell(name, detail), escape(panel_text.distance(row["distance_km"], row["minutes"])), escape(places)))
    rest = len(providers) - len(rows)
    return heading + _table(panel_text.PROVIDER_COLUMNS, rows) + (_paragraph(panel_text.further(rest), "bsg-quiet") if rest else "")


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
    return "".join(_paragraph(note, "bsg-quiet") for note in notes)


# --- small pieces of HTML --------------------------------------------------------------------------------------------


def _heading(words: str) -> str:
    return f"<h4>{escape(words)}</h4>"


def _paragraph(words: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(words)}</p>'


def _cell(words: str, detail: str) -> str:
    return f"{escape(words)}<small>{escape(detail)}</small>" if detail else escape(words)


def _number(value: object, decimals: int | None) -> str:
    """Write a figure; without decimals given, as many as its size needs."""
    if not isinstance(value, int | float) or pd.isna(value):
        return panel_text.NONE
    return f"{value:,.{decimals}f}" if decimals is not None else map_text.figure(float(value))


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], details: Sequence[str] | None = None) -> str:
    """Table whose cells are HTML already; the first of each row is its header. Details are plain text below each row."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    kind = ' class="bsg-name"' if details else ""
    body = ""
    for number, (first, *rest) in enumerate(rows):
        body += f'<tr{kind}><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        if details:
            body += f'<tr class="bsg-detail"><td colspan="{len(columns)}"><small>{escape(details[number])}</small></td></tr>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
