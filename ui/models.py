"""The one way from the data and a reader's choices to the model that scores: borders, providers left out, then weights and thresholds.

Whatever is compared is compared between two models made here, from two views that differ in what the comparison is about.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui import cache, local
from ui.state import TODAY

if TYPE_CHECKING:
    from ui.page import Loaded
    from ui.state import View


def scored(recommended: Loaded, view: View) -> Loaded:
    """Give data and model as a view asks for them.

    Parameters
    ----------
    recommended : Loaded
        Within the districts of today, with the recommended settings.
    view : View
        Borders, providers left out, weights, catchment and target.
    """
    loaded = within(recommended, view.borders)
    codes = local.marked_providers() if view.without_marked else ()
    if codes:
        loaded = local.without_marked(loaded, codes)
    if view.tuning.recommended:
        return loaded
    outcome, tuning = view.query.outcome, view.tuning
    stamp = f"{loaded.stamp}|{outcome}|{tuning!r}"
    return replace(loaded, model=cache.tuned(loaded.model, loaded.stamp, outcome, tuning), stamp=stamp)


def within(loaded: Loaded, borders: str) -> Loaded:
    """Give data and model within other borders, or as they are within those of today."""
    if borders == TODAY:
        return loaded
    model = cache.within_borders(loaded.settings, loaded.atlas, loaded.stamp, borders)
    stamp = f"{loaded.stamp}|{borders}"
    return replace(loaded, atlas=model.atlas, model=model, stamp=stamp, data_stamp=stamp)
