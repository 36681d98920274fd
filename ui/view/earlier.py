"""What a page shows beside an earlier version of the data, asked the same question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.scene import loading, versions
from ui.scene.answers import chosen
from ui.view import scenes

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from geo.whatif.then_now.summary import ThenNow
    from ui.view.state import View


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
