"""Why an area is a gap: the part of the panel that answers first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.gaps import gap_target
from ui import html, panel_text, text

if TYPE_CHECKING:
    import pandas as pd

    from geo.query import Query
    from ui.page import Loaded


def reasons_part(loaded: Loaded, query: Query, score: pd.Series[object], figures: pd.DataFrame, unit: str) -> str:
    """Say why the area is, or is not, a gap: one sentence a reason, with the figures behind it."""
    if score["gap_class"] == "no_data":
        return ""
    sentences = panel_text.reasons(
        list(score["reasons"]),
        text.catchment(loaded.settings),
        f"{score['access']:.1f} {unit}",
        f"{figures.at['access', 'atlas']:.1f}",
        int(score["providers_in_reach"]),
        f"{gap_target(loaded.model, query):.1f} {unit}",
    )
    need = [panel_text.need_sentence(f"{score['need_score']:.0f}", str(score["need_class"]))] if score["need_class"] else []
    return html.bullets([*need, *(sentences or [panel_text.NO_REASON])])
