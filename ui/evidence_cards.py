"""Findings as cards: HTML of which every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from ui import html
from ui import what_works_text as words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geo.settings import Settings


def cards(found: pd.DataFrame, settings: Settings) -> str:
    """Write findings as cards.

    Parameters
    ----------
    found : DataFrame
        As `geo.evidence.evidence_for` returns it.
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
