"""Every sentence of the page on other borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.base.vocabulary import Level

INTRO = (
    "English districts are due to be reorganised. Any grouping of neighbourhoods can stand in the place of the districts here and on every "
    "other page: outlines, filters, lists and panels follow."
)
CHOOSE = "Choose borders to compare with the districts of today:"
NOTE = (
    "An area stands out here when it is in the worst fifth of its own authority's list. Its need, access and gap score compare with the "
    "whole area and stay the same; what changes is its company, and so whether its own authority sees it near the top of the list."
)
AUTHORITIES = "The authorities under these borders"
CHANGES = {"appears": "Gaps that come to the top", "vanishes": "Gaps that drop from the top"}
NONE = {"appears": "None.", "vanishes": "None."}
OWN_FILE = f"To try borders of your own, ask {common.WHOM} to add them: a table of neighbourhoods with the group of each."
OWN_FILE_DETAIL = (
    "Put a CSV with the columns lsoa_code and group into the data folder, name it in a section "
    "[borders.…] of config.toml, and run python -m geo check. The files that are shipped are examples to copy."
)
CUT = "{count} wards are cut by these borders; each is counted with the group that most of its children live in."
DOWNLOAD = "Download all areas with both ranks (CSV)"
COLUMNS = {
    "area_label": "Place",
    "rank_today": "Rank today",
    "of_today": "of",
    "rank_other": "Rank there",
    "of_other": "of ",
    "gap_score": "Gap (0-100)",
    "children_0_4": "Children 0-4",
    "district_today": "District today",
    "district_other": "Under these borders",
}
AUTHORITY_COLUMNS = {
    "name": "Authority",
    "children_0_4": "Children 0-4",
    "children_in_priority": "In priority areas",
    "share": "Share of children",
    "priority_areas": "Priority areas",
}


def finding(name: str, level: Level, appears: int, vanishes: int, children: int) -> str:
    """Say what the borders change."""
    if not appears and not vanishes:
        return f"Under *{plain(name)}* the same {common.LEVEL_NAMES[level].lower()} stand out within their authority as today."
    return (
        f"Under *{plain(name)}*, {common.areas_of(level, appears)} ({common.people(children)}) "
        f"{'comes' if appears == 1 else 'come'} into the worst fifth of their own authority's list, and "
        f"{common.areas_of(level, vanishes)} {'drops' if vanishes == 1 else 'drop'} out of it."
    )
