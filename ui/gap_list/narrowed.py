"""The rows of the gap list that a reader asks for: one answer for the page, every file and the address for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.method.gaps import only_priority
from ui.scene import answers

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View


def listed(scene: Scene, view: View) -> pd.DataFrame:
    """Give the gap list of a view: of all its areas, or of its priority gaps alone, with the ranks of the whole list.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.

    Returns
    -------
    DataFrame
        As `geo.method.gaps.gap_list` gives it.
    """
    return rows(scene, view.query, priority_only=view.priority_only)


def rows(scene: Scene, query: Query, *, priority_only: bool) -> pd.DataFrame:
    """Give the rows of a question: all, or its priority gaps alone."""
    ranked = answers.listed(scene, query)
    return only_priority(ranked) if priority_only else ranked
