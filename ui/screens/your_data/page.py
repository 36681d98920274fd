"""Your data: bring files, see what becomes of them, use them in this visit, and keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import ContractError, DataError
from geo.intake.matching.periods import KEY as OLDER
from geo.intake.matching.periods import newest_last, overtaken
from geo.intake.matching.questions import open_questions
from geo.intake.merging.diff import compare
from geo.intake.merging.merge import merge, read_tables, write_folder
from geo.publishers.registry import all_layouts
from geo.store.workspace_log import MOST_CHARACTERS
from ui.kit import asking
from ui.kit.watch import watched
from ui.scene import loading, own_data, visitor
from ui.screens import signed
from ui.screens.your_data import audit, parts
from ui.screens.your_data.read import answered, columns_of, files_of, intake_of, layout_of
from ui.screens.your_data.read import parts as parts_in_use
from ui.shell.page import open_page
from ui.view.state import stay
from ui.words import common, pages
from ui.words import your_data as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.intake.matching.result import Intake
    from geo.intake.merging.bring import BroughtTable
    from geo.store.desk import Desk
    from geo.store.workspace_log import Step
    from geo.whatif.scene import Scene
    from ui.scene.own_data import OwnData
    from ui.screens.your_data.read import File

SAID, ROUND, SEEN = "your_data_said", "your_data_round", "your_data_seen"


@watched(pages.YOUR_DATA)
def main() -> None:
    """Draw the page."""
    scene, _ = open_page(pages.YOUR_DATA)
    st.title(pages.YOUR_DATA.title)
    st.markdown(words.INTRO)
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said)
    limits = scene.settings.limits
    key = f"your_data_files_{st.session_state.get(ROUND, 0)}"
    brought = st.file_uploader(words.UPLOAD, accept_multiple_files=True, help=words.upload_help(limits.file_mb, limits.visit_mb), key=key)
    files = files_of(brought, scene)
    if files:
        _review(files, scene)
    else:
        st.caption(words.NOTHING_YET)
    own, desk = own_data.current(), visitor.desk()
    if own is not None:
        _in_use(own, desk, scene)
    _kept(desk)
    if desk is not None:
        audit.show(desk.place)
    with st.expander(words.KNOWN_TITLE):
        titles = [f"- {plain(layout.title)}" for layout in all_layouts()]
        st.markdown("\n".join(titles) or words.KNOWN_NONE)


def _review(files: list[File], scene: Scene) -> None:
    """Show each file, then what all of them together would change."""
    read: list[Intake] = []
    usable = True
    for file in files:
        if file.problems:
            st.header(plain(file.name), anchor=False)
            parts.problem_list(file.problems, words.PROBLEMS)
            usable = False
        for place, table in enumerate(file.tables):
            st.header(plain(table.name), anchor=False)
            intake = _table(table, file, f"{file.key}_{place}", scene)
            usable = usable and intake is not None and not intake.problems
            read += [intake] if intake is not None and not intake.problems else []
    # Of several files of one table the newest wins, whatever their order; the older ones ask nothing then.
    read = newest_last(overtaken(read))
    settled = [intake for intake in read if not open_questions(intake)]
    usable = usable and len(settled) == len(read)
    # A file that is known and holds nothing for these tables says so, and changes nothing.
    intakes = [intake for intake in settled if intake.tables]
    if not intakes:
        return
    st.header(words.USE_TITLE, anchor=False)
    parts.changes(merge(read_tables(scene.atlas.store.as_folder()), intakes).diff, intakes, scene)
    if not usable:
        st.caption(words.NOT_ALL_USABLE)
    if st.button(words.USE, type="primary", disabled=not usable, help=words.USE_HELP, on_click=stay):
        _use(intakes, scene)


def _table(table: BroughtTable, file: File, key: str, scene: Scene) -> Intake | None:
    """Show one table of a file; None until it is known what it is."""
    layout = layout_of(table, key)
    columns = None if layout is None else columns_of(table, layout, key)
    if layout is None or columns is None:
        parts.as_read(table.sheet)
        return None
    intake = intake_of(table, layout, columns, key, file, scene)
    if intake.problems:
        parts.problem_list(intake.problems, words.PROBLEMS)
    answered(intake, key)
    if not intake.problems and any(question.key != OLDER for question in open_questions(intake)):
        parts.as_read(table.sheet)
        st.caption(words.UNANSWERED)
        return intake
    parts.counts(intake)
    parts.rejected(intake, key)
    intake = parts.directions(intake, key, scene)
    if intake.tables:
        parts.sketch(intake, scene)
        parts.sample(intake)
    return intake


def _use(intakes: list[Intake], scene: Scene) -> None:
    try:
        own_data.use(scene.atlas, intakes, loading.shared_settings(), parts_in_use())
    except DataError as error:
        _refused(error)
        return
    st.session_state[SAID] = words.USED
    # What was brought is in use now: an upload field with another key begins empty.
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _in_use(own: OwnData, desk: Desk | None, scene: Scene) -> None:
    """Show what the reader's own data change, and offer to keep them."""
    st.header(words.OVERWRITE, anchor=False)
    parts.changes(compare(read_tables(own.base.as_folder()), read_tables(own.store.as_folder())), own.intakes, scene)
    if desk is None:
        asking.ask(words.NO_WORKSPACE, common.WORKSPACE, st.caption)
        return

    def make(old: Path, new: Path) -> None:
        write_folder(old, merge(read_tables(old), own.intakes), new, loading.shared_settings())

    st.subheader(words.KEEP_TITLE, anchor=False)
    if not visitor.may("keep"):
        return
    st.markdown(words.KEEP_NOTE)
    _signed("keep", {words.KEEP: lambda who, why: desk.keep(make, who, why)}, leave=True)


def _kept(desk: Desk | None) -> None:
    """List the versions that were kept, with the way back."""
    if desk is None:
        return
    st.header(words.HISTORY, anchor=False)
    try:
        state, history = desk.place.versions.state(), desk.place.versions.log()
    except DataError as error:
        # Who uses own files sees them all the same.
        parts.problem_list(error.problems, words.KEPT_UNREADABLE)
        return
    if not history.steps:
        st.caption(words.NO_HISTORY)
        return
    parts.history(state, history)
    if not visitor.may("undo"):
        return
    # What a press means is the version that the reader saw, not the one that somebody else has put in its place since.
    seen = st.session_state.get(SEEN, state.version)
    st.session_state[SEEN] = state.version
    moves: dict[str, Callable[[str, str], Step]] = {}
    if state.can_undo or seen != state.version:
        moves[words.UNDO] = lambda who, why: desk.undo(who, why, seen)
    if state.can_redo or seen != state.version:
        moves[words.REDO] = lambda who, why: desk.redo(who, why, seen)
    _signed("move", moves)


def _signed(key: str, actions: dict[str, Callable[[str, str], Step]], *, leave: bool = False) -> None:
    """Ask for name and reason, and do one of the actions."""
    with st.form(f"sign_{key}", border=False):
        left, right = st.columns(2)
        who = signed.name(words.WHO, left, key=f"who_{key}")
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
    parts.problem_list(error.problems, words.BROKEN if isinstance(error, ContractError) else words.NOT_DONE)
