"""Districts side by side: which ones, their table, and public provision of two of them."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.compare import compare_public, counted_level, district_figures
from ui import cache, finds, html, market_text, profile_strips, text
from ui import compare_text as words
from ui.state import change
from ui.widgets import follow, follow_option

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from geo.model import Model
    from geo.query import Query
    from ui.page import Loaded
    from ui.state import View

PICK_KEY = "compare_pick"
FEWEST = 2


@cache.shared(32, "Setting the districts side by side …", heavy=True)
def figures(_model: Model, stamp: cache.Stamp, query: Query) -> pd.DataFrame:
    """`geo.compare.district_figures`, once for each query."""
    return district_figures(_model, query)


@cache.shared(64, heavy=True)
def public(_model: Model, stamp: cache.Stamp, query: Query, first: str, second: str) -> pd.DataFrame:
    """`geo.compare.compare_public`, once for each query and pair."""
    return compare_public(_model, query, first, second)


def asked(view: View) -> Query:
    """Ask the view's question of all districts, at the level whose priority areas are counted."""
    return replace(view.query, districts=(), level=counted_level(view.query))


def choose(loaded: Loaded, view: View) -> list[str]:
    """Draw the choice of districts, which is the filter bar's, filled up to two and cut to as many as fit; give their codes."""
    areas, asked_for = loaded.model.areas["district"], view.query.districts
    chosen = list(asked_for if finds.one(view.find, "few") else _filled(areas, asked_for))[: words.MOST]
    st.multiselect(
        words.PICK_LABEL,
        areas["name"].sort_values().index.tolist(),
        format_func=areas["name"].to_dict().__getitem__,
        max_selections=words.MOST,
        help=words.PICK_HELP,
        **follow(PICK_KEY, chosen, _picked, "default"),
    )
    if len(asked_for) > len(chosen):
        st.caption(words.too_many(len(asked_for)))
    return chosen


def _picked(own: list[str]) -> None:
    change(district=list(own))
    # Who takes one away to put another in its place does not want it filled up at once.
    finds.keep("few", "yes" if len(own) < FEWEST else None)


def _filled(areas: pd.DataFrame, districts: tuple[str, ...]) -> list[str]:
    """Districts of the filter, filled up to two with the largest by children under five."""
    largest = areas["children_0_4"].sort_values(ascending=False, kind="stable").index.tolist()
    missing = max(0, FEWEST - len(districts))
    return [*districts, *[code for code in largest if code not in districts][:missing]]


def finding(loaded: Loaded, view: View, chosen: list[str]) -> str:
    """Say where children live in priority areas of the chosen outcome area."""
    table = figures(loaded.model, loaded.stamp, asked(view)).loc[view.query.outcome].loc[chosen]
    names = [
        (str(row["district"]), html.number(int(row["children_in_priority"]), 0), market_text.percent(row["priority_share"]))
        for row in table.to_dict("records")
        if pd.notna(row["children_in_priority"])
    ]
    return words.finding(names, loaded.settings.outcomes[view.query.outcome].name) if names else ""


def side_by_side(loaded: Loaded, view: View, chosen: list[str]) -> str:
    """Write the table of all outcome areas, one column a district; the chosen outcome area first."""
    return _side_by_side(loaded, loaded.stamp, asked(view), tuple(chosen))


@cache.shared(64)
def _side_by_side(_loaded: Loaded, stamp: cache.Stamp, query: Query, districts: tuple[str, ...]) -> str:
    loaded, chosen = _loaded, list(districts)
    found = figures(loaded.model, stamp, query)
    names = [str(loaded.atlas.areas.at[code, "name"]) for code in chosen]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (words.FIGURE, *names))
    children = [html.number(int(loaded.atlas.areas.at[code, "children_0_4"]), 0) for code in chosen]
    body = f"<tbody>{_row(words.CHILDREN, '', children)}</tbody>"
    outcomes = sorted(loaded.settings.outcomes, key=lambda outcome: outcome != query.outcome)
    for outcome in outcomes:
        rows = found.loc[outcome].loc[chosen].to_dict("records")
        name = escape(loaded.settings.outcomes[outcome].name)
        body += f'<tbody><tr class="bsg-group"><th scope="rowgroup" colspan="{len(chosen) + 1}">{name}</th></tr>{_group(rows)}</tbody>'
    return f"<table><thead><tr>{head}</tr></thead>{body}</table>"


def _group(rows: list[dict[str, object]]) -> str:
    unit = str(rows[0]["access_unit"])
    lines = [
        _row(words.ROWS["priority"], "", [_priority(row) for row in rows]),
        _row(words.ROWS["need"], "", [html.cell(*words.rank(_whole(row["need_rank"]), _count(row), None, None)) for row in rows]),
        _row(words.ROWS["access"], unit, [html.number(row["access"]) for row in rows]),
        _row(words.ROWS["public_share"], "", [market_text.percent(float(str(row["public_share"]))) for row in rows]),
    ]
    if not all(pd.isna(row["shortfall_places"]) for row in rows):
        lines.append(_row(words.ROWS["shortfall_places"], words.PLACES, [html.number(row["shortfall_places"], 0) for row in rows]))
    ranks = [words.rank(_whole(row["rank"]), _count(row), _whole(row["rank_low"]), _whole(row["rank_high"])) for row in rows]
    return "".join([*lines, _row(words.ROWS["rank"], "", [html.cell(*rank) for rank in ranks])])


def _row(name: str, detail: str, cells: list[str]) -> str:
    return f'<tr><th scope="row">{html.cell(name, detail)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _priority(row: dict[str, object]) -> str:
    children = _whole(row["children_in_priority"])
    return text.NO_DATA if children is None else html.cell(html.number(children, 0), market_text.percent(float(str(row["priority_share"]))))


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(str(value))  # type: ignore[call-overload]  # one cell of a table


def _count(row: dict[str, object]) -> int:
    return int(str(row["districts"]))


def note(loaded: Loaded, view: View) -> str:
    """Say what the table's figures are, and how old."""
    found = figures(loaded.model, loaded.stamp, asked(view)).loc[view.query.outcome]
    count, draws = len(loaded.model.areas["district"]), loaded.settings.confidence.draws
    return words.table_note(count, counted_level(view.query), str(found["data_as_at"].iloc[0]), draws)


def pair(loaded: Loaded, view: View, chosen: list[str]) -> tuple[str, str]:
    """Let the reader choose two of more than two districts."""
    if len(chosen) == FEWEST:
        return chosen[0], chosen[1]
    names = loaded.model.areas["district"]["name"].to_dict()
    left, right = st.columns(2)
    first = _one_of(left, words.FIRST, "first", chosen, names, view)
    return first, _one_of(right, words.SECOND, "second", [code for code in chosen if code != first], names, view)


def _one_of(place: DeltaGenerator, label: str, name: str, options: list[str], names: dict[str, str], view: View) -> str:
    own = finds.one(view.find, name)
    shown = own if own in options else options[0]
    given = follow_option(f"compare_{name}", shown, options, lambda code: finds.keep(name, code))
    place.selectbox(label, options, format_func=names.__getitem__, **given)
    return shown


def public_answer(loaded: Loaded, view: View, found: pd.DataFrame, names: tuple[str, str]) -> str:
    """Answer for the chosen outcome area; say so where the data hold no public provider."""
    if view.query.outcome not in found.index:
        return words.NO_PUBLIC
    row = {str(key): value for key, value in found.loc[view.query.outcome].items()}
    told = words.answer(row, *names, loaded.settings.outcomes[view.query.outcome].name)
    caveat = words.assumed(row, *names)
    return f"{told}\n\n{caveat or words.sites(row, *names)}"


def public_table(loaded: Loaded, found: pd.DataFrame, names: tuple[str, str]) -> str:
    """Write public provision of two districts in every outcome area."""
    outcome_column, difference, trials, answer = words.PUBLIC_COLUMNS
    rows = []
    for outcome, row in found.to_dict("index").items():
        better, way = (names[0], "share_more") if row["first"] > row["second"] else (names[1], "share_less")
        rows.append(
            (
                html.cell(loaded.settings.outcomes[str(outcome)].name, str(row["unit"])),
                html.number(row["first"]),
                html.number(row["second"]),
                html.cell(words.signed(row["first"] - row["second"]), f"({words.between(row['low'], row['high'])})"),
                market_text.percent(row[way]),
                escape(words.BETTER_SHORT[row["sure"]].format(name=better)),
            )
        )
    table = html.table((outcome_column, *names, difference, trials, answer), rows)
    return profile_strips.region(words.PUBLIC_TABLE, table, "bsg-lastleft bsg-broad")
