"""How an answer stands to the gap list, with the way there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.siting.listed import OnList, on_list
from ui.scene import answers as scene_answers
from ui.scene import memo
from ui.screens.siting import answers
from ui.words import pages
from ui.words import site_list as words

if TYPE_CHECKING:
    from geo.siting.listed import First
    from ui.screens.siting.answers import Plan
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View

# Where the first of the list gains nothing, which is said with the answer itself.
WITHOUT: Final = frozenset({"enough", "out_of_reach", "less"})


@memo.shared()
def standing(asked: SiteQuestion, plan: Plan) -> OnList | None:
    """`geo.siting.listed.on_list`, on the list that the page of the gap list shows."""
    return on_list(answers.prepared(asked), plan, scene_answers.ranked(asked.scene, asked.query))


def draw(asked: SiteQuestion, view: View, plan: Plan) -> None:
    """Say in two sentences how the sites stand to the gap list, and lead there."""
    if said := sentences(asked, plan):
        # On paper the table of the sites follows at once, and nothing leads anywhere.
        with st.container(key="plain_siting_list"):
            st.markdown(said)
            st.page_link(pages.GAP_LIST.path, label=words.TO_LIST, query_params=replace(view, query=asked.query).params())


def sentences(asked: SiteQuestion, plan: Plan) -> str:
    """Say where the sites lie on the gap list, and what its first gains; nothing where nothing is ranked."""
    found = standing(asked, plan)
    if found is None:
        return ""
    labels = asked.scene.model.areas["lsoa"]["label"].astype(str)
    where = words.lie([(labels.get(area, ""), rank) for _, area, rank in found.sites], found.areas)
    return where if found.first.standing in WITHOUT else f"{where} {_first(asked, found.first)}"


def without_site(asked: SiteQuestion, plan: Plan) -> str:
    """Say why the first of the gap list gets no site; nothing where it gains, and of a later year, which the list does not know."""
    found = standing(asked, plan) if asked.year is None else None
    return _first(asked, found.first) if found is not None and found.first.standing in WITHOUT else ""


def _first(asked: SiteQuestion, first: First) -> str:
    place = str(asked.scene.model.areas["lsoa"]["label"][first.area_code])
    prepared = answers.prepared(asked)
    site = str(prepared.sites["site"].get(first.site_id, ""))
    if first.standing == "has_site":
        return words.has_site(place)
    if first.standing == "gains":
        unit = prepared.supply.unit if asked.siting.by_access else words.MINUTES
        return words.gains(place, site, first.before, first.after, unit)
    if first.standing == "less":
        return words.less(place, site, first.alone, first.first_alone)
    if first.standing == "enough":
        return words.enough(place, None if asked.siting.by_access else asked.siting.within_minutes)
    return words.out_of_reach(place)
