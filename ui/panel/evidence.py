"""Findings as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from geo.analysis.evidence import findings_by_service, services_in_reach
from ui.kit import cells, html
from ui.words import common, pages
from ui.words import what_works as words

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.query import Query
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.kit.cells import Row

SHOWN = 2


def cards(findings: pd.DataFrame, settings: Settings) -> Markup:
    """Write findings as cards.

    Parameters
    ----------
    findings : DataFrame
        As `geo.analysis.evidence.evidence_for` returns it.
    settings : Settings
        Names of the service types.
    """
    return Markup('<div class="bsg-evidence">{}</div>').format(html.join(_card(row, settings) for row in cells.records(findings)))


def _card(row: Row, settings: Settings) -> Markup:
    services = ", ".join(settings.services[service].name for service in cells.words(row["service_types"]))
    mark = Markup('<span class="bsg-chip">{}</span> ').format(words.NOT_GRADED) if row["not_graded"] else html.NOTHING
    lines = [
        (words.EFFECT, effect_of(row) or words.NO_EFFECT),
        (words.RATING, mark + str(row["evidence_rating"])),
        (words.SCALE, _scale(str(row["evidence_scale"]))),
        (words.SERVICES, services),
        (words.SOURCE, link(str(row["address"]), str(row["source"]))),
    ]
    return Markup("<article><h2>{}</h2><dl>{}</dl></article>").format(str(row["finding"]), html.terms(lines))


def _scale(scale: str) -> Markup:
    """Name of a scale, with what it means behind a click."""
    name, explained = words.scale_name(scale), words.scale_words(scale)
    full = f"{scale}. " if name != scale else ""
    return html.details(name, html.paragraph(f"{full}{explained}"))


def effect_of(row: Row) -> str:
    """Effect of a finding; empty where the source gives none."""
    return "" if cells.is_missing(row["effect"]) else str(row["effect"])


def link(address: str, label: str) -> Markup:
    """Link to another site, opened beside this one; nothing is asked of that site before the reader clicks."""
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, label)


def evidence_part(scene: Scene, query: Query, area: str) -> Markup:
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
    Markup
        HTML.
    """
    services = scene.settings.services
    findings = findings_by_service(scene.atlas, scene.settings, query.outcome)
    parts = []
    for service, count in services_in_reach(scene.model, query, area).items():
        known = findings[service]
        title = words.panel_service(services[service].name, words.in_reach(count, common.catchment(scene.settings, (service,))), len(known))
        parts.append(html.details(title, _findings(known)))
    address = f"{pages.WHAT_WORKS.address}?{urlencode({'outcome': query.outcome})}"
    more = Markup("<p>{}</p>").format(html.link(address, words.PANEL_LINK))
    return html.details(words.PANEL_TITLE, html.join([*parts, more]))


def _findings(known: pd.DataFrame) -> Markup:
    if known.empty:
        return html.paragraph(words.PANEL_NONE, "bsg-quiet")
    items = [
        html.cell(words.short_finding(str(row["finding"]), effect_of(row)), words.rating(str(row["evidence_rating"])))
        for row in cells.records(known.head(SHOWN))
    ]
    return html.bullets(items)
