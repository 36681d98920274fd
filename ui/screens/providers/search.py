"""What the page of providers looks for: its own filters, kept in the link."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import streamlit as st

from geo.analysis.providers import BASES, INSPECTIONS, Search, find_providers
from ui.screens.providers.table import answering, everything
from ui.view import finds
from ui.view.state import saved
from ui.view.widgets import follow, follow_clearable, follow_default
from ui.words import providers as words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.whatif.scene import Scene
    from ui.view.state import View
    from ui.view.widgets import HeldDefault, HeldValue

T = TypeVar("T")

# Takes the name of a filter, and what the reader asks for there.
Write: TypeAlias = "Callable[[str, object], None]"
MOST_PLACES = 1000
KEY = "find"
# Folded away while they are not used.
NUMBERS = ("least_places", "most_places")
FINER = ("inspections", "bases", *NUMBERS)


def search_bar(scene: Scene, view: View) -> Search:
    """Draw the page's own filters, and give what they and the sidebar ask for. The choice is kept in the link."""
    table = everything(scene)
    services = scene.settings.services
    kinds = [service for service in services if (table["service_type"] == service).any()]
    asked = _read(view.find, kinds)

    def write(name: str, value: object) -> None:
        finds.keep(name, _written(value))
        # A provider that is ringed is one of those in the list.
        kept = tuple(saved().get("find", ()))
        if finds.one(kept, "ringed") not in find_providers(table, _whole(_read(kept, kinds), scene, view)).index:
            finds.keep("ringed", None)

    find, kind, beyond = st.columns([4, 3, 3], vertical_alignment="bottom")
    find.text_input(words.WORDS, help=words.WORDS_HELP, max_chars=finds.MOST_WORDS, **_one("words", asked.words, write))
    kind.multiselect(
        words.KIND,
        kinds,
        format_func=lambda key: services[key].name,
        placeholder=words.KIND_ALL,
        **_several("services", asked.services, write),
    )
    beyond.toggle(words.BEYOND, help=words.BEYOND_HELP, **_one("beyond", asked.beyond, write))
    with st.expander(words.SEARCH_TITLE, expanded=any(finds.several(view.find, name) for name in FINER)):
        _finer_filters(asked, write)
    return _whole(asked, scene, view)


def _whole(asked: Search, scene: Scene, view: View) -> Search:
    """Add what the sidebar asks for."""
    sectors = () if view.query.sector == "all" else (view.query.sector,)
    return replace(asked, services=asked.services or answering(scene.settings), sectors=sectors, districts=view.query.districts)


def _finer_filters(asked: Search, write: Write) -> None:
    left, right, least, most = st.columns([4, 3, 2, 2])
    results, bases = words.INSPECTIONS, words.BASES
    left.multiselect(
        words.INSPECTION,
        INSPECTIONS,
        format_func=results.__getitem__,
        placeholder=words.INSPECTION_ALL,
        help=words.INSPECTION_HELP,
        **_several("inspections", asked.inspections, write),
    )
    right.multiselect(
        words.BASIS,
        BASES,
        format_func=bases.__getitem__,
        placeholder=words.BASIS_ALL,
        help=words.BASIS_HELP,
        **_several("bases", asked.bases, write),
    )
    least.number_input(words.LEAST, 0, MOST_PLACES, help=words.PLACES_HELP, **_number("least_places", asked.least_places, write))
    most.number_input(words.MOST, 0, MOST_PLACES, help=words.PLACES_HELP, **_number("most_places", asked.most_places, write))


# Each draws a filter from what the link asks for, and keeps what the reader does in the link.


def _one(name: str, value: T, write: Write) -> HeldValue[T]:
    return follow(f"{KEY}_{name}", value, partial(write, name))


def _several(name: str, values: tuple[str, ...], write: Write) -> HeldDefault[list[str]]:
    return follow_default(f"{KEY}_{name}", list(values), partial(write, name))


def _number(name: str, value: float | None, write: Write) -> HeldValue[None]:
    return follow_clearable(f"{KEY}_{name}", value, partial(write, name))


def _written(value: object) -> list[str]:
    """Write a filter as values of ``find``; nothing where it asks for nothing."""
    several = value if isinstance(value, list) else [value]
    return ["yes" if choice is True else str(choice) for choice in several if choice not in (None, "", False)]


def _read(find: tuple[str, ...], kinds: list[str]) -> Search:
    """Read what a link asks for; what it cannot mean is left out."""
    given = {name: finds.several(find, name) for name in finds.PROVISION}
    return Search(
        words=finds.one(find, "words"),
        services=tuple(option for option in given["services"] if option in kinds),
        inspections=tuple(option for option in given["inspections"] if option in INSPECTIONS),
        bases=tuple(option for option in given["bases"] if option in BASES),
        beyond=given["beyond"] == ["yes"],
        least_places=_places(given["least_places"]),
        most_places=_places(given["most_places"]),
    )


def _places(given: Sequence[str]) -> int | None:
    number = given[0] if given else ""
    return min(int(number), MOST_PLACES) if number.isascii() and number.isdigit() else None
