"""Every sentence of the page What if. No arithmetic here, no layout."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ui.words import by_district, common, figures
from ui.words import sure as sure_words
from ui.words.plain import plain
from ui.words.scenarios import SECTORS, places, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level
    from geo.whatif.scenario.effects import Summary

# --- nothing changed yet ---------------------------------------------------------------------------------------------

EMPTY = (
    "Nothing is changed yet: these are the figures of today. Close a nursery, open one, move it, resize it, build homes, or say that more "
    "children come or more take-up: this page says who loses and who gains, how many places are missing and where, on a map and in tables "
    "to take away. Every other page can then be seen under the scenario too."
)
EXAMPLE = "Try an example"
LIMITS = (
    "What a scenario cannot say: how many families would come to what opens, or at what price. Year by year it is seen on the page "
    "*Demand*. Travel is estimated, need stays that of today, and children of new homes are an assumed number for each home."
)


# So many neighbourhoods that become a priority gap are named.
PRIORITY_NAMED: Final = 3


def example_help(told: str) -> str:
    """Say what the example does."""
    return f"The example: {told}."


# --- the one sentence -------------------------------------------------------------------------------------------------


def subject(kind: str, number: float | None, before: float | None, name: str, service: str, sector: str) -> str:
    """Name a single change as the subject of the sentence; ``name`` is the provider, or the place."""
    if kind == "open":
        what = common.sentence_case(places(number) if number is not None else f"{SECTORS[sector]} {small(service)}")
        return f"{what} at {name}"
    if kind == "resize":
        return f"{places(number or 0)} at {name}" + ("" if before is None else f" instead of {before:,.10g}")
    return f"{name} closed" if kind == "close" else f"{name} moved"


def new_homes(count: int, label: str) -> str:
    """Name new homes as the subject of the sentence."""
    return f"{count:,} new {'home' if count == 1 else 'homes'} in {label}"


def several(count: int) -> str:
    """Name several changes as the subject of the sentence."""
    return f"{count:,} changes"


def found(
    who: str, where: str, facts: Summary, worst: str, most: str, districts: Sequence[tuple[str, int]] = (), priority: Sequence[str] = ()
) -> str:
    """Say in a few short sentences what a scenario does, harm before help.

    Parameters
    ----------
    who : str
        What changes.
    where : str
        The chosen districts, or nothing.
    facts : Summary
        What it does.
    worst : str
        Who loses most, and how much; or nothing.
    most : str
        Who gains most; or nothing.
    districts : sequence of (str, int)
        Districts of those who lose, and how many in each; nothing where one district is chosen.
    priority : sequence of str
        What is said of the neighbourhoods that become a priority gap, and of those that are none any more.
    """
    place = f" in {plain(where)}" if where else ""
    parted = by_district.split(districts)
    parts = [side(facts.lose, facts.children_lose, "lose", place or by_district.only(districts)) + parted] if facts.lose else []
    # What is told of districts ends where the next part begins.
    harm = ("; " if parted else ", ").join(filter(None, [*parts, crossing(facts.dropped, "fall", "below") if facts.lose else ""]))
    first = (": " if facts.gain == 1 else ", most of all ") + plain(most) if most else ""
    parts = [side(facts.gain, facts.children_gain, "gain", "" if harm else place) + first, crossing(facts.lifted, "rise", "above")]
    gains = ("; " if first else ", ").join(filter(None, parts)) if facts.gain else ""
    more = f"{young(facts.children_change, 'more ')} under five" if facts.children_change else ""
    sums = ", ".join(filter(None, [short(facts.shortfall_change), more]))
    hit = f"Worst hit is {plain(worst)}" if worst else ""
    rest = ("" if gains else "nobody gains") if harm else "nobody loses" if gains else f"nobody{place} gains or loses access"
    first, *others = filter(None, [harm, hit, gains, "; ".join(filter(None, [sums, rest])), *priority])
    return f"**{plain(who)}: {'. '.join([first, *map(common.sentence_case, others)])}.**"


def side(count: int, children: int, verb: str, place: str) -> str:
    """Count who loses, or gains, and the children there."""
    told = "1 neighbourhood" if count == 1 else f"{count:,} neighbourhoods"
    return f"{told}{place} ({young(children)}) {_verb(count, verb)}"


def crossing(count: int, verb: str, side: str) -> str:
    """Count the neighbourhoods that come to the other side of the target."""
    return f"{count:,} {_verb(count, verb)} {side} the target" if count else ""


def of_priority(names: Sequence[str], *, now: bool) -> str:
    """Count and name the neighbourhoods that become a priority gap, or that are none any more; nothing where there is none."""
    more = [f"{len(names) - PRIORITY_NAMED:,} more"] if len(names) > PRIORITY_NAMED else []
    what = f"{_verb(len(names), 'become')} a priority gap" if now else f"{'is' if len(names) == 1 else 'are'} no priority gap any more"
    who = "1 neighbourhood" if len(names) == 1 else f"{len(names):,} neighbourhoods"
    return f"{who} {what}: {figures.listed([*map(plain, names[:PRIORITY_NAMED]), *more])}" if names else ""


def not_counted(who: str, outcome: str) -> str:
    """Say in the place of the sentence that none of the changes counts for an outcome area."""
    return f"**{plain(who)}: this does not count for {plain(outcome)}, so nobody gains or loses here.**"


def _verb(count: int, plural: str) -> str:
    return f"{plural}s" if count == 1 else plural


def young(count: int, more: str = "") -> str:
    """Count children."""
    return f"{count:,} {more}{'child' if count == 1 else 'children'}"


def area(level: Level, name: str, ward: str, district: str) -> str:
    """Name an area with its ward and district."""
    if level == "district":
        return name
    return f"{name} ward, {district}" if level == "ward" else f"{name} in {ward} ward, {district}"


def moved(now: float, before: float, unit: str) -> str:
    """Say access after and before a change, in figures that are as far apart as the change is."""
    decimals = figures.change_decimals(now, before)
    return f"{now:,.{decimals}f} {_for_each(unit)}, {before:,.{decimals}f} before"


def enough(target: float, unit: str) -> str:
    """Say what counts as enough."""
    return f"{figures.figure(target)} {_for_each(unit)} under five"


def _for_each(unit: str) -> str:
    """Write a unit of access as people say it; what it leaves out is said elsewhere."""
    return unit.partition(", ")[0].removeprefix("weighted ").replace(" per ", " in reach for each ")


PLACES_SHORT = (
    "Places short are what neighbourhoods below the target lack, each counted for itself: neighbours share places, so it is not how many "
    "to open."
)


def short(change: float) -> str:
    """Say how many places more or fewer are missing; nothing where it is less than half a place, or sites are counted."""
    count = 0 if math.isnan(change) else round(abs(change))
    if not count:
        return ""
    return f"{count:,} {'fewer' if change < 0 else 'more'} {'place' if count == 1 else 'places'} short"


def meaning(target: str, *, in_places: bool) -> str:
    """Say what the words of the sentence mean; ``target`` is what counts as enough, with its unit."""
    gain = f"Gain and lose are about what families can reach, shared with all others who can reach it too. The target is {target}."
    return f"{gain} {PLACES_SHORT}" if in_places else gain


# --- what does not count ---------------------------------------------------------------------------------------------------

COUNT_ALL = "Count all provision"


def no_outcome(told: str, outcome: str, others: Sequence[str]) -> str:
    """Say that a change does not count for an outcome area, and for which it does."""
    return (
        f"**{plain(told)}.** It does not count for {plain(outcome)}. It counts for {plain(figures.listed(list(others)))}: look at it there."
    )


def no_filter(told: str) -> str:
    """Say that a change does not count because the filters leave it out."""
    return f"**{plain(told)}.** It does not count with these filters: they leave its sector, its type or its assumed places out."


def no_places(told: str) -> str:
    """Say that a change counts nowhere."""
    return f"**{plain(told)}.** It does not count anywhere: how many places there are is not known."


# --- where instead -----------------------------------------------------------------------------------------------------------


def instead(number: int) -> str:
    """Begin the links that ask where something should go instead of what closes."""
    return f"**Find where {places(number) if number else 'it'} should go instead:**"


EACH = "Each by itself:"
INSTEAD_PLACES = "Places that should go there"


def instead_as(service: str, sector: str) -> str:
    """Label one of these links; short, for a phone shows no more of it."""
    return f"{common.SECTOR_NAMES[sector]}: {plain(small(service))}"


def instead_note(district: str, ways: int) -> str:
    """Say what the links ask: in which district, and why there is more than one."""
    both = "The first asks for the same kind of provision, the second for what a council can open. " if ways > 1 else ""
    if not district:
        return f"{both}One site, anywhere in the area."
    return f"{both}One site in {plain(district)}, where most of it closes; the limits on that page can widen this."


# --- the changes -------------------------------------------------------------------------------------------------------

CHANGES_TITLE = "The changes"
UNDO, START_AGAIN = "Undo", "Start again"
UNDO_HELP = "Takes back what you did last: a change that was added, removed or brought."
START_AGAIN_HELP = "Removes every change. Undo brings them back."
NOT_COUNTED = "It does not count here."


def remove(number: int) -> str:
    """Label the button that removes a change."""
    return f"Remove {number:,}"


def listed(shown: int, count: int) -> str:
    """Say that a long list is cut."""
    return f"The first {shown:,} of {count:,} changes; the file of changes holds them all."


# --- the map ---------------------------------------------------------------------------------------------------------------

MAP_TITLE, SHOWS = "On the map", "The map shows"
SHOW: Final = {"change": "Change", "before": "Before", "after": "After", "both": "Before beside after"}
SHOWS_HELP = (
    "Change: gains and losses of access. Before and after: the colours chosen in the sidebar; beside each other, both maps move together."
)
CHANGE_CARD = "Change of access"


def change_title(unit: str) -> str:
    """Title of the legend of the change."""
    return f"Change of access: {unit}"


def change_labels(edge: float) -> list[str]:
    """Say each class of the change."""
    return [
        f"loses more than {edge:.10g}",
        f"loses up to {edge:.10g}",
        "no change",
        f"gains up to {edge:.10g}",
        f"gains more than {edge:.10g}",
    ]


CHANGE_NOTE = "Zero lies in the middle."


def card(change: str, before: str) -> str:
    """Say the change of one area on its hover card."""
    return f"{change} (before: {before})"


def alt(painted: str, where: str, finding: str) -> str:
    """Describe the map to somebody who cannot see it."""
    return f"Map of {where}, coloured by {painted[:1].lower()}{painted[1:]}. {finding} The tables below the map hold the same figures."


# --- tables ----------------------------------------------------------------------------------------------------------------

DISTRICTS_TITLE = "By district"
# What a lead looks for first; the measures of equality last.
DISTRICTS: Final = {
    "district": "District",
    "shortfall_before": "Places short before", "shortfall": "Places short after",
    "children_dropped": "Children who fall below", "children_lifted": "Children who rise above",
    "children_below_target_before": "Below target before", "children_below_target": "Below target after",
    "priority_areas_before": "Priority areas before", "priority_areas": "Priority areas after",
    "mean_access_before": "Mean access before", "mean_access": "Mean access after",
    "worst_fifth_access_before": "Worst fifth before", "worst_fifth_access": "Worst fifth after",
    "children_before": "Children before", "children": "Children after",
    "gini_before": "Gini before", "gini": "Gini after",
    "variance_before": "Variance before", "variance": "Variance after",
}  # fmt: skip
DISTRICT_HELP: Final = {
    "children": "Children under five.",
    "shortfall": "Sum over neighbourhoods of the places that each is short of the target, if nobody else shared them.",
    "children_below_target": "Children under five in neighbourhoods whose access is below the target.",
    "children_lifted": "Children in neighbourhoods that rise above the target.",
    "children_dropped": "Children in neighbourhoods that fall below the target.",
    "priority_areas": "Neighbourhoods in the highest third of need and the lowest third of access.",
    "mean_access": "Mean access of the children, in the unit of access.",
    "worst_fifth_access": "Mean access of the worst-served fifth of the children.",
    "gini": "0: every child has the same access. 1: one child has it all.",
    "variance": "How far the access of children lies apart, in the square of its unit.",
}
DISTRICTS_NOTE = "Counted by neighbourhood, whatever areas are shown."
AREAS_TITLE = "Areas that change"
AREAS: Final = {
    "area_label": "Place", "ward": "Ward", "district": "District", "access_before": "Access before", "access": "Access after",
    "access_change": "Change", "shortfall_change": "Places short", "gap_class_before": "Class before", "gap_class": "Class after",
    "rank_before": "Rank before", "rank": "Rank after", "children_before": "Children before", "children_0_4": "Children after",
    "changes": "Changes",
}  # fmt: skip
AREA_HELP: Final = {
    "access_change": "Access after, less access before.",
    "shortfall_change": "More (above 0) or fewer (below 0) places short of the target, if nobody else shared them.",
    "rank_before": "1 is the greatest gap.",
    "rank": "1 is the greatest gap. A rank can move because another area passes, or is passed.",
    "changes": "Numbers of the changes, in the list above, that reach the area.",
}
SURE_COLUMN = sure_words.COLUMN
SEARCH, SEARCH_HELP = "Find a place", "Part of the name of a place, ward or district. Narrows this table only."
NOTHING_REACHED = "No area is reached by these changes, with these filters."
NO_FRESH = "Only areas that a change reaches are listed. On a scale of its own, scores of others move too: the file holds all areas."


def nothing_found(term: str) -> str:
    """Say that the search finds nothing."""
    return f"No area that changes has “{term}” in its name. Clear the search box to see all."


# --- how sure ----------------------------------------------------------------------------------------------------------------

SURE = "How sure is that?"
SURE_HELP = "Works the change out again with 500 other reasonable settings (catchment, road distance, weights ...). Takes a few seconds."
SURE_NOTE = (
    "How often each area gains or loses when catchment, road distance, speed and other settings are drawn anew, as for the ranks of the "
    "gap list. Both sides of a draw use the same settings. What opens may be missing in a draw, as any provider."
)


def sure(gains: int, loses: int, draws: int) -> str:
    """Say in how many settings an area gains or loses."""
    told = [f"{word} in {count:,} of {draws:,}" for word, count in (("gains", gains), ("loses", loses)) if count]
    return "; ".join(told) or f"no change in {draws:,}"


def sure_head(areas: str, count: int, verb: str, likely: int, firm: int, always: int, draws: int) -> str:
    """Say of how many areas a gain or loss holds in all settings, or in nearly all."""
    if always == count:
        return f"{areas} that {_verb(count, verb)} here: {'it does' if count == 1 else 'all do'} in every one of {draws:,} settings."
    which = f"Of {areas} that {_verb(count, verb)} here, {firm:,} {_verb(firm, verb)} in at least 95% of {draws:,} settings"
    return f"{which} ({likely:,} in at least half)."


# --- how it is worked out ------------------------------------------------------------------------------------------------------

HOW_TITLE = "How this is worked out"
COMMAND = "For analysts: the command `geo scenario` writes the same figures from the file *Changes*."
SCALE, SCALE_HELP = "A scale of its own", "Works out need, the scale of scores and a median target anew, with the changes in them."


def how(made: str, per_100: float) -> str:
    """Say how a scenario is worked out."""
    return (
        f"{made}\n\nA scenario works access out again with the changes in it: what opens is shared by all families who can reach it, what "
        "closes is gone for all of them. **Need, the scale of scores and the target stay those of before**, so that an area that nothing "
        "reaches keeps its score and its class; its rank can move. "
        f"New homes bring {per_100:.10g} children under five in 100 homes unless you say otherwise (assumed), shared out over the ages as "
        "they are now; their need is taken as that of their neighbourhood. Places of the scenario are planned, not registered."
    )


# --- files --------------------------------------------------------------------------------------------------------------------

FILES_TITLE = "Take it away"
DOWNLOADS: Final = {"areas": "Areas (CSV)", "districts": "Districts (CSV)", "changes": "Changes (CSV)", "workbook": "All in Excel (XLSX)"}
USERS = "Expected users (CSV)"
FILES_NOTE = "*Areas* has every area: the gap list after the changes, then what was before. *Changes* can be brought back here."
SHEETS: Final = {"areas": "Areas", "districts": "Districts", "changes": "Changes"}
NOTES_SHEET = "Notes"
COLUMN_MEANINGS: Final = {
    "access_before": "Access before the changes, in the unit of access",
    "access_change": "Access after, less access before",
    "shortfall_before": "Places short of the target before; empty where sites are counted",
    "shortfall_change": "Places short after, less places short before",
    "need_before": "Need before (0-100)",
    "gap_score_before": "Gap score before (0-100)",
    "gap_class_before": "Gap class before",
    "rank_before": "Rank before; 1 is the greatest gap",
    "children_before": "Children under five before",
    "changes": "Ids of the changes that reach the area, joined by ;",
}
COLUMNS_NOTE = "Columns added to the gap list"

# --- from other pages ------------------------------------------------------------------------------------------------------------

HERE, IF_CLOSED, IF_SIZE, CLOSE_IT = "What if … here", "What if it closed?", "What if its size changed?", "Close it in a scenario"
