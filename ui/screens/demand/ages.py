"""Demand and supply of a year by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.demand.ages import OF_ENTITLEMENT
from ui.kit import html
from ui.scene import outlooks
from ui.words import demand_ages as words
from ui.words import figures

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.screens.demand.question import YearAsked


def draw(scene: Scene, query: Query, asked: YearAsked) -> None:
    """Draw one table by age: children, who uses a place by which hours, who takes that age, and who finds nobody."""
    table = outlooks.by_age(scene, query, asked.variant, asked.year, asked.take_up)
    hours = {
        f"{OF_ENTITLEMENT}{name}": words.filled(entitlement.name)
        for name, entitlement in scene.settings.demand.entitlements.items()
        if f"{OF_ENTITLEMENT}{name}" in table
    }
    columns = {name: label for name, label in words.columns(hours).items() if name in table and table[name].notna().any()}
    st.header(words.title(asked.year, held=asked.held), anchor=False)
    rows = [
        (words.AGES[str(age)], *(_cell(value) for value in row)) for age, row in zip(table.index, table[list(columns)].values, strict=True)
    ]
    html.show(html.region(html.table((words.AGE, *columns.values()), rows), words.TITLE))
    st.markdown(words.found(float(table["providers_ages_unknown"].max()), float(table["providers_taking"].max()), _gaps(table)))
    st.caption(words.NOTE)


def _cell(value: object) -> str:
    return figures.NONE if pd.isna(value) else html.number(float(value), 0)  # type: ignore[arg-type, call-overload]


def _gaps(table: pd.DataFrame) -> dict[str, float]:
    """Give the children of each age who find nobody, where there are any."""
    without = table["children_no_place"].astype(float)
    return {str(age): float(number) for age, number in without[without > 0].items()}
