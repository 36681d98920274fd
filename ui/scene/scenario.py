"""The scenario of a scene: its changes, what it is compared with, and each change in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.whatif.scenario.acts import EVERYWHERE, opened_ids
from geo.whatif.scenario.applying import changed_atlas
from geo.whatif.scenario.checks import Checker
from geo.whatif.scenario.reading import Refused, read_link
from geo.whatif.scene import Acted, Scene
from ui.scene import memo
from ui.words import scenarios as words

if TYPE_CHECKING:
    from geo.store.atlas import Atlas
    from geo.whatif.scenario.acts import Act


def acts_of(scene: Scene) -> tuple[Act, ...]:
    """Give the changes of the scenario that a scene is seen under; none without one."""
    last = scene.changes[-1] if scene.changes else None
    return last.acts if isinstance(last, Acted) else ()


def before(scene: Scene) -> Scene:
    """Give the scene that a scenario is compared with: the same without it."""
    return scene.before if acts_of(scene) and scene.before is not None else scene


@memo.shared(kind="scenes")
def checker(ground: Scene) -> Checker:
    """Give what checks changes against the providers and areas of a scene; it reads postcodes and outlines once."""
    return Checker(ground.model.atlas, ground.settings)


@memo.shared()
def read(ground: Scene, do: tuple[str, ...]) -> tuple[tuple[Act, ...], tuple[Refused, ...]]:
    """`geo.whatif.scenario.reading.read_link`, once for each list of changes."""
    return read_link(do, ground.model.atlas, ground.settings, checker(ground))


def known_atlas(scene: Scene) -> Atlas:
    """Give all providers that lists and maps show: those of the data, with what the scenario opens, moves, resizes and closes.

    Providers that are left out stay: they do not count, but they are there.
    """
    return changed_atlas(scene.atlas, scene.settings, acts_of(scene)) if acts_of(scene) else scene.atlas


@memo.shared()
def told(scene: Scene) -> tuple[str, ...]:
    """Say each change in words, in order."""
    return tuple(in_words(act, before(scene)) for act in acts_of(scene))


def in_words(act: Act, scene: Scene) -> str:
    """Say a change of a scene in words; the scene is that of before."""
    services = scene.settings.services
    place = "" if act.place is None else act.place.name
    if act.kind == "open":
        return words.opens(act.places, services[act.service_type].name, act.sector, place)
    if act.kind == "homes":
        return words.homes(act.homes, str(scene.atlas.areas.at[act.target, "label"]), act.children, act.yield_0_4, act.from_year)
    if act.kind == "children":
        return words.children(act.more, str(scene.atlas.areas.at[act.target, "label"]), act.ages, act.from_year)
    if act.kind == "take_up":
        where = "" if act.target == EVERYWHERE else str(scene.atlas.areas.at[act.target, "name"])
        entitlement = scene.settings.demand.entitlements[act.entitlement].name if act.entitlement else ""
        return words.take_up(act.percent, act.ages, entitlement, where, act.from_year)
    name, places = provider(scene, act.target)
    if act.kind == "close":
        return words.closes(name, places)
    return words.moves(name, place) if act.kind == "move" else words.resizes(name, places, act.places)


def provider(scene: Scene, code: str) -> tuple[str, float | None]:
    """Give name and places of a provider; without a name, what it is."""
    row = scene.model.atlas.providers.loc[[code], ["name", "service_type", "places"]].iloc[0]
    name = scene.settings.services[str(row["service_type"])].name if pd.isna(row["name"]) else str(row["name"])
    return name, None if pd.isna(row["places"]) else float(row["places"])


def names_of(scene: Scene) -> dict[int, str]:
    """Name the providers that the scenario opens, by the position of the change."""
    return opened_ids(acts_of(scene))


def closed(scene: Scene) -> list[str]:
    """Name the providers that the scenario closes."""
    return [provider(before(scene), act.target)[0] for act in acts_of(scene) if act.kind == "close"]
