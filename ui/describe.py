"""Sentences about one view: figures from the core put into the words of `ui.text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.gaps import Query, data_as_at, gap_target
from geo.local import held
from geo.missing import what_is_missing
from geo.need import scored_indicators
from geo.settings import MEDIAN
from geo.supply import choose_supply
from geo.travel import measured_origins
from ui import cache, filter_text, local, local_text, map_text, notes_text, text
from ui.state import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from ui.page import Loaded
    from ui.state import View


def where(loaded: Loaded, query: Query) -> str:
    """Name the chosen districts, or the whole area."""
    names = [str(loaded.atlas.areas.at[code, "name"]) for code in query.districts]
    return text.listed(names) if names else loaded.settings.area.name


def finding(loaded: Loaded, query: Query, ranked: pd.DataFrame) -> str:
    """Say the one thing that a gap list shows."""
    priority = int((ranked["gap_class"] == "priority").sum())
    return text.finding(priority, len(ranked), query.level, where(loaded, query), loaded.settings.outcomes[query.outcome].name)


def no_data(loaded: Loaded, query: Query) -> str:
    """Say what is missing: providers of the chosen service types, weights above 0, or measures of need."""
    missing, outcome = what_is_missing(loaded.model, query), loaded.settings.outcomes[query.outcome].name
    if missing == "provision":
        services = choose_supply(loaded.model, query).services
        return text.nothing_to_rank([loaded.settings.services[service].plural for service in services])
    return text.no_weight_here(outcome, query.level) if missing == "weights" else text.no_need(outcome)


def how_made(loaded: Loaded, query: Query) -> str:
    """Say how the list was made: need, access, target, assumptions and what is not in the data."""
    return _how_made(loaded, loaded.stamp, query)


@cache.shared(256)
def _how_made(_loaded: Loaded, stamp: cache.Stamp, query: Query) -> str:
    loaded = _loaded
    settings, supply = loaded.settings, choose_supply(loaded.model, query)
    present = [service for service in supply.services if (loaded.model.services == service).any()]
    missing = [service for service in settings.outcomes[query.outcome].services if not (loaded.model.services == service).any()]
    plurals = text.listed([settings.services[service].plural for service in present])
    uses = settings.outcomes[query.outcome].indicators
    scored = scored_indicators(loaded.atlas, uses, query.level)
    sentences = [
        text.how_made(
            settings.outcomes[query.outcome].name,
            f"{text.SECTOR_ADJECTIVES[query.sector]}{plurals}",
            settings.access.catchment_minutes,
            text.MODES[settings.access.mode],
            [(str(loaded.atlas.indicators.at[key, "name"]), uses[key].role) for key in scored],
        ),
        text.target_sentence(gap_target(loaded.model, query), supply.unit, from_median=settings.gap.target == MEDIAN),
    ]
    assumed = int(((supply.capacity > 0) & loaded.model.assumed).sum()) if settings.outcomes[query.outcome].access == "places" else 0
    if assumed:
        sentences.append(text.assumed_sentence(assumed, float(supply.capacity[loaded.model.assumed].sum())))
    sentences += filter(None, [measured_times(loaded)])
    if missing:
        sentences.append(text.missing_services([settings.services[service].plural for service in missing]))
    return " ".join(sentences)


def measured_times(loaded: Loaded) -> str:
    """Say whose travel times were measured for the mode that is chosen; empty if nobody's."""
    measured, everything = measured_origins(loaded.atlas, loaded.settings.access)
    return text.measured_sentence(measured, everything) if measured else ""


def known_limits(loaded: Loaded) -> list[str]:
    """List what to know before using a figure."""
    return notes_text.known_limits(measured_times(loaded))


def changed(loaded: Loaded, view: View) -> list[str]:
    """List everything that is not as recommended: borders, weights, catchment, target, provision that is left out."""
    query, tuning, settings = view.query, view.tuning, loaded.settings
    recommended = settings if tuning.recommended else cache.load()[0]
    told = []
    if view.borders != TODAY:
        told.append(filter_text.changed_borders(settings.borders[view.borders].name, settings.borders[view.borders].note))
    uses = recommended.outcomes[query.outcome].indicators
    names = loaded.atlas.indicators["name"]
    told += [filter_text.changed_weight(str(names[indicator]), weight, uses[indicator].weight) for indicator, weight in tuning.weights]
    if tuning.travel is not None:
        told.append(filter_text.changed_travel(text.catchment(settings), text.catchment(recommended)))
    if tuning.target is not None:
        told.append(filter_text.changed_target(tuning.target, choose_supply(loaded.model, query).unit))
    if view.without_marked and local.known().problems:
        told.append(local_text.NOT_LEFT_OUT)
    elif view.without_marked and (gone := held(local.marked_providers(), loaded.atlas)):
        told.append(local_text.left_out(len(gone)))
    plurals = [settings.services[service].plural for service in query.services]
    return told + filter_text.changed_provision(query.sector, plurals, assumed=query.include_assumed)


def ages(loaded: Loaded, outcomes: Iterable[str]) -> str:
    """Say how old the data of several outcome areas are, each kind of data once."""
    periods: dict[str, set[str]] = {}
    for outcome in outcomes:
        for part in data_as_at(loaded.model, Query(outcome)).split("; "):
            kind, _, listed = part.partition(" ")
            periods.setdefault(kind, set()).update(listed.split(", "))
    return "; ".join(f"{kind} {text.listed([map_text.date_words(one) for one in sorted(found)])}" for kind, found in periods.items())
