"""Local knowledge: what people on the ground know, with who said so and until when; kept beside the data, never in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import DataError
from geo.export import to_csv
from geo.ledger import KINDS, MARKS, MOST_CHARACTERS, Entry, Ledger
from geo.ledger_import import read_entries, unknown_targets
from ui import local
from ui import local_text as words
from ui.page import open_view
from ui.profile_strips import region
from ui.state import stay
from ui.your_data_parts import problem_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.page import Loaded
    from ui.state import View

SAID = "local_said"


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE)
    st.title(words.TITLE, anchor=False)
    st.markdown(words.INTRO)
    kept = local.ledger()
    if kept is None:
        st.info(words.NO_WORKSPACE)
        return
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said)
    problems = local.known().problems
    if problems:
        # All pages say that it cannot be read; here is why.
        problem_list(problems, words.WHAT_IS_WRONG)
        return
    _known(loaded, view, kept)
    _add(loaded, kept)
    _move(loaded, kept)


def _known(loaded: Loaded, view: View, kept: Ledger) -> None:
    st.header(words.HERE_TITLE, anchor=False)
    found = local.placed(loaded)
    if view.query.districts:
        found = found[found["district_code"].isin(view.query.districts)]
    if found.empty:
        st.info(words.NOTHING)
        return
    st.html(region(words.HERE_TITLE, local.table(found), "bsg-left"))
    names = {
        int(code): f"{row['name']}: {words.MARKS[row['mark']]}" for code, row in zip(found.index, found.to_dict("records"), strict=True)
    }
    pick, press = st.columns([5, 2], vertical_alignment="bottom")
    code = pick.selectbox(words.WITHDRAW_LABEL, list(names), format_func=names.__getitem__, index=None)
    if press.button(words.WITHDRAW, disabled=code is None, on_click=stay) and code is not None:
        _done(lambda: kept.withdraw(code, datetime.now(UTC).date()), words.WITHDRAWN)


def _add(loaded: Loaded, kept: Ledger) -> None:
    st.header(words.ADD_TITLE, anchor=False)
    kind = st.segmented_control(words.ABOUT, KINDS, format_func=words.KINDS.__getitem__, default=KINDS[0], required=True)
    with st.form("local_add", clear_on_submit=True):
        names = _names(loaded, str(kind))
        label = words.WHICH_PROVIDER if kind == "provider" else words.WHICH_AREA
        target = st.selectbox(label, list(names), format_func=names.__getitem__, index=None)
        mark = st.selectbox(words.WHAT, MARKS, format_func=words.MARKS.__getitem__)
        note = st.text_area(words.NOTE, max_chars=MOST_CHARACTERS["note"], help=words.NOTE_HELP)
        left, right = st.columns(2)
        author = left.text_input(words.AUTHOR, max_chars=MOST_CHARACTERS["author"])
        until = right.date_input(words.UNTIL, value=None, format="DD/MM/YYYY")
        if st.form_submit_button(words.ADD, type="primary", on_click=stay):
            today = datetime.now(UTC).date().isoformat()
            entry = Entry(kind, target or "", mark, note.strip(), author.strip(), today, until.isoformat() if until else "")
            _done(lambda: kept.add([entry]), words.ADDED)


def _names(loaded: Loaded, kind: str) -> dict[str, str]:
    if kind == "area":
        return loaded.atlas.areas["label"].sort_values().to_dict()
    providers = loaded.atlas.providers
    named = providers["name"].fillna("") + ", " + providers["postcode"].fillna("")
    return named.sort_values().to_dict()


def _move(loaded: Loaded, kept: Ledger) -> None:
    st.header(words.MOVE_TITLE, anchor=False)
    st.download_button(
        words.EXPORT,
        data=lambda: _exported(kept),
        file_name="local-knowledge.csv",
        mime="text/csv",
        on_click="ignore",
        help=words.EXPORT_HELP,
    )
    brought = st.file_uploader(words.IMPORT, type="csv", key=f"local_import_{kept.stamp()}")
    if brought is None:
        return
    try:
        entries = read_entries(brought.getvalue(), brought.name, loaded.settings.limits, datetime.now(UTC).date())
    except DataError as error:
        problem_list(error.problems, words.NOT_DONE)
        return
    unknown = unknown_targets(entries, loaded.atlas.providers.index, loaded.atlas.areas.index)
    if unknown:
        problem_list(unknown, words.NOT_DONE)
        return
    _done(lambda: kept.add(entries), words.imported(len(entries)))


def _exported(kept: Ledger) -> bytes:
    try:
        return to_csv(kept.entries().reset_index(), bom=True)
    except DataError as error:
        # The button was drawn while the ledger could be read.
        return str(error).encode()


def _done(write: Callable[[], None], said: str) -> None:
    try:
        write()
    except DataError as error:
        problem_list(error.problems, words.NOT_DONE)
        return
    _say(said)


def _say(said: str) -> None:
    st.session_state[SAID] = said
    st.rerun()


main()
