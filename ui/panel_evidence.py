"""Services that answer the outcome area and what is known about them: the part of the panel below the reasons."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from geo.evidence import findings_by_service, services_in_reach
from ui import html, text
from ui import what_works_text as words
from ui.evidence_cards import effect_of

if TYPE_CHECKING:
    import pandas as pd

    from geo.query import Query
    from ui.page import Loaded

SHOWN = 2


def evidence_part(loaded: Loaded, query: Query, area: str) -> str:
    """Say of each service type that answers the outcome area how much of it is in reach, and what research says about it.

    Parameters
    ----------
    loaded : Loaded
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
    services, catchment = loaded.settings.services, text.catchment(loaded.settings)
    found = findings_by_service(loaded.atlas, loaded.settings, query.outcome)
    parts = []
    for service, count in services_in_reach(loaded.model, query, area).items():
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
