"""How many of some neighbourhoods are in which district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

# Up to so many districts are all named; of more so many are, and the others are counted together.
ALL, NAMED = 3, 2


def split(counts: Sequence[tuple[str, int]]) -> str:
    """Say how many are in each district, at the end of what is said of them; ``counts`` is name and number, the most first."""
    named = counts if len(counts) <= ALL else counts[:NAMED]
    others = sum(count for _, count in counts[len(named) :])
    told = [f"{count:,} in {plain(name)}" for name, count in named]
    return f": {', '.join([*told, *([f'{others:,} in others'] if others else [])])}" if len(counts) > 1 else ""


def only(counts: Sequence[tuple[str, int]]) -> str:
    """Name the district where all are in one, behind how many they are."""
    return f" in {plain(counts[0][0])}" if len(counts) == 1 else ""
