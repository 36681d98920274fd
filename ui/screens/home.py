"""Home: districts by outcome areas, each number the way to its list, and a small map beside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.method.gaps import Query, children_period
from geo.method.supply import lacks_childminders
from ui.kit import cells, html, pictures, script, theme
from ui.kit.watch import watched
from ui.scene import answers, memo
from ui.scene.shapes import shapes
from ui.shell.page import open_page
from ui.view import describe, page_filters, share
from ui.view.state import View
from ui.words import home as words
from ui.words import pages
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene

MAP_PX = (330, 430)
# Shares of a district's children from which on a cell is darker.
HEAT_FROM = (0.05, 0.1, 0.2, 0.3)
# As in `static/app.css`.
HEAT = "#d55e00"
NONE = Markup("<td><small>{}</small></td>").format(words.NO_DATA)
FOLLOW = "heat"
_follow = script.component(FOLLOW, isolate_styles=False)


@watched(pages.HOME)
def main() -> None:
    """Draw the page."""
    scene, view = open_page(pages.HOME)
    share.draw(share.place(), view, filters=False)
    share.printed(scene, page_filters.seen(pages.HOME, view), view, filters=False)
    st.title(words.HOME_TITLE, anchor=False)
    st.markdown(words.home_intro(plain(scene.settings.area.name)))
    left, right = st.columns([11, 4], gap="medium")
    with left:
        html.show(_key() + _table(scene, _kept(view)))
        _follow_numbers()
        if any(_is_empty(scene, outcome) for outcome in scene.settings.outcomes):
            st.caption(words.NO_DATA_NOTE)
        if describe.changed(scene, view) or describe.only(scene, view.query) or view.do:
            st.info(words.HOME_RECOMMENDED)
    with right:
        html.show(_map(scene, pictures.ink()))
        st.page_link(pages.GAP_MAP.path, label=words.TO_MAP, query_params=view.params())
    with st.expander(words.HOW_TITLE):
        children, complete = f"{children_period(scene.model)} estimates", not lacks_childminders(scene.model)
        st.markdown(words.home_notes(children, describe.ages(scene, scene.settings.outcomes), complete=complete))


def _follow_numbers() -> None:
    """Open the list of a pressed number within this visit: an ordinary link would begin a new one, without files that were brought."""
    opened = _follow(key=FOLLOW, data={"script": script.address("heat.js")}, on_opened_change=lambda: None).opened
    if opened:
        # What a browser sends is read as any other link is.
        st.switch_page(pages.GAP_LIST.path, query_params=parse_qs(str(opened)))


def _kept(view: View) -> View:
    """Keep of a view how the reader likes maps drawn: nothing else is changed where a number of this page leads."""
    plain_view = View(Query(view.query.outcome), "gap", None, None, show_providers=view.show_providers, show_sites=view.show_sites)
    return replace(plain_view, drawing=view.drawing)


def _key() -> Markup:
    """Say in words what is counted and what each colour of the table means."""
    item = Markup('<li class="bsg-heat{}"><i class="bsg-key"></i>{}</li>')
    colours = html.join(item.format(heat, told) for heat, told in enumerate(words.heat_shares(HEAT_FROM)))
    return Markup('<div class="bsg-heatkey"><span>{}</span><ul aria-label="{}">{}</ul></div>').format(words.KEY, words.KEY_COLOURS, colours)


def _is_empty(scene: Scene, outcome: str) -> bool:
    return bool((answers.scores(scene, Query(outcome))["gap_class"] == "no_data").all())


@memo.shared()
def _table(scene: Scene, view: View) -> Markup:
    """Write districts by outcome areas, and all districts last."""
    outcomes, names = scene.settings.outcomes, scene.atlas.areas["name"]
    found = {outcome: answers.priority(scene, Query(outcome)) for outcome in outcomes}
    empty = [outcome for outcome in outcomes if _is_empty(scene, outcome)]
    districts = scene.model.areas["district"].index
    rows = []
    for code in (*sorted(districts, key=lambda one: str(names[one])), None):
        name = words.EVERYWHERE if code is None else str(names[code])
        counts = ((outcome, table.sum() if code is None else table.loc[code]) for outcome, table in found.items())
        rows.append((name, [NONE if key in empty else _cell(scene, view, key, code, name, row) for key, row in counts]))
    heads = html.column_heads([words.DISTRICT, *(outcomes[key].name for key in found)])
    row_of = Markup('<tr><th scope="row">{}</th>{}</tr>')
    body = html.join(row_of.format(name, html.join(row)) for name, row in rows)
    table = Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(words.TABLE, heads, body)
    return Markup('<div class="bsg-heat" role="region" tabindex="0" aria-label="{}">{}</div>').format(words.TABLE, table)


def _cell(scene: Scene, view: View, outcome: str, district: str | None, name: str, row: pd.Series[float]) -> Markup:
    """Write one number as the link to the list of what it counts; of none there is nothing to list, and the link leads to every area."""
    query = replace(view.query, outcome=outcome, districts=() if district is None else (district,))
    areas, children = int(row["priority_areas"]), cells.number(row["children_in_priority"])
    share_of_all = children / cells.number(row["children_0_4"]) if row["children_0_4"] else 0.0
    heat = sum(share_of_all >= least for least in HEAT_FROM)
    opened = replace(view, query=query, priority_only=areas > 0)
    where = f"{pages.GAP_LIST.address}?{urlencode(opened.params(), doseq=True)}"
    link = Markup('<a href="{}"><span class="bsg-hidden">{}</span>{}<span class="bsg-hidden">{}</span>{}</a>').format(
        where,
        words.cell_before(name, scene.settings.outcomes[outcome].name),
        areas,
        words.cell_after(areas, query.level),
        _children(children) if areas else html.NOTHING,
    )
    return Markup('<td class="bsg-heat{}">{}</td>').format(heat, link)


def _children(children: float) -> Markup:
    """Write how many children live there; on a phone there is room for the number alone."""
    count, word = words.cell_children(children)
    return Markup('<small>{}<span class="bsg-word"> {}</span></small>').format(count, word)


@memo.shared()
def _map(scene: Scene, ink: str) -> Markup:
    """Draw neighbourhoods by the number of outcome areas in which they have priority."""
    lsoas, outcomes = scene.model.areas["lsoa"], scene.settings.outcomes
    classes = pd.DataFrame({outcome: answers.scores(scene, Query(outcome))["gap_class"] for outcome in outcomes})
    times = (classes == "priority").sum(axis=1).reindex(lsoas.index)
    most = int(times.max())
    by_district = (times > 0).groupby(lsoas["district_code"]).sum().sort_values(ascending=False, kind="stable")
    named = [str(scene.atlas.areas.at[code, "name"]) for code in by_district.index[:2] if by_district[code]]
    alt = words.map_alt(scene.settings.area.name, named, int((times > 0).sum()), len(lsoas))
    ground = theme.DARK[theme.PLAIN] if ink == pictures.PALE else theme.PLAIN
    colours = {str(code): theme.between(ground, HEAT, int(count) / most if most else 0.0) for code, count in times.items()}
    picture = pictures.painted(shapes(scene, "lsoa"), colours, shapes(scene, "district"), ink, MAP_PX, alt)
    return Markup('<div class="bsg-panel">{}{}</div>').format(picture, html.paragraph(words.map_note(most), "bsg-quiet"))
