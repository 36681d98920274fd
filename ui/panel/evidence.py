"""Findings as cards: HTML of which every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd

from geo.analysis.evidence import findings_by_service, services_in_reach
from ui.kit import html
from ui.words import common
from ui.words import what_works as words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geo.method.query import Query
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene

SHOWN = 2


def cards(found: pd.DataFrame, settings: Settings) -> str:
    """Write findings as cards.

    Parameters
    ----------
    found : DataFrame
        As `geo.analysis.evidence.evidence_for` returns it.
    settings : Settings
        Names of the service types.
    """
    return f'<div class="bsg-evidence">{"".join(_card(row, settings) for row in found.to_dict("records"))}</div>'


def _card(row: Mapping[Hashable, object], settings: Settings) -> str:
    services = ", ".join(settings.services[service].name for service in row["service_types"])
    mark = f'<span class="bsg-chip">{escape(words.NOT_GRADED)}</span> ' if row["not_graded"] else ""
    lines = [
        (words.EFFECT, escape(effect_of(row)) or escape(words.NO_EFFECT)),
        (words.RATING, mark + escape(str(row["evidence_rating"]))),
        (words.SCALE, _scale(str(row["evidence_scale"]))),
        (words.SERVICES, escape(services)),
        (words.SOURCE, link(str(row["address"]), str(row["source"]))),
    ]
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in lines)
    return f"<article><h2>{escape(str(row['finding']))}</h2><dl>{listed}</dl></article>"


def _scale(scale: str) -> str:
    """Name of a scale, with what it means behind a click."""
    name, explained = words.scale_name(scale), words.scale_words(scale)
    full = f"{scale}. " if name != scale else ""
    return html.details(name, html.paragraph(f"{full}{explained}"))


def effect_of(row: Mapping[Hashable, object]) -> str:
    """Effect of a finding; empty where the source gives none."""
    return "" if pd.isna(row["effect"]) else str(row["effect"])


def link(address: str, label: str) -> str:
    """Link to another site, opened beside this one; nothing is asked of that site before the reader clicks."""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def evidence_part(scene: Scene, query: Query, area: str) -> str:
    """Say of each service type that answers the outcome area how much of it is in reach, and what research says about it.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        Outcome area and level.
    area : str
        Code of the area.

    Returns
    -------
    str
        HTML; every text is escaped.
    """
    services, catchment = scene.settings.services, common.catchment(scene.settings)
    found = findings_by_service(scene.atlas, scene.settings, query.outcome)
    parts = []
    for service, count in services_in_reach(scene.model, query, area).items():
        known = found[service]
        title = words.panel_service(services[service].name, words.in_reach(count, catchment), len(known))
        parts.append(html.details(title, _findings(known)))
    address = f"{words.PAGE_ADDRESS}?{urlencode({'outcome': query.outcome})}"
    body = f'{"".join(parts)}<p><a href="{escape(address)}">{escape(words.PANEL_LINK)}</a></p>'
    return html.details(words.PANEL_TITLE, body)


def _findings(known: pd.DataFrame) -> str:
    if known.empty:
        return html.paragraph(words.PANEL_NONE, "bsg-quiet")
    items = [
        html.cell(words.short_finding(str(row["finding"]), effect_of(row)), words.rating(str(row["evidence_rating"])))
        for row in known.head(SHOWN).to_dict("records")
    ]
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
