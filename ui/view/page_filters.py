"""Which filters change which page: a page offers these and no other. The others keep their value for the next page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeVar

from geo.whatif.tuning import Tuning
from ui.view import earlier, finds
from ui.view.state import TODAY
from ui.words import pages, what_if

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ui.view.state import View
    from ui.words.pages import Page

T = TypeVar("T")

Filter = Literal[
    "outcome", "district", "level", "sector", "service", "assumed", "borders", "weight", "travel", "form", "target", "local",
    "measure", "colour", "providers", "sites", "map",
]  # fmt: skip

NONE: frozenset[Filter] = frozenset()
# What decides the score of an area, and what decides a figure in places beside it.
SCORES: frozenset[Filter] = frozenset({"outcome", "level", "sector", "service", "assumed", "borders", "weight", "travel", "form", "local"})
FIGURES: frozenset[Filter] = SCORES | {"district", "target"}

OF_RESULTS: frozenset[Filter] = frozenset({"level", "colour", "providers", "sites", "map"})
CHANGE = "change"

FILTERS: dict[Page, frozenset[Filter]] = {
    pages.HOME: NONE,
    pages.GAP_MAP: FIGURES | {"colour", "providers", "sites", "map"},
    pages.GAP_LIST: FIGURES,
    pages.PROFILE: FIGURES,
    pages.DISTRICTS: FIGURES | {"measure"},
    pages.PROVISION: frozenset({"district", "sector", "borders", "map"}),
    pages.THEN_NOW: FIGURES,
    pages.REPORT: FIGURES,
    pages.WHAT_IF: FIGURES | {"colour", "providers", "sites", "map"},
    pages.SITING: FIGURES - {"level"} | {"map"},
    pages.DEMAND: FIGURES - {"weight"} | {"providers", "sites", "map"},
    # What it is on, its weights and its target are those of the settings: members compare one year with the next.
    pages.SUFFICIENCY: frozenset({"district", "assumed", "borders", "travel", "form", "local"}),
    pages.TRUST: SCORES - {"borders"} | {"district"},
    pages.MEASURES: frozenset({"outcome", "district", "level", "borders"}),
    pages.HOT_SPOTS: SCORES | {"district", "measure", "map"},
    pages.CLOSURES: FIGURES - {"level", "weight", "form"},
    pages.BORDERS: SCORES,
    pages.WHAT_WORKS: frozenset({"outcome"}),
    # The outcome area is the one whose weights are offered.
    pages.AGREEMENT: frozenset({"outcome", "district", "borders", "weight", "travel", "form", "local", "map"}),
    pages.YOUR_DATA: NONE,
    pages.LOCAL: frozenset({"district"}),
    pages.METHODS: frozenset({"borders", "travel", "target"}),
}


def of(page: Page) -> frozenset[Filter]:
    """Give the filters that change what a page shows."""
    return FILTERS[page]


def now(page: Page, view: View, counts: Callable[[], bool]) -> frozenset[Filter]:
    """Give the filters that change what a page shows as it is asked.

    A page of changes has no map and no list before one that counts, and nothing is compared while there is one version.

    Parameters
    ----------
    page, view
        What is asked.
    counts : callable
        Says whether any of the changes counts for the question.
    """
    filters = of(page)
    if page == pages.THEN_NOW and not earlier.offered():
        return NONE
    if page != pages.WHAT_IF:
        return filters
    if not view.do or not counts():
        return filters - OF_RESULTS
    # The map of the change itself has colours of its own.
    return filters if shown(view.find) != CHANGE else filters - {"colour"}


def shown(find: Iterable[str]) -> str:
    """Say what the map of a scenario shows: a key of `ui.words.what_if.SHOW`."""
    asked = finds.one(find, "shows")
    return asked if asked in what_if.SHOW else CHANGE


def seen(page: Page, view: View) -> View:
    """Give a view as far as it changes a page: what does not is as recommended, so that the page does not call it a change of its figures.

    Parameters
    ----------
    page : Page
        The page that is shown.
    view : View
        What the link asks for; its own links go on to carry all of it.
    """
    filters, query, tuning = of(page), view.query, view.tuning

    def kept(name: Filter, value: T, usual: T) -> T:
        return value if name in filters else usual

    asked = replace(
        query,
        districts=kept("district", query.districts, ()),
        sector=kept("sector", query.sector, "all"),
        services=kept("service", query.services, ()),
        include_assumed=kept("assumed", query.include_assumed, usual=True),
    )
    own = Tuning(
        kept("weight", tuning.weights, ()),
        kept("travel", tuning.travel, None),
        kept("target", tuning.target, None),
        kept("form", tuning.form, None),
    )
    borders = kept("borders", view.borders, TODAY)
    return replace(view, query=asked, tuning=own, borders=borders, without_marked=kept("local", view.without_marked, usual=False))
