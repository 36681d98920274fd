"""Fragile provision: what the closure of each provider would do, as a what-if."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.base.errors import DataError, UnknownIdError
from geo.export.tables import to_csv
from geo.method.gaps import gap_target
from geo.method.supply import choose_supply
from geo.settings.model import MEDIAN
from geo.whatif.closures import closure_list, closures, shared_by_all
from ui.kit.watch import watched
from ui.scene import memo, versions
from ui.shell.page import changed_line, open_view
from ui.view import describe, earlier, finds, page_filters, scenario_links
from ui.view.grid import grid
from ui.view.state import stem
from ui.view.widgets import follow, follow_option
from ui.words import closures as closures_words
from ui.words import closures as words
from ui.words import common, pages
from ui.words import then_now as then_now_words
from ui.words import what_if as what_if_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View

MOST_ROWS = 15
EFFECTS = ("added_shortfall_places", "children_tipped", "children_left_without")


@memo.shared(heavy=True, lasts=True)
def closed(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.whatif.closures.closures`, once for each query."""
    return closures(scene.model, query)


@memo.shared()
def target_of(scene: Scene, query: Query) -> float:
    """Give the target that the closures are measured against; a median is that of the form they use."""
    return gap_target(shared_by_all(scene.model), query)


def for_screen(scene: Scene, closures: pd.DataFrame, *, places: bool) -> pd.DataFrame:
    """Choose and word the columns for reading; figures stay those of the file.

    Parameters
    ----------
    scene : Scene
        Names of the service types.
    closures : DataFrame
        `geo.whatif.closures.closures`.
    places : bool
        Whether the outcome area is measured in places; else columns on places are left out.
    """
    worded = closures.assign(
        name=closures["name"].fillna(closures_words.UNNAMED),
        service=[scene.settings.services[service].name for service in closures["service_type"]],
        sector=closures["sector"].map(common.SECTOR_NAMES),
        district=closures["district"].fillna(closures_words.BEYOND),
    )
    wanted = [key for key in closures_words.COLUMNS if places or key not in ("places", "added_shortfall_places")]
    return worded[wanted]


def closure_table(table: pd.DataFrame, key: str) -> None:
    """Draw the table."""
    column, names, notes = st.column_config, closures_words.COLUMNS, closures_words.COLUMN_HELP
    wide = {"name": 250, "service": 185, "sector": 62, "district": 150, "most_affected_label": 270}
    config = {key: column.TextColumn(names[key], width=wide[key], help=notes.get(key)) for key in wide}
    formats, narrow = (
        {"places": "%.0f", "added_shortfall_places": "%.1f"},
        {"places": 60, "added_shortfall_places": 118, "children_tipped": 145, "children_left_without": 115},
    )
    config |= {
        key: column.NumberColumn(names[key], format=formats.get(key, "localized"), width=narrow.get(key, 135), help=notes.get(key))
        for key in names
        if key not in wide
    }
    grid(table, config, key, title=closures_words.TABLE_TITLE, rows=MOST_ROWS)


def download(scene: Scene, view: View, closures: pd.DataFrame) -> None:
    """Offer every provider of the current filters as a file; built only when clicked."""
    st.download_button(
        closures_words.DOWNLOAD,
        data=lambda: to_csv(closure_list(scene.model, view.query, closures), bom=True),
        file_name=f"{stem(view, 'fragile-provision', view.query.outcome)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help=closures_words.DOWNLOAD_HELP,
    )


@watched(pages.CLOSURES)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.CLOSURES)
    st.title(pages.CLOSURES.title, anchor=False)
    query, where = view.query, describe.where(scene, view.query)
    supply = choose_supply(scene.model, query)
    if not supply.of_services.any():
        st.info(describe.no_data(scene, query))
        return
    closures = closed(scene, query)
    if closures.empty:
        st.info(plain(words.nobody(query.sector, where)))
        return
    st.markdown(words.verdict(*(int((closures[column] > 0).sum()) for column in EFFECTS[1:])))
    st.markdown(_finding(scene, view, closures, where))
    # The form that is chosen elsewhere is not used here.
    changed_line(scene, page_filters.seen(pages.CLOSURES, view))
    if scene.settings.access.form != "e2sfca":
        st.info(words.SHARED_BY_ALL)
    _links(scene, view, closures)
    _table(scene, view, closures)
    # It reads a whole version of the data: what else the page says is there before.
    gone = st.container()
    from_median = scene.settings.gap.target.of(scene.settings.outcomes[query.outcome].access) == MEDIAN
    target = words.target(target_of(scene, query), supply.unit, from_median=from_median)
    with st.expander(words.WHAT_TITLE, expanded=True):
        st.markdown(words.how_to_read(target, common.catchment(scene.settings)))
    with gone:
        _gone_since(scene, view)


def _finding(scene: Scene, view: View, closures: pd.DataFrame, where: str) -> str:
    """Say the one thing that the table shows, and how common it is."""
    worst, capacity = closures.iloc[0], scene.settings.outcomes[view.query.outcome].access
    name = words.UNNAMED if pd.isna(worst["name"]) else str(worst["name"])
    district = words.BEYOND.lower() if pd.isna(worst["district"]) else str(worst["district"])
    tipped, without, more = (int(worst["children_tipped"]), int(worst["children_left_without"]), worst["added_shortfall_places"])
    counted = words.counted(len(closures), capacity)
    if pd.isna(worst["most_affected"]) and not without:
        return words.no_effect(counted, where)
    adding, tipping, leaving = (int((closures[column] > 0).sum()) for column in EFFECTS)
    common = words.count_sentence(adding, tipping, leaving, capacity)
    # Where the target is nothing (few have anything) no closure adds to the shortfall, but it may leave families with none.
    if more > 0:
        sentence = words.finding_places(name, district, more, words.tipped(tipped), len(closures), where)
    else:
        sentence = words.finding_without(name, district, without, tipped, counted, where)
    return f"{sentence} {common}"


def _links(scene: Scene, view: View, closures: pd.DataFrame) -> None:
    """Offer the file, and the way to the neighbourhood that a closure would touch most."""
    touched = closures.dropna(subset="most_affected")
    pick, to_map, file = st.columns([5, 5, 2], vertical_alignment="bottom")
    with file:
        download(scene, view, closures)
    if touched.empty:
        return
    names = touched["name"].fillna(words.UNNAMED)
    codes, asked = touched.index.tolist(), finds.one(view.find, "closure")
    provider = asked if asked in codes else codes[0]
    given = follow_option("closure", provider, codes, lambda code: finds.keep("closure", str(code)))
    pick.selectbox(words.PICK_LABEL, codes, format_func=names.__getitem__, help=words.PICK_HELP, **given)
    area = str(touched.at[provider, "most_affected"])
    seen = replace(view, query=replace(view.query, level="lsoa"), area=area)
    label = plain(words.to_map(str(scene.atlas.areas.at[area, "label"])))
    with to_map:
        st.page_link(pages.GAP_MAP.path, label=label, query_params=seen.params(), icon=":material/map:")
        if in_scenario := scenario_links.closing(scene, view, provider):
            st.page_link(pages.WHAT_IF.path, label=what_if_words.CLOSE_IT, query_params=in_scenario, icon=":material/help:")


def _gone_since(scene: Scene, view: View) -> None:
    """Say who has gone since the version before, where there is one that can be compared."""
    with contextlib.suppress(DataError, UnknownIdError):
        for before in versions.earlier()[:1]:
            providers = earlier.beside(scene, view, before.number).providers
            gone = providers.loc[providers["change"] == "closed", "name"].fillna(words.UNNAMED)
            st.header(words.SINCE_TITLE, anchor=False)
            st.markdown(words.gone_since(then_now_words.label(before.number, before.when, before.why), list(gone)))
            st.page_link(pages.THEN_NOW.path, label=words.TO_THEN_NOW, query_params=view.params(), icon=":material/history:")


def _table(scene: Scene, view: View, closures: pd.DataFrame) -> None:
    st.header(words.TABLE_TITLE, anchor=False)
    asked = finds.one(view.find, "provider")
    given = follow("closures_search", asked, lambda new: finds.keep("provider", new))
    st.text_input(words.SEARCH_LABEL, help=words.SEARCH_HELP, max_chars=finds.MOST_WORDS, **given)
    term = asked.strip()
    table = for_screen(scene, closures, places=scene.settings.outcomes[view.query.outcome].access == "places")
    if term:
        table = table[(table["name"] + " " + table["district"]).str.contains(term, case=False, regex=False)]
    if table.empty:
        st.info(plain(words.nothing_found(term)))
    else:
        closure_table(table, key=f"closures_{hash((view.query, term))}")
