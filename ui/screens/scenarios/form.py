"""The form that adds a change: every field is drawn from the link, so nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.base.vocabulary import SECTORS
from geo.whatif.scenario.acts import KINDS, OF_PROVIDER, Act
from geo.whatif.scenario.link import written
from ui.kit.cells import texts
from ui.scene import scenario
from ui.screens.scenarios import draft, offered, published
from ui.screens.scenarios.changes import put
from ui.screens.scenarios.pick import pick_provider, provider_table
from ui.view import finds
from ui.view.state import saved, stay
from ui.view.widgets import follow, follow_clearable, follow_clearable_option, follow_default, follow_option
from ui.words import change_form as words
from ui.words import common

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streamlit.elements.lib.options_selector_utils import SelectWidgetFilterMode

    from geo.whatif.scene import Scene
    from ui.screens.scenarios.draft import Draft
    from ui.view.state import View

# What was wrong with which row when the button was pressed; it is shown while the form still says the same.
FAULTS = "scenario_faults"


def form(ground: Scene, view: View) -> None:
    """Draw the form.

    Parameters
    ----------
    ground : Scene
        Providers and areas that can be changed.
    view : View
        What is written so far, and the changes that are in the list.
    """
    st.header(words.ADD_TITLE, anchor=False)
    wanted = draft.read(ground, view)
    # Not side by side in one bar, of which a phone shows the first ones alone.
    given = follow_option("act", wanted.kind, KINDS, partial(finds.keep, "act"))
    st.radio(words.KIND, KINDS, format_func=words.KINDS.__getitem__, horizontal=True, help=words.KIND_HELP, **given)
    if wanted.kind in OF_PROVIDER:
        pick_provider(ground, wanted)
    fields = {"open": _open, "move": _where, "resize": _resize, "homes": _homes, "children": _children, "take_up": _take_up}.get(
        wanted.kind
    )
    if fields is not None:
        fields(ground, view, wanted)
    if wanted.lacks == words.NO_TAKE_UP:
        # A button could only say so again.
        return
    # `static/landmark.js` brings the answer into sight where it is not.
    with st.container(key="asks_change"):
        st.button(words.ADD if view.do else words.FIRST, type="primary", on_click=partial(_add, ground, view))
    asked, faults = st.session_state.get(FAULTS, (None, ()))
    if asked == (wanted, view.do) and faults:
        st.error("\n\n".join([f"**{words.FAULTS_TITLE}.**", *faults]))
    st.caption(words.WHENEVER)
    if wanted.kind in OF_PROVIDER:
        provider_table(ground, wanted)


def _open(ground: Scene, view: View, wanted: Draft) -> None:
    kinds, services = draft.services(ground.settings, view.query.outcome), ground.settings.services
    # Below each other: names of types and of sectors are longer than half the form.
    given = follow_option("act_service", wanted.service, kinds, partial(finds.keep, "act_service"))
    st.selectbox(words.SERVICE, kinds, format_func=lambda key: services[key].name, **given)
    chosen = follow_default("act_sector", wanted.sector, partial(finds.keep, "act_sector"))
    st.segmented_control(words.SECTOR, SECTORS[1:], format_func=common.SECTOR_NAMES.__getitem__, required=True, **chosen)
    if services[wanted.service].capacity == "places":
        many, ages = st.columns([2, 3], vertical_alignment="bottom")
        _number(many, "act_places", words.PLACES, wanted.places, ground.settings.scenario.most_places, words.PLACES_HELP)
        typed = follow("act_ages", wanted.ages, partial(finds.keep, "act_ages"))
        ages.text_input(words.AGES, help=words.AGES_HELP, max_chars=7, **typed)
    _where(ground, view, wanted)


def _resize(ground: Scene, _: View, wanted: Draft) -> None:
    _number(st, "act_places", words.NEW_PLACES, wanted.places, ground.settings.scenario.most_places, words.PLACES_HELP)


def _homes(ground: Scene, view: View, wanted: Draft) -> None:
    many, share, year = st.columns(3, vertical_alignment="bottom")
    _number(many, "act_homes", words.HOMES, wanted.homes, ground.settings.scenario.most_homes, None)
    given = follow("act_yield", wanted.per_100, lambda number: finds.keep("act_yield", f"{number:g}"))
    share.number_input(words.YIELD, 0.0, 100.0, step=1.0, format="%g", help=words.YIELD_HELP, **given)
    _year(year, wanted)
    _where(ground, view, wanted)


def _year(place: Any, wanted: Draft) -> None:  # noqa: ANN401 - a column or the page
    when = follow_clearable("act_year", wanted.year, lambda number: finds.keep("act_year", "" if number is None else f"{number}"))
    place.number_input(words.YEAR, draft.FIRST_YEAR, draft.LAST_YEAR, help=words.YEAR_HELP, **when)


def _children(ground: Scene, view: View, wanted: Draft) -> None:
    many, age, year = st.columns(3, vertical_alignment="bottom")
    given = follow("act_children", wanted.children, lambda number: finds.keep("act_children", f"{number}"))
    most = ground.settings.scenario.most_homes
    many.number_input(words.CHILDREN, -most, most, help=words.CHILDREN_HELP, **given)
    _age(age, "act_age", words.CHILD_AGES, draft.AGES, wanted, None)
    _year(year, wanted)
    _where(ground, view, wanted)


def _take_up(ground: Scene, view: View, wanted: Draft) -> None:
    ages = draft.ages_of_kind(ground, "take_up")
    if not ages:
        published.draw(ground, view, wanted.percent)
        return
    age, many, year = st.columns(3, vertical_alignment="bottom")
    # One widget for each set of options: a browser keeps what was chosen in the other.
    _age(age, "act_age_of_take_up", words.TAKE_UP_AGES, ages, wanted, words.TAKE_UP_AGES_HELP)
    _number(many, "act_percent", words.PERCENT, wanted.percent, 100, words.PERCENT_HELP)
    _year(year, wanted)
    hours, where = st.columns(2, vertical_alignment="bottom")
    known = {"": words.ALL_ENTITLEMENTS} | {key: one.name for key, one in ground.settings.demand.entitlements.items()}
    chosen = follow_option("act_entitlement", wanted.entitlement, list(known), partial(finds.keep, "act_entitlement"))
    hours.selectbox(words.ENTITLEMENT, list(known), format_func=known.__getitem__, **chosen)
    districts = {"": words.WHOLE_AREA} | texts(ground.atlas.at("district")["name"].sort_values())
    given = follow_option("act_district", wanted.district, list(districts), partial(finds.keep, "act_district"))
    where.selectbox(words.TAKE_UP_WHERE, list(districts), format_func=districts.__getitem__, **given)


def _age(place: Any, name: str, label: str, ages: Sequence[str], wanted: Draft, tip: str | None) -> None:  # noqa: ANN401 - a column
    given = follow_option(name, wanted.age, list(ages), partial(finds.keep, "act_age"))
    place.selectbox(label, list(ages), format_func=words.aged, help=tip, **given)


def _where(ground: Scene, _: View, wanted: Draft) -> None:
    bys = draft.ways(wanted.kind)
    # One widget for each set of options: a browser keeps what was pressed in the other.
    given = follow_option(f"act_by_{len(bys)}", wanted.by, bys, partial(finds.keep, "act_by"))
    st.radio(words.BY, bys, format_func=words.BYS.__getitem__, horizontal=True, **given)
    if wanted.by == "place":
        _named(ground, wanted)
    elif wanted.by == "postcode":
        typed = follow("act_postcode", wanted.postcode, partial(finds.keep, "act_postcode"))
        st.text_input(words.POSTCODE, help=words.POSTCODE_HELP, max_chars=finds.MOST_WORDS, **typed)
    elif wanted.by == "at":
        # In the order of the list, as the choice of a provider has it.
        _choose("act_at", words.AT, offered.labels(ground), wanted.at, words.AT_PLACEHOLDER, "contains")
    else:
        _choose("act_area", words.AREA, offered.neighbourhoods(ground), wanted.area, words.AREA_PLACEHOLDER)


def _named(ground: Scene, wanted: Draft) -> None:
    """Draw the names of towns, villages and wards, and the neighbourhoods that the chosen one can mean."""
    _choose("act_place", words.PLACE, offered.named(ground), wanted.place, words.PLACE_PLACEHOLDER)
    if wanted.place is None or wanted.near is None:
        return
    names = offered.neighbourhoods(ground)
    codes = list(dict.fromkeys([*offered.around(ground, wanted.place), wanted.near]))
    # One widget for each place: a browser keeps what was chosen in the other's.
    given = follow_option(f"act_near_{wanted.place}", wanted.near, codes, partial(finds.keep, "act_near"))
    st.selectbox(words.NEAR, codes, format_func=names.__getitem__, help=words.NEAR_HELP, **given)


def _choose(name: str, label: str, names: dict[str, str], now: str | None, hint: str, by: SelectWidgetFilterMode = "fuzzy") -> None:
    given = follow_clearable_option(name, now, partial(finds.keep, name))
    st.selectbox(label, list(names), format_func=names.__getitem__, placeholder=hint, filter_mode=by, **given)


def _number(place: Any, name: str, label: str, now: int, most: int, tip: str | None) -> None:  # noqa: ANN401 - a column or the page
    write: Callable[[int], object] = lambda number: finds.keep(name, f"{number}")  # noqa: E731
    place.number_input(label, 0, most, help=tip, **follow(name, now, write))


def _add(ground: Scene, drawn: View) -> None:
    """Put the change on the list and empty the form, or say what is wrong with it and leave the form as it is.

    The change is that of the link as it is now: whoever types and presses at once has changed it since the button was drawn.
    """
    view = replace(drawn, find=tuple(saved().get("find", ())), do=tuple(saved().get("do", ())))
    wanted = draft.read(ground, view)
    faults = _faults(ground, view, wanted)
    if isinstance(faults, Act):
        emptied = finds.also(view.find, **dict.fromkeys(draft.FIELDS, ""))
        put([*view.do, written(faults)], find=list(emptied))
        return
    st.session_state[FAULTS] = ((wanted, view.do), faults)
    stay()


def _faults(ground: Scene, view: View, wanted: Draft) -> Act | tuple[str, ...]:
    if wanted.lacks:
        return (wanted.lacks,)
    most = ground.settings.scenario.most_changes
    if len(view.do) >= most:
        return (words.too_many(most),)
    found = scenario.checker(ground).read(wanted.row(), "")
    if not isinstance(found, Act):
        if wanted.by == "postcode" and offered.is_name(ground, wanted.where):
            return (words.a_name(wanted.where),)
        return tuple(words.fault(fault.column, fault.message) for fault in found)
    # Two changes of one provider: each is sound, but not both.
    _, refused = scenario.read(ground, (*view.do, written(found)))
    if refused:
        return (words.twice(offered.labels(ground).get(found.target, scenario.in_words(found, ground))),)
    return found
