"""Every sentence of a site pack. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words.figures import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = (
    "What a grant application asks for about this site: need, gap, map, providers nearby and what it may take from them, how firm the "
    "choice is, and the source and date of every figure. It takes a few seconds."
)
PDF, XLSX = "Site pack (PDF)", "Site pack (Excel)"
FIGURES: Final = {"part": "Part", "figure": "Figure", "value": "Value", "unit": "Unit", "source": "Source", "as_at": "Date"}
PARTS: Final = {
    "site": "The site",
    "need": "Need",
    "gap": "Gap",
    "effect": "What it would do",
    "firm": "How firm",
    "private": "Neighbours",
}
PLACE: Final = {
    "site_id": "Id of the site",
    "kind": "What is there",
    "postcode": "Postcode",
    "point": "Easting and northing (metres)",
    "area": "Neighbourhood",
    "ward": "Ward",
    "district": "District",
    "opens": "What opens",
    "sector": "Sector",
    "note": "Note of the list of sites",
    "marks": "Marks of local knowledge",
}
SITE_LIST = "The list of possible sites"
PROVIDERS: Final = {
    "name": "Provider",
    "kind": "What it is",
    "sector": "Sector",
    "places": "Places",
    "minutes": "Minutes",
    "counts": "In reach and counts",
    "children_before": "Expected children now",
    "children_after": "Expected with the site",
    "change_percent": "Change (%)",
}
GAINS: Final = {"label": "Neighbourhood", "children_0_4": "Children 0-4", "before": "Before", "after": "After", "lifted": "Lifted"}
SHEETS: Final = {"figures": "Figures", "providers": "Providers nearby", "gains": "Who gains", "notes": "Notes"}
GAINS_TITLE, FIGURES_TITLE = "Who gains", "Figures"
PROVIDERS_TITLE = "Providers nearby: all kinds in the ward, and those in reach that count"
MAP_NOTE = "1: the neighbourhood of the site."
# Of a provider nearby, whether it is within reach and of a kind that counts.
COUNTS: Final = {True: "yes", False: "no"}
LIFTED: Final = {True: "yes", False: "no"}
WORKED_OUT = "Worked out from all sources"
# Column of the file of sites -> part of the pack.
OF_SITE: Final = {
    "places": "site",
    "need_percentile": "need",
    "idaci_decile": "need",
    "closed_plainly": "effect",
    "closed_here": "effect",
    "closed_alone": "effect",
    "closed_so_far": "effect",
    "of_all": "effect",
    "children_gaining": "effect",
    "children_lifted": "effect",
    "worst_fifth_after": "effect",
    "chosen_share": "firm",
    "pvi_in_reach": "private",
    "pvi_places": "private",
    "pvi_change_percent": "private",
}
WORDS: Final = {
    "of_all": "There is to close in all, or stands today",
    "chosen_share": "Share of the settings in which it is chosen (0-1)",
    "pvi_places": "Private and voluntary places in reach",
}
# Column of the gap list -> part of the pack, its words, and what its source is.
OF_GAP: Final = {
    "children_0_4": ("need", "Children under five in its neighbourhood", "children"),
    "need_score": ("gap", "Need score (0-100)", "need"),
    "access": ("gap", "Access", "provision"),
    "shortfall_places": ("gap", "Places short of the target", "provision"),
    "gap_score": ("gap", "Gap score (0-100)", "need and provision"),
    "rank": ("gap", "Rank of its neighbourhood (1 is the greatest gap)", "need and provision"),
    "rank_low": ("firm", "Rank in other settings, from", "need and provision"),
    "rank_high": ("firm", "Rank in other settings, to", "need and provision"),
    "nearest_minutes": ("gap", "Minutes to the nearest provider of today", "provision"),
    "providers_in_reach": ("gap", "Providers within reach", "provision"),
}


def numbered(numbers: Sequence[str]) -> str:
    """Name sources by their numbers in the notes."""
    return f"{'Source' if len(numbers) == 1 else 'Sources'} {listed(numbers)}"


def cut(shown: int, count: int) -> str:
    """Say that a table of the PDF is cut."""
    return f"The first {shown} of {count:,}. The workbook holds them all."


def title(site: str) -> str:
    """Title a site pack."""
    return f"Site pack: {site}"


def alt(where: str, title: str) -> str:
    """Say what the map of a site pack shows."""
    return f"Map of {where}: {title}. The neighbourhood of the site is numbered 1."
