"""Outlines of areas as rings, for small pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.store.outlines import outlines
from ui.kit.pictures import rings_of
from ui.scene import memo

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.whatif.scene import Scene
    from ui.kit.pictures import Shapes


@memo.shared(of_geography=True)
def shapes(scene: Scene, level: Level) -> Shapes:
    """Rings of every area of a level, as longitude and latitude."""
    return {code: rings_of(geometry) for code, geometry in outlines(scene.atlas, level).items()}
