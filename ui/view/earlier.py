"""What a page shows beside an earlier version of the data, asked the same question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.base.errors import DataError
from ui.scene import loading, versions
from ui.scene.answers import chosen
from ui.view import scenes

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from geo.whatif.then_now.summary import ThenNow
    from ui.view.state import View


def offered() -> bool:
    """Say whether there is an earlier version that can be read."""
    try:
        return bool(versions.earlier())
    except DataError:
        return False


def beside(scene: Scene, view: View, number: int) -> ThenNow:
    """Compare a scene with an earlier version; a scenario is part of now alone.

    Raises
    ------
    UnknownIdError
        The earlier version does not know what the view asks for.
    DataError
        It cannot be used with the settings of today.
    """
    then = chosen(versions.scene_of(number), scenes.choices(loading.load(), view).baseline)
    return versions.compared(then, scene, view.query)
