"""The scene that a view asks for. Whatever is compared is compared between two of these, from two views that differ in one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.whatif.scene import Choices
from ui.scene import answers, local
from ui.view.state import TODAY

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def chosen(scene: Scene, view: View) -> Scene:
    """Give a scene as a view asks for it.

    Parameters
    ----------
    scene : Scene
        The data and settings as they are.
    view : View
        Borders, providers left out, weights, catchment and target.
    """
    return answers.chosen(scene, choices(view))


def choices(view: View) -> Choices:
    """Give what a view changes about the data and settings as they are."""
    left_out = local.marked_providers() if view.without_marked else ()
    borders = None if view.borders == TODAY else view.borders
    return Choices(borders, left_out, view.query.outcome, view.tuning)


def within(scene: Scene, borders: str) -> Scene:
    """Give a scene within other borders, or as it is within those of today."""
    return answers.chosen(scene, Choices(None if borders == TODAY else borders))
