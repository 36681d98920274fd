"""What a scenario does to the children who are expected to use a place, where it changes take-up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError
from ui.kit import html
from ui.scene import effects
from ui.screens.your_data.parts import problem_list
from ui.view import finds
from ui.view.grid import grid
from ui.view.scenario_sentence import users_sentence
from ui.words import demand as demand_words
from ui.words import pages
from ui.words import scenario_users as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

ROWS_SHOWN = 10
FORMS = {"expected_users": "%.0f", "places_needed": "%.0f", "shortfall_expected": "%.1f"}


def draw(scene: Scene, view: View) -> None:
    """Say what it does, by district and in the areas that are short of most more; and lead to the page of the years."""
    if scene.settings.outcomes[view.query.outcome].access != "places":
        st.info(words.IN_SITES)
        return
    st.header(words.TITLE, anchor=False)
    try:
        st.markdown(f"{users_sentence(scene, view.query)} {words.a_place(scene.settings.demand.hours_a_place)}")
        _districts(scene, view)
        _areas(scene, view)
    except DataError as error:
        problem_list(error.problems, demand_words.CANNOT_LOOK)
    to_demand(replace(view, find=finds.also(view.find, ahead_shared="expected_users")))
    st.caption(words.NOTE)


def to_demand(view: View) -> None:
    """Lead to the page of the years, with the scenario."""
    st.page_link(pages.DEMAND.path, label=words.TO_DEMAND, query_params=view.params(), icon=":material/timeline:")


def _districts(scene: Scene, view: View) -> None:
    table = effects.users(scene, view.query)
    columns = [name for name in words.COLUMNS if name not in ("area_label", "district")]
    # Added up from the areas that are shown, as the sentence is.
    sums = (
        table.groupby(table["district"].fillna(table["area_label"]), sort=False)[columns].sum(min_count=1).dropna(axis="columns", how="all")
    )
    columns = [str(name) for name in sums]
    rows = [(str(row[0]), *(html.number(float(value), 1) for value in row[1:])) for row in sums.itertuples(name=None)]
    heads = (words.COLUMNS["district"], *(words.COLUMNS[name] for name in columns))
    html.show(html.region(html.table(heads, rows), words.DISTRICTS_TITLE))


def _areas(scene: Scene, view: View) -> None:
    table = effects.users(scene, view.query)
    if view.query.level == "district" or table["shortfall_expected"].isna().all():
        return
    more = table["shortfall_expected"] - table["shortfall_expected_before"]
    shown = table[more > 0].assign(more=more[more > 0]).sort_values(["more", "area_code"], ascending=[False, True], kind="stable")
    if shown.empty:
        st.caption(words.NOWHERE)
        return
    st.markdown(f"**{words.AREAS_TITLE}**")
    column = st.column_config
    config = {
        name: column.NumberColumn(label, format=FORMS[name.removesuffix("_before")])
        if name.removesuffix("_before") in FORMS
        else column.TextColumn(label)
        for name, label in words.COLUMNS.items()
        if name in words.OF_AREAS
    }
    grid(shown[list(words.OF_AREAS)], config, f"scenario_users_{hash(view.query)}", title=words.AREAS_TITLE, rows=ROWS_SHOWN)
