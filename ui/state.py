"""The view that the filters describe. It lives in the URL: a link opens the same picture on any server."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import streamlit as st

from geo.clusters import MEASURES, Measure
from geo.gaps import Query, Sector
from geo.settings import LEVELS, Settings
from geo.tuning import RECOMMENDED, Tuning
from ui import filter_text
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ui.cache import Choices

ColourBy = Literal["gap", "need", "access", "both", "desert", "bands", "clusters", "mix", "indicator"]
COLOURS: tuple[ColourBy, ...] = get_args(ColourBy)
SECTORS: tuple[Sector, ...] = get_args(Sector)
TODAY = "today"
SIMPLE, DETAILED = "simple", "detailed"
MOST_WEIGHT = 3.0
MOST_FIND = 120

DEFAULTS: dict[str, str | list[str] | None] = {
    "outcome": None,  # the first outcome area of config.toml
    "borders": TODAY,
    "district": [],
    "level": "lsoa",
    "colour": "gap",
    "indicator": None,
    "measure": "gap",
    "sector": "all",
    "service": [],
    "assumed": "yes",
    "providers": "yes",
    "sites": "no",
    "map": DETAILED,
    "area": None,
    "weight": [],  # indicator:weight
    "travel": None,  # mode:minutes
    "target": None,  # a number, or the word of config.toml
    "local": "no",  # whether providers that local knowledge marks are left out
    "find": [],  # what the page of providers looks for, name:value
}


@dataclass(frozen=True)
class View:
    """One picture: what is asked (`query`), with which settings and borders, and how it is shown."""

    query: Query
    colour_by: ColourBy
    indicator: str | None
    area: str | None
    show_providers: bool
    show_sites: bool
    measure: Measure = "gap"
    borders: str = TODAY
    tuning: Tuning = RECOMMENDED
    simple_map: bool = False
    find: tuple[str, ...] = ()
    without_marked: bool = False

    def params(self) -> dict[str, str | list[str]]:
        """URL parameters of this view; what is at its default is left out, except the outcome area."""
        query, tuning = self.query, self.tuning
        given: dict[str, str | list[str] | None] = {
            "outcome": query.outcome,
            "borders": self.borders,
            "district": list(query.districts),
            "level": query.level,
            "colour": self.colour_by,
            "indicator": self.indicator,
            "measure": self.measure,
            "sector": query.sector,
            "service": list(query.services),
            "assumed": yes(query.include_assumed),
            "providers": yes(self.show_providers),
            "sites": yes(self.show_sites),
            "map": SIMPLE if self.simple_map else DETAILED,
            "area": self.area,
            "weight": [f"{indicator}:{weight:g}" for indicator, weight in tuning.weights],
            "travel": travel_word(*tuning.travel) if tuning.travel else None,
            "target": f"{tuning.target:g}" if isinstance(tuning.target, float) else tuning.target,
            "find": list(self.find),
            "local": yes(self.without_marked),
        }
        return {key: value for key, value in given.items() if value and value != DEFAULTS[key]}


def yes(flag: bool) -> str:  # noqa: FBT001 - a converter of one value
    """Write a flag as the URL does."""
    return "yes" if flag else "no"


def travel_word(mode: str, minutes: float) -> str:
    """Write a catchment as the URL does: ``walk:15``."""
    return f"{mode}:{minutes:g}"


def choose_area(code: str | None) -> None:
    """Choose an area for the panel; for callbacks of the map, the select box and the tables."""
    saved()["area"] = code
    st.session_state["pick_area"] = code


def map_chosen() -> None:
    """Note that the reader chose the kind of map: from now on nothing chooses for them."""
    st.session_state["map_chosen"] = True


def map_is_blank() -> None:
    """Note that this browser cannot draw the detailed map; the simple one stands in unless the reader chose."""
    st.session_state["map_blank"] = True
    drop_widgets(["map"])


def stands_in() -> bool:
    """Whether the simple map is shown because the browser cannot draw the other one."""
    return bool(st.session_state.get("map_blank")) and not st.session_state.get("map_chosen")


# A widget's own state is dropped when another page is opened; the saved view carries it over.


def saved() -> dict[str, Any]:
    """Give the choices of this session, by the names of `DEFAULTS`."""
    return cast("dict[str, Any]", st.session_state.setdefault("view", dict(DEFAULTS)))


def widget_key(name: str) -> str:
    """Give the key of the widget of one choice."""
    return f"filter_{name}"


def forget(names: Iterable[str]) -> None:
    """Put choices back to their defaults, and let their widgets be drawn anew."""
    names = tuple(names)
    for name in names:
        saved()[name] = DEFAULTS[name]
    drop_widgets(names)


def drop_widgets(names: Iterable[str]) -> None:
    """Let widgets take their value from the saved view when they are drawn next."""
    starts = tuple(widget_key(name) for name in names)
    for key in [key for key in st.session_state if isinstance(key, str) and key.startswith(starts)]:
        del st.session_state[key]


# --- the URL ---------------------------------------------------------------------------------------------------------


def write_url(view: View) -> None:
    """Put the view into the address bar, unless it is there already."""
    params = view.params()
    st.session_state["url_written"] = params
    if _url() != params:
        st.query_params.from_dict(params)


def _url() -> dict[str, str | list[str]]:
    many = {name for name, default in DEFAULTS.items() if isinstance(default, list)}
    return {name: st.query_params.get_all(name) if name in many else st.query_params[name] for name in st.query_params}


def adopt_url(settings: Settings, choices_of: Callable[[str], Choices]) -> None:
    """Take the view from the URL when it is not the one that this session wrote there itself (a deep link, a link in a page).

    Parameters
    ----------
    settings : Settings
        Outcome areas, services, catchments and borders that exist.
    choices_of : callable
        What can be chosen under given borders.
    """
    url = _url()
    if not url or url == st.session_state.get("url_written"):
        return
    borders = str(url.get("borders", TODAY))
    valid = _valid_values(settings, choices_of(borders if borders in settings.borders else TODAY), str(url.get("outcome", "")))
    view, refused = dict(DEFAULTS), []
    for name, given in url.items():
        values = given if isinstance(given, list) else [given]
        good = [value for value in values if name in valid and valid[name](value)]
        refused += [f"{name}={value}" for value in values if value not in good]
        if good:
            view[name] = good if isinstance(given, list) else good[0]
    st.session_state["view"] = view
    drop_widgets(DEFAULTS)
    st.session_state["pick_area"] = view["area"]
    if refused:
        st.warning(plain(filter_text.link_refused(refused)))


def _valid_values(settings: Settings, choices: Choices, outcome: str) -> dict[str, Callable[[str], bool]]:
    known = settings.outcomes.get(outcome) or next(iter(settings.outcomes.values()))
    flag = {"yes", "no"}
    one_of: dict[str, Iterable[str]] = {
        "outcome": set(settings.outcomes),
        "borders": {TODAY, *settings.borders},
        "district": set(choices.districts),
        "level": set(LEVELS),
        "colour": set(COLOURS),
        "indicator": set(choices.indicators),
        "measure": set(MEASURES),
        "sector": set(SECTORS),
        "service": {service for service in known.services if settings.services[service].capacity == known.access},
        "assumed": flag,
        "providers": flag,
        "sites": flag,
        "local": flag,
        "map": {SIMPLE, DETAILED},
        "area": choices.levels,
        "travel": {travel_word(travel.mode, travel.minutes) for travel in settings.access.offered},
    }
    checks: dict[str, Callable[[str], bool]] = {name: set(values).__contains__ for name, values in one_of.items()}
    checks["weight"] = lambda value: value.partition(":")[0] in known.indicators and _between(value.partition(":")[2], 0, MOST_WEIGHT)
    checks["find"] = lambda value: ":" in value and len(value) <= MOST_FIND
    checks["target"] = lambda value: value == "atlas_median" or _between(value, 0.1, 1000)
    return checks


def _between(written: str, low: float, high: float) -> bool:
    try:
        number = float(written)
    except ValueError:
        return False
    return math.isfinite(number) and low <= number <= high
