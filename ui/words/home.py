"""Every sentence of the home page. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

HOME_TITLE = "Where need is high and provision low"


def home_intro(area: str) -> str:
    """Say what the table holds, in the words of whoever opens it for the first time."""
    return (
        f"Neighbourhoods in {area} where families with children under five need more than elsewhere and find less, public and private. "
        "**Press a number for the list.**"
    )


KEY = "Large: priority neighbourhoods. Small: children under five there; colour: their share of the district's:"
KEY_COLOURS = "Share of the district's children under five who live in priority neighbourhoods"


def heat_shares(limits: Sequence[float]) -> list[str]:
    """Say from which share on a colour is used: first below all limits, then from each one on."""
    first, *_, last = limits
    return [f"under {first:.0%}", *(f"from {least:.0%}" for least in limits[:-1]), f"{last:.0%} or more"]


TABLE = "Priority neighbourhoods by district and outcome area"
DISTRICT, EVERYWHERE = "District", "All districts"
NO_DATA, NO_DATA_NOTE = "no data yet", "No data yet is missing data, not a good result: bring files on the page *Your data*."
HOME_RECOMMENDED = "These are the figures of the recommended settings. What you have changed holds on the other pages."


def cell_before(district: str, outcome: str) -> str:
    """Begin the name of a link: what the row and the column say, for somebody who hears the link alone."""
    return f"{district}, {outcome}: "


def cell_after(areas: int, level: Level) -> str:
    """Go on after the number of the link."""
    return f" priority {common.areas_of(level, areas).partition(' ')[2]}{', ' if areas else ''}"


def cell_children(children: float) -> tuple[str, str]:
    """Say how many children live there: the number, and what it counts."""
    return f"{children:,.0f}", "child" if round(children) == 1 else "children"


MAP_TITLE = "On the map"
TO_MAP = "Open the map"


def map_alt(area: str, most: Sequence[str], marked: int, areas: int) -> str:
    """Say what the small map shows, for somebody who cannot see it."""
    where = f" Most of them are in {figures.listed(most)}." if most else ""
    told = f"{marked:,} of {areas:,} neighbourhoods have priority in one outcome area or more"
    return f"Map of {area}: {told}.{where} The table holds the counts."


def map_note(most: int) -> str:
    """Say what the colours of the small map mean."""
    return f"The stronger the colour, the more outcome areas in which a neighbourhood has priority (none to {most:,})."


HOW_TITLE = "What the numbers mean"


def home_notes(children: str, ages: str, *, complete: bool) -> str:
    """Say what is counted, and how old the data are; ``complete`` if childminders are in it."""
    without = "" if complete else f"; all places are {common.WITHOUT_CHILDMINDERS}"
    return plain(
        "Large: neighbourhoods with priority. Need is among the highest third of all neighbourhoods here, and provision within reach among "
        "the lowest third, so there are always some; the list says beside each where it stands in England. Small: children under five who "
        f"live there ({children}); the stronger the colour, the greater their share of the district's children under five. Provision "
        f"within reach is worked out from distances; some places at schools are assumed{without}. Data: {ages}."
    )
