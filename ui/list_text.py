"""Every sentence of the gap list. No arithmetic here, no layout."""

from __future__ import annotations

from ui import text

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


def sure_help(draws: int) -> str:
    """Say what stands behind how sure a rank is."""
    return (
        f"Every rank is worked out {draws:,} times with other reasonable weights, scaling, distances and assumed places. The range holds "
        "nine trials of ten; where it says unsure, the place could be anywhere in it. A rank just outside its range is one that the "
        "recommended settings treat unlike most trials."
    )


SURVIVES_HELP = "Whether the ward and the district that hold this area are priority gaps too."


FIRMNESS = {
    "firm": "Firm: {low} to {high}",
    "likely": "Likely: {low} to {high}",
    "unsure": "Unsure: {low} to {high}",
    "not_worst": "Not the worst fifth: {low} to {high}",
}


def how_sure(firmness: str, low: int | None, high: int | None) -> str:
    """Say how firm a rank is; low confidence says so in words."""
    if low is None or high is None:
        return text.NO_DATA
    return FIRMNESS[firmness].format(low=text.ordinal(low), high=text.ordinal(high))


def below(place: str) -> str:
    """Lead from the list to the panel of the chosen place."""
    return f"{place}: why, and what is behind it, below the list"


def survives_at(levels: object) -> str:
    """Say at which levels an area is part of a priority gap."""
    return text.listed([text.LEVEL_ONE[level] for level in str(levels).split(";") if level in text.LEVEL_ONE]) or "not a priority gap"


SEARCH_LABEL = "Find a place in this list"


SEARCH_HELP = "Part of a place, ward or district name. Searching narrows the table; the download keeps every row of your filters."


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
