"""The one reading and the one writing of a view: what the URL or the session asks for becomes a `View`, and a `View` becomes the URL."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from geo.analysis.clusters import MEASURES
from geo.base.vocabulary import FORMS, LEVELS, MODES
from geo.method.gaps import Query
from geo.places.find import MOST_LETTERS
from geo.settings.model import MEDIAN
from geo.whatif.tuning import (
    LEAST_TARGET,
    MOST_TARGET,
    Tuning,
    any_weight,
    catchments,
    most_weight,
    offered,
    recommended_target,
    scored_weights,
)
from ui.view import finds
from ui.view.kept import opened
from ui.view.state import (
    CHOSEN,
    COLOURS,
    DEFAULTS,
    DETAILED,
    DRAWINGS,
    FRESH,
    FROZEN,
    NEWER_THAN,
    SECTORS,
    TODAY,
    View,
    saved,
    stands_in,
    travel_word,
    written_in_url,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from geo.base.vocabulary import Level
    from geo.settings.model import Outcome, Settings
    from geo.whatif.scenario.reading import Refused
    from ui.scene.offers import Offers
    from ui.view.kept import Opened
    from ui.view.state import Params

W = TypeVar("W", bound=str)

WRITTEN = "url_written"
# So many values of one parameter are looked at, and of these so many are taken; a person's link has fewer.
MOST_VALUES = 200
MOST_TAKEN = {"find": finds.MOST}
# Of these the same value may stand there twice, and whoever knows the data judges them (`take`).
REPEATED = frozenset({"do"})


@dataclass(frozen=True)
class Reading:
    """A view, and what of it could not be taken as it was asked: left out, or rounded (as asked, as taken), or all weights at 0.

    Changes of a scenario that cannot be made are ``broken``; ``kept`` is the scenario that a link named.
    """

    view: View
    refused: tuple[str, ...] = ()
    rounded: tuple[tuple[str, str], ...] = ()
    no_weight: bool = False
    broken: tuple[Refused, ...] = ()
    kept: Opened | None = None


def read(given: Mapping[str, str | list[str]], settings: Settings, choices_of: Callable[[str], Offers], *, marked: bool) -> Reading:
    """Read a view as a URL writes it. What is not given is at its default; what comes from a view comes back as that view.

    Parameters
    ----------
    given : mapping
        Values by the names of `ui.view.state.DEFAULTS`. Values given twice count once.
    settings : Settings
        Outcome areas, services, catchments and borders that exist; the recommended weights and target.
    choices_of : callable
        What can be chosen under given borders.
    marked : bool
        Whether local knowledge marks a provider that could be left out.
    """
    borders, outcome = str(given.get("borders", TODAY)), str(given.get("outcome", ""))
    outcome = outcome if outcome in settings.outcomes else next(iter(settings.outcomes))
    level = given.get("level")
    level = _word(LEVELS, level if level in LEVELS else DEFAULTS["level"])
    choices = choices_of(borders if borders in settings.borders else TODAY)
    good, refused = _split(given, _valid(settings, choices, outcome, level))

    def one(name: str) -> str | None:
        default = DEFAULTS[name]
        return good[name][-1] if good.get(name) else default if isinstance(default, str) else None

    def flag(name: str) -> bool:
        return one(name) == "yes"

    asked = _tuning(good)
    tuning = offered(settings, outcome, asked)
    # Only what is left after rounding can be too little: a weight of 0.1 is none.
    no_weight = not any_weight(settings.outcomes[outcome], dict(tuning.weights))
    view = View(
        query=Query(outcome, level, _several(good, "district"), _word(SECTORS, one("sector")), _several(good, "service"), flag("assumed")),
        colour_by=_word(COLOURS, one("colour")),
        indicator=one("indicator"),
        area=one("area"),
        show_providers=flag("providers"),
        show_sites=flag("sites"),
        measure=_word(MEASURES, one("measure")),
        borders=str(one("borders")),
        tuning=replace(tuning, weights=()) if no_weight else tuning,
        drawing=_word(DRAWINGS, one("map")),
        find=_several(good, "find"),
        without_marked=marked and flag("local"),
        do=_several(good, "do"),
        fresh=one("scale") == FRESH,
        priority_only=flag("priority"),
        ask=one("ask") or "",
    )
    return Reading(view, refused, _rounded(asked, tuning, settings, outcome), no_weight=no_weight)


def _word(words: Sequence[W], value: object) -> W:
    """Find a value among the words that it can be."""
    return next(word for word in words if word == value)


def _several(good: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(good.get(name, ()))


def _split(
    given: Mapping[str, str | list[str]], valid: Mapping[str, Callable[[str], bool]]
) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Part the values that can be taken from those that cannot; none is lost."""
    good: dict[str, list[str]] = {}
    refused = []
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if name in REPEATED:
            good[name] = values
            continue
        values = list(dict.fromkeys(values))
        sound = [written for written in values[:MOST_VALUES] if name in valid and valid[name](written)]
        good[name] = sound[: MOST_TAKEN.get(name)]
        refused += [f"{name}={written}" for written in values if written not in good[name]]
    return good, tuple(refused)


def _tuning(good: Mapping[str, list[str]]) -> Tuning:
    weights = [written.partition(":") for written in good.get("weight", ())]
    travel = good["travel"][-1].partition(":") if good.get("travel") else None
    target = good["target"][-1] if good.get("target") else None
    return Tuning(
        tuple((indicator, float(weight)) for indicator, _, weight in weights),
        (_word(MODES, travel[0]), float(travel[2])) if travel else None,
        None if target is None else MEDIAN if target == MEDIAN else float(target),
        _word(FORMS, good["form"][-1]) if good.get("form") else None,
    )


def _rounded(asked: Tuning, taken: Tuning, settings: Settings, outcome: str) -> tuple[tuple[str, str], ...]:
    """Pair what was asked with what was taken, where a number had to be rounded; what is not in ``taken`` is as recommended."""
    now = scored_weights(settings.outcomes[outcome]) | dict(taken.weights)
    numbers = [(f"{key}:", weight, now[key]) for key, weight in asked.weights]
    target = taken.target or recommended_target(settings, outcome)
    if isinstance(asked.target, float) and isinstance(target, float):
        numbers.append(("target=", asked.target, target))
    # As a link writes them: a difference in the tenth digit is none.
    return tuple((f"{name}{before:g}", f"{after:g}") for name, before, after in numbers if f"{before:g}" != f"{after:g}")


def _valid(settings: Settings, choices: Offers, outcome: str, level: Level) -> dict[str, Callable[[str], bool]]:
    known = settings.outcomes[outcome]
    checks: dict[str, Callable[[str], bool]] = {
        name: set(values).__contains__ for name, values in words(settings, choices, outcome).items()
    }
    checks["weight"] = lambda value: _is_weight(known, value)
    checks["find"] = finds.valid
    checks["ask"] = lambda value: bool(value.strip()) and len(value) <= MOST_LETTERS
    checks["area"] = lambda value: choices.levels.get(value) == level
    checks["target"] = lambda value: value == MEDIAN or _between(value, LEAST_TARGET, MOST_TARGET)
    return checks


def words(settings: Settings, choices: Offers, outcome: str) -> dict[str, Collection[str]]:
    """Give the values of each parameter that takes words, in the order in which they are offered.

    Parameters
    ----------
    settings, choices
        As `read` takes them; what can be chosen within the borders that are asked for.
    outcome : str
        Outcome area that is asked for.
    """
    known = settings.outcomes[outcome]
    flag = ("yes", "no")
    return {
        "outcome": settings.outcomes.keys(),
        "borders": (TODAY, *settings.borders),
        "district": choices.districts.keys(),
        "level": LEVELS,
        "colour": COLOURS,
        "indicator": choices.indicators.keys(),
        "measure": MEASURES,
        "sector": SECTORS,
        "service": [service for service in known.services if settings.services[service].capacity == known.access],
        "assumed": flag,
        "providers": flag,
        "sites": flag,
        "local": flag,
        "priority": flag,
        "map": DRAWINGS,
        "travel": [travel_word(mode, minutes) for mode, minutes in catchments(settings)],
        "form": FORMS,
        "scale": (FROZEN, FRESH),
    }


def _is_weight(outcome: Outcome, value: str) -> bool:
    indicator, _, weight = value.partition(":")
    return indicator in scored_weights(outcome) and _between(weight, 0, most_weight(outcome.indicators[indicator].weight))


def _between(written: str, low: float, high: float) -> bool:
    try:
        number = float(written)
    except ValueError:
        return False
    return math.isfinite(number) and low <= number <= high


# --- the browser -----------------------------------------------------------------------------------------------------


def take(
    settings: Settings,
    choices_of: Callable[[str], Offers],
    mended: Callable[[View], tuple[View, tuple[Refused, ...]]],
    *,
    marked: bool,
) -> Reading:
    """Read the view of this run: that of the URL where somebody opened a link, went back or wrote there, else that of the session.

    The session keeps what was read, without remarks: what the next page and the next run read is what this one showed.

    Parameters
    ----------
    settings, choices_of, marked
        As for `read`.
    mended : callable
        Leaves those changes of a scenario out of a view that cannot be made of the data, and gives them (`ui.view.scenes.mended`).
    """
    url, newer_than = written_in_url(), st.session_state.pop(NEWER_THAN, None)
    from_url = bool(url) and url not in (st.session_state.get(WRITTEN), newer_than)
    given: Params = url if from_url else saved()
    if stands_in() and given.get("map") == DETAILED:
        given = given | {"map": settings.map.simple}
    kept = opened(given)
    reading = read(kept.given, settings, choices_of, marked=marked)
    view, broken = mended(reading.view)
    st.session_state[CHOSEN] = view.link()
    if from_url:
        return replace(reading, view=view, broken=broken, kept=kept)
    # What a reader chose on one page may not be offered on another, or for another outcome area: nobody asked for it there. A change of a
    # scenario was asked for everywhere.
    return Reading(view, (), (), reading.no_weight, broken)


def write(view: View, settings: Settings, *, always: bool) -> None:
    """Put the view into the address bar, unless it is known to be there already.

    Parameters
    ----------
    view : View
        What is shown.
    settings : Settings
        The first outcome area is the default.
    always : bool
        Whether a view with nothing chosen is written too; a page without filters keeps its short address until something is, and names no
        outcome area that nobody chose.
    """
    params = view.link() if always else short(view, settings)
    given, before = written_in_url(), st.session_state.get(WRITTEN)
    st.session_state[WRITTEN] = params
    # Of a link to the page that is open already the browser tells us the address, and leaves the old one in its own bar.
    from_link = before is not None and given != before
    if (always or given or params) and (from_link or given != params):
        st.query_params.from_dict(params)


def short(view: View, settings: Settings) -> Params:
    """Give the URL parameters of a page without filters: an outcome area that is only the first of the list is one that nobody chose."""
    first = next(iter(settings.outcomes))
    return {name: value for name, value in view.link().items() if (name, value) != ("outcome", first)}
