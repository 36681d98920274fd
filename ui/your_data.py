"""Files that are being brought: read once for each visit, while they stand in the upload field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import DataError, Problem
from geo.intake.bring import Found, look, take
from geo.intake.layout import Layout, Setting
from geo.intake.layouts import all_layouts
from geo.intake.recognise import mapped, missing_columns, of_kind
from ui import uploads, waiting
from ui import your_data_text as words
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.intake.result import Intake
    from ui.page import Loaded

READ, TAKEN = "your_data_read", "your_data_taken"


@dataclass(frozen=True)
class File:
    """A file in the upload field: its tables, or why it cannot be read."""

    name: str
    key: str
    found: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()


def files_of(brought: Sequence[Any], loaded: Loaded) -> list[File]:
    """Read the files in the upload field, each once; forget those that were taken out of it."""
    before: dict[str, File] = st.session_state.get(READ, {})
    files = {upload.file_id: before.get(upload.file_id) or _read(upload, loaded) for upload in brought}
    uploads.taken_out(set(before) - set(files))
    st.session_state[READ] = files
    if not files:
        st.session_state.pop(TAKEN, None)
    return list(files.values())


def _read(upload: Any, loaded: Loaded) -> File:  # noqa: ANN401 - Streamlit gives the type no public name
    limits = loaded.settings.limits
    refused = uploads.QUOTA.refused(upload.file_id)
    if refused is not None:
        return File(upload.name, upload.file_id, problems=(Problem(upload.name, words.over_quota(refused, getattr(limits, refused))),))
    try:
        with waiting.told(upload.name):
            found = look(upload.getvalue(), upload.name, loaded.settings, all_layouts())
        file = File(upload.name, upload.file_id, tuple(found))
    except DataError as error:
        file = File(upload.name, upload.file_id, problems=error.problems)
    # Tables are in memory now, or a reason why there are none: the bytes are not needed any more.
    uploads.let_go(upload)
    return file


def layout_of(found: Found, key: str) -> Layout | None:
    """Say what a table was recognised as, or ask."""
    if len(found.candidates) == 1:
        st.markdown(words.recognised(found.candidates[0].title))
        return found.candidates[0]
    offered = {layout.id: layout for layout in found.candidates or of_kind(found.sheet, all_layouts())}
    st.markdown(words.ASK_SEVERAL if found.candidates else words.ASK_NONE)
    chosen = st.selectbox(
        words.ASK, list(offered), index=None, placeholder=words.CHOOSE, format_func=lambda one: offered[one].title, key=f"layout_{key}"
    )
    return None if chosen is None else offered[chosen]


def columns_of(found: Found, layout: Layout, key: str) -> Mapping[str, str] | None:
    """Ask for the columns that a layout needs and does not find; None until all are chosen."""
    missing = missing_columns(found.sheet, layout)
    if not missing:
        return {}
    st.caption(words.MISSING_COLUMNS)
    there = [str(name) for name in found.sheet.frame.columns]
    chosen = {}
    for start in range(0, len(missing), 3):
        for name, column in zip(missing[start : start + 3], st.columns(3), strict=False):
            label, own = plain(words.column_label(name)), f"column_{key}_{name}"
            chosen[name] = column.selectbox(label, there, index=None, placeholder=words.CHOOSE, help=words.COLUMN_HELP, key=own)
    return None if None in chosen.values() else chosen


def intake_of(found: Found, layout: Layout, columns: Mapping[str, str], key: str, loaded: Loaded) -> Intake:
    """Match the rows of a table to the areas; once for each choice."""
    known: dict[object, Intake] = st.session_state.setdefault(TAKEN, {})
    choice = (key, layout.id, tuple(columns.items()), loaded.data_stamp)
    if choice not in known:
        for old in [one for one in known if isinstance(one, tuple) and one[0] == key]:
            del known[old]
        sheet = mapped(found.sheet, layout, columns) if columns else None
        known[choice] = take(found, layout, Setting(loaded.atlas, loaded.settings), sheet)
    return known[choice]
