"""Your data: bring files, see what becomes of them, use them in this visit, and keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import ContractError, DataError
from geo.intake.diff import compare
from geo.intake.layouts import all_layouts
from geo.intake.merge import merge, read_tables, write_folder
from geo.workspace import workspace_of
from geo.workspace_log import MOST_CHARACTERS
from ui import cache, own_data, your_data_parts
from ui import your_data_text as words
from ui.page import open_page
from ui.plain import plain
from ui.state import stay
from ui.your_data import columns_of, files_of, intake_of, layout_of, parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.intake.bring import Found
    from geo.intake.result import Intake
    from geo.workspace import Workspace
    from geo.workspace_log import Step
    from ui.own_data import OwnData
    from ui.page import Loaded
    from ui.your_data import File

SAID, ROUND, SEEN = "your_data_said", "your_data_round", "your_data_seen"


def main() -> None:
    """Draw the page."""
    loaded, _ = open_page(words.TITLE)
    st.title(words.TITLE)
    st.markdown(words.INTRO)
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said)
    limits = loaded.settings.limits
    key = f"your_data_files_{st.session_state.get(ROUND, 0)}"
    brought = st.file_uploader(words.UPLOAD, accept_multiple_files=True, help=words.upload_help(limits.file_mb, limits.visit_mb), key=key)
    files = files_of(brought, loaded)
    if files:
        _review(files, loaded)
    else:
        st.caption(words.NOTHING_YET)
    own, workspace = own_data.current(), workspace_of(cache.shared_settings())
    if own is not None:
        _in_use(own, workspace, loaded)
    _kept(workspace)
    with st.expander(words.KNOWN_TITLE):
        titles = [f"- {plain(layout.title)}" for layout in all_layouts()]
        st.markdown("\n".join(titles) or words.KNOWN_NONE)


def _review(files: list[File], loaded: Loaded) -> None:
    """Show each file, then what all of them together would change."""
    intakes: list[Intake] = []
    usable = True
    for file in files:
        if file.problems:
            st.header(plain(file.name), anchor=False)
            your_data_parts.problem_list(file.problems, words.PROBLEMS)
            usable = False
        for place, found in enumerate(file.found):
            st.header(plain(found.name), anchor=False)
            intake = _table(found, file, f"{file.key}_{place}", loaded)
            usable = usable and intake is not None and not intake.problems
            # A file that is known and holds nothing for these tables says so, and changes nothing.
            intakes += [intake] if intake is not None and intake.tables and not intake.problems else []
    if not intakes:
        return
    st.header(words.USE_TITLE, anchor=False)
    your_data_parts.changes(merge(read_tables(loaded.atlas.folder), intakes).diff, intakes, loaded)
    if not usable:
        st.caption(words.NOT_ALL_USABLE)
    if st.button(words.USE, type="primary", disabled=not usable, help=words.USE_HELP, on_click=stay):
        _use(intakes, loaded)


def _table(found: Found, file: File, key: str, loaded: Loaded) -> Intake | None:
    """Show one table of a file; None until it is known what it is."""
    layout = layout_of(found, key)
    columns = None if layout is None else columns_of(found, layout, key)
    if layout is None or columns is None:
        your_data_parts.as_read(found.sheet)
        return None
    intake = intake_of(found, layout, columns, key, file, loaded)
    if intake.problems:
        your_data_parts.problem_list(intake.problems, words.PROBLEMS)
    your_data_parts.counts(intake)
    your_data_parts.rejected(intake, key)
    intake = your_data_parts.directions(intake, key, loaded)
    if intake.tables:
        your_data_parts.sketch(intake, loaded)
        your_data_parts.sample(intake)
    return intake


def _use(intakes: list[Intake], loaded: Loaded) -> None:
    try:
        own_data.use(loaded.atlas, intakes, cache.shared_settings(), parts())
    except DataError as error:
        _refused(error)
        return
    st.session_state[SAID] = words.USED
    # What was brought is in use now: an upload field with another key begins empty.
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _in_use(own: OwnData, workspace: Workspace | None, loaded: Loaded) -> None:
    """Show what the reader's own data change, and offer to keep them."""
    st.header(words.OVERWRITE, anchor=False)
    your_data_parts.changes(compare(read_tables(own.base), read_tables(own.folder)), own.intakes, loaded)
    if workspace is None:
        st.caption(words.NO_WORKSPACE)
        return

    def make(old: Path, new: Path) -> None:
        write_folder(old, merge(read_tables(old), own.intakes), new, cache.shared_settings())

    st.subheader(words.KEEP_TITLE, anchor=False)
    st.markdown(words.KEEP_NOTE)
    _signed("keep", {words.KEEP: lambda who, why: workspace.keep(make, who, why)}, leave=True)


def _kept(workspace: Workspace | None) -> None:
    """List the versions that were kept, with the way back."""
    if workspace is None:
        return
    st.header(words.HISTORY, anchor=False)
    try:
        state, history = workspace.state(), workspace.log()
    except DataError as error:
        # Who uses own files sees them all the same.
        your_data_parts.problem_list(error.problems, words.KEPT_UNREADABLE)
        return
    if not history.steps:
        st.caption(words.NO_HISTORY)
        return
    your_data_parts.history(state, history)
    # What a press means is the version that the reader saw, not the one that somebody else has put in its place since.
    seen = st.session_state.get(SEEN, state.version)
    st.session_state[SEEN] = state.version
    moves: dict[str, Callable[[str, str], Step]] = {}
    if state.can_undo or seen != state.version:
        moves[words.UNDO] = lambda who, why: workspace.undo(who, why, seen)
    if state.can_redo or seen != state.version:
        moves[words.REDO] = lambda who, why: workspace.redo(who, why, seen)
    _signed("move", moves)


def _signed(key: str, actions: dict[str, Callable[[str, str], Step]], *, leave: bool = False) -> None:
    """Ask for name and reason, and do one of the actions."""
    with st.form(f"sign_{key}", border=False):
        left, right = st.columns(2)
        who = left.text_input(words.WHO, max_chars=MOST_CHARACTERS["who"], key=f"who_{key}")
        why = right.text_input(words.WHY, max_chars=MOST_CHARACTERS["why"], key=f"why_{key}")
        pressed = [label for label in actions if st.form_submit_button(label, key=f"do_{key}_{label}", on_click=stay)]
    for label in pressed:
        try:
            step = actions[label](who, why)
        except DataError as error:
            _refused(error)
            return
        if leave:
            own_data.drop()
        st.session_state[SAID] = words.kept(step)
        st.rerun()


def _refused(error: DataError) -> None:
    """Say that nothing was changed, and why: the rows, or something else such as a full disk."""
    your_data_parts.problem_list(error.problems, words.BROKEN if isinstance(error, ContractError) else words.NOT_DONE)


main()
