"""The one sentence that says what a scenario does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ui.scene import effects, scenario
from ui.view import describe
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene


def sentence(scene: Scene, query: Query) -> str:
    """Say who gains, who loses, and how many places more or fewer are missing."""
    facts = effects.found(scene, query)
    short = "" if pd.isna(facts.shortfall_change) else words.short(facts.shortfall_change)
    where = describe.where(scene, query) if query.districts else ""
    return words.found(_subject(scene), where, facts.gain, facts.lose, facts.lifted, facts.dropped, short, facts.children_change)


def most(scene: Scene, query: Query) -> str:
    """Name the neighbourhood that changes most; nothing where none does."""
    code = effects.found(scene, query).most
    return words.most(str(scene.atlas.areas.at[code, "label"])) if code else ""


def _subject(scene: Scene) -> str:
    acts = scenario.acts_of(scene)
    if len(acts) > 1:
        return words.several(len(acts))
    act, today = acts[0], scenario.before(scene)
    if act.kind == "homes":
        return words.new_homes(act.homes, str(scene.atlas.areas.at[act.target, "label"]))
    if act.kind == "open":
        service = scene.settings.services[act.service_type].name
        return words.subject(act.kind, act.places, None, "" if act.place is None else act.place.name, service, act.sector)
    name, places = scenario.provider(today, act.target)
    return words.subject(act.kind, act.places, places, name, "", "")
