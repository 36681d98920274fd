"""What each parameter of an address can be, with one example each: for the document and for the page that list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.settings.model import MEDIAN
from geo.whatif.scenario.acts import KINDS
from geo.whatif.tuning import LEAST_TARGET, MOST_TARGET, TARGET_STEP, WEIGHT_STEP, most_weight, scored_weights
from ui.scene.offers import offers
from ui.view import address, finds
from ui.view.state import DEFAULTS

if TYPE_CHECKING:
    from geo.settings.model import Outcome
    from geo.whatif.scene import Scene


@dataclass(frozen=True)
class Parameter:
    """One parameter.

    Parameters
    ----------
    name : str
        As it stands in an address.
    several : bool
        Whether it may stand there several times.
    values : tuple of str
        Every value; empty where it takes numbers or texts.
    told : tuple of str
        The values, or their forms, as they are told to people.
    example : str
        One value.
    """

    name: str
    several: bool
    values: tuple[str, ...]
    told: tuple[str, ...]
    example: str


def parameter(name: str, scene: Scene, outcome: str) -> Parameter:
    """Describe a parameter.

    Parameters
    ----------
    name : str
        A name of `ui.view.state.DEFAULTS` that an address takes.
    scene : Scene
        The data, within the borders that are asked for.
    outcome : str
        Outcome area that is asked for.
    """
    choices, settings = offers(scene), scene.settings
    several = isinstance(DEFAULTS[name], list)
    if name == "weight":
        told = _weights(settings.outcomes[outcome])
        return Parameter(name, several, (), told, f"{next(iter(scored_weights(settings.outcomes[outcome])))}:2")
    if name == "target":
        return Parameter(name, several, (), (MEDIAN, f"{LEAST_TARGET:g} to {MOST_TARGET:g} in steps of {TARGET_STEP:g}"), "20")
    if name == "find":
        return Parameter(name, several, (), tuple(f"{known}:…" for known in finds.PROVISION if known != "ringed"), "least_places:40")
    if name == "do":
        provider = str(scene.model.atlas.providers.index[0])
        return Parameter(name, several, (), tuple(f"{kind}:…" for kind in KINDS), f"close:{provider}")
    values = tuple(address.words(settings, choices, outcome)[name])
    told = tuple(f"{code} ({choices.districts[code]})" for code in values) if name == "district" else values
    # One that changes something, where there is one.
    example = next((value for value in values if value != DEFAULTS[name]), values[0])
    return Parameter(name, several, values, told, example)


def _weights(outcome: Outcome) -> tuple[str, ...]:
    return tuple(
        f"{key}:0 to {key}:{most_weight(outcome.indicators[key].weight):g} in steps of {WEIGHT_STEP:g}" for key in scored_weights(outcome)
    )
