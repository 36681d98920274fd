"""Every sentence about the scale of view. No arithmetic here, no layout."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from ui import panel_text, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.settings import Level

TITLE = "Does the gap show at other scales?"
COLUMNS = ("", "Need", "Access", "Gap", "Rank", "Priority")
YES_NO = {True: "Yes", False: "No"}


def rank(place: float, of: int) -> str:
    """Say the place among all areas of a level; a place that is missing is not a number."""
    return panel_text.NONE if isnan(place) else f"{place:,.0f} of {of:,}"


def verdict(classes: Sequence[tuple[Level, str]]) -> list[str]:
    """Say at which scales the gap shows, and why it vanishes where it does.

    Parameters
    ----------
    classes : sequence of (level, gap class)
        The area first, then the larger ones that hold it.
    """
    names = [text.LEVEL_ONE[level] for level, _ in classes]
    priority = [gap_class == "priority" for _, gap_class in classes]
    if all(priority):
        return [f"It is a priority gap at every scale: as a {', as a '.join(names)}."]
    if not any(priority):
        return [f"It is not a priority gap at any scale: {text.listed([f'not as a {name}' for name in names])}."]
    sentences = []
    for (level, gap_class), name in zip(classes[1:], names[1:], strict=True):
        larger = gap_class == "priority"
        if priority[0] and not larger:
            sentences.append(f"At {name} level it is not among the priority gaps: {_why(level, gap_class)}.")
        elif priority[0]:
            sentences.append(f"At {name} level it is a priority gap too.")
        elif larger:
            sentences.append(f"By itself it is not a priority gap, but the {name} that holds it is one.")
    return sentences


def _why(level: Level, gap_class: str) -> str:
    """Say what the larger area has that the small one has not."""
    name = text.LEVEL_ONE[level]
    if gap_class == "no_data":
        return f"there is no score for the {name}"
    need, _, access, _ = gap_class.split("_")
    has = [f"need in the {name} as a whole is {_among(need)}"] if need != "high" else []
    has += [f"the {name} as a whole has more provision (access {_among(access)})"] if access != "low" else []
    return " and ".join(has)


def _among(third: str) -> str:
    return {"high": "among the highest third", "mid": "in the middle third", "low": "among the lowest third"}[third]


def other_need(added: Mapping[Level, Sequence[str]]) -> str:
    """Say which measures need counts only at larger scales."""
    compared = "Each row compares with all areas of its kind in the atlas."
    if not added:
        return f"{compared} Need mixes the same measures in every row."
    parts, known = [], set()
    for level, names in added.items():
        new = [name for name in names if name not in known]
        known.update(names)
        if new:
            parts.append(f"for {text.LEVEL_NAMES[level].lower()} {'also' if parts else 'need also counts'} {text.listed(new)}")
    return f"{compared} Need is not made of the same measures: {'; '.join(parts)}, because these are published only there."
