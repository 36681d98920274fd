"""Weights and thresholds in the reader's hands: sliders and choices that start at the recommended settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from geo.need import WORSE_SIGN
from geo.tuning import Tuning
from ui import filter_text
from ui.plain import plain
from ui.state import MOST_WEIGHT, forget, saved, travel_word, widget_key

if TYPE_CHECKING:
    from geo.settings import Mode, Settings
    from ui.page import Loaded

NAMES = ("weight", "travel", "target")
MEDIAN = "atlas_median"
OWN = "own"


def chosen_tuning(settings: Settings, outcome: str) -> Tuning:
    """Give what this session has changed; everything at its recommended setting is an empty tuning."""
    if saved().get("tuned_outcome") not in (None, outcome):
        forget(["weight", "target"])
    saved()["tuned_outcome"] = outcome
    entries = (entry.partition(":") for entry in saved()["weight"])
    weights = tuple((indicator, float(weight)) for indicator, _, weight in entries)
    mode, _, minutes = str(saved()["travel"] or "").partition(":")
    travel = (cast("Mode", mode), float(minutes)) if mode else None
    target = saved()["target"]
    uses = {key: use.weight for key, use in settings.outcomes[outcome].indicators.items() if use.role != "context"}
    if not any((uses | dict(weights)).values()):
        weights = ()
    return Tuning(weights, travel, target if target in (None, MEDIAN) else float(target))


def tuning_controls(loaded: Loaded, outcome: str) -> None:
    """Draw the controls; they start at the recommended settings.

    Parameters
    ----------
    loaded : Loaded
        The recommended settings, and the names of the indicators.
    outcome : str
        Outcome area whose weights are offered.
    """
    _weights(loaded, outcome)
    _travel(loaded.settings)
    _target(loaded.settings, outcome)
    changed = any(saved()[name] for name in NAMES)
    st.button(filter_text.RESET, on_click=lambda: forget(NAMES), disabled=not changed, help=filter_text.RESET_HELP)


def _weights(loaded: Loaded, outcome: str) -> None:
    """Sliders of the indicators that can enter need; only changed weights are kept."""
    facts, uses = loaded.atlas.indicators, loaded.settings.outcomes[outcome].indicators
    own = {entry.partition(":")[0]: float(entry.partition(":")[2]) for entry in saved()["weight"]}
    st.caption(filter_text.WEIGHTS_INTRO)
    chosen = {}
    for indicator, use in uses.items():
        if use.role == "context" or facts.at[indicator, "polarity"] not in WORSE_SIGN:
            continue
        key = widget_key(f"weight_{outcome}_{indicator}")
        if key not in st.session_state:
            st.session_state[key] = own.get(indicator, use.weight)
        label = plain(filter_text.weight_label(str(facts.at[indicator, "name"]), str(facts.at[indicator, "published_level"])))
        chosen[indicator] = st.slider(label, 0.0, max(MOST_WEIGHT, use.weight), step=0.25, key=key)
    if not any(chosen.values()):
        st.warning(filter_text.NO_WEIGHT)
    changed = {indicator: weight for indicator, weight in chosen.items() if weight != uses[indicator].weight}
    saved()["weight"] = [f"{indicator}:{weight:g}" for indicator, weight in changed.items()]


def _travel(settings: Settings) -> None:
    access = settings.access
    recommended = travel_word(access.mode, access.catchment_minutes)
    offered = dict.fromkeys([recommended, *(travel_word(travel.mode, travel.minutes) for travel in access.offered)])
    key = widget_key("travel")
    if key not in st.session_state:
        st.session_state[key] = saved()["travel"] or recommended
    word = st.selectbox(
        filter_text.FILTER_LABELS["travel"],
        list(offered),
        format_func=lambda one: filter_text.travel_option(*one.split(":"), recommended=one == recommended),
        key=key,
        help=filter_text.FILTER_HELP["travel"],
    )
    saved()["travel"] = None if word == recommended else word


def _target(settings: Settings, outcome: str) -> None:
    """Choose what counts as enough: the recommended target, a published band (places only), or the reader's own number."""
    places = settings.outcomes[outcome].access == "places"
    bands = [f"{band:g}" for band in settings.deserts.bands_places_per_100] if places else []
    recommended = settings.gap.target if isinstance(settings.gap.target, str) else f"{settings.gap.target:g}"
    options = list(dict.fromkeys([recommended, MEDIAN, *bands, OWN]))
    key, own_key = widget_key("target"), widget_key("target_own")
    now = saved()["target"] or recommended
    if st.session_state.get(key) not in options:
        st.session_state[key] = now if now in options else OWN
    choice = st.selectbox(
        filter_text.FILTER_LABELS["target"],
        options,
        format_func=lambda one: filter_text.target_option(one, recommended=one == recommended),
        key=key,
        help=filter_text.FILTER_HELP["target"],
    )
    if choice == OWN:
        if own_key not in st.session_state:
            st.session_state[own_key] = float(now) if now not in options and now != MEDIAN else float(next(iter(bands), "1"))
        choice = f"{st.number_input(filter_text.target_own(places=places), min_value=0.1, max_value=1000.0, step=1.0, key=own_key):g}"
    saved()["target"] = None if choice == recommended else choice
