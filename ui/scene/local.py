"""Local knowledge on the screen: the entries in force, and how panels, lists and maps show them."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.analysis.local_knowledge import count_by_area, entries_of, placed_entries
from geo.base.errors import DataError
from geo.store.entries import left_out, no_entries
from geo.store.kept import ledger_of, workspace_of
from ui.kit import html
from ui.scene import loading, memo
from ui.words import local as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from markupsafe import Markup

    from geo.base.errors import Problem
    from geo.base.vocabulary import Level
    from geo.store.backend import Notes
    from geo.whatif.scene import Scene


# After so long a ledger that could not be read is tried again.
AGAIN_S = 10


def ledger() -> Notes | None:
    """Find the ledger of the workspace; None when config.toml names no workspace."""
    return ledger_of(loading.shared_settings())


@dataclass(frozen=True)
class LedgerToday:
    """What the ledger says today.

    Parameters
    ----------
    entries : DataFrame
        Entries that hold today; empty without a workspace.
    problems : tuple of Problem
        Why it cannot be read; nothing is known then.
    unusable : int
        Rows of the ledger that are no sound entries.
    key : str
        Tells versions of the ledger, and days, apart.
    """

    entries: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    unusable: int = 0
    key: str = ""


@dataclass(frozen=True)
class NotesNow:
    """Notes as they are at this moment, known by their version."""

    notes: Notes
    version: str


def known() -> LedgerToday:
    """Read the ledger; whatever has become of it, pages go on without it and say so."""
    kept = ledger()
    if kept is None:
        return _nothing()
    now = NotesNow(kept, kept.version())
    if not now.version:
        # Where the workspace is out of reach, so are its notes: that is another thing than there being none.
        return _out_of_reach()
    knowledge = _read(now, _today())
    if knowledge.problems:
        # What stands in the way may pass without a trace in the file, such as a lock.
        knowledge = _read(now, _today(), int(time.monotonic() / AGAIN_S))
    return knowledge


def in_force() -> pd.DataFrame:
    """Entries that hold today; empty without a workspace, or while the ledger cannot be read."""
    return known().entries


def _out_of_reach() -> LedgerToday:
    workspace = workspace_of(loading.shared_settings())
    try:
        _ = workspace and workspace.state()
    except DataError as error:
        return replace(_nothing(), problems=error.problems, key="out of reach")
    return _nothing()


@functools.cache
def _nothing() -> LedgerToday:
    return LedgerToday(no_entries())


@memo.shared()
def _read(now: NotesNow, today: str, attempt: int | None = None) -> LedgerToday:
    key = repr((now.version, today, attempt))
    try:
        return LedgerToday(now.notes.entries(datetime.fromisoformat(today).date()), unusable=now.notes.unusable(), key=key)
    except DataError as error:
        return replace(_nothing(), problems=error.problems, key=key)


def say_state(*, left_out: bool) -> None:
    """Say above a page, once, that local knowledge cannot be read or is not whole; nothing if all is well.

    Parameters
    ----------
    left_out : bool
        Whether the reader wants marked providers left out: then the figures are not those that were asked for.
    """
    knowledge = known()
    if knowledge.problems and left_out:
        st.error(f"**{words.UNREADABLE}** {words.FIGURES_DIFFER} {words.TELL}")
    elif knowledge.problems:
        st.warning(f"{words.UNREADABLE} {words.FIGURES_STAND} {words.TELL}")
    elif knowledge.unusable:
        st.warning(words.unusable(knowledge.unusable))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def placed(scene: Scene) -> pd.DataFrame:
    """Entries in force with their places."""
    return _placed(scene, known())


@memo.shared(of_geography=True)
def _placed(scene: Scene, known: LedgerToday) -> pd.DataFrame:
    return placed_entries(known.entries, scene.atlas)


def marked_providers() -> tuple[str, ...]:
    """List the providers that entries take out of the scores, where a reader wants that."""
    entries = in_force()
    return () if entries.empty else left_out(entries)


def may_leave_out() -> bool:
    """Whether a view can ask to leave out what is marked; while the ledger cannot be read that choice stays, and pages say so."""
    return bool(marked_providers() or known().problems)


def counts(scene: Scene, level: Level) -> dict[str, int]:
    """Count entries by area."""
    return count_by_area(placed(scene), level)


def sentences(scene: Scene, level: Level, area: str) -> list[str]:
    """Write the entries about an area and what is in it, one sentence each."""
    return _sentences(entries_of(placed(scene), level, area))


def sentences_in(scene: Scene, districts: Sequence[str]) -> list[str]:
    """Write the entries in some districts, or all entries, one sentence each."""
    if known().problems:
        return [words.NOT_IN_REPORT]
    entries = placed(scene)
    return _sentences(entries[entries["district_code"].isin(districts)] if districts else entries)


def _sentences(entries: pd.DataFrame) -> list[str]:
    columns = ["name", "mark", "note", "author", "made_on"]
    return [words.sentence(*row) for row in entries[columns].fillna("").itertuples(index=False, name=None)]


def part(scene: Scene, level: Level, area: str) -> Markup:
    """Write the entries of an area as a part of a panel; nothing where nothing is known."""
    entries = sentences(scene, level, area)
    if not entries:
        return html.NOTHING
    return html.heading(words.PANEL_TITLE) + html.bullets(entries) + html.paragraph(words.NOT_SHOWN, "bsg-quiet")


def marks(scene: Scene) -> list[dict[str, Any]]:
    """Points for the map, each with the lines of its hover card."""
    return _marks(scene, known())


@memo.shared(of_geography=True)
def _marks(scene: Scene, known: LedgerToday) -> list[dict[str, Any]]:
    entries = _placed(scene, known)
    # On nearly every run of the map there is nothing to show, and a table without rows takes as long as one with some.
    rows = [] if entries.empty else entries.dropna(subset=["lon", "lat"]).to_dict("records")
    return [
        {
            "k": "n",
            "i": number,
            "s": "note",
            "p": [round(row["lon"], 5), round(row["lat"], 5)],
            "t": str(row["name"]),
            "d": "\n".join(line for line in (words.MARKS[row["mark"]], row["note"], words.who(row["author"], row["made_on"])) if line),
        }
        for number, row in enumerate(rows)
    ]


def table(entries: pd.DataFrame) -> Markup:
    """Write entries as a table."""
    rows = [
        (
            str(row["name"]),
            words.MARKS[row["mark"]],
            row["note"],
            words.who(row["author"], row["made_on"]),
            words.until(row["expires_on"]),
        )
        for row in entries.to_dict("records")
    ]
    return html.table(words.COLUMNS, rows)
