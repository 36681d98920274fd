"""Every sentence about outlines that somebody brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

MAP = "How they are drawn"
LEVELS = {"district": "Districts", "ward": "Wards", "lsoa": "LSOAs"}
LEVEL_COLUMNS = ("Outlines of", "That change", "Gain, km²", "Lose, km²")
LEVELS_LABEL = "Outlines that change, by level"
AREA_COLUMNS = ("Where most changes", "Gains, km²", "Loses, km²")
AREAS_LABEL = "Areas whose outline changes most"


def outlines_of(level: str) -> str:
    """Name the outlines of a level."""
    return f"Outlines of {LEVELS[level] if level == 'lsoa' else LEVELS[level].lower()}"


def caption(parts: Sequence[float]) -> str:
    """Explain the sketch; ``parts`` are the bounds between its shades."""
    bounds = ", ".join(f"{part:.0%}" for part in parts)
    return (
        "The outlines in the file. Filled: those that change, the darker the larger the part of the area that it gains or loses (up to "
        f"{bounds}, more). Dashed: how these are drawn today."
    )


def message(level: str, count: int, totals: pd.DataFrame, labels: pd.Series[str]) -> str:
    """Say how many outlines change, by how much, and where most."""
    areas = LEVELS[level] if level == "lsoa" else LEVELS[level].lower()
    if level not in totals.index:
        return f"All {count:,} {areas} are drawn as they are here already."
    row = totals.loc[level]
    return (
        f"**{row['areas']:,} of {count:,} {areas} change their outline.** They gain {row['gained_km2']:,.2f} km² and lose "
        f"{row['lost_km2']:,.2f} km²; most changes in {plain(str(labels[row['most_area']]))} ({row['most_km2']:,.2f} km²)."
    )


def alt(count: int, changed: int) -> str:
    """Describe the sketch for somebody who cannot see it."""
    return f"Sketch map of {count:,} outlines, of which {changed:,} change; the tables beside it name those that change most."
