"""Every sentence of the gap list. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = "Gap list"
HOW_TITLE = "How this list was made"
CHILDREN_HELP = f"Children under five who live there, an estimate; '{HOW_TITLE}' says of which time."
SHORTFALL_HELP = (
    "Places that would bring this area up to the target: (target - access) x children. Only for outcome areas measured in places."
)
NEAREST_HELP = "Estimated road distance to the nearest provider of the chosen kind: straight line x 1.3."
CSV_AND_NOTES = "CSV + notes"
CSV_AND_NOTES_HELP = "A zip with the list and a text file: settings, definitions, sources, attribution, data dates, version."
FEW_AREAS = (
    "With so few districts the worst fifth is a single one, so most rows read as unsure or not among the worst: look at the range of ranks."
)
SURVIVES_HELP = "Whether the ward and the district that hold this area are priority gaps too."
FIRMNESS = {
    "firm": "Firm: {low} to {high}",
    "likely": "Likely: {low} to {high}",
    "unsure": "Unsure: {low} to {high}",
    "not_worst": "Not the worst fifth: {low} to {high}",
}
SEARCH_LABEL = "Find a place in this list"
SEARCH_HELP = "Part of a place, ward or district name. Searching narrows the table; the download keeps every row of your filters."
NOTES_TITLE = "Notes to a gap list of the Best Start Gap Map"
SETTINGS, CHANGED, COLUMNS, REASONS = "What was asked", "Not the recommended settings", "What the columns say", "Reason codes"
LIMITS, SOURCES, AGAIN = "What to know before using a figure", "Sources", "How to get the same list again"
NOTHING_CHANGED = "All settings are the recommended ones."
VIEW = "View (put it behind the address of the page): "
COMMAND = "Command line: "
COLUMN_MEANINGS = {
    "rank": "1 is the greatest gap in this list.",
    "area_code": "ONS code of the area.",
    "area_label": "Name of the area as people know it.",
    "level": "lsoa (neighbourhood), ward or district.",
    "ward": "Ward of the area.",
    "district": "District, or group of areas where other borders are shown.",
    "outcome": "Outcome area.",
    "children_0_4": "Children under five, an estimate; data_as_at says of which time.",
    "need_score": "Need, 0 to 100: percentile of the mix of the outcome area's measures; 100 is the greatest need in the atlas.",
    "access": "Provision within reach, shared with everybody else who can reach it, in access_unit.",
    "access_unit": "Unit of access.",
    "access_score": "Access, 0 to 100: percentile in the atlas; 100 is the best access.",
    "gap_score": "Gap, 0 to 100: geometric mean of need_score and 100 minus access_score.",
    "gap_class": "Thirds of need and access; priority is the highest third of need with the lowest third of access.",
    "shortfall_places": "Places that would bring the area up to the target: (target - access) x children. Only where access is in places.",
    "nearest_provider": "Nearest provider of the kind that counts.",
    "nearest_km": "Estimated distance by road to it, in kilometres: straight line times the detour.",
    "providers_in_reach": "Providers of the kind that counts within the catchment.",
    "public_in_reach": "Public ones among all service types that count, whatever the sector asked for.",
    "pvi_in_reach": "Private, voluntary or independent ones, likewise.",
    "reasons": "Codes of why the area is a gap, explained below.",
    "rank_low": "Rank in the 5th of 100 draws with other reasonable choices: the area could be as high as this.",
    "rank_high": "Rank in the 95th of 100 draws: the area could be as low as this.",
    "confidence": "Share of the draws in which the area is among the worst fifth of the atlas, 0 to 1.",
    "data_as_at": "How old provision, children and need data are.",
    "method_version": "Version of the method, target, and every setting that is not the recommended one.",
    "survives_at": "Levels at which the area, its ward or its district is a priority gap too.",
    "access_public": "Access to public provision only, in access_unit.",
    "access_pvi": "Access to private, voluntary or independent provision only, in access_unit.",
    "public_share": "Public share of the provision within reach, 0 to 1.",
    "low_income_pvi_only": "yes where low-income families live and only private, voluntary or independent provision is within reach.",
    "key_provider": "Where the reason is single_provider: the provider whose loss would take access below the target.",
    "key_provider_children": "Children under five in all areas that the loss of this provider would take below the target.",
}
REASON_MEANINGS = {
    "none_in_reach": "no provider of the kind that counts is within the catchment",
    "few_places": "access is in the lowest third of the atlas",
    "no_public": "providers are within reach, but none is public",
    "no_pvi": "providers are within reach, but none is private, voluntary or independent",
    "quality": "none of the judged providers within reach is good or better",
    "single_provider": "the loss of one provider would take access below the target",
    "age_gap": "no provider within reach takes children of some age under five",
}
NOT_MEASURED = "Estimates are straight lines times a detour at assumed speeds; so are all distances. No opening hours, no price."
KNOWN_LIMITS = (
    "Access is modelled: straight lines times a detour at assumed speeds, no timetable, no opening hours, no price.",
    "Childminders are not in the data: Ofsted withholds their addresses.",
    "Nursery places at schools are assumed, because the register does not publish them.",
    "At neighbourhood and ward level need rests mostly on drivers, because few outcomes are published for small areas.",
    "Confidence covers weights, scaling, catchment, detour, published intervals and assumed places. It does not cover the age of the data.",
)


def sure_help(draws: int) -> str:
    """Say what stands behind how sure a rank is."""
    return (
        f"Every rank is worked out {draws:,} times with other reasonable weights, scaling, distances and assumed places. The range holds "
        "nine trials of ten; where it says unsure, the place could be anywhere in it. A rank just outside its range is one that the "
        "recommended settings treat unlike most trials."
    )


def how_sure(firmness: str, low: int | None, high: int | None) -> str:
    """Say how firm a rank is; low confidence says so in words."""
    if low is None or high is None:
        return common.NO_DATA
    return FIRMNESS[firmness].format(low=figures.ordinal(low), high=figures.ordinal(high))


def below(place: str) -> str:
    """Lead from the list to the panel of the chosen place."""
    return f"{place}: why, and what is behind it, below the list"


def survives_at(levels: object) -> str:
    """Say at which levels an area is part of a priority gap."""
    return (
        figures.listed([common.LEVEL_ONE[level] for level in str(levels).split(";") if level in common.LEVEL_ONE]) or "not a priority gap"
    )


def nothing_found(term: str) -> str:
    """Empty state of the search."""
    return f"No place in this list has “{term}” in its name. Check the spelling, or choose more districts in the sidebar."


def access_in(unit: str) -> str:
    """Label the column of access where nothing can be pointed at."""
    return f"Access ({unit})" if unit else "Access"


def paper_rows(shown: int, count: int) -> str:
    """Say what part of the list is printed."""
    if shown == count:
        return f"All {count:,} rows of the list." if count > 1 else "The one row of the list."
    return f"The first {shown:,} of {count:,} rows. Choose a district for a shorter list; the CSV holds every row."


def known_limits(measured: str) -> list[str]:
    """Say what to know before using a figure; with the sentence on measured travel times, if there are any."""
    return [f"{measured} {NOT_MEASURED}", *KNOWN_LIMITS[1:]] if measured else list(KNOWN_LIMITS)


def confidence(draws: int, seed: int) -> str:
    """Say how the rank intervals were drawn."""
    return f"Rank intervals and confidence: {draws} draws, seed {seed}. The same data and settings give the same figures."


def source(title: str, publisher: str, period: str, licence: str, attribution: str) -> str:
    """One source in one line."""
    parts = [f"{title}. {publisher}", f"period {period}" if period else "", licence, attribution]
    return "; ".join(part for part in parts if part)


def block(title: str, lines: Sequence[str]) -> str:
    """One part of the notes."""
    return "\n".join([title, "-" * len(title), *(f"- {line}" for line in lines), ""])
