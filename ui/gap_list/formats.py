"""The gap list of the view as files for other programs; each is made only when its button is pressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.export.maps import to_geojson, to_geopackage
from geo.export.tables import to_csv
from geo.export.workbook import to_xlsx
from ui.gap_list import all_outcomes, map_file, narrowed, notes
from ui.gap_list.explained import explained
from ui.kit import work
from ui.scene import own_data
from ui.view import share
from ui.view.widgets import fold
from ui.words import api as api_words
from ui.words import gap_list as gap_list_words
from ui.words import share as share_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.whatif.scene import Scene
    from ui.view.state import View

EXPLAINED: Final = "explained"
EXPLAINED_CSV: Final = "explained_csv"
# Kinds for people, by the ending of their names.
ENDINGS: Final = {EXPLAINED: "xlsx", EXPLAINED_CSV: "csv"}
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# For people first, for programs last.
MIME: Final = {
    EXPLAINED: XLSX,
    EXPLAINED_CSV: "text/csv",
    "html": "text/html",
    "zip": "application/zip",
    "xlsx": XLSX,
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "csv": "text/csv",
}
# Those with buttons of their own beside the list.
BUTTONS: Final = (EXPLAINED, EXPLAINED_CSV, "csv")
DATES: Final = ("published_on", "retrieved_on")


def downloads(scene: Scene, view: View) -> None:
    """Offer the list in words as a workbook and as a CSV, and the CSV that programs read; each is built only when clicked."""
    for kind in BUTTONS:
        st.download_button(
            share_words.BUTTONS[kind],
            data=work.on_press(made, kind, scene, view, ""),
            file_name=file_name(scene, view, kind),
            mime=MIME[kind],
            on_click="ignore",
            type="primary" if kind == EXPLAINED else "secondary",
            help=gap_list_words.DOWNLOAD_HELP[kind],
            key=f"list_file_{kind}",
        )


def more_formats(scene: Scene, view: View, key: str, *, beside_csv: bool) -> None:
    """Offer the files of a view in a folded part that is drawn and sent only while it is open.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    key : str
        Widget key, one for each page.
    beside_csv : bool
        Whether the page has buttons for the CSV already.
    """
    folded = fold(share_words.MORE_FORMATS if beside_csv else share_words.DOWNLOAD, key)
    if not folded.open:
        return
    with folded, st.container(gap="xsmall"):
        if beside_csv:
            all_outcomes.offer(scene, view)
        st.markdown(share_words.LEAD)
        if not beside_csv and narrowed.listed(scene, view).empty:
            st.caption(gap_list_words.NO_ROWS)
        for kind in MIME:
            if beside_csv and kind in BUTTONS:
                continue
            label, what_for = share_words.FORMATS[kind]
            st.download_button(
                label,
                data=work.on_press(made, kind, scene, view, share.link(view)),
                file_name=file_name(scene, view, kind),
                mime=MIME[kind],
                on_click="ignore",
                key=f"{key}_{kind}",
            )
            st.caption(what_for)
        _for_programs(view, key)


def file_name(scene: Scene, view: View, kind: str) -> str:
    """Name a file; ``kind`` as `made` takes it."""
    stem = notes.file_stem(scene, view)
    return f"{stem}_{EXPLAINED}.{ENDINGS[kind]}" if kind in ENDINGS else f"{stem}.{kind}"


def _for_programs(view: View, key: str) -> None:
    """Offer the address under which other programs get this list, again and again. They get what everybody sees."""
    if own_data.current() is not None:
        st.caption(api_words.OWN_DATA)
        return
    st.markdown(api_words.offer(share.guide()))
    share.copy_box(f"{key}_address", share.for_programs(view, "gaps.csv"), api_words.COPY_WORDS)


def made(kind: str, scene: Scene, view: View, link: str) -> bytes:
    """Make one file of the view.

    Parameters
    ----------
    kind : str
        A key of `MIME`.
    scene : Scene
        Data and model.
    view : View
        What is asked and shown.
    link : str
        Full address of the view.
    """
    ranked = narrowed.listed(scene, view)
    own: dict[str, Callable[[], bytes]] = {
        "csv": lambda: to_csv(ranked, bom=True),
        "zip": lambda: notes.zipped(scene, view, ranked),
        "html": lambda: map_file.make(scene, view, ranked, link),
        **{one: partial(explained, ending, scene, view, ranked) for one, ending in ENDINGS.items()},
    }
    if kind in own:
        return own[kind]()
    blocks = notes.blocks(scene, view, ranked)
    if kind == "xlsx":
        sheets = {share_words.LIST_SHEET: ranked, share_words.SOURCES_SHEET: _sources(scene, view)}
        return to_xlsx(sheets, [(gap_list_words.NOTES_TITLE, [""]), *blocks], share_words.NOTES_SHEET)
    about = {"attribution": "\n".join(notes.source_lines(scene, view)), "method_version": notes.method(scene, view)}
    if kind == "gpkg":
        return to_geopackage(scene.atlas, ranked, about, [(title, line) for title, lines in blocks for line in lines])
    return to_geojson(scene.atlas, ranked, {**about, "notes": dict(blocks)})


def _sources(scene: Scene, view: View) -> pd.DataFrame:
    """Give the sources of the list with their days as dates."""
    rows = notes.used_sources(scene, view).drop(columns=["sha256"]).reset_index()
    rows[list(DATES)] = rows[list(DATES)].apply(pd.to_datetime, errors="coerce", format="%Y-%m-%d")
    return rows
