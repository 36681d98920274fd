"""The files of a scenario: those of the command line, and all in one workbook. Each is made only when its button is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.demand.users_change import has_take_up
from geo.export.tables import to_csv
from geo.export.workbook import to_xlsx
from geo.whatif.scenario.checks import COLUMNS
from geo.whatif.scenario.effects import BEFORE
from geo.whatif.scenario.reading import as_rows
from ui.gap_list import notes
from ui.gap_list.formats import MIME
from ui.kit import work
from ui.scene import answers, effects, scenario
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

# What it holds, and the ending of its name.
KINDS: Final = {"areas": "csv", "districts": "csv", "changes": "csv", "workbook": "xlsx"}
# Beside them, where a scenario changes take-up.
USERS: Final = {"users": "csv"}


def downloads(scene: Scene, view: View) -> None:
    """Offer the files."""
    st.header(words.FILES_TITLE, anchor=False)
    question = f"{view.query.outcome}_{view.query.level}"
    with st.container(horizontal=True):
        for kind, ending in (KINDS | (USERS if has_take_up(scenario.acts_of(scene)) else {})).items():
            st.download_button(
                words.DOWNLOADS.get(kind, words.USERS),
                data=work.on_press(made, kind, scene, view),
                file_name=f"scenario_{kind}{'' if kind == 'changes' else f'_{question}'}.{ending}",
                mime=MIME[ending],
                on_click="ignore",
                key=f"scenario_{kind}_file",
            )
    st.caption(words.FILES_NOTE)


def made(kind: str, scene: Scene, view: View) -> bytes:
    """Make one file; a CSV has the bytes of ``geo scenario``, with the mark by which Excel knows its letters.

    Parameters
    ----------
    kind : str
        A key of `KINDS` or `USERS`.
    scene, view
        The scenario, and what is asked of it.
    """
    if kind == "workbook":
        return _workbook(scene, view)
    return to_csv(table(kind, scene, view), bom=True)


def table(kind: str, scene: Scene, view: View) -> pd.DataFrame:
    """Give the rows of a CSV."""
    if kind == "users":
        return effects.users(scene, view.query)
    if kind == "areas":
        return effects.whole_areas(scene, view.query)
    if kind == "districts":
        return effects.districts(scene, view.query)
    return pd.DataFrame(as_rows(scenario.acts_of(scene)), columns=list(COLUMNS))


def _workbook(scene: Scene, view: View) -> bytes:
    sheets = {words.SHEETS[kind]: table(kind, scene, view) for kind in words.SHEETS}
    blocks = notes.blocks(scene, view, answers.listed(scene, view.query))
    added = (words.COLUMNS_NOTE, [f"{name}: {words.COLUMN_MEANINGS[name]}" for name in BEFORE])
    return to_xlsx(sheets, [(words.HOW_TITLE, [""]), *blocks, added], words.NOTES_SHEET)
