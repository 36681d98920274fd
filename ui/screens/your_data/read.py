"""Files that are being brought: read once for each visit, while they stand in the upload field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError, Problem
from geo.intake.matching.layout import Layout, Setting
from geo.intake.matching.recognise import mapped, missing_columns, nearest
from geo.intake.matching.result import Intake
from geo.intake.matching.said_year import KEY as YEAR
from geo.intake.matching.size import intake_bytes, sheet_bytes
from geo.intake.merging.bring import BroughtTable, look, take
from geo.publishers.registry import all_layouts
from ui.kit import uploads
from ui.kit.quota import OverQuotaError
from ui.view import waiting
from ui.words import your_data as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.typing import UploadedFile

    from geo.intake.matching.question import Question
    from geo.settings.limits import Limits
    from geo.whatif.scene import Scene
    from ui.kit.quota import Part, Reason

READ, TAKEN, ANSWERS = "your_data_read", "your_data_taken", "your_data_answers"


@dataclass(frozen=True)
class File:
    """A file in the upload field: its tables, or why it cannot be read. The part counts the tables while they are held."""

    name: str
    key: str
    tables: tuple[BroughtTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    part: Part | None = None


@dataclass(frozen=True)
class Taken:
    """A table of a file, matched to the areas. The part counts its rows while they are held."""

    file: str
    intake: Intake
    part: Part | None


def files_of(brought: Sequence[UploadedFile], scene: Scene) -> list[File]:
    """Read the files in the upload field, each once; forget those that were taken out of it."""
    read: dict[str, File] = st.session_state.setdefault(READ, {})
    taken: dict[object, Taken] = st.session_state.setdefault(TAKEN, {})
    here = [upload.file_id for upload in brought]
    gone = [key for key in read if key not in here]
    uploads.taken_out(gone)
    for key in gone:
        del read[key]
    for choice in [choice for choice, kept in taken.items() if kept.file not in here]:
        del taken[choice]
    for upload in brought:
        if upload.file_id not in read:
            file = _read(upload, scene)
            _keep(file, read, upload, scene.settings.limits)
    return [read[key] for key in here]


def _keep(file: File, read: dict[str, File], upload: UploadedFile, limits: Limits) -> None:
    """Hold what was read in the place of the bytes. Nothing here is seen by Streamlit, so no new run can come in between."""
    read[file.key] = file
    uploads.let_go(upload)
    try:
        part = uploads.counted(sum(sheet_bytes(table.sheet) for table in file.tables), limits)
        read[file.key] = replace(file, part=part)
    except OverQuotaError as over:
        read[file.key] = File(file.name, file.key, problems=(over_quota(file.name, over.reason, limits),))


def over_quota(file: str, reason: Reason, limits: Limits) -> Problem:
    """Say that a file was not taken, because visits hold too much."""
    return Problem(file, words.over_quota(reason, getattr(limits, reason)))


def _read(upload: UploadedFile, scene: Scene) -> File:
    refused = uploads.refused(upload)
    if refused is not None:
        return File(upload.name, upload.file_id, problems=(over_quota(upload.name, refused, scene.settings.limits),))
    try:
        with waiting.told(upload.name):
            tables = look(upload.getvalue(), upload.name, scene.settings, all_layouts())
        file = File(upload.name, upload.file_id, tuple(tables))
    except DataError as error:
        file = File(upload.name, upload.file_id, problems=error.problems)
    return file


def layout_of(table: BroughtTable, key: str) -> Layout | None:
    """Say what a table was recognised as, or ask."""
    if len(table.candidates) == 1:
        st.markdown(words.recognised(table.candidates[0].title))
        return table.candidates[0]
    offered = {layout.id: layout for layout in table.candidates or nearest(table.sheet, all_layouts())}
    st.markdown(words.ASK_SEVERAL if table.candidates else words.ASK_NONE)
    chosen = st.selectbox(
        words.ASK,
        list(offered),
        index=None,
        placeholder=words.CHOOSE,
        format_func=lambda layout_id: offered[layout_id].title,
        key=f"layout_{key}",
    )
    return None if chosen is None else offered[chosen]


def columns_of(table: BroughtTable, layout: Layout, key: str) -> Mapping[str, str] | None:
    """Ask for the columns that a layout needs and does not find; None until all are chosen."""
    missing = missing_columns(table.sheet, layout)
    if not missing:
        return {}
    st.caption(words.MISSING_COLUMNS)
    there = [str(name) for name in table.sheet.frame.columns]
    chosen: dict[str, str | None] = {}
    for start in range(0, len(missing), 3):
        for name, column in zip(missing[start : start + 3], st.columns(3), strict=False):
            label, own = plain(words.column_label(name)), f"column_{key}_{name}"
            chosen[name] = column.selectbox(label, there, index=None, placeholder=words.CHOOSE, help=words.COLUMN_HELP, key=own)
    known = {name: column for name, column in chosen.items() if column is not None}
    return known if len(known) == len(missing) else None


def intake_of(table: BroughtTable, layout: Layout, columns: Mapping[str, str], key: str, file: File, scene: Scene) -> Intake:
    """Match the rows of a table of a file to the areas with the answers of this reader; once for each choice."""
    answers: dict[str, str] = st.session_state.get(f"{ANSWERS}_{key}", {})
    known: dict[object, Taken] = st.session_state.setdefault(TAKEN, {})
    choice = (key, layout.id, tuple(columns.items()), tuple(answers.items()), scene.key)
    if choice not in known:
        for old in [chosen_before for chosen_before in known if isinstance(chosen_before, tuple) and chosen_before[0] == key]:
            del known[old]
        sheet = mapped(table.sheet, columns) if columns else None
        known[choice] = _counted(file.key, take(table, layout, Setting(scene.atlas, scene.settings, answers), sheet), scene.settings.limits)
    return known[choice].intake


def answered(intake: Intake, key: str) -> None:
    """Ask what a table leaves open, with what it says itself as the first choice; a new answer reads it again."""
    chosen = {question.key: _asked(question, f"answer_{key}_{question.key}") for question in intake.questions}
    said = {question: answer for question, answer in chosen.items() if answer}
    if said != st.session_state.get(f"{ANSWERS}_{key}", {}):
        st.session_state[f"{ANSWERS}_{key}"] = said
        st.rerun()


def _asked(question: Question, key: str) -> str:
    offered = dict(question.answers)
    st.markdown(plain(question.text))
    first = list(offered).index(question.answer) if question.answer else None
    label = words.QUESTION_YEAR if question.key == YEAR else words.QUESTION
    chosen = st.selectbox(
        label, list(offered), index=first, placeholder=words.CHOOSE, format_func=lambda answer: plain(offered[answer]), key=key
    )
    return chosen or ""


def _counted(file: str, intake: Intake, limits: Limits) -> Taken:
    try:
        return Taken(file, intake, uploads.counted(intake_bytes(intake), limits))
    except OverQuotaError as over:
        problems = (over_quota(intake.file, over.reason, limits),)
        return Taken(file, Intake(intake.layout, intake.file, {}, {}, intake.counts, problems=problems), None)


def parts() -> list[Part]:
    """Give what counts the rows of the files in the field, for whoever goes on holding them."""
    known: dict[object, Taken] = st.session_state.get(TAKEN, {})
    return [holder.part for holder in known.values() if holder.part is not None]
