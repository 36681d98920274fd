"""What a scenario does beyond the chosen districts: a place on a border serves both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.plain import plain
from ui.words.what_if import crossing, short, side

if TYPE_CHECKING:
    from geo.whatif.scenario.effects import Summary


def elsewhere(where: str, here: Summary, everywhere: Summary) -> str:
    """Say who loses and gains outside the chosen districts; nothing where nobody does."""
    lose, gain = everywhere.lose - here.lose, everywhere.gain - here.gain
    told = [
        side(lose, everywhere.children_lose - here.children_lose, "lose", "") if lose else "",
        crossing(everywhere.dropped - here.dropped, "fall", "below"),
        side(gain, everywhere.children_gain - here.children_gain, "gain", "") if gain else "",
        crossing(everywhere.lifted - here.lifted, "rise", "above"),
        short(everywhere.shortfall_change - here.shortfall_change),
    ]
    return f"Outside {plain(where)}: {', '.join(filter(None, told))}." if lose or gain else ""
