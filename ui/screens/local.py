"""Local knowledge: what people on the ground know, with who said so and until when; kept beside the data, never in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError
from geo.export.tables import to_csv
from geo.intake.merging.ledger import read_entries, unknown_targets
from geo.store.ledger_entry import KINDS, MARKS, MOST_CHARACTERS, Entry
from ui.kit import asking, html, uploads
from ui.kit.cells import texts
from ui.kit.strips import region
from ui.kit.watch import watched
from ui.scene import local, visitor
from ui.screens import signed
from ui.screens.your_data.parts import problem_list
from ui.screens.your_data.read import over_quota
from ui.shell.page import open_view
from ui.view import waiting
from ui.view.state import stay
from ui.words import common, pages
from ui.words import local as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.typing import UploadedFile

    from geo.base.errors import Problem
    from geo.settings.limits import Limits
    from geo.store.backend import Notes
    from geo.store.desk import Desk
    from geo.whatif.scene import Scene
    from ui.view.state import View

SAID, READ, ROUND = "local_said", "local_read", "local_round"


@watched(pages.LOCAL)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.LOCAL)
    st.title(pages.LOCAL.title, anchor=False)
    st.markdown(words.INTRO)
    desk = visitor.desk()
    if desk is None:
        asking.ask(words.NO_WORKSPACE, common.WORKSPACE)
        st.markdown(words.MEANWHILE)
        st.page_link(pages.WHAT_IF.path, label=words.TO_WHAT_IF, query_params=view.params())
        return
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said)
    problems = local.known().problems
    if problems:
        # All pages say that it cannot be read; here is why.
        problem_list(problems, words.WHAT_IS_WRONG)
        return
    _known(scene, view, desk)
    _add(scene, desk)
    _move(scene, desk)


def _known(scene: Scene, view: View, desk: Desk) -> None:
    st.header(words.HERE_TITLE, anchor=False)
    entries = local.placed(scene)
    if view.query.districts:
        entries = entries[entries["district_code"].isin(view.query.districts)]
    if entries.empty:
        st.info(words.NOTHING)
        return
    html.show(region(words.HERE_TITLE, local.table(entries), "bsg-left"))
    names = {
        int(code): f"{row['name']}: {words.MARKS[row['mark']]}"
        for code, row in zip(entries.index, entries.to_dict("records"), strict=True)
        if desk.person.may_withdraw("withdraw_note", row["author"])
    }
    if not names:
        return
    pick, press = st.columns([5, 2], vertical_alignment="bottom")
    code = pick.selectbox(words.WITHDRAW_LABEL, list(names), format_func=names.__getitem__, index=None)
    if press.button(words.WITHDRAW, disabled=code is None, on_click=stay) and code is not None:
        _done(lambda: _withdraw(desk, code))


def _withdraw(desk: Desk, code: int) -> str:
    desk.take_back_note(code, datetime.now(UTC).date())
    return words.WITHDRAWN


def _add(scene: Scene, desk: Desk) -> None:
    st.header(words.ADD_TITLE, anchor=False)
    if not visitor.may("note"):
        return
    kind = st.segmented_control(words.ABOUT, KINDS, format_func=words.KINDS.__getitem__, default=KINDS[0], required=True)
    with st.form(_key("local_add")):
        names = _names(scene, str(kind))
        label = words.WHICH_PROVIDER if kind == "provider" else words.WHICH_AREA
        target = st.selectbox(label, list(names), format_func=names.__getitem__, index=None)
        mark = st.selectbox(words.WHAT, MARKS, format_func=words.MARKS.__getitem__)
        note = st.text_area(words.NOTE, max_chars=MOST_CHARACTERS["note"], help=words.NOTE_HELP)
        left, right = st.columns(2)
        author = signed.name(words.AUTHOR, left)
        until = right.date_input(words.UNTIL, value=None, format="DD/MM/YYYY")
        if st.form_submit_button(words.ADD, type="primary", on_click=stay):
            today = datetime.now(UTC).date().isoformat()
            entry = Entry(kind, target or "", mark, note.strip(), author.strip(), today, until.isoformat() if until else "")
            _done(lambda: _write(desk, entry))


def _write(desk: Desk, entry: Entry) -> str:
    desk.add_note(entry)
    return words.ADDED


def _names(scene: Scene, kind: str) -> dict[str, str]:
    if kind == "area":
        return texts(scene.atlas.areas["label"].sort_values())
    providers = scene.atlas.providers
    named = providers["name"].fillna("") + ", " + providers["postcode"].fillna("")
    return texts(named.sort_values())


def _move(scene: Scene, desk: Desk) -> None:
    st.header(words.MOVE_TITLE, anchor=False)
    st.download_button(
        words.EXPORT,
        data=lambda: _exported(desk.place.notes),
        file_name="local-knowledge.csv",
        mime="text/csv",
        on_click="ignore",
        help=words.EXPORT_HELP,
    )
    if not desk.person.may("bring_notes"):
        return
    brought = st.file_uploader(words.IMPORT, type="csv", key=_key("local_import"))
    if brought is None:
        st.session_state.pop(READ, None)
        return
    entries, problems = _read(brought, scene)
    problems = problems or tuple(unknown_targets(entries, scene.atlas.providers.index, scene.atlas.areas.index))
    if problems:
        problem_list(problems, words.NOT_DONE)
        return
    _done(lambda: words.imported(desk.bring_in_notes(entries), len(entries)))


def _read(brought: UploadedFile, scene: Scene) -> tuple[list[Entry], tuple[Problem, ...]]:
    """Read the file in the upload field once: others wait for the desk at which files are read."""
    read = st.session_state.get(READ)
    if read is None or read[0] != brought.file_id:
        read = st.session_state[READ] = (brought.file_id, *_entries(brought, scene.settings.limits))
        uploads.let_go(brought)
    return read[1:]


def _entries(brought: UploadedFile, limits: Limits) -> tuple[list[Entry], tuple[Problem, ...]]:
    refused = uploads.refused(brought)
    if refused is not None:
        return [], (over_quota(brought.name, refused, limits),)
    try:
        with waiting.told(brought.name):
            return read_entries(brought.getvalue(), brought.name, limits, datetime.now(UTC).date()), ()
    except DataError as error:
        return [], error.problems


def _exported(kept: Notes) -> bytes:
    try:
        return to_csv(kept.entries().reset_index(), bom=True)
    except DataError as error:
        # The button was drawn while the ledger could be read.
        return str(error).encode()


def _done(write: Callable[[], str]) -> None:
    """Write, and say what was done on the next run, which shows it."""
    try:
        said = write()
    except DataError as error:
        problem_list(error.problems, words.NOT_DONE)
        return
    st.session_state[SAID] = said
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _key(name: str) -> str:
    """Name a form or an upload field that begins empty once something was written, and stays as it is when that failed."""
    return f"{name}_{st.session_state.get(ROUND, 0)}"
