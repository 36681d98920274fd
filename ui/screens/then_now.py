"""Then and now: what changed since an earlier version of the data, and whether the gaps narrowed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.base.errors import DataError, GapMapError, UnknownIdError
from geo.export.tables import to_csv
from geo.whatif.then_now.gaps import SHORTFALL
from ui.kit.watch import watched
from ui.scene import memo, versions
from ui.shell.page import changed_line, open_view
from ui.view import describe, earlier, finds, page_filters
from ui.view.grid import grid
from ui.view.state import stem
from ui.view.widgets import follow_option
from ui.words import closures as closures_words
from ui.words import common, pages
from ui.words import then_now as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from geo.whatif.then_now.summary import ThenNow
    from ui.view.state import View

MOST_ROWS = 15


@watched(pages.THEN_NOW)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.THEN_NOW)
    st.title(pages.THEN_NOW.title, anchor=False)
    try:
        offered = versions.earlier()
    except DataError as error:
        _refused(words.UNREADABLE, error)
        return
    if not offered:
        st.info(words.NOTHING)
        st.page_link(pages.YOUR_DATA.path, label=words.TO_BRING, icon=":material/upload:")
        return
    # The sentence that answers stands first; what it is compared with is chosen below it.
    place, number = st.container(), _picked(offered, view)
    try:
        found = earlier.beside(scene, view, number)
    except UnknownIdError as error:
        _refused(words.UNKNOWN, error)
        return
    except DataError as error:
        _refused(words.UNREADABLE, error)
        return
    with place:
        st.markdown("\n\n".join(_told(scene, view, found)))
        changed_line(scene, page_filters.seen(pages.THEN_NOW, view))
    _providers(scene, found)
    _areas(found)
    _districts(scene, view, found)
    _files(view, found)
    with st.expander(words.HOW_TITLE):
        st.markdown(words.HOW_TO_READ)


def _refused(lead: str, error: GapMapError) -> None:
    told = [str(problem) for problem in error.problems] if isinstance(error, DataError) else [str(error)]
    st.warning("\n\n".join((lead, *map(plain, told))))


def _picked(offered: list[versions.Earlier], view: View) -> int:
    """Let the reader choose the earlier version."""
    labels = {str(one.number): words.label(one.number, one.when, one.why) for one in offered}
    asked = finds.one(view.find, "then")
    picked = asked if asked in labels else str(offered[0].number)
    given = follow_option("then_version", picked, list(labels), lambda code: finds.keep("then", str(code)))
    st.selectbox(words.PICK, list(labels), format_func=labels.__getitem__, help=words.PICK_HELP, **given)
    return int(picked)


def _told(scene: Scene, view: View, found: ThenNow) -> list[str]:
    """Say what changed: the shortfall, what moved it, providers, priority gaps."""
    told, in_places = found.narrowed, scene.settings.outcomes[view.query.outcome].access == "places"
    sentences, where = [], describe.where(scene, view.query)
    if in_places and pd.isna(told.by_supply):
        sentences.append(words.not_split())
    elif in_places:
        sentences.append(words.verdict(told.shortfall_then, told.shortfall_now, where))
        sentences.append(words.split(told.by_supply, told.by_children, told.by_method, apart=found.children_apart))
    counts = (told.providers_then, told.opened, told.closed, told.providers_now)
    gaps = (told.priority_then, told.priority_still, told.priority_no_longer, told.priority_new, told.priority_now)
    return [
        *sentences,
        words.providers(counts, told.places_then, told.places_now, where, in_places=in_places),
        words.priority(*gaps, view.query.level),
    ]


@memo.shared()
def _changed_providers(scene: Scene, providers: pd.DataFrame) -> pd.DataFrame:
    """Choose and word the providers that came, went or changed; figures stay those of the file."""
    rows = providers[(providers["change"] != "kept") | (providers["how"] != "")]
    return rows.assign(
        name=rows["name"].fillna(closures_words.UNNAMED),
        change=rows["change"].map(words.CHANGES),
        how=[", ".join(words.HOW[one] for one in how.split(";") if one) for how in rows["how"]],
        service=[scene.settings.services[service].name for service in rows["service_type"]],
        sector=rows["sector"].map(common.SECTOR_NAMES),
    )[list(words.PROVIDER_COLUMNS)]


def _providers(scene: Scene, found: ThenNow) -> None:
    st.header(words.PROVIDERS_TITLE, anchor=False)
    rows = _changed_providers(scene, found.providers)
    if rows.empty:
        st.info(words.PROVIDERS_NONE)
        return
    column, names = st.column_config, words.PROVIDER_COLUMNS
    wide = {"name": 260, "change": 155, "how": 180, "service": 190, "sector": 150, "district": 150}
    config = {key: column.TextColumn(names[key], width=width) for key, width in wide.items()}
    config |= {key: column.NumberColumn(names[key], format="localized", width=95) for key in ("places_before", "places")}
    grid(rows, config, "then_now_providers", title=words.PROVIDERS_TITLE, rows=MOST_ROWS)


def _areas(found: ThenNow) -> None:
    """List the areas whose gap changed, the greatest change first."""
    st.header(words.AREAS_TITLE, anchor=False)
    moved = (found.areas["shortfall_now"] - found.areas["shortfall_then"]).abs().fillna(0)
    rows = found.areas.assign(moved=moved)[found.areas["priority"].isin(["new", "no_longer"]) | (moved > 0)]
    if rows.empty:
        st.info(words.AREAS_NONE)
        return
    rows = rows.sort_values("moved", ascending=False, kind="stable").assign(priority=rows["priority"].map(words.PRIORITY))
    column, names = st.column_config, words.AREA_COLUMNS
    wide = {"area_label": 240, "district": 150, "priority": 150}
    config = {key: column.TextColumn(names[key], width=width) for key, width in wide.items()}
    formats = {"access_then": "%.1f", "access_now": "%.1f", "shortfall_then": "%.1f", "shortfall_now": "%.1f"}
    config |= {key: column.NumberColumn(names[key], format=formats.get(key, "localized"), width=86) for key in names if key not in wide}
    grid(rows[list(names)], config, "then_now_areas", title=words.AREAS_TITLE, rows=MOST_ROWS)


def _districts(scene: Scene, view: View, found: ThenNow) -> None:
    st.header(words.DISTRICTS_TITLE, anchor=False)
    names = words.DISTRICT_COLUMNS
    if scene.settings.outcomes[view.query.outcome].access != "places":
        names = {key: name for key, name in names.items() if key not in SHORTFALL}
    # One district needs no sum below it.
    rows = found.districts if len(found.districts.dropna(subset="district")) > 1 else found.districts.iloc[:1]
    rows = rows.assign(district=rows["district"].fillna(describe.where(scene, view.query)))
    column = st.column_config
    config = {"district": column.TextColumn(names["district"], width=190)}
    config |= {
        key: column.NumberColumn(names[key], format="localized" if key.startswith("priority") else "%.1f", width=92)
        for key in names
        if key != "district"
    }
    grid(rows[list(names)], config, "then_now_districts", title=words.DISTRICTS_TITLE)
    st.caption(words.DISTRICTS_NOTE)


def _files(view: View, found: ThenNow) -> None:
    """Offer the files of the command line."""
    with st.container(horizontal=True):
        for name, table in found.tables.items():
            st.download_button(
                words.DOWNLOADS[name],
                data=partial(to_csv, table, bom=True),
                file_name=f"{stem(view, f'then_now_{name}', view.query.outcome)}.csv",
                mime="text/csv",
                on_click="ignore",
                help=words.DOWNLOAD_HELP,
            )
