"""What the page of providers looks for: its own filters, kept in the link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.provision import BASES, INSPECTIONS, Search
from ui import provision_text as words
from ui.provision import answering, everything
from ui.state import saved

if TYPE_CHECKING:
    from ui.page import Loaded
    from ui.state import View

MOST_PLACES, MOST_WORDS = 1000, 100
KEY, DRAWN = "find", "find_drawn"
NAMES = ("words", "services", "beyond", "inspections", "bases", "least_places", "most_places")


def search_bar(loaded: Loaded, view: View) -> Search:
    """Draw the page's own filters, and give what they and the sidebar ask for. The choice is kept in the link."""
    table = everything(loaded.atlas, loaded.data_stamp)
    services = loaded.settings.services
    kinds = [service for service in services if (table["service_type"] == service).any()]
    _take_from_link(view, kinds)
    find, kind, beyond = st.columns([4, 3, 3], vertical_alignment="bottom")
    find.text_input(words.WORDS, help=words.WORDS_HELP, max_chars=MOST_WORDS, **_widget("words"))
    kind.multiselect(words.KIND, kinds, format_func=lambda key: services[key].name, placeholder=words.KIND_ALL, **_widget("services"))
    beyond.toggle(words.BEYOND, help=words.BEYOND_HELP, **_widget("beyond"))
    with st.expander(words.SEARCH_TITLE, expanded=any(not one.startswith(("words:", "services:", "beyond:")) for one in view.find)):
        _finer_filters()
    sectors = () if view.query.sector == "all" else (view.query.sector,)
    asked = _read(tuple(_given()))
    return replace(asked, services=asked.services or answering(loaded.settings), sectors=sectors, districts=view.query.districts)


def _finer_filters() -> None:
    left, right, least, most = st.columns([4, 3, 2, 2])
    results, bases = words.INSPECTIONS, words.BASES
    left.multiselect(
        words.INSPECTION,
        INSPECTIONS,
        format_func=results.__getitem__,
        placeholder=words.INSPECTION_ALL,
        help=words.INSPECTION_HELP,
        **_widget("inspections"),
    )
    right.multiselect(
        words.BASIS, BASES, format_func=bases.__getitem__, placeholder=words.BASIS_ALL, help=words.BASIS_HELP, **_widget("bases")
    )
    least.number_input(words.LEAST, 0, MOST_PLACES, None, help=words.PLACES_HELP, **_widget("least_places"))
    most.number_input(words.MOST, 0, MOST_PLACES, None, help=words.PLACES_HELP, **_widget("most_places"))


def _widget(name: str) -> dict[str, Any]:
    return {"key": f"{KEY}_{name}", "on_change": _keep}


def _take_from_link(view: View, kinds: list[str]) -> None:
    """Set the filters as a link says, or as they were when the reader left the page."""
    state = st.session_state
    if state.get(DRAWN) == view.find and f"{KEY}_words" in state:
        return
    given = _read(view.find)
    for name in NAMES:
        value = getattr(given, name)
        state[f"{KEY}_{name}"] = list(value) if isinstance(value, tuple) else value
    state[f"{KEY}_services"] = [service for service in given.services if service in kinds]
    state[DRAWN] = view.find


def _keep() -> None:
    """Put a changed filter into the view before the page is drawn, so that the link beside the title has it."""
    saved()["find"] = _given()
    st.session_state[DRAWN] = tuple(saved()["find"])


def _given() -> list[str]:
    """Write the filters as ``name:value``, one for each choice."""
    found = []
    for name in NAMES:
        value = st.session_state[f"{KEY}_{name}"]
        several = value if isinstance(value, list) else [value]
        found += [f"{name}:{'yes' if one is True else one}" for one in several if one not in (None, "", False)]
    return found


def _read(found: tuple[str, ...]) -> Search:
    """Read what a link asks for; what it cannot mean is left out."""
    given: dict[str, list[str]] = {}
    for one in found:
        name, _, value = one.partition(":")
        given.setdefault(name, []).append(value)
    numbers = {name: given[name][0] for name in ("least_places", "most_places") if name in given}
    return Search(
        words=given.get("words", [""])[0][:MOST_WORDS],
        services=tuple(given.get("services", ())),
        inspections=tuple(one for one in given.get("inspections", ()) if one in INSPECTIONS),
        bases=tuple(one for one in given.get("bases", ()) if one in BASES),
        beyond=given.get("beyond") == ["yes"],
        **{name: min(int(number), MOST_PLACES) for name, number in numbers.items() if number.isascii() and number.isdigit()},
    )
