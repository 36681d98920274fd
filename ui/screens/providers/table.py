"""The page of providers: what is looked for, the list, the map and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.analysis.childminders import childminder_counts
from geo.analysis.providers import PLANNED, Search, answering, count_providers, find_providers, held_providers, provider_list
from geo.export.tables import to_csv
from geo.method.supply import CHILDMINDER, lacks_childminders
from ui.kit import html
from ui.map.publish import POSSIBLE_SITE
from ui.scene.providers import everything, no_answer
from ui.view import finds
from ui.view.grid import grid, place_of
from ui.view.state import stem
from ui.words import common, figures
from ui.words import maps as maps_words
from ui.words import providers as words

if TYPE_CHECKING:
    from markupsafe import Markup

    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.view.state import View

ROWS_SHOWN = 15


# --- what was found --------------------------------------------------------------------------------------------------


def for_screen(providers: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Word the columns of found providers."""
    return pd.DataFrame(
        {
            "name": providers["name"].fillna(words.UNNAMED),
            "type": [settings.services[service].name for service in providers["service_type"]],
            "sector": providers["sector"].map(common.SECTOR_NAMES),
            "places": providers["places"].astype(float),
            "basis": providers["basis"].map(words.BASIS_NAMES),
            "inspection": providers["inspection"].map(words.INSPECTIONS).where(providers["inspection"] != "none", ""),
            "inspection_date": [figures.date_words(str(day)) if pd.notna(day) else "" for day in providers["inspection_date"]],
            "postcode": providers["postcode"].fillna(""),
            "ward": providers["ward"].fillna(""),
            "district": providers["district"].fillna("Beyond the border"),
            "as_at": [figures.date_words(str(period)) if pd.notna(period) else "" for period in providers["period"]],
        },
        index=providers.index,
    )


def provider_grid(providers: pd.DataFrame, scene: Scene, view: View) -> None:
    """Draw the list; choosing a row rings the provider on the map."""
    table, codes = for_screen(providers, scene.settings), providers.index.tolist()
    column = st.column_config
    # The first four fill the list on a screen 1440 pixels wide, so that none of them is cut there.
    wide = {"name": 272, "type": 200, "sector": 160, "inspection": 235, "ward": 190, "district": 160}
    config = {key: column.TextColumn(label, width=wide.get(key, 105)) for key, label in words.COLUMNS.items()}
    config["places"] = column.NumberColumn(words.COLUMNS["places"], format="%.0f", width=60)
    key = f"providers_{hash(tuple(codes))}"

    def ring(row: int | None) -> None:
        finds.keep("ringed", None if row is None else str(codes[row]))

    grid(
        table,
        config,
        key,
        title=words.LIST_TITLE,
        rows=ROWS_SHOWN,
        on_choose=ring,
        chosen=place_of(chosen_provider(providers, view), codes),
    )


def chosen_provider(providers: pd.DataFrame, view: View) -> str | None:
    """Give the provider that is ringed, if it is in the list."""
    code = finds.one(view.find, "ringed")
    return code if code in providers.index else None


# --- counts ----------------------------------------------------------------------------------------------------------


def count_table(providers: pd.DataFrame, settings: Settings) -> Markup:
    """Write providers and places by type and sector."""
    rows = [
        (
            settings.services[row["service_type"]].name,
            common.SECTOR_NAMES[row["sector"]],
            html.number(row["providers"], 0),
            html.number(row["places"], 0),
            html.number(row["assumed_places"], 0),
            html.number(row["unknown"], 0) if row["unknown"] else figures.NONE,
            html.number(row["planned_places"], 0),
        )
        for row in count_providers(providers).to_dict("records")
    ]
    # Only a scenario has planned places.
    shown = len(words.COUNT_COLUMNS) - (0 if (providers["basis"] == PLANNED).any() else 1)
    return html.table(words.COUNT_COLUMNS[:shown], [row[:shown] for row in rows])


def missing_table(scene: Scene) -> Markup:
    """Write what no list of providers can show, with the reason."""
    table = everything(scene)
    inside, held = table[table["inside"]], held_providers(table, scene.settings)
    assumed = inside[inside["basis"] == "assumed"]
    absent = [service.plural for key, service in scene.settings.services.items() if not (table["service_type"] == key).any()]
    rows = [
        words.childminders(int((table["service_type"] == CHILDMINDER).sum()), counted_childminders(scene)),
        words.unknown(int((inside["basis"] == "unknown").sum())),
        words.assumed(len(assumed), html.number(assumed["places"].sum(), 0)),
        words.beyond(held.beyond),
    ]
    if held.others:
        rows.append(words.not_services(no_answer(scene, table), held.others))
    if absent:
        rows.append(words.without_data(absent))
    return html.table(words.MISSING_COLUMNS, rows)


def counted_childminders(scene: Scene) -> list[tuple[str, int]]:
    """Give the count of childminders of each authority, by name."""
    sums = childminder_counts(scene.atlas).groupby("authority")["childminders"].sum()
    return [(str(name), int(count)) for name, count in sums.items()]


def childminder_table(scene: Scene) -> Markup:
    """Write the counts of childminders by authority and constituency; empty where none are held."""
    counts = childminder_counts(scene.atlas)
    rows = [(row["authority"], row["constituency"], html.number(int(row["childminders"]), 0)) for row in counts.to_dict("records")]
    return html.table(words.CHILDMINDER_COLUMNS, rows) if rows else html.NOTHING


def symbols(providers: pd.DataFrame) -> set[str]:
    """Kinds of marks that the found providers have on the map."""
    return set(providers["sector"].where(providers["service_type"] != POSSIBLE_SITE, "site"))


def finding(scene: Scene, providers: pd.DataFrame, search: Search, where: str) -> str:
    """Say what was found by a search, and among how many."""
    counting = answering(scene.settings)
    among = find_providers(everything(scene), Search(services=counting, districts=search.districts, beyond=search.beyond))
    places = providers["places"].astype(float)
    sums = [places[providers["basis"] == basis].sum() for basis in ("registered", "assumed", PLANNED)]
    registered, assumed, planned = (html.number(value, 0) if value else "" for value in sums)
    return words.finding(
        len(providers),
        len(among) if set(search.services) <= set(counting) else None,
        int((providers["sector"] == "public").sum()),
        registered,
        assumed,
        words.with_beyond(where) if search.beyond else where,
        planned=planned,
        complete=not lacks_childminders(scene.model),
    )


def sources(scene: Scene, providers: pd.DataFrame) -> str:
    """Name where the listed providers are from, and how old each source is."""
    known = scene.model.atlas.sources.loc[sorted(set(providers["source_id"])), ["title", "publisher", "period"]].fillna("")
    return words.sources(
        [f"{title}, {maps_words.as_at(str(period) or None, str(publisher))}" for title, publisher, period in known.itertuples(index=False)]
    )


def download(providers: pd.DataFrame, view: View) -> None:
    """Offer the found providers as a file; built only when clicked."""
    st.download_button(
        words.DOWNLOAD,
        data=lambda: to_csv(provider_list(providers), bom=True),
        file_name=f"{stem(view, 'providers')}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=words.DOWNLOAD_HELP,
    )
