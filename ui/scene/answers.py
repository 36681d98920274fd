"""Scenes and the answers that several pages ask of them, each worked out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.method.gaps import gap_list, priority_children, score_areas
from geo.whatif.scene import changed
from ui.scene import memo

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.query import Query
    from geo.whatif.scene import Change, Choices, Scene


def chosen(scene: Scene, choices: Choices) -> Scene:
    """Give the scene with some choices: the one way from the data and settings as they are to what a reader asks for."""
    return changed(scene, choices, _then)


@memo.shared("Working it out with what you chose …", heavy=True, kind="scenes")
def _then(scene: Scene, change: Change) -> Scene:
    return scene.then(change)


@memo.shared()
def scores(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.method.gaps.score_areas`, once for each query."""
    return score_areas(scene.model, query)


@memo.shared()
def ranked(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.method.gaps.gap_list` without its evidence, once for each query."""
    return gap_list(scene.model, query, scores(scene, replace(query, districts=())), evidence=False)


@memo.shared("Working out how sure each rank is …", heavy=True, lasts=True)
def listed(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.method.gaps.gap_list` with its evidence, once for each query."""
    return gap_list(scene.model, query, scores(scene, replace(query, districts=())))


@memo.shared()
def priority(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.method.gaps.priority_children`, once for each query."""
    return priority_children(scene.model, query, scores(scene, query))
