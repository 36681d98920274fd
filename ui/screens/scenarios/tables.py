"""The tables of a scenario: districts, and the areas that change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.method.gaps import DECIMALS
from ui.kit import html
from ui.scene import effects
from ui.view import finds
from ui.view.grid import grid
from ui.view.state import stay
from ui.view.widgets import follow
from ui.words import common
from ui.words import scenario_note as note_words
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View

# For which scene and question the interval was asked for.
SURE = "scenario_sure"
ROWS_SHOWN = 15
# In this share of the settings a gain counts as firm; in this, as more likely than not.
FIRM, LIKELY = 0.95, 0.5
WHOLE = ("children", "children_below_target", "children_lifted", "children_dropped", "priority_areas")


def district_table(scene: Scene, query: Query) -> None:
    """Draw the sums by district."""
    st.header(words.DISTRICTS_TITLE, anchor=False)
    table = effects.districts(scene, query).dropna(axis="columns", how="all")
    column, config = st.column_config, {}
    for name in table.columns:
        own = str(name).removesuffix("_before")
        if own == "district":
            config[name] = column.TextColumn(words.DISTRICTS[name], width=170)
            continue
        form = "localized" if own in WHOLE else "%.4f" if own == "gini" else "%.1f" if own in {"shortfall", "variance"} else "%.2f"
        label = words.DISTRICTS[str(name)]
        config[name] = column.NumberColumn(label, format=form, width=_width(label), help=words.DISTRICT_HELP.get(own))
    grid(table[[name for name in words.DISTRICTS if name in table]], config, "scenario_districts", title=words.DISTRICTS_TITLE)
    st.caption(words.DISTRICTS_NOTE)


def most_hit(scene: Scene, query: Query) -> None:
    """Draw the areas that are hit most, to be read beside the map: those that lose, or gain where none loses."""
    losing, gaining = effects.hit(scene, query)
    table = losing if len(losing) else gaining
    if table.empty:
        return
    title = note_words.LOSE_TITLE if len(losing) else note_words.GAIN_TITLE
    unit = str(table["access_unit"].iloc[0])
    columns, form = ("area_label", "access_before", "access", "children_0_4"), f".{DECIMALS['access']}f"
    rows = [
        (str(name), format(before, form), format(after, form), f"{children:,}")
        for name, before, after, children in table[list(columns)].head(note_words.BESIDE).itertuples(index=False)
    ]
    st.markdown(f"**{title}**")
    html.show(html.region(html.table(note_words.BESIDE_COLUMNS, rows), title))
    rest = len(table) - len(rows)
    st.caption(" ".join([note_words.counted(unit), *([note_words.rest(rest)] if rest else [])]))


def area_table(scene: Scene, view: View) -> None:
    """Draw the areas that a change reaches, those that lose first, with a search and, on demand, how firm each change is."""
    st.header(words.AREAS_TITLE, anchor=False)
    table = effects.reached(scene, view.query)
    if table.empty:
        st.info(words.NOTHING_REACHED)
        return
    asked = finds.one(view.find, "changed")
    search, sure = st.columns([5, 2], vertical_alignment="bottom")
    given = follow("changed", asked, lambda new: finds.keep("changed", new))
    search.text_input(words.SEARCH, help=words.SEARCH_HELP, max_chars=finds.MOST_WORDS, **given)
    key = (scene.key, replace(view.query, districts=()))
    sure.button(words.SURE, on_click=_ask, args=(key,), help=words.SURE_HELP, width="stretch")
    if st.session_state.get(SURE) == key:
        table = _firm(scene, view.query, table)
    term = asked.strip()
    names = table["area_label"] + " " + table["district"].fillna("") + " " + table["ward"].fillna("")
    shown = table[names.str.contains(term, case=False, regex=False)] if term else table
    if shown.empty:
        st.info(plain(words.nothing_found(term)))
        return
    wanted = [name for name in (*words.AREAS, words.SURE_COLUMN) if name in shown and shown[name].notna().any()]
    grid(shown[wanted], _columns(shown), f"scenario_areas_{hash(term)}", title=words.AREAS_TITLE, rows=ROWS_SHOWN)
    if view.fresh:
        st.caption(words.NO_FRESH)


def _columns(table: pd.DataFrame) -> dict[str, Any]:
    unit = next(iter(table["access_unit"].dropna()), "")
    column, access = st.column_config, f"%.{DECIMALS['access']}f"
    config: dict[str, Any] = {
        "area_label": column.TextColumn(words.AREAS["area_label"], width=260),
        words.SURE_COLUMN: column.TextColumn(words.SURE_COLUMN, width=190, help=words.SURE_NOTE),
    }
    for name, least in (("ward", 150), ("district", 150), ("gap_class", 190), ("gap_class_before", 190), ("changes", 0)):
        label = words.AREAS[name]
        config[name] = column.TextColumn(label, width=max(least, _width(label)), help=words.AREA_HELP.get(name))
    access_help = f"{common.MEANING['access']} Unit: {unit}."
    forms = {"access_before": access, "access": access, "access_change": f"%+.{DECIMALS['access']}f", "shortfall_change": "%.1f"}
    forms |= dict.fromkeys(("rank_before", "rank", "children_before", "children_0_4"), "localized")
    for name, form in forms.items():
        tip = access_help if name in {"access_before", "access"} else words.AREA_HELP.get(name)
        config[name] = column.NumberColumn(words.AREAS[name], format=form, width=_width(words.AREAS[name]), help=tip)
    return config


def _width(label: str) -> int:
    """Give a column the width of its heading, which a grid would cut."""
    return 8 * len(label) + 28


def _ask(key: object) -> None:
    st.session_state[SURE] = key
    stay()


def _firm(scene: Scene, query: Query, table: pd.DataFrame) -> pd.DataFrame:
    """Add in how many settings each area gains or loses, and say it of all of them."""
    drawn = effects.draws(scene, replace(query, districts=())).reindex(table["area_code"])
    told = [words.sure(*counts) for counts in drawn[["gains", "loses", "draws"]].to_numpy(dtype=int).tolist()]
    for verb, counts, rows in (("lose", "loses", table["access_change"] < 0), ("gain", "gains", table["access_change"] > 0)):
        moved = drawn[rows.to_numpy()]
        if len(moved):
            share, draws = moved[counts] / moved["draws"], int(moved["draws"].iloc[0])
            likely, firm, always = (int((share >= least).sum()) for least in (LIKELY, FIRM, 1))
            st.markdown(words.sure_head(common.areas_of(query.level, len(moved)), len(moved), verb, likely, firm, always, draws))
    st.caption(words.SURE_NOTE)
    return table.assign(**{words.SURE_COLUMN: told})
