"""The filter bar: the sidebar's controls, each with one line of help, drawn from the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis.clusters import MEASURES, MIN_AREAS, cluster_levels
from geo.base.vocabulary import LEVELS
from geo.method.need import usable_at
from ui.scene import local
from ui.scene.offers import offers
from ui.view import finds
from ui.view.own_settings import tuning_controls
from ui.view.state import COLOURS, DRAWINGS, SECTORS, TODAY, change, choose_map, saved
from ui.view.wider import offer_wider
from ui.view.widgets import fold, multiselect, segmented, select, toggle
from ui.words import common
from ui.words import filters as filters_words

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.whatif.scene import Scene
    from ui.view.page_filters import Filter
    from ui.view.state import ColourBy, View

OWN_SETTINGS = "own_settings"
OWN: frozenset[Filter] = frozenset({"borders", "weight", "travel", "form", "target"})
PLACES_ONLY = ("desert", "bands")


def filter_bar(scene: Scene, view: View, filters: frozenset[Filter]) -> None:
    """Draw the sidebar's filters.

    Parameters
    ----------
    scene : Scene
        Within the chosen borders, with the recommended settings: the outcome areas, districts, indicators and providers to choose from.
    view : View
        What the filters show.
    filters : frozenset of str
        Those that change the page (`ui.view.page_filters`).
    """
    outcomes = scene.settings.outcomes
    with st.sidebar:
        if "outcome" in filters:
            select("outcome", view.query.outcome, list(outcomes), lambda key: outcomes[key].name, lambda new: choose_outcome(scene, new))
        # The controls inside are drawn and sent only while they are open: most readers never need them.
        main, folded = st.container(), filters & OWN
        title = filters_words.FILTER_LABELS["borders"] if folded == {"borders"} else filters_words.OWN_SETTINGS
        own = fold(title, OWN_SETTINGS) if folded else None
        with main:
            _main_filters(scene, view, filters)
        if own is not None and own.open:
            with own:
                if "borders" in filters:
                    _borders(scene, view)
                tuning_controls(scene, view, folded)
        # Nothing is offered where nothing is marked.
        if "local" in filters and local.marked_providers():
            toggle("local", view.without_marked)


def choose_outcome(scene: Scene, outcome: str) -> None:
    """Choose an outcome area.

    What belongs to another one is taken back: weights, target, services, what is to open, and a measure that it does not use.
    """
    indicator = str(saved().get("indicator", ""))
    own = indicator if indicator in scene.settings.outcomes[outcome].indicators else None
    find = finds.also(saved().get("find", ()), site_opens="", site_kind="")
    change(outcome=outcome, weight=None, target=None, service=None, indicator=own, find=list(find))


def _borders(scene: Scene, view: View) -> None:
    borders = scene.settings.borders
    if borders:
        options = [TODAY, *borders]
        select("borders", view.borders, options, lambda key: filters_words.BORDERS_TODAY if key == TODAY else borders[key].name)


def _main_filters(scene: Scene, view: View, filters: frozenset[Filter]) -> None:
    settings, choices, query = scene.settings, offers(scene), view.query
    outcome = settings.outcomes[query.outcome]
    if "district" in filters:
        multiselect("district", query.districts, list(choices.districts), choices.districts.__getitem__)
    if "level" in filters:
        select("level", query.level, LEVELS, common.LEVEL_NAMES.__getitem__)
    if "colour" in filters:
        _colour_controls(scene, view)
    if "measure" in filters:
        segmented("measure", view.measure, MEASURES, filters_words.MEASURE_NAMES)
    if "sector" in filters:
        segmented("sector", query.sector, SECTORS, common.SECTOR_NAMES)
    if "service" in filters:
        multiselect(
            "service",
            query.services,
            [service for service in outcome.services if settings.services[service].capacity == outcome.access],
            lambda key: filters_words.service_option(settings.services[key].name, choices.providers.get(key, 0)),
        )
    if "assumed" in filters and choices.assumed.intersection(outcome.services):
        toggle("assumed", query.include_assumed)
    _map_switches(view, filters)


def _map_switches(view: View, filters: frozenset[Filter]) -> None:
    if "providers" in filters:
        toggle("providers", view.show_providers)
    if "sites" in filters:
        toggle("sites", view.show_sites)
    if "map" in filters:
        select("map", view.drawing, DRAWINGS, filters_words.DRAWING_NAMES.__getitem__, choose_map)


# --- what the map is coloured by --------------------------------------------------------------------------------------


def painted(scene: Scene, view: View) -> tuple[ColourBy, str | None]:
    """Give the colours of a view as far as its level and outcome area offer them, and the indicator if one is coloured."""
    colour = view.colour_by if view.colour_by in _colours(scene, view) else "gap"
    if colour != "indicator":
        return colour, None
    shown = _indicators(scene, view)
    if not shown:
        return "need", None
    return colour, view.indicator if view.indicator in shown else shown[0]


def _colours(scene: Scene, view: View) -> list[ColourBy]:
    places = scene.settings.outcomes[view.query.outcome].access == "places"
    clustered = view.query.level in cluster_levels(scene.model)
    banded = _usable_here(scene, scene.settings.deserts.bands_indicator, view.query.level)
    left_out = {*(() if places else PLACES_ONLY), *(() if clustered else ("clusters",)), *(() if banded else ("bands",))}
    return [colour for colour in COLOURS if colour not in left_out]


def _usable_here(scene: Scene, indicator: str, level: Level) -> bool:
    """Whether the data have figures of an indicator, and have them for areas of a level."""
    choices = offers(scene)
    return indicator in choices.valued and usable_at(choices.indicators[indicator][1], level)


def _indicators(scene: Scene, view: View) -> list[str]:
    """List the indicators of the outcome area that exist at the level."""
    uses, facts = scene.settings.outcomes[view.query.outcome].indicators, offers(scene).indicators
    return [key for key in uses if usable_at(facts[key][1], view.query.level)]


def _colour_controls(scene: Scene, view: View) -> None:
    choices, level = offers(scene), view.query.level
    offered = _colours(scene, view)
    colour = select("colour", view.colour_by, offered, filters_words.COLOUR_NAMES.__getitem__)
    if "clusters" not in offered:
        st.caption(filters_words.no_clusters_at(level, len(choices.labels[level]), MIN_AREAS))
    if colour != "indicator":
        return
    shown = _indicators(scene, view)
    if shown:
        select("indicator", view.indicator, shown, lambda key: choices.indicators[key][0])
    else:
        st.info(filters_words.no_indicator_at(level))
    uses = scene.settings.outcomes[view.query.outcome].indicators
    offer_wider(scene, {key: choices.indicators[key] for key in uses if key not in shown}, level)
