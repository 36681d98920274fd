"""Home: what this is, and one headline for each outcome area that leads into the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.method.gaps import Query, children_period
from geo.method.supply import lacks_childminders
from ui.kit import cells
from ui.scene import answers
from ui.scene.offers import offers
from ui.shell.page import open_page
from ui.view import address, describe, scenes, share
from ui.view.bar import choose_outcome
from ui.view.state import View, change
from ui.view.widgets import follow_option
from ui.words import figures as figures_words
from ui.words import home as home_words
from ui.words import pages
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import Params

PER_ROW = 3


def main() -> None:
    """Draw the page."""
    scene, view = open_page(pages.HOME)
    share.draw(share.place(), view if address.chosen(view, scene.settings) else None)
    st.title(home_words.HOME_TITLE)
    st.markdown(plain(home_words.home_intro(scene.settings.area.name)))
    _start(scene, view)
    st.header(home_words.OUTCOMES_TITLE, anchor=False)
    st.caption(plain(home_words.home_meaning(f"{children_period(scene.model)} estimates")))
    if describe.changed(scene, view) or view.do:
        st.info(home_words.HOME_RECOMMENDED)
    outcomes = list(scene.settings.outcomes)
    for start in range(0, len(outcomes), PER_ROW):
        for column, outcome in zip(st.columns(PER_ROW), outcomes[start : start + PER_ROW], strict=False):
            with column.container(border=True, height="stretch"):
                _headline(scene, view, outcome)
    st.caption(plain(home_words.home_notes(describe.ages(scene, outcomes), complete=not lacks_childminders(scene.model))))


def _start(scene: Scene, view: View) -> None:
    """Lead a first-time visitor to the list or the map of their district: two choices and a press."""
    outcomes, districts = scene.settings.outcomes, offers(scenes.within(scene, view.borders)).districts
    with st.container(border=True, key="start"):
        what, where, to_list, to_map = st.columns([5, 4, 2, 2], vertical_alignment="bottom")
        given = follow_option("start_outcome", view.query.outcome, list(outcomes), lambda new: choose_outcome(scene, new))
        what.selectbox(home_words.START_OUTCOME, list(outcomes), format_func=lambda key: outcomes[key].name, **given)
        options = _places(view, districts)
        given = follow_option("start_district", ",".join(view.query.districts), list(options), _choose_place)
        where.selectbox(home_words.START_DISTRICT, list(options), format_func=options.__getitem__, **given)
        to_list.page_link(pages.GAP_LIST.path, label=home_words.START_LIST, query_params=view.params(), icon=":material/list:")
        to_map.page_link(pages.GAP_MAP.path, label=home_words.START_MAP, query_params=view.params(), icon=":material/map:")


def _places(view: View, districts: dict[str, str]) -> dict[str, str]:
    """Offer all districts, each one, and the several that the reader has chosen on another page."""
    chosen = view.query.districts
    several = {",".join(chosen): figures_words.listed([districts[code] for code in chosen])} if len(chosen) > 1 else {}
    return {"": home_words.START_EVERYWHERE, **several, **districts}


def _choose_place(codes: str) -> None:
    change(district=[code for code in codes.split(",") if code])


def _headline(scene: Scene, view: View, outcome: str) -> None:
    """Draw one outcome area: how many children live in priority areas, in all and by district."""
    query = Query(outcome)
    by_district = answers.priority(scene, query)
    if (answers.scores(scene, query)["gap_class"] == "no_data").all():
        st.subheader(plain(scene.settings.outcomes[outcome].name))
        st.markdown(home_words.HOME_NO_DATA)
        return
    total, everybody = by_district["children_in_priority"].sum(), by_district["children_0_4"].sum()
    st.subheader(plain(scene.settings.outcomes[outcome].name))
    st.markdown(home_words.home_headline(total, total / everybody, int(by_district["priority_areas"].sum()), query.level))
    names = scene.atlas.areas["name"]
    st.caption(home_words.HOME_BY_DISTRICT)
    with st.container(gap="xxsmall"):
        for code, row in cells.records_by_name(by_district[by_district["children_in_priority"] > 0]).items():
            children = cells.number(row["children_in_priority"])
            label = home_words.home_district(str(names[code]), children, children / cells.number(row["children_0_4"]))
            st.page_link(pages.GAP_MAP.path, label=plain(label), query_params=_figures_of(view, outcome, code))
        st.page_link(pages.GAP_MAP.path, label=home_words.HOME_ALL, query_params=_figures_of(view, outcome))
    none = [str(names[code]) for code in by_district.index[by_district["children_in_priority"] == 0]]
    if none:
        st.caption(plain(home_words.home_none(none)))


def _figures_of(view: View, outcome: str, *districts: str) -> Params:
    """Lead to the very figures of a card: nothing is changed there but how the reader likes the map drawn."""
    query = Query(outcome, districts=districts)
    return View(query, "gap", None, None, show_providers=view.show_providers, show_sites=view.show_sites, drawing=view.drawing).params()
