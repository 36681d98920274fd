"""The filter bar: the sidebar's controls, each with one line of help, drawn from the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.clusters import MEASURES, MIN_AREAS, cluster_levels
from geo.need import usable_at
from geo.settings import LEVELS
from ui import filter_text, local, text
from ui.state import COLOURS, DETAILED, SECTORS, TODAY, change, choose_map, saved
from ui.tuning_bar import tuning_controls
from ui.wider import offer_wider
from ui.widgets import fold, multiselect, segmented, select, toggle

if TYPE_CHECKING:
    from ui.page import Loaded
    from ui.state import ColourBy, View

OWN_SETTINGS = "own_settings"
PLACES_ONLY = ("desert", "bands")


def filter_bar(loaded: Loaded, view: View, *, map_controls: bool, has_map: bool = False, measures: bool = False) -> None:
    """Draw the sidebar's filters.

    Parameters
    ----------
    loaded : Loaded
        Within the chosen borders, with the recommended settings: the outcome areas, districts, indicators and providers to choose from.
    view : View
        What the filters show.
    map_controls : bool
        Whether the page has a map with a choice of what to colour and of points to show.
    has_map : bool
        Whether the page has a map without these choices.
    measures : bool
        Whether the page shows one of gap, need and access.
    """
    outcomes = loaded.settings.outcomes
    with st.sidebar:
        select("outcome", view.query.outcome, list(outcomes), lambda key: outcomes[key].name, lambda new: choose_outcome(loaded, new))
        # The controls inside are drawn and sent only while they are open: most readers never need them.
        main, own = st.container(), fold(filter_text.OWN_SETTINGS, OWN_SETTINGS)
        with main:
            _main_filters(loaded, view, map_controls=map_controls, measures=measures)
            if map_controls or has_map:
                toggle("map", view.simple_map, lambda simple: choose_map(loaded.settings.map.simple if simple else DETAILED))
        if own.open:
            with own:
                _borders(loaded, view)
                tuning_controls(loaded, view)
        # Nothing is offered where nothing is marked.
        if local.marked_providers():
            toggle("local", view.without_marked)


def choose_outcome(loaded: Loaded, outcome: str) -> None:
    """Choose an outcome area. What belongs to another one is taken back: weights, target, services, and a measure that it does not use."""
    indicator = str(saved().get("indicator", ""))
    own = indicator if indicator in loaded.settings.outcomes[outcome].indicators else None
    change(outcome=outcome, weight=None, target=None, service=None, indicator=own)


def _borders(loaded: Loaded, view: View) -> None:
    borders = loaded.settings.borders
    if borders:
        options = [TODAY, *borders]
        select("borders", view.borders, options, lambda key: filter_text.BORDERS_TODAY if key == TODAY else borders[key].name)


def _main_filters(loaded: Loaded, view: View, *, map_controls: bool, measures: bool) -> None:
    settings, choices, query = loaded.settings, loaded.choices, view.query
    outcome = settings.outcomes[query.outcome]
    multiselect("district", query.districts, list(choices.districts), choices.districts.__getitem__)
    select("level", query.level, LEVELS, text.LEVEL_NAMES.__getitem__)
    if map_controls:
        _colour_controls(loaded, view)
    if measures:
        segmented("measure", view.measure, MEASURES, filter_text.MEASURE_NAMES)
    segmented("sector", query.sector, SECTORS, text.SECTOR_NAMES)
    multiselect(
        "service",
        query.services,
        [service for service in outcome.services if settings.services[service].capacity == outcome.access],
        lambda key: filter_text.service_option(settings.services[key].name, choices.providers.get(key, 0)),
    )
    if choices.assumed.intersection(outcome.services):
        toggle("assumed", query.include_assumed)
    if map_controls:
        toggle("providers", view.show_providers)
        toggle("sites", view.show_sites)


# --- what the map is coloured by --------------------------------------------------------------------------------------


def painted(loaded: Loaded, view: View) -> tuple[ColourBy, str | None]:
    """Give the colours of a view as far as its level and outcome area offer them, and the indicator if one is coloured."""
    colour = view.colour_by if view.colour_by in _colours(loaded, view) else "gap"
    if colour != "indicator":
        return colour, None
    shown = _indicators(loaded, view)
    if not shown:
        return "need", None
    return colour, view.indicator if view.indicator in shown else shown[0]


def _colours(loaded: Loaded, view: View) -> list[ColourBy]:
    places = loaded.settings.outcomes[view.query.outcome].access == "places"
    clustered = view.query.level in cluster_levels(loaded.model)
    return [colour for colour in COLOURS if (places or colour not in PLACES_ONLY) and (clustered or colour != "clusters")]


def _indicators(loaded: Loaded, view: View) -> list[str]:
    """List the indicators of the outcome area that exist at the level."""
    uses, facts = loaded.settings.outcomes[view.query.outcome].indicators, loaded.choices.indicators
    return [key for key in uses if usable_at(facts[key][1], view.query.level)]


def _colour_controls(loaded: Loaded, view: View) -> None:
    choices, level = loaded.choices, view.query.level
    offered = _colours(loaded, view)
    colour = select("colour", view.colour_by, offered, filter_text.COLOUR_NAMES.__getitem__)
    if "clusters" not in offered:
        st.caption(filter_text.no_clusters_at(level, len(choices.labels[level]), MIN_AREAS))
    if colour != "indicator":
        return
    shown = _indicators(loaded, view)
    if shown:
        select("indicator", view.indicator, shown, lambda key: choices.indicators[key][0])
    else:
        st.info(filter_text.no_indicator_at(level))
    uses = loaded.settings.outcomes[view.query.outcome].indicators
    offer_wider(loaded, {key: choices.indicators[key] for key in uses if key not in shown}, level)
