"""What works: research findings on the services that answer an outcome area, rated as their own sources rate them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.analysis.evidence import evidence_for, services_without_evidence
from geo.export.tables import to_csv
from ui.kit import html
from ui.kit.watch import watched
from ui.panel.evidence import cards
from ui.shell.page import open_view
from ui.view import finds
from ui.view.widgets import follow_default
from ui.words import pages
from ui.words import what_works as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


@watched(pages.WHAT_WORKS)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.WHAT_WORKS)
    settings, outcome = scene.settings, view.query.outcome
    name, answering = settings.outcomes[outcome].name, settings.outcomes[outcome].services
    findings = evidence_for(scene.atlas, outcome)
    missing = services_without_evidence(scene.atlas, settings, outcome)
    st.title(pages.WHAT_WORKS.title, anchor=False)
    found_on = set(findings["service_types"].explode()) if len(findings) else set()
    others = [kind.plural for service, kind in settings.services.items() if service in found_on and service not in answering]
    not_graded = int(findings["not_graded"].sum())
    st.markdown(words.finding(len(findings), name, len(answering) - len(missing), len(answering), others, not_graded))
    if missing:
        st.info(plain(words.without_evidence([settings.services[service].plural for service in missing])))
    shown = _chosen(scene, view, findings)
    if len(findings) and shown.empty:
        st.info(words.NOTHING_CHOSEN)
    if len(shown):
        html.show(cards(shown, settings))
        _table(scene, outcome, shown)
    with st.expander(words.EDIT_TITLE):
        st.markdown(words.EDIT)


def _chosen(scene: Scene, view: View, findings: pd.DataFrame) -> pd.DataFrame:
    """Select findings by the service types that the reader chooses on the page."""
    services, outcome = scene.settings.services, view.query.outcome
    counts = findings["service_types"].explode().value_counts().to_dict() if len(findings) else {}
    offered = list(dict.fromkeys([*scene.settings.outcomes[outcome].services, *[key for key in services if key in counts]]))
    chosen = [service for service in finds.several(view.find, "evidence") if service in offered]
    st.pills(
        words.SERVICE_LABEL,
        offered,
        selection_mode="multi",
        format_func=lambda key: words.service_option(services[key].name, counts.get(key, 0)),
        help=words.SERVICE_HELP,
        **follow_default(f"evidence_services_{outcome}", chosen, lambda new: finds.keep("evidence", new)),
    )
    return evidence_for(scene.atlas, outcome, chosen)


def _table(scene: Scene, outcome: str, shown: pd.DataFrame) -> None:
    services = scene.settings.services
    table = shown.drop(columns="not_graded").assign(service_types=shown["service_types"].map(";".join)).reset_index()
    st.download_button(
        words.DOWNLOAD,
        data=lambda: to_csv(table, bom=True),
        file_name=f"what-works_{outcome}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=words.DOWNLOAD_HELP,
    )
    with st.expander(words.TABLE_TITLE):
        named = shown["service_types"].map(lambda types: ", ".join(services[service].name for service in types))
        columns = shown[["finding", "effect", "evidence_rating", "evidence_scale"]].assign(services=named)
        readable = pd.concat([columns, shown[["source", "address"]]], axis=1).fillna("")
        readable.columns = list(words.TABLE_COLUMNS)
        config = {words.TABLE_COLUMNS[-1]: st.column_config.LinkColumn()}
        st.dataframe(readable, hide_index=True, column_config=config, key=f"evidence_table_{outcome}")
