"""Every sentence of the notes that go with a gap list. No arithmetic here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = "Notes to a gap list of the Best Start Gap Map"
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
    "children_0_4": "Children under five.",
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
