"""All outcome areas of one question in one file: the rows of their own lists, with the outcome area as a column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis.every_outcome import every_outcome
from geo.export.tables import to_csv
from ui.gap_list import narrowed
from ui.gap_list.explained import of_all
from ui.kit import work
from ui.view import describe
from ui.view.state import stem
from ui.words import share as words

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.view.state import View

# Kind -> the ending of its name, and what it is.
KINDS: Final = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "explained_csv": ("csv", "text/csv"),
    "csv": ("csv", "text/csv"),
}


def rows(scene: Scene, view: View) -> pd.DataFrame:
    """Give the rows of a view for every outcome area: all areas, or priority gaps alone, as the view says."""
    return every_outcome(view.query, scene.settings.outcomes, lambda query: narrowed.rows(scene, query, priority_only=view.priority_only))


def made(kind: str, scene: Scene, view: View) -> bytes:
    """Make one file; ``kind`` is a key of `KINDS`."""
    found = rows(scene, view)
    if kind == "csv":
        return to_csv(found, bom=True)
    views = [replace(view, query=replace(view.query, outcome=outcome)) for outcome in scene.settings.outcomes]
    return of_all(KINDS[kind][0], scene, views, found)


def offer(scene: Scene, view: View) -> None:
    """Offer the files; own weights, targets and service types belong to one outcome area, so with these there is none."""
    st.markdown(words.all_outcomes(describe.where(scene, view.query), priority_only=view.priority_only))
    if view.tuning.weights or view.tuning.target is not None or view.query.services:
        st.caption(words.ALL_NOT_OWN)
        return
    with st.container(horizontal=True):
        for kind, (ending, mime) in KINDS.items():
            st.download_button(
                words.ALL_FORMATS[kind],
                data=work.on_press(made, kind, scene, view),
                file_name=f"{file_stem(scene, view)}{'_explained' * (kind == 'explained_csv')}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"all_outcomes_{kind}",
            )


def file_stem(scene: Scene, view: View) -> str:
    """Name the files without their ending."""
    parts = ("gap-lists_all-outcome-areas", view.query.level, *describe.file_places(scene, view.query))
    return stem(view, *parts, *["priority"] * view.priority_only)
