"""The tables of a year: districts, and the areas that fall short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.demand.summary import of_year, short_by_district
from ui.kit import html
from ui.scene import outlooks
from ui.view.grid import grid
from ui.words import demand as words
from ui.words import figures

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.screens.demand.question import YearAsked

MOST_ROWS = 15
WIDTHS = {"area_label": 225, "status": 120, "when": 190}
# Places short with the decimal that they are added up with.
DECIMALS = {"reached": 2, "short": 1}
FORMS = {"children_0_4": "%.0f", "expected_users": "%.0f", "homes_so_far": "localized", "reached": "%.2f", "short": "%.1f"}


def whole(value: object) -> int | None:
    """Give a year as a number; None where there is none."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _when(rows: pd.DataFrame) -> list[str]:
    years = rows[["first", "low", "high"]].itertuples(index=False)
    return [words.first_below(whole(first), whole(low), whole(high)) for first, low, high in years]


def districts(scene: Scene, query: Query, asked: YearAsked) -> None:
    """Draw the districts of the question in the year; what is short is added up from the areas that the verdict counts."""
    tables = (outlooks.districts(scene, query, asked.take_up), outlooks.listed(scene, query, asked.take_up))
    rows, counted = (of_year(table, asked.year, asked.variant, asked.counted) for table in tables)
    st.header(words.DISTRICTS_TITLE, anchor=False)
    rows = rows.assign(when=_when(rows), short=rows["area_label"].map(short_by_district(counted)))
    columns = {name: label for name, label in words.DISTRICT_COLUMNS.items() if asked.held or name not in words.OF_YEARS}
    cells = [
        tuple(_cell(name, value) for name, value in zip(columns, row, strict=True)) for row in rows[list(columns)].itertuples(index=False)
    ]
    html.show(html.region(html.table(tuple(columns.values()), cells), words.DISTRICTS_TITLE))
    st.caption(words.districts_note(query.level, held=asked.held))


def _cell(name: str, value: object) -> str:
    if name in ("area_label", "when"):
        return str(value)
    if pd.isna(value):  # type: ignore[call-overload]
        return words.NOT_HELD if name == "expected_users" else figures.NONE
    return html.number(float(value), DECIMALS.get(name, 0))  # type: ignore[arg-type]


def areas(scene: Scene, query: Query, asked: YearAsked) -> None:
    """Draw the areas that do not reach the target in the year: those that fall first, and of these the one that is short of most."""
    st.header(words.AREAS_TITLE, anchor=False)
    rows = of_year(outlooks.listed(scene, query, asked.take_up), asked.year, asked.variant, asked.counted)
    rows = rows.assign(when=_when(rows), fell=rows["status"] != "falls")[rows["status"].isin(["falls", "below"])]
    if rows.empty:
        st.info(words.NONE_SHORT)
        return
    rows = rows.sort_values(["fell", "short", "reached"], ascending=[True, False, True], kind="stable")
    labels = words.STATUS_SHORT if asked.held else words.TODAY_STATUS
    columns = [name for name in words.AREA_COLUMNS if asked.held or name not in words.OF_YEARS]
    shown = rows.assign(status=rows["status"].map(labels))[columns].dropna(axis="columns", how="all")
    column, config = st.column_config, {}
    for name in shown.columns:
        label, told = words.AREA_COLUMNS[name], words.AREA_HELP.get(name)
        if name in FORMS:
            config[name] = column.NumberColumn(label, format=FORMS[name], width=88, help=told)
        else:
            config[name] = column.TextColumn(label, width=WIDTHS[name], help=told)
    grid(shown, config, f"ahead_{hash((query, asked))}", title=words.AREAS_TITLE, rows=MOST_ROWS)
