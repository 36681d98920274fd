"""Changes from a file: read and checked as a whole, then put in the place of the list or added to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError, Problem
from geo.whatif.scenario.checks import contradictions
from geo.whatif.scenario.link import written
from geo.whatif.scenario.reading import combine, read_file
from ui.kit import uploads
from ui.scene import scenario
from ui.screens.scenarios import offered
from ui.screens.scenarios.changes import put
from ui.screens.your_data.parts import problem_list
from ui.screens.your_data.read import over_quota
from ui.view.state import stay
from ui.view.widgets import fold
from ui.words import change_form as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from streamlit.typing import UploadedFile

    from geo.whatif.scenario.acts import Act
    from geo.whatif.scene import Scene
    from ui.view.state import View

# What was read, by the field's key; the number of the field, which is a new one once its file is used.
READ, FIELD = "scenario_file", "scenario_file_field"
# Two hundred changes with long notes; more is another kind of file.
MOST_BYTES = 500_000
Read = tuple[str, tuple["Act", ...], tuple[Problem, ...]]


def bring(ground: Scene, view: View) -> None:
    """Draw the field, and what can be done with the changes of its file."""
    folded = fold(words.BRING_TITLE, "bring_changes")
    if not folded.open:
        return
    with folded:
        st.caption(words.BRING_HELP)
        number = st.session_state.setdefault(FIELD, 0)
        upload = st.file_uploader(words.BRING, type=["csv"], key=f"changes_file_{number}", on_change=stay)
        if upload is None:
            if READ in st.session_state:
                uploads.taken_out([st.session_state.pop(READ)[0]])
            return
        _, acts, problems = _read(upload, ground)
        if problems:
            problem_list(problems, words.BROKEN_FILE)
            return
        _use(ground, view, upload.name, acts)


def _read(upload: UploadedFile, ground: Scene) -> Read:
    """Read a file once, and let its bytes go."""
    known: Read | None = st.session_state.get(READ)
    if known is not None and known[0] == upload.file_id:
        return known
    try:
        found: Read = (upload.file_id, _acts(upload, ground), ())
    except DataError as error:
        found = (upload.file_id, (), error.problems)
    st.session_state[READ] = found
    uploads.let_go(upload)
    return found


def _acts(upload: UploadedFile, ground: Scene) -> tuple[Act, ...]:
    refused, limits = uploads.refused(upload), ground.settings.limits
    if refused is not None:
        raise DataError([over_quota(upload.name, refused, limits)])
    if upload.size > MOST_BYTES:
        raise DataError([Problem(upload.name, words.too_large(MOST_BYTES // 1000))])
    acts = read_file(upload.getvalue(), upload.name, ground.model.atlas, ground.settings)
    if not acts:
        raise DataError([Problem(upload.name, words.EMPTY_FILE)])
    return acts


def _use(ground: Scene, view: View, name: str, brought: tuple[Act, ...]) -> None:
    """Offer to use the changes of a file; where list and file change one provider each in its own way, one of them must be chosen."""
    st.markdown(words.brought(name, len(brought)))
    st.caption(words.NOT_IN_LINK)
    mine, _ = scenario.read(ground, view.do) if view.do else ((), ())
    st.button(words.REPLACE if mine else words.USE, on_click=partial(_put, brought), type="secondary" if mine else "primary")
    if not mine:
        return
    texts = {written(act) for act in mine}
    both = contradictions([*mine, *(act for act in brought if written(act) not in texts)])
    if both:
        _choose(ground, both, mine, brought)
        return
    try:
        together = combine(mine, brought, name)
    except DataError as error:
        problem_list(error.problems, words.BROKEN_FILE)
        return
    if len(together) > ground.settings.scenario.most_changes:
        st.info(words.too_many(ground.settings.scenario.most_changes))
        return
    st.button(words.COMBINE, on_click=partial(_put, together), type="primary")


def _choose(ground: Scene, both: dict[str, list[Act]], mine: tuple[Act, ...], brought: tuple[Act, ...]) -> None:
    labels = offered.labels(ground)
    for number, (subject, several) in enumerate(both.items()):
        st.markdown(words.both(labels.get(subject, words.TAKE_UP_ONCE)))
        for act in several:
            told, own = scenario.in_words(act, ground), act in mine
            side = words.OF_LIST if own else words.OF_FILE
            st.button(plain(words.keep(told, side)), key=f"keep_{number}_{side}", on_click=partial(_keep, act, mine, brought, own=own))


def _keep(kept: Act, mine: tuple[Act, ...], brought: tuple[Act, ...], *, own: bool) -> None:
    """Keep one of two changes: the other is taken out of the file, or out of the list."""
    rest = tuple(act for act in brought if act.subject != kept.subject)
    if own and rest:
        st.session_state[READ] = (st.session_state[READ][0], rest, ())
        stay()
    elif own:
        # Nothing of the file is left to add.
        _done()
        stay()
    else:
        put([written(act) for act in mine if act.subject != kept.subject])


def _done() -> None:
    """Empty the field: another one takes its place."""
    st.session_state[FIELD] += 1
    st.session_state.pop(READ, None)


def _put(acts: tuple[Act, ...]) -> None:
    _done()
    put([written(act) for act in acts])
