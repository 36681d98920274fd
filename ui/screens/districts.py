"""Compare: districts side by side in every outcome area, and how sure a comparison of public provision is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.analysis.benchmarks import authorities
from geo.analysis.districts import ASSUMED_HALF, compare_public, counted_level, district_figures, orders_disagree, spread
from geo.export.tables import to_csv
from ui.kit import cells, html, strips, theme
from ui.kit.watch import watched
from ui.map import draw
from ui.map.paint import paint_scores
from ui.scene import answers, memo, upper_tier
from ui.shell.page import changed_line, open_view
from ui.view import finds
from ui.view.state import change, stem
from ui.view.widgets import follow_default, follow_option
from ui.words import common, figures, pages
from ui.words import districts as words
from ui.words import market as market_words
from ui.words import upper_tier as upper_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.kit.cells import Row
    from ui.map.paint import Paint
    from ui.view.state import View

PICK_KEY = "compare_pick"
FEWEST = 2
COLUMN = {"gap": "gap_score", "need": "need_score", "access": "access"}
# Twice the mean, and further if a district is.
INDEX_TOP = 200.0
LANE_REM = 0.34
MAPS = "maps_in_step"
# Figures beside maps.
WIDTHS = (19, 23)


@memo.shared("Setting the districts side by side …", heavy=True, lasts=True)
def of_districts(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.analysis.districts.district_figures`, once for each query."""
    return district_figures(scene.model, query)


@memo.shared(heavy=True, lasts=True)
def public(scene: Scene, query: Query, first: str, second: str) -> pd.DataFrame:
    """`geo.analysis.districts.compare_public`, once for each query and pair."""
    return compare_public(scene.model, query, first, second)


def asked(view: View) -> Query:
    """Ask the view's question of all districts, at the level whose priority areas are counted."""
    return replace(view.query, districts=(), level=counted_level(view.query))


def choose(scene: Scene, view: View) -> list[str]:
    """Draw the choice of districts, which is the filter bar's, filled up to two and cut to as many as fit; give their codes."""
    areas, asked_for = scene.model.areas["district"], view.query.districts
    chosen = list(asked_for if finds.one(view.find, "few") else _filled(areas, asked_for))[: words.MOST]
    st.multiselect(
        words.PICK_LABEL,
        areas["name"].sort_values().index.tolist(),
        format_func=cells.texts(areas["name"]).__getitem__,
        max_selections=words.MOST,
        help=words.PICK_HELP,
        **follow_default(PICK_KEY, chosen, _picked),
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


def finding(scene: Scene, view: View, chosen: list[str]) -> str:
    """Say where children live in priority areas of the chosen outcome area."""
    table = of_districts(scene, asked(view)).loc[[(view.query.outcome, code) for code in chosen]]
    names = [
        (
            str(row["district"]),
            html.number(cells.number(row["children_in_priority"]), 0),
            market_words.percent(cells.number(row["priority_share"])),
        )
        for row in cells.records(table)
        if not cells.is_missing(row["children_in_priority"])
    ]
    return words.finding(names, scene.settings.outcomes[view.query.outcome].name) if names else ""


@memo.shared()
def side_by_side(scene: Scene, query: Query, districts: tuple[str, ...], outcomes: tuple[str, ...]) -> Markup:
    """Write the table of some outcome areas, one column a district."""
    chosen = list(districts)
    figures_by_outcome = of_districts(scene, query)
    names = [str(scene.atlas.areas.at[code, "name"]) for code in chosen]
    children = [html.number(cells.number(scene.model.atlas.areas.at[code, "children_0_4"]), 0) for code in chosen]
    bodies = [_row(words.CHILDREN, "", children)]
    for outcome in outcomes:
        group = Markup('<tr class="bsg-group"><th scope="rowgroup" colspan="{}">{}</th></tr>')
        rows = cells.records(figures_by_outcome.loc[[(outcome, code) for code in chosen]])
        bodies.append(group.format(len(chosen) + 1, scene.settings.outcomes[outcome].name) + _group(rows))
    body = html.join(Markup("<tbody>{}</tbody>").format(body) for body in bodies)
    return Markup("<table><thead><tr>{}</tr></thead>{}</table>").format(html.column_heads((words.FIGURE, *names)), body)


def _group(rows: list[Row]) -> Markup:
    unit = str(rows[0]["access_unit"])
    lines = [
        _row(words.ROWS["priority"], "", [_priority(row) for row in rows]),
        _row(words.ROWS["need"], "", [html.cell(*words.rank(_whole(row["need_rank"]), _count(row), None, None)) for row in rows]),
        _row(words.ROWS["access"], unit, [html.number(row["access"]) for row in rows]),
        _row(words.ROWS["public_share"], "", [market_words.percent(cells.number(row["public_share"])) for row in rows]),
    ]
    if not all(cells.is_missing(row["sites_per_1000"]) for row in rows):
        lines.append(_row(words.ROWS["sites_per_1000"], words.PER_1000, _sites(rows)))
    if not all(cells.is_missing(row["shortfall_places"]) for row in rows):
        lines.append(_row(words.ROWS["shortfall_places"], words.PLACES, [html.number(row["shortfall_places"], 0) for row in rows]))
    ranks = [words.rank(_whole(row["rank"]), _count(row), _whole(row["rank_low"]), _whole(row["rank_high"])) for row in rows]
    return html.join([*lines, _row(words.ROWS["rank"], "", [html.cell(*rank) for rank in ranks])])


def _sites(rows: list[Row]) -> list[Markup]:
    """Sites of each district; where one has more of them and less access than another, that is said."""
    written = []
    for row in rows:
        own = (cells.number(row["access"]), cells.number(row["sites_per_1000"]))
        overtaken = [
            str(other["district"])
            for other in rows
            if own[1] > cells.number(other["sites_per_1000"])
            and orders_disagree(own, (cells.number(other["access"]), cells.number(other["sites_per_1000"])))
        ]
        written.append(html.cell(html.number(own[1], 2), words.more_sites_than(overtaken)))
    return written


def _row(name: str, detail: str, values: Sequence[str]) -> Markup:
    written = html.join(Markup("<td>{}</td>").format(value) for value in values)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(html.cell(name, detail), written)


def _priority(row: Row) -> str:
    children = _whole(row["children_in_priority"])
    return (
        common.NO_DATA
        if children is None
        else html.cell(html.number(children, 0), market_words.percent(cells.number(row["priority_share"])))
    )


def _whole(value: object) -> int | None:
    return None if cells.is_missing(value) else int(cells.number(value))


def _count(row: Row) -> int:
    return int(cells.number(row["districts"]))


def note(scene: Scene, view: View) -> str:
    """Say what the table's figures are, and how old."""
    table = of_districts(scene, asked(view)).loc[view.query.outcome]
    outcome = scene.settings.outcomes[view.query.outcome].name
    count, draws = len(scene.model.areas["district"]), scene.settings.confidence.draws
    return words.table_note(count, counted_level(view.query), f"for {outcome.lower()}: {table['data_as_at'].iloc[0]}", draws)


def pair(scene: Scene, view: View, chosen: list[str]) -> tuple[str, str]:
    """Let the reader choose two of more than two districts."""
    if len(chosen) == FEWEST:
        return chosen[0], chosen[1]
    names = cells.texts(scene.model.areas["district"]["name"])
    left, right = st.columns(2)
    first = _one_of(left, words.FIRST, "first", chosen, names, view)
    return first, _one_of(right, words.SECOND, "second", [code for code in chosen if code != first], names, view)


def _one_of(place: DeltaGenerator, label: str, name: str, options: list[str], names: dict[str, str], view: View) -> str:
    own = finds.one(view.find, name)
    shown = own if own in options else options[0]
    given = follow_option(f"compare_{name}", shown, options, lambda code: finds.keep(name, code))
    place.selectbox(label, options, format_func=names.__getitem__, **given)
    return shown


def public_answer(scene: Scene, view: View, comparison: pd.DataFrame, names: tuple[str, str]) -> tuple[str, str]:
    """Answer for the chosen outcome area, and say what stands behind it; or that the data hold no public provider."""
    if view.query.outcome not in comparison.index:
        return words.NO_PUBLIC, ""
    row = {str(key): value for key, value in comparison.loc[view.query.outcome].items()}
    return words.answer(row, *names, scene.settings.outcomes[view.query.outcome].name), words.assumed(row, *names) or words.sites(
        row, *names
    )


def public_table(scene: Scene, comparison: pd.DataFrame, names: tuple[str, str]) -> Markup:
    """Write public provision of two districts in every outcome area."""
    outcome_column, difference, trials, sites, answer = words.PUBLIC_COLUMNS
    rows = []
    for outcome, row in comparison.to_dict("index").items():
        better, way = (names[0], "share_more") if row["first"] > row["second"] else (names[1], "share_less")
        rows.append(
            (
                html.cell(scene.settings.outcomes[str(outcome)].name, str(row["unit"])),
                html.number(row["first"]),
                html.number(row["second"]),
                html.cell(words.difference(row["first"] - row["second"]), f"({words.spread(row['low'], row['high'])})"),
                market_words.percent(row[way]),
                html.cell(
                    words.sites_beside(row["first_sites_per_1000"], row["second_sites_per_1000"]),
                    words.OTHER_WAY if row["sites_disagree"] == "yes" else "",
                ),
                html.cell(
                    words.BETTER_SHORT[row["sure"]].format(name=better),
                    words.ALL_ASSUMED
                    if row["compared_assumed_share"] == 1
                    else words.MOSTLY_ASSUMED
                    if row["compared_assumed_share"] > ASSUMED_HALF
                    else "",
                ),
            )
        )
    table = html.table((outcome_column, *names, difference, trials, sites, answer), rows)
    return strips.region(words.PUBLIC_TABLE, table, "bsg-lastleft bsg-broad")


def dots(scene: Scene, view: View, chosen: list[str]) -> Markup:
    """Draw one row an outcome area and one mark a district, for each figure that compares across outcome areas."""
    return _dots(scene, asked(view), tuple(chosen))


@memo.shared()
def _dots(scene: Scene, query: Query, districts: tuple[str, ...]) -> Markup:
    chosen = list(districts)
    figures_by_outcome = of_districts(scene, query)
    names = [str(scene.atlas.areas.at[code, "name"]) for code in chosen]
    marks = list(zip(strips.SHAPES, theme.CATEGORIES, strict=True))[: len(chosen)]
    parts = [strips.key([(shape, colour, name) for (shape, colour), name in zip(marks, names, strict=True)])]
    for figure, title in words.DOTS.items():
        top = 1.0 if figure != "access_index" else max(INDEX_TOP, float(np.nanmax(figures_by_outcome[figure], initial=0)))
        rows = []
        for outcome, facts in scene.settings.outcomes.items():
            values = [float(value) for value in figures_by_outcome.loc[outcome].loc[chosen, figure].astype(float)]
            placed = [
                strips.Mark(value, shape, colour, LANE_REM * (place - (len(chosen) - 1) / 2))
                for place, (value, (shape, colour)) in enumerate(zip(values, marks, strict=True))
            ]
            summary = "; ".join(f"{name} {_figure(figure, value)}" for name, value in zip(names, values, strict=True))
            rows.append((facts.name, strips.strip(placed, 0, top) + html.small(summary)))
        parts.append(html.table((words.PUBLIC_COLUMNS[0], title), rows))
    return html.join(parts)


def _figure(figure: str, value: float) -> str:
    return html.number(value, 0) if figure == "access_index" else market_words.percent(value)


def maps(scene: Scene, view: View, pair: tuple[str, str]) -> None:
    """Draw the two districts on maps in step, with the same classes and one legend, and say what each shows."""
    query = asked(view)
    names, title = _names(scene, *pair), _paint(scene, query, view.measure).legend.title
    halves = []
    for code, other, told in zip(pair, reversed(names), _told(scene, view, pair), strict=True):
        own = replace(query, districts=(code,))
        shown = replace(view, query=own, colour_by=view.measure, indicator=None, area=None, show_providers=False, show_sites=False)
        halves.append(draw.Half(plain(told), scene, shown, words.map_alt(title, told, other), chooses=False))
    with st.container(key=MAPS):
        draw.draw_beside(halves)


@memo.shared()
def _paint(scene: Scene, query: Query, measure: str) -> Paint:
    scores = answers.scores(scene, query)
    return paint_scores(scores, measure, np.ones(len(scores), dtype=bool))


def _told(scene: Scene, view: View, pair: tuple[str, str]) -> list[str]:
    scores = answers.scores(scene, asked(view))
    level, names = counted_level(view.query), scene.atlas.areas["name"]
    spreads = spread(scene.model, level, scores[COLUMN[view.measure]])
    counted = str(scores["access_unit"].iloc[0]) if view.measure == "access" else ""
    unit, decimals = (f" {counted}", common.access_decimals(counted)) if counted else ("", 0)
    sentences = []
    for code in pair:
        row = spreads.loc[code]
        middle, lowest, highest = (f"{cells.number(row[name]):.{decimals}f}" for name in ("middle", "lowest", "highest"))
        sentences.append(
            words.map_words(str(names[code]), view.measure, int(cells.number(row["areas"])), f"{middle}{unit}", lowest, highest)
        )
    return sentences


@memo.shared()
def _classes(scene: Scene, query: Query, measure: str, pair: tuple[str, str]) -> Markup:
    """How many areas of each district are in each class."""
    paint = _paint(scene, query, measure)
    homes, names = scene.model.areas[query.level]["district_code"].to_numpy(), scene.atlas.areas["name"]
    colours = ["#{:02x}{:02x}{:02x}".format(*paint.colours[number][:3]) for number in paint.classes]
    counts = pd.crosstab(pd.Series(colours), pd.Series(homes))
    counts = counts.reindex(index=[colour for colour, _ in paint.legend.keys], columns=list(pair), fill_value=0)
    rows = [
        (label, *(html.number(int(count), 0) for count in line))
        for (_, label), line in zip(paint.legend.keys, counts.to_numpy(), strict=True)
    ]
    return html.table((words.CLASS_COLUMN, *(str(names[code]) for code in pair)), rows)


def of_counties(scene: Scene, chosen: list[str]) -> None:
    """Set the counties and unitary authorities of the districts side by side, and say which districts share one."""
    utlas = scene.atlas.areas["utla_code"].reindex(chosen)
    own = [authority for authority in authorities(scene.atlas) if authority.code in set(utlas)]
    if not own:
        return
    with st.expander(upper_words.TITLE):
        st.markdown(upper_words.INTRO)
        every = scene.atlas.at("district")
        listed = upper_tier.listed(scene, None).set_index(["measure_id", "authority"])
        measures = scene.atlas.upper_tier.measures
        shown = [measure for measure in upper_words.FIRST if measure in measures.index]
        rows = []
        for measure in shown:
            facts = measures.loc[measure]
            found = [_beside(listed, measure, authority.name) for authority in own]
            rows.append((html.cell(str(facts["name"]), str(facts["unit"])), *found))
        table = html.table((upper_words.TABLE_FIRST, *(authority.name for authority in own)), rows)
        html.show(strips.region(upper_words.TITLE, table, "bsg-left"))
        for authority in own:
            names = every.loc[every["utla_code"] == authority.code, "name"].sort_values().tolist()
            alone = authority.code in scene.model.areas["district"].index
            st.caption(plain(upper_words.one(authority.name) if alone else upper_words.shared(authority.name, names)))
        st.caption(upper_words.table_note(len(shown), len(measures)))


def _beside(listed: pd.DataFrame, measure: str, authority: str) -> Markup:
    if (measure, authority) not in listed.index:
        return html.cell(common.NO_DATA)
    row = cells.records(listed.loc[[(measure, authority)]])[0]
    england, neighbours = (
        "" if cells.is_missing(row[name]) else figures.figure(cells.number(row[name])) for name in ("england", "neighbours_mean")
    )
    place = upper_words.short_place(int(cells.number(row["place"])), int(cells.number(row["placed"]))) if neighbours else ""
    return html.cell(f"{figures.figure(cells.number(row['value']))} ({row['period']})", upper_words.beside(england, neighbours, place))


@watched(pages.DISTRICTS)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.DISTRICTS)
    top, aside = st.columns(WIDTHS, gap="medium")
    top.title(pages.DISTRICTS.title, anchor=False)
    if len(scene.model.areas["district"]) < FEWEST:
        st.info(words.ONE_ONLY)
        return
    with aside:
        chosen = choose(scene, view)
    changed_line(scene, view)
    if len(chosen) < FEWEST:
        st.info(words.TOO_FEW)
        return
    with st.container(key="compared"):
        st.markdown(finding(scene, view, chosen))
        left, right = st.columns(WIDTHS, gap="medium")
        with left:
            table = side_by_side(scene, asked(view), tuple(chosen), (view.query.outcome,))
            html.show(strips.region(words.TABLE_TITLE, table, "bsg-beside"))
        with right:
            both = pair(scene, view, chosen)
            maps(scene, view, both)
        comparison = _public(scene, view, both)
    _public_details(scene, view, comparison, *both)
    _details(scene, view, chosen, both)


def _details(scene: Scene, view: View, chosen: list[str], both: tuple[str, str]) -> None:
    """Fold away what stands behind the table and the answer."""
    with st.expander(words.OTHER_OUTCOMES):
        others = tuple(outcome for outcome in scene.settings.outcomes if outcome != view.query.outcome)
        html.show(strips.region(words.OTHER_OUTCOMES, side_by_side(scene, asked(view), tuple(chosen), others)))
    with st.expander(words.ABOUT_TABLE):
        st.caption(plain(note(scene, view)))
        table = of_districts(scene, asked(view))
        shown = table[table.index.get_level_values("district_code").isin(chosen)].reset_index()
        _download(words.DOWNLOAD, shown, f"{stem(view, 'districts', view.query.outcome)}.csv")
    with st.expander(words.DOTS_TITLE):
        st.markdown(words.DOTS_INTRO)
        html.show(strips.region(words.DOTS_TITLE, dots(scene, view, chosen), "bsg-left bsg-dots"))
    of_counties(scene, chosen)
    with st.expander(words.CLASSES_TITLE):
        html.show(strips.region(words.CLASSES_TITLE, _classes(scene, asked(view), view.measure, both)))


def _public(scene: Scene, view: View, both: tuple[str, str]) -> pd.DataFrame:
    """Ask which of two is better served by public provision, and answer; say beside it what stands behind the answer."""
    comparison, names = public(scene, asked(view), *both), _names(scene, *both)
    answer, behind = public_answer(scene, view, comparison, names)
    st.header(plain(words.question(*names)), anchor=False)
    left, right = st.columns([7, 6], gap="small")
    left.markdown(answer)
    right.caption(behind)
    return comparison


def _public_details(scene: Scene, view: View, comparison: pd.DataFrame, first: str, second: str) -> None:
    if comparison.empty:
        return
    names = _names(scene, first, second)
    with st.expander(words.PUBLIC_TABLE):
        html.show(public_table(scene, comparison, names))
        st.caption(words.PUBLIC_NOTE)
        data = comparison.rename_axis("outcome").reset_index()
        data.insert(1, "first_district", names[0])
        data.insert(2, "second_district", names[1])
        _download(words.DOWNLOAD_PUBLIC, data, f"{stem(view, 'public-provision', first, second)}.csv")


def _names(scene: Scene, first: str, second: str) -> tuple[str, str]:
    return str(scene.atlas.areas.at[first, "name"]), str(scene.atlas.areas.at[second, "name"])


def _download(label: str, frame: pd.DataFrame, name: str) -> None:
    st.download_button(label, lambda: to_csv(frame, bom=True), name, "text/csv", on_click="ignore")
