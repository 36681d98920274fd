"""What works: research findings on the services that answer an outcome area, rated as their own sources rate them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.evidence import evidence_for, services_without_evidence
from geo.export import to_csv
from ui import finds
from ui import what_works_text as words
from ui.evidence_cards import cards
from ui.page import open_view
from ui.plain import plain
from ui.widgets import follow

if TYPE_CHECKING:
    from ui.page import Loaded
    from ui.state import View


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE)
    settings, outcome = loaded.settings, view.query.outcome
    name, answering = settings.outcomes[outcome].name, settings.outcomes[outcome].services
    found = evidence_for(loaded.atlas, outcome)
    missing = services_without_evidence(loaded.atlas, settings, outcome)
    st.title(words.TITLE, anchor=False)
    st.markdown(words.finding(len(found), name, len(answering) - len(missing), len(answering), int(found["not_graded"].sum())))
    if missing:
        st.info(plain(words.without_evidence([settings.services[service].plural for service in missing])))
    shown = _chosen(loaded, view, found)
    if len(found) and shown.empty:
        st.info(words.NOTHING_CHOSEN)
    if len(shown):
        st.html(cards(shown, settings))
        _table(loaded, outcome, shown)
    with st.expander(words.EDIT_TITLE):
        st.markdown(words.EDIT)


def _chosen(loaded: Loaded, view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Select findings by the service types that the reader chooses on the page."""
    services, outcome = loaded.settings.services, view.query.outcome
    counts = found["service_types"].explode().value_counts().to_dict() if len(found) else {}
    offered = list(dict.fromkeys([*loaded.settings.outcomes[outcome].services, *[key for key in services if key in counts]]))
    chosen = [service for service in finds.several(view.find, "evidence") if service in offered]
    st.pills(
        words.SERVICE_LABEL,
        offered,
        selection_mode="multi",
        format_func=lambda key: words.service_option(services[key].name, counts.get(key, 0)),
        help=words.SERVICE_HELP,
        **follow(f"evidence_services_{outcome}", chosen, lambda new: finds.keep("evidence", new), "default"),
    )
    return evidence_for(loaded.atlas, outcome, chosen)


def _table(loaded: Loaded, outcome: str, shown: pd.DataFrame) -> None:
    services = loaded.settings.services
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


main()
