"""The search for a place that stands on every page, and its answer: what is here, what is missing, how sure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from geo.method.query import Query
from geo.places.find import MOST_LETTERS, POSTCODE
from ui.kit import html
from ui.panel import place_answer, place_providers
from ui.scene import memo, places
from ui.shell import ask_names
from ui.view import finds, page_filters, share
from ui.view.state import change
from ui.view.widgets import follow
from ui.words import ask as words
from ui.words import pages
from ui.words import report as report_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup
    from streamlit.delta_generator import DeltaGenerator

    from geo.base.vocabulary import Level
    from geo.places.answer import PlaceAnswer
    from geo.places.entries import PlaceEntry
    from geo.places.find import FoundPlaces
    from geo.whatif.scene import Scene
    from ui.view.state import View
    from ui.words.pages import Page

# So many areas are linked, and other meanings offered.
LINKED, OTHERS = 40, 5


def place() -> DeltaGenerator:
    """Keep a place for the search at the head of the page, so that what follows keeps its number."""
    return st.container(key="asked_place", gap="small")


def draw(where: DeltaGenerator, scene: Scene, view: View, page: Page, *, outcome: str | None) -> None:
    """Draw the search box, and the answer where somebody asks.

    Parameters
    ----------
    where : DeltaGenerator
        As `place` returns it.
    scene : Scene
        What answers.
    view : View
        What is asked for stands in it.
    page : Page
        The page that is open; links to other answers lead to it.
    outcome : str, optional
        Outcome area to answer for; None for all of them in short.
    """
    with where:
        st.text_input(
            words.LABEL,
            placeholder=words.PLACEHOLDER,
            label_visibility="collapsed",
            icon=":material/search:",
            max_chars=MOST_LETTERS,
            **follow("ask", view.ask, lambda new: change(ask=new.strip())),
        )
        ask_names.draw(scene)
        # A report on the place says all of it again.
        if not view.ask or (page == pages.REPORT and finds.asked(view.find)):
            return
        with st.container(border=True, key="answer", gap="small"):
            _answer(scene, view, page, outcome)


def _answer(scene: Scene, view: View, page: Page, outcome: str | None) -> None:
    found = places.found(scene, view.ask)
    if found.chosen is None:
        _offer(found, view, page)
        _close()
        return
    entry = found.chosen
    if found.understood:
        st.caption(plain(words.understood(found.understood)))
    told = _told(scene, view.ask, outcome)
    html.show(html.paragraph(words.title(_name(scene, entry), entry.what), "bsg-answer"))
    if told is None or not told.lsoas:
        st.markdown(words.BEYOND)
        _close()
        return
    if len(told.lsoas) == 1 and entry.kind in ("provider", "postcode"):
        html.show(html.paragraph(place_answer.itself(scene, entry, told)))
    html.show(_sentences(scene, view.ask, outcome))
    level, code = _area(entry, told)
    there = replace(view, area=code, query=replace(view.query, level=level, outcome=outcome or view.query.outcome))
    with st.container(horizontal=True, gap="small"):
        st.page_link(pages.PROFILE.path, label=plain(_page_of(scene, told, level, code)), query_params=there.params())
        st.page_link(pages.GAP_MAP.path, label=words.TO_MAP, query_params=there.params())
        st.page_link(pages.REPORT.path, label=report_words.TO_REPORT, query_params=_report(scene, view, outcome))
        if entry.kind == "district":
            its_list = replace(there, area=None, query=replace(there.query, level="lsoa", districts=(entry.code,)))
            st.page_link(pages.GAP_LIST.path, label=words.TO_LIST, query_params=its_list.params())
        _close()
    html.show(html.panel(_inside(scene, view, told) + _providers(scene, view.ask, outcome)))
    # On paper the answer stands alone, and ends as a page does.
    share.printed(scene, page_filters.seen(page, view), view, key="printed_answer", filters=bool(page_filters.of(page)))
    _other_answers(scene, found, view, page, outcome)


def _other_answers(scene: Scene, found: FoundPlaces, view: View, page: Page, outcome: str | None) -> None:
    """Lead to the same for other outcome areas, and to other places that may have been meant; paper has neither."""
    with st.container(key="plain_outcomes", gap="small"):
        st.caption(words.OTHERS)
        _outcomes(scene, view, page, outcome)
    others = [one for one in found.entries if one != found.chosen]
    if others:
        with st.container(key="plain_meanings", gap="small"):
            st.caption(words.ALSO)
            _options(others[:OTHERS], view, page)


def _outcomes(scene: Scene, view: View, page: Page, outcome: str | None) -> None:
    with st.container(horizontal=True, gap="small"):
        for key, other in scene.settings.outcomes.items():
            if key != outcome:
                # A page without filters answers for all outcome areas.
                asked = replace(view, query=Query(key, view.query.level, view.query.districts)).link()
                st.page_link((page if outcome else pages.GAP_LIST).path, label=plain(other.name), query_params=asked)


def _report(scene: Scene, view: View, outcome: str | None) -> dict[str, str | list[str]]:
    """Lead to the brief on the place; where no outcome area is chosen, for the first that is about places for children."""
    in_places = (key for key, one in scene.settings.outcomes.items() if one.access == "places")
    query = replace(view.query, outcome=outcome or next(in_places, view.query.outcome))
    return replace(view, query=query, area=None, find=finds.also(view.find, about=finds.ASKED)).link()


def _close() -> None:
    st.button(words.CLOSE, key="ask_close", on_click=lambda: change(ask=None))


def _offer(found: FoundPlaces, view: View, page: Page) -> None:
    """Ask which one is meant, or say what can be typed and offer what is alike."""
    asked = found.asked
    if found.exact and found.entries:
        st.markdown(plain(words.several(found.understood or (asked,))))
    elif POSTCODE.fullmatch(asked.replace(" ", "").upper()):
        st.markdown(plain(words.unknown_postcode(asked)))
    else:
        st.markdown(plain(words.nothing(asked)))
    if found.entries and not found.exact:
        st.caption(words.NEAR)
    _options(found.entries, view, page)


def _options(entries: Sequence[PlaceEntry], view: View, page: Page) -> None:
    with st.container(gap="xxsmall"):
        for entry in entries:
            asked = (entry.name if entry.kind == "postcode" else entry.title)[:MOST_LETTERS]
            st.page_link(page.path, label=plain(words.title(entry.name, entry.what)), query_params=replace(view, ask=asked).link())


def _name(scene: Scene, entry: PlaceEntry) -> str:
    """Give the name of a place; of a neighbourhood the one that people use."""
    return str(scene.atlas.areas.at[entry.code, "label"]) if entry.kind == "neighbourhood" else entry.name


def _area(entry: PlaceEntry, told: PlaceAnswer) -> tuple[Level, str]:
    """Give the area that a link leads to: the one neighbourhood, the district, or the ward where most of its neighbourhoods are."""
    if entry.kind == "district":
        return "district", entry.code
    if len(told.lsoas) == 1:
        return "lsoa", told.lsoas[0]
    return "ward", told.main_ward


def _page_of(scene: Scene, told: PlaceAnswer, level: Level, code: str) -> str:
    """Name the page of an area: the place itself, or the ward in which the most of it is."""
    wards = scene.atlas.at("lsoa")["ward_code"]
    whole = level != "ward" or set(told.lsoas) == set(wards.index[wards == code])
    return words.TO_PLACE if whole else words.to_ward(str(scene.atlas.areas.at[code, "name"]))


def _told(scene: Scene, asked: str, outcome: str | None) -> PlaceAnswer | None:
    return places.answered(scene, asked, (outcome,) if outcome else tuple(scene.settings.outcomes))


@memo.shared()
def _sentences(scene: Scene, asked: str, outcome: str | None) -> Markup:
    """Say what is here, what is missing, and how sure that is."""
    told = _told(scene, asked, outcome)
    if told is None:
        return html.NOTHING
    entry = places.found(scene, asked).chosen
    parts = (
        place_answer.part(scene, told),
        place_answer.here(scene, told),
        "" if entry is None else place_answer.outside(scene, entry.code),
        place_answer.nearest(scene, told, outcome),
        place_answer.missing(scene, told, outcome),
        place_answer.sure_of(scene, told, outcome),
    )
    return html.panel(html.join(html.paragraph(part) for part in parts if part))


@memo.shared()
def _providers(scene: Scene, asked: str, outcome: str | None) -> Markup:
    """List every provider by sector."""
    told = _told(scene, asked, outcome)
    if told is None:
        return html.NOTHING
    own = () if told.whole else told.providers.index[told.providers["inside"]]
    return place_providers.listed(scene, told, marks=dict.fromkeys(own, words.IN_ITSELF))


def _inside(scene: Scene, view: View, told: PlaceAnswer) -> Markup:
    """Link the wards and the neighbourhoods of a place to their pages."""
    parts = []
    levels: tuple[tuple[Level, str, tuple[str, ...]], ...] = (
        ("ward", words.WARDS, told.wards),
        ("lsoa", words.NEIGHBOURHOODS, told.lsoas),
    )
    for level, title, codes in levels:
        labels = [(str(scene.atlas.areas.at[code, "label"]), code) for code in codes[:LINKED]]
        links = [html.link(_profile(view, level, code), label) for label, code in sorted(labels)]
        before, behind = words.inside(title, len(codes) - len(links))
        parts.append(html.paragraph(html.join([before, html.BETWEEN.join(links), behind])))
    return html.join(parts)


def _profile(view: View, level: Level, code: str) -> str:
    there = replace(view, area=code, query=replace(view.query, level=level))
    return f"{pages.PROFILE.address}?{urlencode(there.params(), doseq=True)}"
