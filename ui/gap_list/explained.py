"""The gap list for people, in plain headings and words, as a workbook or as a CSV: what was found, the rows, and what the columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.export.tables import to_told_csv
from geo.export.workbook import to_xlsx
from ui.gap_list import notes
from ui.gap_list.table import sure
from ui.scene import answers
from ui.view import describe
from ui.words import common
from ui.words import gap_list as gap_list_words
from ui.words import share as share_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.whatif.scene import Scene
    from ui.view.state import View


def explained(kind: str, scene: Scene, view: View, ranked: pd.DataFrame) -> bytes:
    """Make a file of one outcome area; its figures are those of the CSV for programs, row by row.

    Parameters
    ----------
    kind : {"xlsx", "csv"}
        A workbook, or a CSV that says the same above and below its rows.
    scene : Scene
        Names of outcome areas, measures and service types.
    view : View
        What is asked.
    ranked : DataFrame
        As `ui.gap_list.narrowed.listed` gives it.

    Returns
    -------
    bytes
        The same list gives the same bytes.
    """
    told = [(gap_list_words.NOTES_TITLE, [""]), *notes.blocks(scene, view, ranked)]
    return _file(kind, _sheets(scene, ranked), told, _lead(scene, view, len(ranked), kind))


def of_all(kind: str, scene: Scene, views: Sequence[View], ranked: pd.DataFrame) -> bytes:
    """Make a file of several outcome areas.

    Parameters
    ----------
    kind, scene
        As for `explained`.
    views : sequence of View
        One for each outcome area; they differ in nothing else.
    ranked : DataFrame
        As `ui.gap_list.all_outcomes.rows` gives it.
    """
    outcomes, first = scene.settings.outcomes, views[0]
    told = [(gap_list_words.NOTES_TITLE, [""])]
    for view in views:
        for title, lines in notes.blocks(scene, view, ranked):
            # What columns and codes say is the same for all.
            own = title in (gap_list_words.SETTINGS, gap_list_words.SOURCES, gap_list_words.AGAIN)
            if own or view == first:
                told.append((f"{title}: {outcomes[view.query.outcome].name}" if own else title, lines))
    counts = ranked["outcome"].value_counts()
    lead = [
        gap_list_words.asked_of_all(
            common.LEVEL_NAMES[first.query.level], describe.where(scene, first.query), priority_only=first.priority_only
        ),
        gap_list_words.holds_of_each({outcome.name: int(counts.get(key, 0)) for key, outcome in outcomes.items()}),
        *[share_words.not_recommended(changed) for changed in filter(None, [describe.changed(scene, first)])],
    ]
    return _file(kind, _sheets(scene, ranked), told, lead)


def _file(kind: str, sheets: Mapping[str, pd.DataFrame], told: list[tuple[str, list[str]]], lead: list[str]) -> bytes:
    if kind == "xlsx":
        return to_xlsx(sheets, told, share_words.NOTES_SHEET, {gap_list_words.EXPLAINED_SHEET: lead})
    meanings = sheets[gap_list_words.EXPLAINED_SHEET].iloc[:, :2]
    below = [
        [gap_list_words.EXPLAINED_SHEET],
        [*meanings.columns],
        *meanings.astype(str).to_numpy().tolist(),
        *[[line] for title, lines in told for line in ("", title, *lines)],
    ]
    return to_told_csv([*lead, gap_list_words.EXPLAINED_BELOW], sheets[share_words.LIST_SHEET], below)


def _sheets(scene: Scene, ranked: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Give the sheet that says what each column means, and the list in words."""
    said = {**gap_list_words.COLUMN_MEANINGS, "how_sure": gap_list_words.sure_in_words(scene.settings.confidence)}
    meanings = [(gap_list_words.HEADINGS[name], said[name], name) for name in ranked.columns]
    return {
        gap_list_words.EXPLAINED_SHEET: pd.DataFrame(meanings, columns=list(gap_list_words.EXPLAINED_COLUMNS)),
        share_words.LIST_SHEET: _in_words(scene, ranked),
    }


def _lead(scene: Scene, view: View, rows: int, kind: str) -> list[str]:
    """Say first what was asked and how many rows there are, then what the list shows."""
    query, everything = view.query, answers.listed(scene, view.query)
    asked = gap_list_words.asked(
        scene.settings.outcomes[query.outcome].name,
        common.LEVEL_NAMES[query.level],
        describe.where(scene, query),
        [*filter(None, [describe.only(scene, query)]), *[gap_list_words.PRIORITY_ONLY] * view.priority_only],
    )
    scored = not everything["gap_score"].isna().all()
    found = describe.finding(scene, query, everything) if scored else describe.no_data(scene, query)
    changed = describe.changed(scene, view)
    own = [share_words.not_recommended(changed)] if changed else []
    holds = gap_list_words.holds(share_words.LIST_SHEET, rows) if kind == "xlsx" else gap_list_words.holds_here(rows)
    return [f"{asked} {holds}", bare(found), *own]


def _in_words(scene: Scene, ranked: pd.DataFrame) -> pd.DataFrame:
    """Write every code of a list as a page says it, under plain headings; figures and names stay."""
    table = ranked.copy()
    for column, say in _sayings(scene).items():
        table[column] = [say(str(code)) if pd.notna(code) and code != "" else code for code in ranked[column]]
    return table.assign(how_sure=sure(ranked)).rename(columns=gap_list_words.HEADINGS)


def _sayings(scene: Scene) -> Mapping[str, Callable[[str], str]]:
    """Give for each column of codes how one is said."""
    settings, measures = scene.settings, scene.atlas.indicators["name"]
    return {
        "level": common.LEVEL_ONE.__getitem__,
        "outcome": lambda key: settings.outcomes[key].name,
        "gap_class": common.gap_class_words,
        "reasons": lambda codes: _each(codes, gap_list_words.REASON_MEANINGS.__getitem__),
        "survives_at": lambda levels: _each(levels, common.LEVEL_ONE.__getitem__),
        "border": lambda services: _each(services, lambda key: settings.services[key].plural),
        "need_driver": lambda key: str(measures[key]),
    }


def _each(codes: str, say: Callable[[str], str]) -> str:
    """Say codes that are joined by semicolons."""
    return "; ".join(say(code) for code in codes.split(";"))
