"""The pieces of the page on which people bring files: counts, tables, a sketch map, changes and versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from geo.export.tables import to_csv
from geo.intake.matching.direction import directed, undirected
from geo.intake.matching.layout import Setting
from geo.intake.matching.preview import by_district, preview
from geo.intake.merging.merge import as_text
from geo.store.workspace_log import MOST_CHARACTERS
from ui.kit import html, pictures, theme
from ui.kit.cells import texts
from ui.scene.shapes import shapes
from ui.screens.your_data import outlines
from ui.words import common
from ui.words import your_data as your_data_words
from ui.words import your_outlines as your_outlines_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from geo.base.errors import Problem
    from geo.intake.matching.preview import Preview
    from geo.intake.matching.result import Intake
    from geo.intake.merging.diff import Diff
    from geo.intake.reading.sheet import Sheet
    from geo.store.workspace_log import History
    from geo.store.workspace_pointer import State
    from geo.whatif.scene import Scene

SAMPLE_ROWS, LISTED_ROWS = 6, 50
LONGEST_CELL = 40
MAP_PX = (460, 400)
DOT_PX = 3.2
# Dots of more rows than this hide each other, and the picture gets heavy.
MOST_DOTS = 3_000


def problem_list(problems: Iterable[Problem], title: str) -> None:
    """List everything that is wrong, with file, row and column."""
    st.error(title)
    rows = [
        (problem.file, "" if problem.row is None else f"{problem.row:,}", problem.column or "", problem.message) for problem in problems
    ]
    _table(list(common.PROBLEM_COLUMNS), rows[:LISTED_ROWS], title, plain=True)


def as_read(sheet: Sheet) -> None:
    """Show the first rows of a table of which it is not yet known what it is."""
    first = sheet.frame.head(SAMPLE_ROWS)
    st.caption(your_data_words.as_read(len(first), len(sheet.frame)))
    _table([str(name) for name in first.columns], first.to_numpy().tolist(), your_data_words.SAMPLE, plain=True)
    for note in sheet.notes:
        st.caption(plain(note))


def counts(intake: Intake) -> None:
    """Say what became of the rows, and what a careful reader has to know."""
    # Of a file that is refused as a whole no row enters, whatever matches.
    if not intake.problems:
        st.markdown(your_data_words.counts_sentence(intake.counts))
    numbers = asdict(intake.counts)
    _table(
        [your_data_words.COUNT_NAMES[name] for name in numbers], [[f"{number:,}" for number in numbers.values()]], your_data_words.COUNTS
    )
    for note in intake.notes:
        st.caption(plain(note))


def directions(intake: Intake, key: str, scene: Scene) -> Intake:
    """Ask which way is worse for measures that are new and of which that is not known."""
    new = undirected(intake, Setting(scene.atlas, scene.settings))
    if not new:
        return intake
    with st.expander(f"{your_data_words.DIRECTION_TITLE} ({len(new):,})"):
        st.caption(your_data_words.DIRECTION_NOTE)
        offered = your_data_words.DIRECTIONS
        chosen = {
            indicator: st.selectbox(plain(name), list(offered), format_func=offered.__getitem__, key=f"direction_{key}_{indicator}")
            for indicator, name in list(new.items())[:LISTED_ROWS]
        }
    return directed(intake, chosen)


def rejected(intake: Intake, key: str) -> None:
    """List the rows that were not taken, and offer them as a file."""
    if intake.rejected.empty:
        return
    with st.expander(f"{your_data_words.REJECTED} ({len(intake.rejected):,})", expanded=True):
        shown = intake.rejected[list(your_data_words.REJECTED_COLUMNS)].head(LISTED_ROWS)
        _table(
            list(your_data_words.REJECTED_COLUMNS.values()), shown.astype("str").to_numpy().tolist(), your_data_words.REJECTED, plain=True
        )
        if len(intake.rejected) > LISTED_ROWS:
            st.caption(your_data_words.cut(LISTED_ROWS, len(intake.rejected)))
        name = f"not-taken_{intake.file.rpartition('.')[0] or intake.file}.csv"
        data = intake.rejected.assign(file=intake.file)
        st.download_button(
            your_data_words.DOWNLOAD_REJECTED, lambda: to_csv(data, bom=True), name, "text/csv", on_click="ignore", key=f"rejected_{key}"
        )


def sample(intake: Intake) -> None:
    """Show the first rows as they would enter the tables."""
    with st.expander(your_data_words.SAMPLE):
        for file, rows in intake.tables.items():
            first = as_text(file, rows.head(SAMPLE_ROWS))
            used = first.loc[:, (first != "").any()]
            st.caption(your_data_words.sample_of(file, len(first), len(rows)))
            _table([str(name) for name in used.columns], used.to_numpy().tolist(), file, plain=True)


def sketch(intake: Intake, scene: Scene) -> None:
    """Draw where the rows are, with the counts by district beside it; or the outlines of a map file."""
    if intake.outlines is not None:
        with st.expander(your_outlines_words.MAP, expanded=True):
            outlines.sketch(intake.outlines, scene)
        return
    shown = preview(intake, scene.atlas)
    with st.expander(your_data_words.MAP, expanded=True):
        if shown.points.empty:
            st.caption(your_data_words.NOWHERE)
            return
        name = _names([intake], scene).get(shown.what, shown.what.replace("_", " "))
        picture, table = st.columns([3, 2])
        html.show(_picture(shown, name, scene), picture)
        picture.caption(your_data_words.SITES if shown.what == "sites" else your_data_words.of_values(name, shown.period))
        rows = [(district or your_data_words.BEYOND, f"{number:,}") for district, number in by_district(shown, scene.atlas).items()]
        with table:
            _table([your_data_words.DISTRICT, your_data_words.NUMBER], rows, your_data_words.MAP)


def _names(intakes: Iterable[Intake], scene: Scene) -> dict[str, str]:
    """Names of the indicators, those that are brought included."""
    brought = [intake.tables["indicators.csv"] for intake in intakes if "indicators.csv" in intake.tables]
    names = texts(scene.atlas.indicators["name"])
    for table in reversed(brought):
        names |= texts(table.set_index("indicator_id")["name"])
    return names


def _picture(shown: Preview, name: str, scene: Scene) -> Markup:
    line = pictures.ink()
    districts = shapes(scene, "district")
    on_paper = pictures.Projection.around(districts.values(), *MAP_PX)
    land = html.join(
        pictures.path(on_paper.path(rings), fill="#8a94a0", fill_opacity=".18", stroke=line, stroke_width=".9")
        for rings in districts.values()
    )
    points = shown.points.head(MOST_DOTS)
    # The last is for points without a value, whose shade is -1.
    palette = (*theme.SEQUENTIAL["indicator"], theme.SECTOR["public"] if shown.what == "sites" else theme.SUPPRESSED)
    dots = html.join(
        pictures.path(on_paper.dot(lon, lat, DOT_PX), fill=palette[shade], stroke=line, stroke_width=".4")
        for lon, lat, shade in points[["lon", "lat", "shade"]].itertuples(index=False, name=None)
    )
    words = your_data_words.alt(name, len(points))
    return pictures.image(land + dots + on_paper.scale_bar(line), on_paper.width, on_paper.height + 14, words)


def changes(diff: Diff, intakes: Sequence[Intake], scene: Scene) -> None:
    """Show which tables and measures change."""
    if diff.tables.empty:
        st.info(your_data_words.NO_CHANGE)
        return
    names_of = your_data_words.TABLE_NAMES
    rows = [
        [names_of[str(file)], *(f"{number:,}" for number in row)]
        for file, row in zip(diff.tables.index, diff.tables.to_numpy(), strict=True)
    ]
    rows += [row for intake in intakes if intake.outlines is not None for row in outlines.changed_rows(intake.outlines)]
    _table(list(your_data_words.CHANGE_COLUMNS), rows, your_data_words.USE_TITLE)
    if diff.indicators.empty:
        return
    st.markdown(f"**{your_data_words.MOVED}**")
    names = _names(intakes, scene)
    moved = [
        [names.get(str(indicator), str(indicator)), before, after, f"{areas:,}", f"{then:,}", html.number(low), html.number(high)]
        for indicator, before, after, areas, then, low, high in diff.indicators.itertuples(name=None)
    ]
    _table(list(your_data_words.MOVED_COLUMNS), moved, your_data_words.MOVED)
    st.caption(your_data_words.MOVED_NOTE)


def history(state: State, log: History) -> None:
    """List what was kept and undone, newest first."""
    st.markdown(your_data_words.in_use(state.version))
    if not log.readable:
        st.caption(your_data_words.OLDER_UNREADABLE)
    rows = [
        (
            your_data_words.moment(step.when),
            your_data_words.ACTIONS.get(step.action, step.action[:LONGEST_CELL]),
            str(step.version),
            step.who[: MOST_CHARACTERS["who"]],
            step.why[: MOST_CHARACTERS["why"]],
        )
        for step in reversed(log.steps[-LISTED_ROWS:])
    ]
    _table(list(your_data_words.HISTORY_COLUMNS), rows, your_data_words.HISTORY, plain=True)


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]], label: str, *, plain: bool = False) -> None:
    cells = [[str(cell) for cell in row] for row in rows]
    html.show(html.region(html.table(columns, cells), label, text=plain))
