"""The names that the search offers while somebody types: a file that the browser fetches when the box is first used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from geo.places.entries import place_index
from ui.kit import script
from ui.map.shelf import Shelf
from ui.scene import memo, own_data, places

if TYPE_CHECKING:
    from geo.places.entries import PlaceIndex
    from geo.whatif.scene import Scene

FILE: Final = "names.json"
_component = script.component("ask_names", isolate_styles=False)


def offered(index: PlaceIndex) -> bytes:
    """Write what is offered: pairs of what is asked for and the name in it, the bigger first."""
    return json.dumps([(entry.title, entry.name) for entry in index.entries], separators=(",", ":"), ensure_ascii=False).encode()


def shelf(scene: Scene) -> Shelf:
    """Hold the file, once for each version of the data; what is of one visit only is forgotten with it."""
    own = own_data.current()
    return _shared(scene) if own is None or own.store != scene.atlas.store else _of_visit(scene.geography)


@memo.shared(of_geography=True)
def _shared(scene: Scene) -> Shelf:
    return Shelf({FILE: offered(places.names(scene))}, shared=True, borders=scene.borders)


@memo.of_visit
def _of_visit(scene: Scene) -> Shelf:
    return Shelf({FILE: offered(place_index(scene.atlas, scene.settings))}, shared=False)


def draw(scene: Scene) -> None:
    """Offer names below the search while somebody types."""
    _component(key="ask_names", data={"script": script.address("ask_names.js"), "names": shelf(scene).url(FILE)})
