"""The scene that a view asks for. Whatever is compared is compared between two of these, from two views that differ in one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.whatif.scenario.link import written
from geo.whatif.scene import Choices
from ui.scene import answers, local, scenario
from ui.view.state import TODAY

if TYPE_CHECKING:
    from geo.whatif.scenario.reading import Refused
    from geo.whatif.scene import Scene
    from ui.view.state import View


def chosen(scene: Scene, view: View) -> Scene:
    """Give a scene as a view asks for it.

    Parameters
    ----------
    scene : Scene
        The data and settings as they are.
    view : View
        Borders, providers left out, weights, catchment and target, and the changes of a scenario.
    """
    return answers.chosen(scene, choices(scene, view))


def choices(scene: Scene, view: View) -> Choices:
    """Give what a view changes about the data and settings as they are; changes of a scenario that cannot be made are left out."""
    acts, _ = scenario.read(ground(scene, view), view.do) if view.do else ((), ())
    return replace(_ground(view), outcome=view.query.outcome, tuning=view.tuning, acts=acts, fresh=view.fresh)


def ground(scene: Scene, view: View) -> Scene:
    """Give a scene with the providers and areas that a scenario of the view can change."""
    return answers.chosen(scene, _ground(view))


def _ground(view: View) -> Choices:
    left_out = local.marked_providers() if view.without_marked else ()
    return Choices(None if view.borders == TODAY else view.borders, left_out)


def mended(scene: Scene, view: View) -> tuple[View, tuple[Refused, ...]]:
    """Leave out the changes of a scenario that cannot be made of the data, and give them with the reason."""
    acts, broken = scenario.read(ground(scene, view), view.do) if view.do else ((), ())
    # One way of writing each, so that the same scenario has one link.
    return replace(view, do=tuple(written(act) for act in acts), fresh=view.fresh and bool(acts)), broken


def within(scene: Scene, borders: str) -> Scene:
    """Give a scene within other borders, or as it is within those of today."""
    return answers.chosen(scene, Choices(None if borders == TODAY else borders))
