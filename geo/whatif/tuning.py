"""The reader's own weights, catchment and target in place of those of ``config.toml``."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.base.errors import UnknownIdError
from geo.base.vocabulary import FORMS, LEVELS
from geo.method.model import with_access
from geo.method.need import outcome_need
from geo.settings.model import MEDIAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.base.vocabulary import Form, Mode
    from geo.method.model import Model
    from geo.settings.model import Median, Outcome, Settings


@dataclass(frozen=True)
class Tuning:
    """What a reader changes for the moment; everything empty is the recommended setting.

    Parameters
    ----------
    weights : tuple of (str, float)
        Indicator and weight, for indicators of one outcome area.
    travel : (mode, minutes), optional
        Catchment.
    target : float or "atlas_median", optional
        Access that counts as enough, in the outcome's unit of access.
    form : {"e2sfca", "3sfca"}, optional
        Form of the floating catchment.
    """

    weights: tuple[tuple[str, float], ...] = ()
    travel: tuple[Mode, float] | None = None
    target: float | Median | None = None
    form: Form | None = None

    @property
    def recommended(self) -> bool:
        """Whether nothing is changed."""
        return self == RECOMMENDED


RECOMMENDED: Final = Tuning()

# What the controls on the screen offer, and so what a link can carry: each other value would be one more model to work out.
WEIGHT_STEP: Final = 0.25
MOST_WEIGHT: Final = 3.0
TARGET_STEP: Final = 0.1
LEAST_TARGET, MOST_TARGET = 0.1, 1000.0


def essential(settings: Settings, outcome: str, tuning: Tuning) -> Tuning:
    """Leave out of a tuning what is recommended anyway, and weights of what is never scored; order weights as the settings do."""
    own, access, scored = dict(tuning.weights), settings.access, scored_weights(settings.outcomes[outcome])
    weights = tuple((indicator, own[indicator]) for indicator, weight in scored.items() if own.get(indicator, weight) != weight)
    travel = None if tuning.travel == (access.mode, access.catchment_minutes) else tuning.travel
    target = None if tuning.target == recommended_target(settings, outcome) else tuning.target
    return Tuning(weights, travel, target, None if tuning.form == access.form else tuning.form)


def recommended_target(settings: Settings, outcome: str) -> Median | float:
    """Give the target that the settings recommend for an outcome area."""
    return settings.gap.target.of(settings.outcomes[outcome].access)


def offered(settings: Settings, outcome: str, tuning: Tuning) -> Tuning:
    """Round a tuning to what the controls offer: weights and target to their steps; a catchment that is not offered is left out.

    Parameters
    ----------
    settings : Settings
        The recommended settings.
    outcome : str
        Outcome area whose weights are changed.
    tuning : Tuning
        What somebody asks for; every weight names an indicator of the outcome area.

    Returns
    -------
    Tuning
        Without what is recommended anyway. What came back once comes back unchanged.
    """
    uses = settings.outcomes[outcome].indicators
    tuning = essential(settings, outcome, tuning)
    weights = tuple(
        (indicator, _stepped(weight, WEIGHT_STEP, 0.0, most_weight(uses[indicator].weight))) for indicator, weight in tuning.weights
    )
    target = _stepped(tuning.target, TARGET_STEP, LEAST_TARGET, MOST_TARGET) if isinstance(tuning.target, float) else tuning.target
    travel = tuning.travel if tuning.travel in catchments(settings) else None
    return essential(settings, outcome, Tuning(weights, travel, target, tuning.form))


def any_weight(outcome: Outcome, own: Mapping[str, float]) -> bool:
    """Whether own weights leave some measure of an outcome area with a weight above 0; else there is no need to compare."""
    return any(own.get(indicator, weight) for indicator, weight in scored_weights(outcome).items())


def scored_weights(outcome: Outcome) -> dict[str, float]:
    """Give the recommended weights of what can enter need: everything but context, which is never scored."""
    return {indicator: use.weight for indicator, use in outcome.indicators.items() if use.role != "context"}


def catchments(settings: Settings) -> tuple[tuple[Mode, float], ...]:
    """Give the catchments that a reader may choose, each once: the recommended one first."""
    access = settings.access
    return tuple(dict.fromkeys([(access.mode, access.catchment_minutes), *((travel.mode, travel.minutes) for travel in access.offered)]))


def most_weight(recommended: float) -> float:
    """Give the greatest weight that is offered for an indicator."""
    return max(MOST_WEIGHT, recommended)


def _stepped(value: float, step: float, least: float, most: float) -> float:
    return float(f"{min(max(round(value / step) * step, least), most):.10g}")


def check_offered(settings: Settings, outcome: str, tuning: Tuning) -> None:
    """Refuse a tuning that no link can carry: whoever opened the link would see other figures.

    Raises
    ------
    UnknownIdError
        Names the first number that the controls do not offer.
    """
    rounded = offered(settings, outcome, tuning)
    for indicator, weight in set(tuning.weights) - set(rounded.weights):
        most = most_weight(settings.outcomes[outcome].indicators[indicator].weight)
        raise UnknownIdError("weight", f"{indicator}={weight:g}", [f"0 to {most:g} in steps of {WEIGHT_STEP:g}"])
    if tuning.travel is not None and rounded.travel is None:
        own, *valid = dict.fromkeys(f"{mode}={minutes:g}" for mode, minutes in (tuning.travel, *catchments(settings)))
        raise UnknownIdError("travel", own, valid)
    if tuning.target != rounded.target:
        raise UnknownIdError("target", f"{tuning.target}", [f"{LEAST_TARGET:g} to {MOST_TARGET:g} in steps of {TARGET_STEP:g}"])


def tune(model: Model, outcome: str, tuning: Tuning) -> Model:
    """Apply a reader's settings to a model; what they do not touch is shared with it.

    Parameters
    ----------
    model : Model
        With the recommended settings.
    outcome : str
        Outcome area whose weights are changed.
    tuning : Tuning
        The changes.

    Raises
    ------
    ValueError
        A weight names no indicator of the outcome area.
    """
    if tuning.recommended:
        return model
    settings = _settings(model.settings, outcome, tuning)
    need = dict(model.need)
    for level in LEVELS if tuning.weights else ():
        need[outcome, level] = outcome_need(model.atlas, settings.outcomes[outcome].indicators, level, model.members[level])
    tuned = replace(model, settings=settings, need=need, changed=(*model.changed, *changes(tuning)))
    return tuned if settings.access == model.settings.access else with_access(tuned, settings.access)


def read_tuning(
    settings: Settings, outcome: str, weights: Iterable[str], travel: str | None, target: str | None, form: str | None = None
) -> Tuning:
    """Understand a tuning as the command line writes it: ``idaci=2``, ``walk=15``, ``21``, ``3sfca``.

    What is recommended anyway is no change.

    Raises
    ------
    UnknownIdError
        An indicator or a mode does not exist, or what should be a number is none.
    """
    scored = scored_weights(settings.outcomes[outcome])
    own = []
    for written in weights:
        indicator, _, number = written.partition("=")
        if indicator not in scored:
            raise UnknownIdError("indicator", indicator, scored)
        own.append((indicator, _number("weight", number, least=0)))
    if not any_weight(settings.outcomes[outcome], dict(own)):
        raise UnknownIdError("weights", ", ".join(weights), ["at least one indicator with a weight above 0"])
    if travel is None:
        catchment = None
    else:
        mode, _, minutes = travel.partition("=")
        if mode not in settings.access.speeds_km_per_h:
            raise UnknownIdError("travel", travel, [f"{known}=MINUTES" for known in settings.access.speeds_km_per_h])
        catchment = (mode, _number("minutes", minutes, least=1))
    wanted = target if target in (None, MEDIAN) else _number("target", str(target), least=0.1)
    if form is not None and form not in FORMS:
        raise UnknownIdError("form", form, FORMS)
    return essential(settings, outcome, Tuning(tuple(own), catchment, wanted, form))


def _number(kind: str, written: str, least: float) -> float:
    try:
        number = float(written)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= least):
        raise UnknownIdError(kind, written, [f"a number of {least:g} or more"])
    return number


def changes(tuning: Tuning) -> list[str]:
    """Write a tuning as the command line would: ``weight idaci=2``, ``travel walk=15``, ``form 3sfca``, ``target 21``."""
    words = [f"weight {indicator}={weight:g}" for indicator, weight in tuning.weights]
    if tuning.travel is not None:
        words.append(f"travel {tuning.travel[0]}={tuning.travel[1]:g}")
    if tuning.form is not None:
        words.append(f"form {tuning.form}")
    if tuning.target is not None:
        words.append(f"target {tuning.target}" if isinstance(tuning.target, str) else f"target {tuning.target:g}")
    return words


def _settings(settings: Settings, outcome: str, tuning: Tuning) -> Settings:
    changed: dict[str, object] = {}
    if tuning.weights:
        changed["outcomes"] = settings.outcomes | {outcome: _weighted(settings.outcomes[outcome], dict(tuning.weights))}
    access: dict[str, object] = {}
    if tuning.travel is not None:
        access |= {"mode": tuning.travel[0], "catchment_minutes": tuning.travel[1]}
    if tuning.form is not None:
        access["form"] = tuning.form
    if access:
        changed["access"] = settings.access.model_copy(update=access)
    if tuning.target is not None:
        # Of outcome areas that are counted in another unit the target stays.
        target = settings.gap.target.model_copy(update={settings.outcomes[outcome].access: tuning.target})
        changed["gap"] = settings.gap.model_copy(update={"target": target})
    return settings.model_copy(update=changed)


def _weighted(outcome: Outcome, weights: dict[str, float]) -> Outcome:
    unknown = sorted(set(weights) - set(outcome.indicators))
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is no indicator of {outcome.name}; its indicators are {', '.join(outcome.indicators)}")
    uses = {key: use.model_copy(update={"weight": weights.get(key, use.weight)}) for key, use in outcome.indicators.items()}
    return outcome.model_copy(update={"indicators": uses})
