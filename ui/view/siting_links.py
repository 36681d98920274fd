"""Links that ask where to put something: more in the district of a place, or elsewhere what a scenario closes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.siting.question import MOST_TOTAL
from ui.scene import scenario
from ui.view import finds

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import Params, View

# The question begins anew; what the form held before goes.
CLEARED = {name: "" for name in finds.NAMES if name.startswith("site_")}


def more_here(scene: Scene, view: View, area: str) -> Params:
    """Ask where to put more in the district of an area."""
    district = area if view.query.level == "district" else str(scene.model.areas[view.query.level].at[area, "district_code"])
    find = finds.also(view.find, **{**CLEARED, "site_asked": "yes"})
    return replace(view, query=replace(view.query, districts=(district,)), find=find).params()


def elsewhere(scene: Scene, view: View) -> Params:
    """Ask where the places that a scenario closes should go instead, at one site; without such, the question of the settings."""
    asked = {"site_asked": "yes"}
    if lost := _closed_places(scene):
        asked |= {"site_add": "1", "site_places": f"{min(lost, MOST_TOTAL)}"}
    return replace(view, find=finds.also(view.find, **{**CLEARED, **asked})).params()


def _closed_places(scene: Scene) -> int:
    places = scenario.before(scene).model.atlas.providers["places"]
    closed = [places.get(act.target) for act in scenario.acts_of(scene) if act.kind == "close"]
    return int(sum(number for number in closed if number is not None and not pd.isna(number)))
