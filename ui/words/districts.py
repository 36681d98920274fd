"""Every sentence of the page *Compare*. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis.districts import ASSUMED_HALF
from ui.words import common, figures
from ui.words import market as market_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

PICK_LABEL = "Districts to compare"
PICK_HELP = "Two to six. The districts of the filter bar, or the two with most children under five if it names none."
TOO_FEW = "Choose at least two districts to compare."
ONE_ONLY = "There is only one district in the data, so there is nothing to compare."
MOST = 6
FIRST, SECOND = "Is this district …", "… better served than this one?"


def too_many(count: int) -> str:
    """Say that the filter names more districts than stand side by side."""
    return f"The filter names {count:,} districts; the first {MOST} of them are compared. Choose others here."


def finding(names: Sequence[tuple[str, str, str]], outcome: str) -> str:
    """Say where children live in priority areas: (name, children, share) of each district."""
    listed = figures.listed([f"{children} in {plain(name)} ({share})" for name, children, share in names])
    return f"Children under five in priority areas for *{plain(outcome.lower())}*: {listed}."


# --- public provision --------------------------------------------------------------------------------------------------


def question(first: str, second: str) -> str:
    """Ask what the section answers."""
    return f"Is {first} better served than {second} by public provision?"


NEARLY = 0.9
BETTER = {"firm": "{name} is better served", "likely": "{name} is probably better served", "unclear": "Cannot be told"}
# Behind an interval in which either may have more.
HOW_CLOSE = {"firm": "", "likely": ": likely, and not certain", "unclear": ": too close to call"}
BETTER_SHORT = {"firm": "{name}", "likely": "Probably {name}", "unclear": "Cannot be told"}
ASSUMED_HEAD = ", but {share} the places compared are assumed"
NO_PUBLIC = "The data hold no public provider of the chosen kind, so public provision cannot be compared. This is missing data, not a gap."


def trials(share: float, draws: int) -> str:
    """Write a share of the trials."""
    return f"all {draws:,} runs" if share == 1 else f"none of {draws:,} runs" if share == 0 else f"{share:.0%} of {draws:,} runs"


def answer(row: dict[str, object], first: str, second: str, outcome: str) -> str:
    """Answer the question for one outcome area, and say how sure the answer is.

    Parameters
    ----------
    row : dict
        A row of `geo.analysis.districts.compare_public`.
    first, second : str
        Names of the districts.
    outcome : str
        Name of the outcome area.
    """
    first, second = plain(first), plain(second)
    outcome = plain(outcome.lower())
    here, there, low, high = (float(str(row[key])) for key in ("first", "second", "low", "high"))
    more = here > there
    way, draws = "more" if more else "less", int(str(row["draws"]))
    agreeing = trials(float(str(row[f"share_{way}"])), draws)
    close = HOW_CLOSE[str(row["sure"])] if low < 0 < high else ""
    better = BETTER[str(row["sure"])].format(name=first if more else second)
    return (
        f"**{better}{_mostly_assumed(row)}**, for *{outcome}*. "
        f"{disagreement(row, first, second)}Families in {first} can reach "
        f"{figures.figure(here)} public {row['unit']}, families in {second} {figures.figure(there)}. {first} has {way} in {agreeing} "
        f"under other reasonable settings. In nine of ten of them it has {spread(low, high)}{close}."
    )


def _mostly_assumed(row: dict[str, object]) -> str:
    """Say in the headline that an assumption stands behind most of what is compared."""
    share = float(str(row["compared_assumed_share"]))
    if not share > ASSUMED_HALF:
        return ""
    return ASSUMED_HEAD.format(share="all" if share == 1 else "nearly all" if share > NEARLY else "most of")


def disagreement(row: dict[str, object], first: str, second: str) -> str:
    """Say that sites give the other order; empty where they do not. Names are Markdown."""
    if row["sites_disagree"] != "yes":
        return ""
    here, there = (float(str(row[f"{name}_sites_per_1000"])) for name in ("first", "second"))
    ahead, most, least = (first, here, there) if here > there else (second, there, here)
    return (
        f"**By sites it is the other way round**: {ahead} has more public sites for its children ({most:.2f} for each 1,000 under five, "
        f"against {least:.2f}). "
    )


def difference(value: float) -> str:
    """Write how much more or less one has than the other."""
    return f"{figures.figure(abs(value))} {'more' if value > 0 else 'less'}" if value else "as much"


def spread(low: float, high: float) -> str:
    """Write between what a difference lies."""
    if difference(low) == difference(high):
        return f"about {difference(low)}"
    if low < 0 < high:
        return f"anything from {difference(low)} to {difference(high)}"
    near, far = sorted((low, high), key=abs)
    return f"{figures.figure(abs(near))} to {difference(far)}"


def assumed(row: dict[str, object], first: str, second: str) -> str:
    """Say what the trials cannot tell; empty where nothing is assumed."""
    share = float(str(row["assumed_share"]))
    if not share > 0:
        return ""
    part = "all" if share == 1 else market_words.percent(share)
    known = "" if share == 1 else f" Without them: {float(str(row['first_known'])):.1f} and {float(str(row['second_known'])):.1f}."
    return (
        f"**What the runs cannot tell:** {part} of these public places are assumed (one class for each school that takes "
        "three-year-olds; a nursery school's pupils), because no register publishes them. The order of the two therefore rests mostly on "
        f"how many schools there are and how near they are.{known} {sites(row, first, second)}"
    )


def sites(row: dict[str, object], first: str, second: str) -> str:
    """Count the public providers that stand in the two districts."""
    first, second = plain(first), plain(second)
    here, there = (int(float(str(row[f"{name}_sites"]))) for name in ("first", "second"))
    per_here, per_there = (float(str(row[f"{name}_sites_per_1000"])) for name in ("first", "second"))
    return (
        f"Public providers {common.CHOSEN_KIND} that stand there: {here:,} in {first} ({per_here:.2f} per 1,000 children under five), "
        f"{there:,} in {second} ({per_there:.2f})."
    )


def sites_beside(first: float, second: float) -> str:
    """Write sites for each 1,000 children of two districts."""
    return f"{first:.2f} and {second:.2f}"


PUBLIC_COLUMNS = ("Outcome area", "Difference", "Runs that agree", "Sites per 1,000 children", "Better served")
OTHER_WAY, MOSTLY_ASSUMED, ALL_ASSUMED = "the other way round", "mostly assumed", "all assumed"
PUBLIC_TABLE = "Public provision in every outcome area"
PUBLIC_NOTE = (
    "Public: council, school and NHS. Access as if only public providers existed, whatever *Whose provision* says. Sites: public providers "
    "that stand in each district, for each 1,000 of its children; *the other way round* where they put the two in another order than "
    "access does. Difference: how much more or less the first has than the second, and in brackets the range of nine of ten runs. Where "
    "more than half of what is compared is assumed, the answer is *probably* at best. Runs use other reasonable "
    "settings, which *Data and methods* lists; they know nothing of the age of the data or of what registers leave out."
)


# --- the table ---------------------------------------------------------------------------------------------------------

TABLE_TITLE = "Side by side"
OTHER_OUTCOMES = "Side by side in the other outcome areas"
ABOUT_TABLE = "What these figures are, and the table as a file"
CHILDREN = "Children under five"
FIGURE = "Figure"
ROWS = {
    "priority": "Children in priority areas",
    "need": "Need: rank among the districts",
    "access": "Access",
    "public_share": "Public share of access",
    "sites_per_1000": "Sites there",
    "shortfall_places": "Short of the target",
    "rank": "Gap: rank among the districts",
}
PLACES, PER_1000 = "places, not shared", "per 1,000 children under five"


def more_sites_than(names: Sequence[str]) -> str:
    """Say beside a district's sites that it has more of them than others with more access; names are plain text."""
    return f"more than {figures.listed(names)}, with less access" if names else ""


def rank(number: int | None, ranked: int, low: int | None, high: int | None) -> tuple[str, str]:
    """Write a rank of districts, and between which ranks it may lie."""
    if number is None:
        return common.NO_DATA, ""
    place = f"{figures.ordinal(number)} of {ranked:,}"
    if low is None or high is None:
        return place, ""
    return (
        place,
        "in nine of ten runs" if low == high == number else f"{figures.ordinal(low)} to {figures.ordinal(high)} in nine of ten runs",
    )


def table_note(count: int, level: Level, as_at: str, draws: int) -> str:
    """Say what the figures are, how old they are, and what a rank among so few districts means."""
    return (
        f"Priority areas: {common.LEVEL_NAMES[level].lower()} among the highest third of need and the lowest third of access. "
        f"Ranks are among the {count} districts, 1st is the greatest need or gap; beside it the range that holds nine of ten of {draws:,} "
        f"runs under other reasonable settings. With {count} districts a rank says little: one step can be a small or a great "
        "difference, and the mean of a district hides the differences inside it. Sites there: providers that stand in the district; "
        f"families also use those beyond it. {common.shortfall_total(level)} Data {as_at}; each other outcome area has its own, in the CSV."
    )


DOWNLOAD = "Download CSV"
DOWNLOAD_PUBLIC = "Download the comparison of public provision"


# --- dots and maps -----------------------------------------------------------------------------------------------------

DOTS_TITLE = "Where they differ"
DOTS = {
    "priority_share": "Children under five who live in priority areas, 0 to 100%",
    "access_index": "Access compared with the mean of the whole area (100)",
    "public_share": "Public share of access, 0 to 100%",
}
DOTS_INTRO = "One row an outcome area, one mark a district. The figures stand below each line."
CLASS_COLUMN = "Class"
CLASSES_TITLE = "The maps as a table"
MEASURES = {"gap": "gap score", "need": "need", "access": "access"}


def map_words(name: str, measure: str, areas: int, middle: str, lowest: str, highest: str) -> str:
    """Say what one map shows, in a line or two."""
    return f"{name}: {MEASURES[measure]} {lowest} to {highest}, middle {middle}." if areas else f"{name}: no data yet."


def map_alt(title: str, told: str, other: str) -> str:
    """Describe one of the two maps to somebody who cannot see it."""
    return (
        f"Map, coloured by {title[:1].lower()}{title[1:]}. {told} It moves in step with the map of {other}. The table “{CLASSES_TITLE}” "
        "below counts the areas of each class."
    )
