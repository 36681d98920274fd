"""What the page of providers looks for: its own filters, kept in the link."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import streamlit as st

from geo.analysis.providers import BASES, INSPECTIONS, find_providers
from ui.scene.providers import everything, kinds
from ui.view import finds
from ui.view.provision import MOST_PLACES, read, whole
from ui.view.state import saved
from ui.view.widgets import follow, follow_clearable, follow_default
from ui.words import providers as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.analysis.providers import Search
    from geo.whatif.scene import Scene
    from ui.view.state import View
    from ui.view.widgets import HeldDefault, HeldValue

T = TypeVar("T")

# Takes the name of a filter, and what the reader asks for there.
Write: TypeAlias = "Callable[[str, object], None]"
KEY = "find"
# Folded away while they are not used.
NUMBERS = ("least_places", "most_places")
FINER = ("inspections", "bases", *NUMBERS)


def search_bar(scene: Scene, view: View) -> Search:
    """Draw the page's own filters, and give what they and the sidebar ask for. The choice is kept in the link."""
    table = everything(scene)
    services = scene.settings.services
    offered = kinds(scene)
    asked = read(view.find, offered)

    def write(name: str, value: object) -> None:
        finds.keep(name, _written(value))
        # A provider that is ringed is one of those in the list.
        kept = tuple(saved().get("find", ()))
        if finds.one(kept, "ringed") not in find_providers(table, whole(read(kept, offered), scene, view)).index:
            finds.keep("ringed", None)

    find, kind, beyond = st.columns([4, 3, 3], vertical_alignment="bottom")
    find.text_input(words.WORDS, help=words.WORDS_HELP, max_chars=finds.MOST_WORDS, **_one("words", asked.words, write))
    kind.multiselect(
        words.KIND,
        offered,
        format_func=lambda key: services[key].name,
        placeholder=words.KIND_ALL,
        **_several("services", asked.services, write),
    )
    beyond.toggle(words.BEYOND, help=words.BEYOND_HELP, **_one("beyond", asked.beyond, write))
    with st.expander(words.SEARCH_TITLE, expanded=any(finds.several(view.find, name) for name in FINER)):
        _finer_filters(asked, write)
    return whole(asked, scene, view)


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
