"""Every sentence of the page *Measures*; phrases that panels use as well are in `ui.words.measures`. No arithmetic, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words import measures as measures_words

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE, TITLE = "Measures", "Measures of need"
CHOOSE = "Measure"
CHOOSE_HELP = "Those of your outcome area first; every other measure of the data after them."
ROLE_PREFIX = {"outcome": "Outcome", "driver": "Driver", "context": "Context", "": "Other outcome areas"}
_COUNTS = "It counts in need for *{outcome}* wherever it is published for areas of that size."
ROLE_SENTENCE = {
    "outcome": f"An outcome: the result itself. {_COUNTS}",
    "driver": f"A driver: evidence says that it pushes the outcome. {_COUNTS}",
    "context": "Context for *{outcome}*: shown, never counted in need.",
    "": "Not used for *{outcome}*.",
}
FACT_NAMES = {
    "unit": "Unit",
    "period": "Date",
    "published_level": "Published for",
    "basis": "Counted",
    "kind": "Kind",
    "publisher": "Publisher",
    "licence": "Licence",
}
TABLE_COLUMNS = {
    "area": "Area",
    "district": "District",
    "value": "Value",
    "limits": "95% interval",
    "mark": "Beside the whole area",
    "change": "Change",
    "verdict": "What the change means",
    "note": "Note",
}
TABLE_TITLE, FUNNEL_TITLE, TREND_TITLE = "By area", "Which areas stand out?", "Over time"
DOWNLOAD, DOWNLOAD_LSOA, DOWNLOAD_TREND = "Download this table (CSV)", "Download all neighbourhoods (CSV)", "Download all periods (CSV)"
TO_MAP = "Show on the map"
FUNNEL_WORDS = {"higher": "Above the 95% limits", "lower": "Below the 95% limits", "same": "Within the limits"}
MARK_WORDS = {"higher": "Higher", "lower": "Lower", "same": "Not distinguishable", "": "No interval"}
COLUMN_HELP = {
    "interval": (
        "A count of one year is partly chance: ranges made like this hold the level behind the count in 95 of 100 cases. They do not hold "
        "the error of a model or a register."
    ),
    "differs": (
        "Higher or lower: the figure of the whole area is outside the interval, so chance in the counts alone hardly explains the "
        "difference. It need not be unusual: places do differ. Were all areas alike, about 1 in 20 would still be marked."
    ),
    "change": "From the first date in the data to the last.",
    "verdict": (
        "More than chance: only where counts are published. Rising, falling, steady, up and down: what the years show, without a test."
    ),
}
NO_AREAS = "No area of your districts has a figure of this measure."
CARRIED = "Published for {published}; the figures here are their means, weighted by children under five, and have no interval."
COARSE = "Published for {published} only: it cannot show differences inside them, and the table is at that level."
NO_FUNNEL = "No interval and no mark: the numbers behind this measure are not published, so chance cannot be told from a difference."
NO_FUNNEL_RANK = "No interval and no mark: a rank, a score or an estimate worked out from other figures is not a count of chances."
FUNNEL_AXIS = "People that the share is of (logarithmic)"
MODELLED_NOTE = (
    "The figures are modelled from administrative records: the interval holds the play of chance only, not the error of the model."
)
TREND_ONE = "One date only, so no change can be shown."
REPEATED = "The publisher repeats the figures of {last} for {latest}; the later date is left out here."
TREND_NOTE = {
    "interval": (
        "More than chance: the 95% interval of the difference (Newcombe 1998) leaves out zero. It knows the chance in the counts, not a "
        "change in how they are made."
    ),
    "series": (
        "No numbers are published behind these rates, so chance cannot be told, and means of several years resemble the next ones. Rising "
        "and falling describe what the years show: at least three of four pairs of years that differ go that way, and the line through "
        "them (Theil and Sen) moves by at least a tenth of the middle figure; of a percentage, of the smaller of it and what is left to "
        "100. Steady: no year is further than that from the middle one."
    ),
    "unknown": "No numbers are published behind these figures, so it is not known whether a change is more than chance.",
}
BANDS = "Bands are 95% intervals."
CARRIED_TREND = "District figures are means of the smaller areas that have a figure at every date, weighted by children under five."


def option(role: str, name: str) -> str:
    """Label of one measure in the select box."""
    return f"{ROLE_PREFIX[role]}: {name}"


def periods(dates: Sequence[str]) -> str:
    """Name the dates of a measure, the latest first."""
    latest, *before = [figures.date_words(period) for period in reversed(dates)] or [measures_words.NO_VALUE]
    return f"{latest} (also in the data: {', '.join(before)})" if before else latest


def short_date(period: str) -> str:
    """Write a date for an axis or a narrow column: of a day only month and year."""
    day = figures.date_words(period)
    return day.split(" ", 1)[1] if day[:1].isdigit() and day.count(" ") == 2 else day  # noqa: PLR2004 - day, month, year


def benchmarks(atlas: str, england: str) -> str:
    """Give the figures to compare with."""
    return f"The whole area: {atlas}.{f' England: {england}.' if england else ''}"


def finding(name: str, level: str, marked: dict[str, int], extremes: tuple[str, str, str, str]) -> str:
    """Say the one thing that the table shows: the ends of the range, and how many areas differ from the atlas."""
    low_area, low, high_area, high = extremes
    areas = {"county": "counties and unitary authorities"}.get(
        level, common.LEVEL_NAMES.get(level, measures_words.PUBLISHED_FOR.get(level, level)).lower()
    )
    ends = f"{name}, by {areas}: from {low} in {low_area} to {high} in {high_area}."
    counted = sum(marked.values())
    if not counted:
        return ends
    more, less = marked.get("higher", 0), marked.get("lower", 0)
    verb = "is" if more == 1 else "are"
    return (
        f"{ends} Of {counted:,} {areas}, {more:,} {verb} higher than the whole area, {less:,} lower, by more than chance in their counts; "
        f"which of them are unusual is another question, below."
    )


def funnel_verdict(beyond: int, points: int) -> str:
    """Say in one sentence whether areas are unusual."""
    if not beyond:
        return f"**None of {points:,} areas is unusual:** they differ no more than chance and what all share would have it."
    return f"**{beyond:,} of {points:,} areas {'is' if beyond == 1 else 'are'} unusual:** they differ more than chance and what all share."


def funnel_summary(name: str, atlas: str, beyond: tuple[int, int], points: int, areas: Sequence[str]) -> str:
    """Say what the funnel plot shows: how many areas are outside the 95% and the 99.8% limits, and which are furthest out."""
    named = f" Furthest out: {figures.listed(areas)}." if areas else ""
    outside, far = beyond
    verb = "lies" if outside == 1 else "lie"
    return f"{name}: {outside:,} of {points:,} areas {verb} outside the 95% limits around {atlas}, {far:,} outside 99.8%.{named}"


def funnel_note(phi: float, between: float, unit: str, points: int, *, corrected: bool) -> str:
    """Say what the limits are made of, with the figure of overdispersion."""
    lines = "The middle line is the whole area; dashed lines are limits of 95%, solid ones of 99.8%."
    if not corrected:
        return (
            f"{lines} With {points:,} areas the spread between them cannot be told from one that stands out, so the limits are of chance "
            "in the counts alone: outside means more than chance, not unusual."
        )
    if not between:
        return f"{lines} Areas differ no more than chance in their counts would make them (phi = {figures.figure(phi)})."
    points_of = f"{figures.figure(between)}{' percentage points' if unit.startswith(('per cent', '%')) else ''}"
    return (
        f"{lines} They hold the chance in the counts and the real spread between areas (a standard deviation of {points_of}): areas "
        f"differ by more than chance, overdispersion phi = {figures.figure(phi)}, where 1 is chance alone (Spiegelhalter 2005; scores "
        "winsorised at a tenth, the spread added to chance). Outside means unusual among these areas, not why."
    )


def trend_summary(better: int, worse: int, unclear: int, areas: str, period: tuple[str, str], *, neutral: bool) -> str:
    """Say in how many areas a measure got better or worse."""
    words = ("rose", "fell") if neutral else ("better", "worse")
    begin, end = (figures.date_words(date) for date in period)
    rest = f", {unclear:,} without a clear change" if unclear else ""
    return f"From {begin} to {end}, of {areas}: {better:,} {words[0]}, {worse:,} {words[1]}{rest}."
