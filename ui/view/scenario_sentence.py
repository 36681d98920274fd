"""The few sentences that say what a scenario does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.demand.users_change import has_take_up
from geo.method.supply import choose_supply
from ui.scene import effects, scenario
from ui.view import describe
from ui.words import scenario_users as users_words
from ui.words import what_if as words
from ui.words.scenario_elsewhere import elsewhere

if TYPE_CHECKING:
    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.method.query import Query
    from geo.whatif.scene import Scene


def sentence(scene: Scene, query: Query) -> str:
    """Say who loses and who is hit worst, who gains, and how many places more or fewer are missing; also outside the districts."""
    if not any(effects.counting(scene, query)):
        if has_take_up(scenario.acts_of(scene)) and scene.settings.outcomes[query.outcome].access == "places":
            return users_sentence(scene, query)
        return words.not_counted(_subject(scene), scene.settings.outcomes[query.outcome].name)
    facts = effects.found(scene, query)
    where = describe.where(scene, query) if query.districts else ""
    districts = effects.losing(scene, query) if len(query.districts) != 1 else ()
    worst, became = _worst(scene, query) if facts.lose else "", effects.new_priority(scene, query)
    priority = [words.of_priority(names, now=now) for names, now in zip(became, (True, False), strict=True)]
    told = words.found(_subject(scene), where, facts, worst, _most(scene, query), districts, priority)
    if not query.districts:
        return told
    beyond = elsewhere(where, facts, effects.found(scene, replace(query, districts=())))
    return f"{told} {beyond}".rstrip()


def users_sentence(scene: Scene, query: Query) -> str:
    """Say how many more children use a place, and how many are missing then; raises `DataError` where no year can be told."""
    return users_words.found(_subject(scene), effects.users_found(scene, query), query.level)


def _worst(scene: Scene, query: Query) -> str:
    """Name the first area of the list of those that change, if it loses, with its access after and before."""
    table = effects.reached(scene, query)
    first = None if table.empty else table.iloc[0]
    if first is None or not first["access_change"] < 0:
        return ""
    now, before = float(first["access"]), float(first["access_before"])
    return f"{_named(scene, query.level, first)}: {words.moved(now, before, str(first['access_unit']))}"


def _most(scene: Scene, query: Query) -> str:
    """Name the area that gains most; nothing where none does."""
    table = effects.reached(scene, query)
    gaining = table[table["access_change"] > 0]
    return "" if gaining.empty else _named(scene, query.level, gaining.iloc[0])


def _named(scene: Scene, level: Level, row: pd.Series[str]) -> str:
    name = str(scene.atlas.areas.at[row["area_code"], "label"])
    return words.area(level, name, str(row["ward"]), str(row["district"]))


def target(scene: Scene, query: Query) -> str:
    """Say what counts as enough, with its unit."""
    return words.enough(effects.both(scene, query)[1].target, choose_supply(scene.model, query).unit)


def _subject(scene: Scene) -> str:
    acts = scenario.acts_of(scene)
    if len(acts) > 1:
        return words.several(len(acts))
    act, today = acts[0], scenario.before(scene)
    if act.kind in {"children", "take_up"}:
        return scenario.in_words(act, today)
    if act.kind == "homes":
        return words.new_homes(act.homes, str(scene.atlas.areas.at[act.target, "label"]))
    if act.kind == "open":
        service = scene.settings.services[act.service_type].name
        return words.subject(act.kind, act.places, None, "" if act.place is None else act.place.name, service, act.sector)
    name, places = scenario.provider(today, act.target)
    return words.subject(act.kind, act.places, places, name, "", "")
