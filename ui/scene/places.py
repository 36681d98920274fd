"""What places are called, and what is there: worked out once for each scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.places.answer import answer
from geo.places.entries import PlaceEntry, place_index
from geo.places.find import find
from geo.places.outskirts import providers_just_outside
from ui.scene import answers, memo

if TYPE_CHECKING:
    from geo.places.answer import PlaceAnswer
    from geo.places.entries import PlaceIndex
    from geo.places.find import FoundPlaces
    from geo.whatif.scene import Scene


@memo.shared(of_geography=True)
def names(scene: Scene) -> PlaceIndex:
    """`geo.places.entries.place_index`, once for each atlas."""
    return place_index(scene.atlas, scene.settings)


@memo.shared(of_geography=True)
def found(scene: Scene, text: str) -> FoundPlaces:
    """`geo.places.find.find`, once for each text."""
    return find(names(scene), text)


@memo.shared()
def answered(scene: Scene, title: str, outcomes: tuple[str, ...]) -> PlaceAnswer | None:
    """`geo.places.answer.answer` for what a text means beyond doubt, on the scores that all pages share; None where it may mean several."""
    chosen = found(scene, title).chosen
    return None if chosen is None else answer(scene.model, chosen, lambda query: answers.scores(scene, query), outcomes)


@memo.shared()
def at_neighbourhood(scene: Scene, code: str, outcomes: tuple[str, ...]) -> PlaceAnswer:
    """`geo.places.answer.answer` for a neighbourhood by its code: what the search says of its name."""
    entry = PlaceEntry("neighbourhood", code, str(scene.atlas.areas.at[code, "name"]), "", (code,))
    return answer(scene.model, entry, lambda query: answers.scores(scene, query), outcomes)


@memo.shared(of_geography=True)
def just_outside(scene: Scene, code: str) -> frozenset[str]:
    """`geo.places.outskirts.providers_just_outside` of a town by its code; none of any other place, which ends where it ends."""
    towns = {entry.code: entry for entry in names(scene).entries if entry.kind == "town"}
    return providers_just_outside(scene.atlas, towns[code], towns.values()) if code in towns else frozenset()
