"""Every sentence about the market mix: public beside private, voluntary and independent (PVI) provision. No arithmetic here, no layout."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from geo.base.vocabulary import Level

TITLE = "Market mix: public, private and voluntary"
ROW_NAMES = {
    "access_all": "All sectors",
    "access_public": "Public only",
    "access_pvi": "Private and voluntary only",
    "public_share": "Public share",
}
NOTE = (
    "Access as if only these providers existed; both add up to all, whatever the filter 'Whose provision' says. Private and voluntary has "
    "independent providers too; registers do not tell these apart. District and whole area: means weighted by children."
)
PUBLIC_HELP = "Access as if only public providers existed: council, school and NHS."
PVI_HELP = "Access as if only private, voluntary and independent providers existed."
SHARE_HELP = "How much of what families can reach is public. Empty where nothing is in reach."
NOUNS = {"places": "places", "presence": "sites"}


def noun(capacity: str, *, complete: bool) -> str:
    """Name what is counted; ``complete`` if childminders are in it."""
    return f"{NOUNS[capacity]}{f' ({common.WITHOUT_CHILDMINDERS})' if capacity == 'places' and not complete else ''}"


def share_sentence(share: float | None, atlas_share: float | None, noun: str) -> str:
    """Say how much of what families reach is public; ``noun`` as `noun` gives it."""
    if share is None or atlas_share is None:
        return f"No {noun} are in reach here, so there is no mix to show."
    amount = "None" if share == 0 else f"{percent(share)}"
    return f"{amount} of the {noun} that families here can reach are public; in the whole area {percent(atlas_share)}."


def pvi_only_here(indicator: str, level: Level) -> str:
    """Say that low-income families here reach PVI provision only."""
    return (
        f"Low-income families here reach private, voluntary and independent provision only: this {common.LEVEL_ONE[level]} is among the "
        f"third of the whole area with most low-income families (by “{indicator}”), and no public provider is in reach."
    )


def pvi_only_list(areas: int, children: float, level: Level, where: str, indicator: str) -> str:
    """Say in how many areas low-income families reach PVI provision only."""
    families = "low-income families can reach private, voluntary and independent provision only"
    if not areas:
        return f"There is no {common.LEVEL_ONE[level]} in {where} where {families}."
    they = "It is" if areas == 1 else "They are"
    return (
        f"In {common.areas_of(level, areas)} in {where} {families}. {they} among the third of the whole area with most low-income families "
        f"(by “{indicator}”), with private or voluntary providers in reach but no public one, and home to {common.people(children)}."
    )


def one_sector(sector: str) -> str:
    """Say that there is no mix in the data."""
    return f"All providers of the chosen kind in the data are {maps_words.SECTOR_WORDS[sector]}, so there is no mix to compare."


def percent(value: float | None) -> str:
    """Write a share of 0-1; a small one is never rounded to none."""
    if value is None or math.isnan(value):
        return figures.NONE
    return "under 1%" if 0 < value < 0.01 else f"{value:.0%}"  # noqa: PLR2004 - one per cent
