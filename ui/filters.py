"""The filter bar: the sidebar's controls, each with one line of help, and the view that they describe."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from geo.clusters import MEASURES, MIN_AREAS, Measure, cluster_levels
from geo.gaps import Query, Sector
from geo.need import usable_at
from geo.settings import LEVELS, Level
from ui import cache, filter_text, local, text
from ui.state import (
    COLOURS,
    DETAILED,
    SECTORS,
    SIMPLE,
    TODAY,
    ColourBy,
    View,
    adopt_url,
    map_chosen,
    saved,
    stands_in,
    widget_key,
    write_url,
    yes,
)
from ui.tuning_bar import chosen_tuning, tuning_controls
from ui.wider import offer_wider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ui.page import Loaded

OWN_SETTINGS = "own_settings"
PLACES_ONLY = ("desert", "bands")


def filter_bar(loaded: Loaded, *, map_controls: bool, has_map: bool = False, measures: bool = False) -> tuple[Loaded, View]:
    """Draw the sidebar's filters, read and write the URL, and return the view they describe.

    Parameters
    ----------
    loaded : Loaded
        Settings and data: the outcome areas, districts, indicators and providers to choose from.
    map_controls : bool
        Whether the page has a map with a choice of what to colour and of points to show.
    has_map : bool
        Whether the page has a map without these choices.
    measures : bool
        Whether the page shows one of gap, need and access.

    Returns
    -------
    Loaded
        The data within the chosen borders, scored with the reader's own settings.
    View
        What the filters describe.
    """
    settings = loaded.settings
    adopt_url(settings, lambda borders: _within(loaded, borders).choices)
    with st.sidebar:
        outcome = _select("outcome", list(settings.outcomes), lambda key: settings.outcomes[key].name)
        # The controls inside are drawn and sent only while they are open: most readers never need them.
        main, own = st.container(), st.expander(filter_text.OWN_SETTINGS, key=OWN_SETTINGS, on_change="rerun")
        if own.open:
            with own:
                _borders(loaded)
        borders = str(saved()["borders"])
        loaded = _within(loaded, borders)
        with main:
            view = _main_filters(loaded, outcome, map_controls=map_controls, measures=measures)
            simple = _simple_map() if map_controls or has_map else saved()["map"] == SIMPLE
        if own.open:
            with own:
                tuning_controls(loaded, outcome)
        tuning = chosen_tuning(settings, outcome)
        loaded, without_marked = _without_marked(loaded)
    view = replace(view, without_marked=without_marked, borders=borders, tuning=tuning, simple_map=simple, find=tuple(saved()["find"]))
    write_url(view)
    if tuning.recommended:
        return loaded, view
    stamp = f"{loaded.stamp}|{outcome}|{tuning!r}"
    return replace(loaded, model=cache.tuned(loaded.model, loaded.stamp, outcome, tuning), stamp=stamp), view


def _borders(loaded: Loaded) -> None:
    borders = loaded.settings.borders
    if borders:
        _select("borders", [TODAY, *borders], lambda key: filter_text.BORDERS_TODAY if key == TODAY else borders[key].name)


def _within(loaded: Loaded, borders: str) -> Loaded:
    if borders == TODAY:
        return loaded
    model = cache.within_borders(loaded.settings, loaded.atlas, loaded.stamp, borders)
    stamp = f"{loaded.stamp}|{borders}"
    return replace(loaded, atlas=model.atlas, model=model, stamp=stamp, data_stamp=stamp)


def _without_marked(loaded: Loaded) -> tuple[Loaded, bool]:
    """Offer to leave out what local knowledge marks; nothing is offered where nothing is marked."""
    if local.known().problems and saved()["local"] == "yes":
        # The choice stays in the link; the page says that it could not be followed.
        return loaded, True
    codes = local.marked_providers()
    left_out = bool(codes) and _toggle("local")
    return (local.without_marked(loaded, codes) if left_out else loaded), left_out


def _main_filters(loaded: Loaded, outcome: str, *, map_controls: bool, measures: bool) -> View:
    settings, choices = loaded.settings, loaded.choices
    districts = _multiselect("district", list(choices.districts), choices.districts.__getitem__)
    level = cast("Level", _select("level", LEVELS, text.LEVEL_NAMES.__getitem__))
    uses, access = settings.outcomes[outcome].indicators, settings.outcomes[outcome].access
    colour, indicator = _colour_controls(loaded, uses, level, access) if map_controls else _saved_colour()
    measure = cast("Measure", _segmented("measure", MEASURES, filter_text.MEASURE_NAMES) if measures else saved()["measure"])
    sector = cast("Sector", _segmented("sector", SECTORS, text.SECTOR_NAMES))
    wanted = settings.outcomes[outcome].services
    services = _multiselect(
        "service",
        [service for service in wanted if settings.services[service].capacity == access],
        lambda key: filter_text.service_option(settings.services[key].name, choices.providers.get(key, 0)),
    )
    assumed = _toggle("assumed") if choices.assumed.intersection(wanted) else saved()["assumed"] == "yes"
    providers = _toggle("providers") if map_controls else saved()["providers"] == "yes"
    sites = _toggle("sites") if map_controls else saved()["sites"] == "yes"
    query = Query(outcome, level, tuple(districts), sector, tuple(services), assumed)
    area = cast("str | None", saved()["area"])
    if area is not None and choices.levels.get(area) != level:
        area = None
    return View(query, colour, indicator, area, providers, sites, measure)


def _colour_controls(loaded: Loaded, uses: Iterable[str], level: Level, access: str) -> tuple[ColourBy, str | None]:
    choices = loaded.choices
    clustered = level in cluster_levels(loaded.model)
    offered = [colour for colour in COLOURS if access == "places" or colour not in PLACES_ONLY]
    offered = [colour for colour in offered if clustered or colour != "clusters"]
    colour = cast("ColourBy", _select("colour", offered, filter_text.COLOUR_NAMES.__getitem__))
    if not clustered:
        st.caption(filter_text.no_clusters_at(level, len(choices.labels[level]), MIN_AREAS))
    if colour != "indicator":
        return colour, None
    facts = {key: choices.indicators[key] for key in uses}
    shown = [key for key, (_, published) in facts.items() if usable_at(published, level)]
    if shown:
        indicator = _select("indicator", shown, lambda key: facts[key][0])
    else:
        st.info(filter_text.no_indicator_at(level))
    offer_wider(loaded, {key: fact for key, fact in facts.items() if key not in shown}, level)
    return (colour, indicator) if shown else ("need", None)


def _saved_colour() -> tuple[ColourBy, str | None]:
    return cast("ColourBy", saved()["colour"]), cast("str | None", saved()["indicator"])


# --- widgets that remember ------------------------------------------------------------------------------------------


def _prime(name: str, options: Sequence[str]) -> str:
    """Give the widget its saved value if it has none, or one that is no longer offered."""
    key = widget_key(name)
    current = st.session_state.get(key, saved()[name])
    if isinstance(current, list):
        st.session_state[key] = [value for value in current if value in options]
    else:
        st.session_state[key] = current if current in options else options[0]
    return key


def _select(name: str, options: Sequence[str], label: Callable[[str], str]) -> str:
    key = _prime(name, options)
    value = st.selectbox(filter_text.FILTER_LABELS[name], options, format_func=label, key=key, help=filter_text.FILTER_HELP[name])
    saved()[name] = value
    return value


def _multiselect(name: str, options: Sequence[str], label: Callable[[str], str]) -> list[str]:
    key = _prime(name, options)
    values = st.multiselect(
        filter_text.FILTER_LABELS[name],
        options,
        format_func=label,
        key=key,
        help=filter_text.FILTER_HELP[name],
        placeholder=filter_text.FILTER_ALL[name],
    )
    saved()[name] = values
    return values


def _segmented(name: str, options: Sequence[str], names: Mapping[str, str]) -> str:
    key = _prime(name, options)
    value = st.segmented_control(
        filter_text.FILTER_LABELS[name], options, format_func=names.__getitem__, key=key, help=filter_text.FILTER_HELP[name], required=True
    )
    saved()[name] = value
    return cast("str", value)


def _toggle(name: str) -> bool:
    key = widget_key(name)
    if key not in st.session_state:
        st.session_state[key] = saved()[name] == "yes"
    value = st.toggle(filter_text.FILTER_LABELS[name], key=key, help=filter_text.FILTER_HELP[name])
    saved()[name] = yes(value)
    return value


def _simple_map() -> bool:
    """Draw the choice of the map that needs no WebGL. A browser without it gets that map unless the reader chose the other."""
    key = widget_key("map")
    if key not in st.session_state:
        st.session_state[key] = saved()["map"] == SIMPLE or stands_in()
    simple = st.toggle(filter_text.FILTER_LABELS["map"], key=key, help=filter_text.FILTER_HELP["map"], on_change=map_chosen)
    saved()["map"] = SIMPLE if simple else DETAILED
    return simple
