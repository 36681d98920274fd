"""Links that begin a change of a scenario: from a place, or from a provider."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.whatif.scenario.acts import Act
from geo.whatif.scenario.link import written
from ui.scene import scenario
from ui.view import finds

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import Params, View


def here(view: View, area: str) -> Params:
    """Open the form with a place in it. A ward or district has several neighbourhoods: the form asks which."""
    place = {"act_by": "area", "act_area": area if view.query.level == "lsoa" else ""}
    return replace(view, find=finds.also(view.find, **place)).params()


def closing(scene: Scene, view: View, provider: str) -> Params:
    """Close a provider in the scenario of the view; nothing if the scenario changes it already, or opens it."""
    if not _is_free(scene, provider):
        return {}
    return replace(view, do=(*view.do, written(Act("close", provider)))).params()


def resizing(scene: Scene, view: View, provider: str) -> Params:
    """Open the form on the size of a provider; nothing where its size does not count, or the scenario changes it already."""
    providers = scenario.before(scene).model.atlas.providers
    if not _is_free(scene, provider) or scene.settings.services[str(providers.at[provider, "service_type"])].capacity != "places":
        return {}
    return replace(view, find=finds.also(view.find, act="resize", act_provider=provider)).params()


def _is_free(scene: Scene, provider: str) -> bool:
    changed = {act.target for act in scenario.acts_of(scene)}
    return provider in scenario.before(scene).model.atlas.providers.index and provider not in changed
