"""The filter bar and the view it describes. The view lives in the URL: a link opens the same picture on any server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

import streamlit as st

from geo.gaps import Query, Sector
from geo.need import usable_at
from geo.settings import LEVELS, Level, Settings
from ui import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ui.cache import Choices
    from ui.page import Loaded

ColourBy = Literal["gap", "need", "access", "both", "indicator"]
COLOURS: tuple[ColourBy, ...] = get_args(ColourBy)
SECTORS: tuple[Sector, ...] = get_args(Sector)

DEFAULTS: dict[str, str | list[str] | None] = {
    "outcome": None,  # the first outcome area of config.toml
    "district": [],
    "level": "lsoa",
    "colour": "gap",
    "indicator": None,
    "sector": "all",
    "service": [],
    "assumed": "yes",
    "providers": "yes",
    "sites": "no",
    "area": None,
}


@dataclass(frozen=True)
class View:
    """One picture: what is asked (`query`) and how it is shown."""

    query: Query
    colour_by: ColourBy
    indicator: str | None
    area: str | None
    show_providers: bool
    show_sites: bool

    def params(self) -> dict[str, str | list[str]]:
        """URL parameters of this view; what is at its default is left out, except the outcome area."""
        query = self.query
        given: dict[str, str | list[str] | None] = {
            "outcome": query.outcome,
            "district": list(query.districts),
            "level": query.level,
            "colour": self.colour_by,
            "indicator": self.indicator if self.colour_by == "indicator" else None,
            "sector": query.sector,
            "service": list(query.services),
            "assumed": _yes(query.include_assumed),
            "providers": _yes(self.show_providers),
            "sites": _yes(self.show_sites),
            "area": self.area,
        }
        return {key: value for key, value in given.items() if value and value != DEFAULTS[key]}


def _yes(flag: bool) -> str:  # noqa: FBT001 - a converter of one value
    return "yes" if flag else "no"


def choose_area(code: str | None) -> None:
    """Choose an area for the panel; for callbacks of the map, the select box and the tables."""
    _saved()["area"] = code
    st.session_state["pick_area"] = code


def filter_bar(loaded: Loaded, *, map_controls: bool) -> View:
    """Draw the sidebar's filters, read and write the URL, and return the view they describe.

    Parameters
    ----------
    loaded : Loaded
        Settings and data: the outcome areas, districts, indicators and providers to choose from.
    map_controls : bool
        Whether the page has a map, and so a choice of what to colour and of points to show.
    """
    settings, choices = loaded.settings, loaded.choices
    _adopt_url(settings, choices)
    with st.sidebar:
        outcome = _select("outcome", list(settings.outcomes), lambda key: settings.outcomes[key].name)
        districts = _multiselect("district", list(choices.districts), choices.districts.__getitem__)
        level = cast("Level", _select("level", LEVELS, text.LEVEL_NAMES.__getitem__))
        uses = settings.outcomes[outcome].indicators
        colour, indicator = _colour_controls(choices, uses, level) if map_controls else _saved_colour()
        sector = cast("Sector", _segmented("sector", SECTORS, text.SECTOR_NAMES))
        wanted, access = settings.outcomes[outcome].services, settings.outcomes[outcome].access
        services = _multiselect(
            "service",
            [service for service in wanted if settings.services[service].capacity == access],
            lambda key: text.service_option(settings.services[key].name, choices.providers.get(key, 0)),
        )
        assumed = _toggle("assumed") if choices.assumed.intersection(wanted) else _saved()["assumed"] == "yes"
        providers = _toggle("providers") if map_controls else _saved()["providers"] == "yes"
        sites = _toggle("sites") if map_controls else _saved()["sites"] == "yes"
    query = Query(outcome, level, tuple(districts), sector, tuple(services), assumed)
    area = cast("str | None", _saved()["area"])
    if area is not None and choices.levels[area] != level:
        area = None
    view = View(query, colour, indicator, area, providers, sites)
    write_url(view)
    return view


def write_url(view: View) -> None:
    """Put the view into the address bar, unless it is there already."""
    params = view.params()
    st.session_state["url_written"] = params
    if _url() != params:
        st.query_params.from_dict(params)


def _colour_controls(choices: Choices, uses: Iterable[str], level: Level) -> tuple[ColourBy, str | None]:
    colour = cast("ColourBy", _select("colour", COLOURS, text.COLOUR_NAMES.__getitem__))
    if colour != "indicator":
        return colour, None
    facts = {key: choices.indicators[key] for key in uses}
    shown = [key for key, (_, published) in facts.items() if usable_at(published, level)]
    if not shown:
        st.info(text.no_indicator_at(level))
        return "need", None
    indicator = _select("indicator", shown, lambda key: facts[key][0])
    wider = [fact for key, fact in facts.items() if key not in shown]
    if wider:
        st.caption(text.coarser_indicators(wider, level))
    return colour, indicator


def _saved_colour() -> tuple[ColourBy, str | None]:
    saved = _saved()
    return cast("ColourBy", saved["colour"]), cast("str | None", saved["indicator"])


# --- widgets that remember ------------------------------------------------------------------------------------------
# A widget's own state is dropped when another page is opened; the saved view carries it over.


def _saved() -> dict[str, str | list[str] | None]:
    return st.session_state.setdefault("view", dict(DEFAULTS))


def _key(name: str) -> str:
    return f"filter_{name}"


def _prime(name: str, options: Sequence[str]) -> str:
    """Give the widget its saved value if it has none, or one that is no longer offered."""
    key, saved = _key(name), _saved()[name]
    current = st.session_state.get(key, saved)
    if isinstance(current, list):
        st.session_state[key] = [value for value in current if value in options]
    else:
        st.session_state[key] = current if current in options else options[0]
    return key


def _select(name: str, options: Sequence[str], label: Callable[[str], str]) -> str:
    key = _prime(name, options)
    value = st.selectbox(text.FILTER_LABELS[name], options, format_func=label, key=key, help=text.FILTER_HELP[name])
    _saved()[name] = value
    return value


def _multiselect(name: str, options: Sequence[str], label: Callable[[str], str]) -> list[str]:
    key = _prime(name, options)
    values = st.multiselect(
        text.FILTER_LABELS[name], options, format_func=label, key=key, help=text.FILTER_HELP[name], placeholder=text.FILTER_ALL[name]
    )
    _saved()[name] = values
    return values


def _segmented(name: str, options: Sequence[str], names: Mapping[str, str]) -> str:
    key = _prime(name, options)
    value = st.segmented_control(
        text.FILTER_LABELS[name], options, format_func=names.__getitem__, key=key, help=text.FILTER_HELP[name], required=True
    )
    _saved()[name] = value
    return cast("str", value)


def _toggle(name: str) -> bool:
    key = _key(name)
    if key not in st.session_state:
        st.session_state[key] = _saved()[name] == "yes"
    value = st.toggle(text.FILTER_LABELS[name], key=key, help=text.FILTER_HELP[name])
    _saved()[name] = _yes(value)
    return value


# --- the URL ---------------------------------------------------------------------------------------------------------


def _url() -> dict[str, str | list[str]]:
    many = {name for name, default in DEFAULTS.items() if isinstance(default, list)}
    return {name: st.query_params.get_all(name) if name in many else st.query_params[name] for name in st.query_params}


def _adopt_url(settings: Settings, choices: Choices) -> None:
    """Take the view from the URL when it is not the one that this session wrote there itself (a deep link, a link in a page)."""
    url = _url()
    if not url or url == st.session_state.get("url_written"):
        return
    valid = _valid_values(settings, choices, str(url.get("outcome", "")))
    view, refused = dict(DEFAULTS), []
    for name, given in url.items():
        values = given if isinstance(given, list) else [given]
        good = [value for value in values if value in valid.get(name, ())]
        refused += [f"{name}={value}" for value in values if value not in good]
        if good:
            view[name] = good if isinstance(given, list) else good[0]
    st.session_state["view"] = view
    for name in DEFAULTS:
        st.session_state.pop(_key(name), None)
    st.session_state["pick_area"] = view["area"]
    if refused:
        st.warning(text.link_refused(refused))


def _valid_values(settings: Settings, choices: Choices, outcome: str) -> dict[str, Iterable[str]]:
    known = settings.outcomes.get(outcome) or next(iter(settings.outcomes.values()))
    flag = ("yes", "no")
    return {
        "outcome": settings.outcomes,
        "district": choices.districts,
        "level": LEVELS,
        "colour": COLOURS,
        "indicator": known.indicators,
        "sector": SECTORS,
        "service": [service for service in known.services if settings.services[service].capacity == known.access],
        "assumed": flag,
        "providers": flag,
        "sites": flag,
        "area": choices.levels,
    }
