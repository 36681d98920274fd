"""Weights and thresholds in the reader's hands: sliders and choices that start at the recommended settings."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.vocabulary import FORMS, WORSE_SIGN
from geo.method.gaps import gap_target
from geo.method.supply import WITHOUT_CHILDMINDERS, choose_supply
from geo.settings.model import MEDIAN
from geo.whatif.tuning import (
    LEAST_TARGET,
    MOST_TARGET,
    RECOMMENDED,
    TARGET_STEP,
    WEIGHT_STEP,
    catchments,
    most_weight,
    recommended_target,
)
from ui.view.state import change, saved, travel_word
from ui.view.widgets import follow, radio, select, widget_key
from ui.words import filters as filters_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.view.page_filters import Filter
    from ui.view.state import View

NAMES = ("weight", "travel", "form", "target")
OWN = "own"


def tuning_controls(scene: Scene, view: View, filters: frozenset[Filter]) -> None:
    """Draw the controls of a page; they start at the recommended settings.

    Parameters
    ----------
    scene : Scene
        The recommended settings, and the names of the indicators.
    view : View
        The outcome area whose weights are offered, and what is changed.
    filters : frozenset of str
        Those that change the page.
    """
    if "weight" in filters:
        _weights(scene, view)
    if "travel" in filters:
        _travel(scene.settings, view)
    if "form" in filters:
        _form(scene.settings, view)
    if "target" in filters:
        _target(scene, view)
    if not filters.intersection(NAMES):
        return
    unchanged = view.tuning == RECOMMENDED
    st.button(filters_words.RESET, on_click=lambda: change(**dict.fromkeys(NAMES)), disabled=unchanged, help=filters_words.RESET_HELP)


def _weights(scene: Scene, view: View) -> None:
    """Sliders of the indicators that can enter need; only changed weights are kept."""
    facts, outcome = scene.atlas.indicators, view.query.outcome
    own = dict(view.tuning.weights)
    st.caption(filters_words.WEIGHTS_INTRO)
    for indicator, use in scene.settings.outcomes[outcome].indicators.items():
        if use.role == "context" or facts.at[indicator, "polarity"] not in WORSE_SIGN:
            continue
        label = plain(filters_words.weight_label(str(facts.at[indicator, "name"]), str(facts.at[indicator, "published_level"])))
        given = follow(
            widget_key(f"weight_{outcome}_{indicator}"),
            own.get(indicator, use.weight),
            partial(_weigh, indicator),
        )
        st.slider(label, 0.0, most_weight(use.weight), step=WEIGHT_STEP, **given)


def _weigh(indicator: str, weight: float) -> None:
    others = [entry for entry in saved().get("weight", ()) if entry.partition(":")[0] != indicator]
    change(weight=[*others, f"{indicator}:{weight:g}"])


def _travel(settings: Settings, view: View) -> None:
    options = [travel_word(mode, minutes) for mode, minutes in catchments(settings)]
    recommended = options[0]
    select(
        "travel",
        travel_word(*view.tuning.travel) if view.tuning.travel else recommended,
        options,
        lambda option: filters_words.travel_option(*option.split(":"), recommended=option == recommended),
    )


def _form(settings: Settings, view: View) -> None:
    recommended = settings.access.form
    radio(
        "form",
        view.tuning.form or recommended,
        [recommended, *(form for form in FORMS if form != recommended)],
        lambda option: filters_words.form_option(option, recommended=option == recommended),
    )


def _target(scene: Scene, view: View) -> None:
    """Choose what counts as enough: the recommended target, what the middle neighbourhood has, or the reader's own number.

    Published norms of other measures are not offered: Ofsted's bands are for children of 0 to 7 and leave school nurseries out.
    """
    # The filters beside it say what is left out.
    unit = choose_supply(scene.model, view.query).unit.removesuffix(WITHOUT_CHILDMINDERS)
    recommended = recommended_target(scene.settings, view.query.outcome)
    options = list(dict.fromkeys([_written(recommended), MEDIAN, OWN]))
    now = _written(view.tuning.target or recommended)
    start = _start(scene, view, options)
    shown = select(
        "target",
        now if now in options else OWN,
        options,
        lambda option: filters_words.target_option(option, unit, recommended=option == _written(recommended)),
        lambda chosen: change(target=start if chosen == OWN else chosen),
    )
    if shown == OWN:
        st.number_input(
            filters_words.target_own(unit),
            min_value=LEAST_TARGET,
            max_value=MOST_TARGET,
            step=TARGET_STEP,
            format="%.1f",
            **follow(widget_key("target_own"), float(now), lambda number: change(target=f"{number:g}")),
        )


def _written(target: float | str) -> str:
    return target if isinstance(target, str) else f"{target:g}"


def _start(scene: Scene, view: View, options: list[str]) -> str:
    """Begin the reader's own number where the recommended target is, beside the numbers that have names of their own."""
    target = gap_target(scene.model, view.query)
    start = min(max(round(target, 1), LEAST_TARGET), MOST_TARGET) if math.isfinite(target) else 1.0
    return f"{start if f'{start:g}' not in options else start + TARGET_STEP:g}"
