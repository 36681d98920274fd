"""What every page begins with: title, data, and one plain page when the data cannot be used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.base.errors import ConfigError, DataError, Problem
from geo.method.gaps import METHOD_VERSION
from ui.kit import html, script, theme, watch
from ui.map.publish import published
from ui.map.shelf import base
from ui.scene import effects, loading, local, own_data, scenario, visitor
from ui.scene.offers import offers
from ui.shell import ask
from ui.view import address, describe, page_filters, scenes, share
from ui.view.bar import filter_bar
from ui.view.state import change, stay
from ui.words import common, pages
from ui.words import filters as filters_words
from ui.words import kept_scenarios as kept_words
from ui.words import people as people_words
from ui.words import scenarios as scenarios_words
from ui.words import your_data as your_data_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.view.state import Params, View
    from ui.words.pages import Page


# Pages that show the chosen area.
OF_AREA = (pages.GAP_MAP, pages.GAP_LIST, pages.PROFILE)
MOST_NAMED = 2
_mark = script.component("landmark", isolate_styles=False)


def open_page(page: Page) -> tuple[Scene, View]:
    """Set up a page without filters: load the data and read the view; stop with a plain list of what to mend if that fails.

    Parameters
    ----------
    page : Page
        The page that is opened.

    Returns
    -------
    Scene
        The data of today, with the recommended settings.
    View
        What the link asks for, or what this visit has chosen.
    """
    scene, view, asked = _open(page, has_map=False, has_filters=False)
    watch.asks(scene.stamp, view.params())
    ask.draw(asked, scene, view, page, outcome=_looked_at(scene, view))
    return scene, view


def _open(page: Page, *, has_map: bool, has_filters: bool) -> tuple[Scene, View, DeltaGenerator]:
    """Do what every page begins with, and give the place of the search; with filters the address has the view from the first."""
    st.set_page_config(page_title=tab_title(page), page_icon=theme.FAVICON, layout="wide")
    theme.apply()
    # The links to the other pages take the view along, so that each address shows the same figures; the view is known only below.
    navigation = st.sidebar.container(gap="xxsmall")
    # The places are kept even when they are empty, so that what follows keeps its number.
    asked, sections, remarks = ask.place(), st.container(), st.container()
    try:
        if visitor.person().ground == "open_to_all":
            st.warning(people_words.NOT_CHECKED)
        _own_banner(page)
        scene = loading.load()
        if has_map:
            _ = published(scene)
        view = _view(scene, remarks, has_filters=has_filters)
    except (ConfigError, DataError) as error:
        watch.ends("broken")
        _navigation(navigation, page, {}, {})
        _sections(sections, page, {})
        _show_problems(error.problems)
        st.stop()
    place = _place(scenes.within(scene, view.borders), page, view)
    if place:
        st.set_page_config(page_title=tab_title(page, place))
    _trouble_banner()
    local.say_state(left_out=has_filters and view.without_marked)
    params = view.params() if has_filters or address.short(replace(view, ask=""), scene.settings) else {}
    _navigation(navigation, page, params, params or _of_places(scene.settings))
    _sections(sections, page, params)
    return scene, view, asked


def _looked_at(scene: Scene, view: View) -> str | None:
    """Give the outcome area that a reader has chosen; none where it is only the first of the list."""
    outcome = view.query.outcome
    return None if outcome == next(iter(scene.settings.outcomes)) else outcome


def _view(scene: Scene, remarks: DeltaGenerator, *, has_filters: bool) -> View:
    """Read the view, say what of it could not be taken, and write it to the address bar."""
    reading = address.take(
        scene.settings,
        lambda borders: offers(scenes.within(scene, borders)),
        lambda asked: scenes.mended(scene, asked),
        marked=local.may_leave_out(),
    )
    if reading.refused:
        remarks.warning(plain(filters_words.link_refused(reading.refused)))
    if reading.rounded:
        remarks.warning(plain(filters_words.link_rounded(reading.rounded)))
    if reading.no_weight:
        remarks.warning(filters_words.NO_WEIGHT)
    if reading.kept is not None and reading.kept.problem:
        remarks.warning(plain(reading.kept.problem))
    if reading.kept is not None and reading.kept.saved is not None:
        remarks.info(kept_words.opened(reading.kept.saved, METHOD_VERSION))
    if reading.broken:
        remarks.warning(plain(scenarios_words.broken((change.written, change.why) for change in reading.broken)))
    address.write(reading.view, scene.settings, always=has_filters)
    return reading.view


def _trouble_banner() -> None:
    """Say on every page that the files are broken and the figures those of before."""
    for trouble in loading.troubles():
        st.warning(common.stale(trouble.since, [str(problem) for problem in trouble.problems]))


def _own_banner(page: Page) -> None:
    """Say on every page that the figures are the reader's own, and lead back to the shared ones."""
    own = own_data.current()
    if st.session_state.pop(own_data.GONE, False):
        st.info(your_data_words.GONE)
    if own is None:
        return
    with st.container(border=True, key="own_data_banner"):
        words, back = st.columns([5, 2], vertical_alignment="center")
        words.markdown(your_data_words.banner(own.files, can_keep=_can_keep()))
        back.button(your_data_words.BACK, key="own_data_back", on_click=_back_to_shared, width="stretch")
        if page != pages.YOUR_DATA:
            words.page_link(pages.YOUR_DATA.path, label=your_data_words.TO_PAGE)


def _can_keep() -> bool:
    desk = visitor.desk()
    return desk is not None and desk.person.may("keep")


def _back_to_shared() -> None:
    own_data.drop()
    stay()


def open_view(page: Page) -> tuple[Scene, View]:
    """Set up a page with the filters that change it: the data as the reader's settings have them, and the view that the filters describe.

    Parameters
    ----------
    page : Page
        The page that is opened.
    """
    filters = page_filters.of(page)
    basis, view, asked = _open(page, has_map="map" in filters, has_filters=True)
    share.draw(share.place(), view)
    counts = lambda: any(effects.counting(scenes.chosen(basis, view), view.query))  # noqa: E731 - asked of pages of changes alone
    filter_bar(scenes.within(basis, view.borders), view, page_filters.now(page, view, counts))
    scene = scenes.chosen(basis, view)
    watch.asks(scene.stamp, view.params())
    ask.draw(asked, scene, view, page, outcome=view.query.outcome)
    _scenario_banner(page, scene, view)
    share.printed(scene, page_filters.seen(page, view), view)
    return scene, view


def _scenario_banner(page: Page, scene: Scene, view: View) -> None:
    """Say under which scenario the page is seen, and lead to its changes and back to today; nothing without one, and where they stand."""
    # The place is kept even when it is empty, so that what follows keeps its number.
    place, told = st.container(), scenario.told(scene)
    if not told or page == pages.WHAT_IF:
        return
    with place.container(border=True, key="scenario_banner"):
        words, back = st.columns([5, 2], vertical_alignment="center")
        words.markdown(scenarios_words.banner(told, fresh=view.fresh))
        words.page_link(pages.WHAT_IF.path, label=scenarios_words.CHANGE_IT, query_params=view.params())
        back.button(scenarios_words.BACK, key="scenario_back", on_click=back_to_today, width="stretch", help=scenarios_words.BACK_HELP)


def back_to_today() -> None:
    """Take the scenario out of the view; for callbacks."""
    change(do=None, scale=None)


def changed_line(scene: Scene, view: View) -> None:
    """Say above the figures of which provision alone they speak, and what is not as recommended; nothing if all is."""
    # The place is kept even when it is empty: if what follows changed its number, the browser would build the map anew (2 s).
    place = st.container()
    changed, only = describe.changed(scene, view, named=scenarios_words.NAMED), describe.only(scene, view.query)
    if only:
        place.markdown(f"**{plain(only)}.**")
    if changed:
        told = scenario.told(scene)
        if told and len(changed) == 1:
            # A scenario alone is no other setting.
            place.info(scenarios_words.alone(told, fresh=view.fresh))
        else:
            place.info(f"**{filters_words.CHANGED_TITLE}:** {plain('; '.join(changed))}.")


def tab_title(page: Page, place: str = "") -> str:
    """Name a page, and the place that it speaks of, as the browser's tab and its history do."""
    return " · ".join(part for part in (place, page.title, common.PRODUCT) if part)


def _place(scene: Scene, page: Page, view: View) -> str:
    """Name the place that a page speaks of: the chosen area, or a few districts; nothing for all of them."""
    if page in OF_AREA and view.area is not None:
        return str(scene.atlas.areas.at[view.area, "label"])
    is_of_few = "district" in page_filters.of(page) and 0 < len(view.query.districts) <= MOST_NAMED
    return describe.where(scene, view.query) if is_of_few else ""


def _of_places(settings: Settings) -> Params:
    """Give what pages on acting begin with where no outcome area is chosen: the first that counts places, as most that opens does."""
    counted = (key for key, outcome in settings.outcomes.items() if outcome.access == "places")
    return {"outcome": next(counted, next(iter(settings.outcomes)))}


def _navigation(place: DeltaGenerator, here: Page, params: Params, acting: Params) -> None:
    """List the pages in the groups for which a reader comes. Each link has the view; ``acting`` is that of pages on acting."""
    with place, st.container(key="pages", gap="xxsmall"):
        html.show(html.paragraph(common.PRODUCT, "bsg-product"))
        _say_who(here, params)
        for group, title in pages.GROUPS.items():
            with st.container(key=f"pages_{group}", gap="xxsmall"):
                html.show(html.paragraph(title, "bsg-group"))
                for page in pages.listed(group):
                    st.page_link(page.path, label=page.title, query_params=acting if group == "act" else params)
        # A section is not listed: the page that leads to it is marked in its place.
        _landmark("pages", pages.NAVIGATION, here if here in pages.listed(here.group) else pages.listed(here.group)[0], here)


def _say_who(here: Page, params: Params) -> None:
    """Say who has signed in, with the way out; or offer the way in, from which this page comes back."""
    try:
        known_by = loading.shared_settings().people.known_by
    except ConfigError:
        # The page says below what is to be mended.
        return
    if known_by != "openid":
        return
    name = visitor.person().name
    if name:
        way_out = html.link(f"{base()}{people_words.SIGN_OUT_PATH}", people_words.SIGN_OUT)
        html.show(html.join([html.paragraph(name, "bsg-group"), html.paragraph(way_out, "bsg-group")]))
        return
    page = f"{base()}/{here.address}" + (f"?{urlencode(params, doseq=True)}" if params else "")
    way_in = html.link(f"{base()}{people_words.SIGN_IN_PATH}?{urlencode({'to': page})}", people_words.SIGN_IN)
    html.show(html.paragraph(way_in, "bsg-group"))


def _sections(place: DeltaGenerator, here: Page, params: Params) -> None:
    """List what stands together with the page as sections of one."""
    together = pages.sections(here)
    if not together:
        return
    with place, st.container(key="sections", horizontal=True, gap="xxsmall"):
        for page in together:
            st.page_link(page.path, label=page.title, query_params=params, width="content")
        _landmark("sections", pages.SECTIONS, here)


def _landmark(key: str, name: str, here: Page, page: Page | None = None) -> None:
    """Make a container a landmark for screen readers, and mark the current page in it: Streamlit has no words for either."""
    data = {"script": script.address("landmark.js"), "key": key, "name": name, "here": here.address, "groups": {}}
    if page is not None:
        data["groups"] = {f"pages_{group}": title for group, title in pages.GROUPS.items()}
        data["page"], data["keys"] = page.title, common.GRID_KEYS
    _mark(key=f"landmark_{key}", data=data)


def _show_problems(problems: tuple[Problem, ...]) -> None:
    st.title(common.BROKEN_TITLE)
    st.markdown(common.broken_intro(len(problems)))
    rows = [(problem.file, problem.row, problem.column, problem.message) for problem in problems]
    cells = [["" if cell is None else plain(cell) for cell in row] for row in rows]
    st.table(pd.DataFrame(cells, columns=common.PROBLEM_COLUMNS).set_index(common.PROBLEM_COLUMNS[0]))
