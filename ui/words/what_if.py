"""Every sentence of the page What if. No arithmetic here, no layout."""

from __future__ import annotations

from typing import Final

from ui.words import common
from ui.words.figures import date_words
from ui.words.plain import plain
from ui.words.scenarios import SECTORS, places, small

# --- nothing changed yet ---------------------------------------------------------------------------------------------

EMPTY = (
    "Nothing is changed yet: these are the figures of today. Add a change, and this page says who gains and who loses, on a map and in "
    "tables that you can take away. Every other page can then be seen under the scenario too."
)
EXAMPLE = "Try an example"
LIMITS = (
    "What a scenario cannot say: how many families would come (take-up), when, or at what price. Travel is estimated, need stays that of "
    "today, and children of new homes are an assumed number for each home."
)


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


def found(who: str, where: str, gain: int, lose: int, lifted: int, dropped: int, short: str, children: int) -> str:
    """Say in one sentence what a scenario does; ``where`` names the chosen districts, or nothing."""
    parts = [f"{_neighbourhoods(gain)}{f' in {plain(where)}' if where else ''} {_verb(gain, 'gain')}"] if gain else []
    parts += [f"{lifted:,} {_verb(lifted, 'rise')} above the target"] if lifted else []
    losing = (
        f"{lose:,} {_verb(lose, 'lose')}"
        if gain
        else f"{_neighbourhoods(lose)}{f' in {plain(where)}' if where else ''} {_verb(lose, 'lose')}"
    )
    parts += [losing] if lose else []
    parts += [f"{dropped:,} {_verb(dropped, 'fall')} below the target"] if dropped else []
    if not parts:
        parts = [f"nobody{f' in {plain(where)}' if where else ''} gains or loses access"]
    parts += [short] if short else []
    parts += [f"{children:,} more {'child' if children == 1 else 'children'} under five"] if children else []
    nobody = "; nobody loses" if gain and not lose else ""
    return f"**{plain(who)}: {', '.join(parts)}{nobody}.**"


def _verb(count: int, plural: str) -> str:
    return f"{plural}s" if count == 1 else plural


def _neighbourhoods(count: int) -> str:
    return "1 neighbourhood" if count == 1 else f"{count:,} neighbourhoods"


def short(change: float) -> str:
    """Say how many places more or fewer are missing; nothing where it is less than half a place."""
    count = round(abs(change))
    if not count:
        return ""
    return f"{count:,} {'fewer' if change < 0 else 'more'} {'place' if count == 1 else 'places'} short"


def most(label: str) -> str:
    """Name the neighbourhood that changes most."""
    return f"The greatest change is in {label}."


def meaning(*, in_places: bool) -> str:
    """Say what the words of the sentence mean."""
    gain = "Gain and lose are about access: what families can reach, for each child who shares it."
    short = " Places short are counted for each neighbourhood alone: neighbours share places, so it is not how many to open."
    return gain + (short if in_places else "")


# --- the changes -------------------------------------------------------------------------------------------------------

CHANGES_TITLE = "The changes"
UNDO, START_AGAIN = "Undo", "Start again"
UNDO_HELP = "Takes back what you did last: a change that was added, removed or brought."
START_AGAIN_HELP = "Removes every change. Undo brings them back."
NOT_COUNTED = "It does not count for this outcome area, with these filters."


def remove(number: int) -> str:
    """Label the button that removes a change."""
    return f"Remove {number:,}"


def listed(shown: int, count: int) -> str:
    """Say that a long list is cut."""
    return f"The first {shown:,} of {count:,} changes; the file of changes holds them all."


# --- the form ------------------------------------------------------------------------------------------------------------

ADD_TITLE, ADD = "Add a change", "Add this change"
KIND = "What changes"
KINDS: Final = {"open": "Open", "close": "Close", "move": "Move", "resize": "Change size", "homes": "New homes"}
KIND_HELP = "Open or close provision, move it, change its size, or build homes whose children share what is there."
PROVIDER, PROVIDER_PLACEHOLDER = "Which provider", "Type a name, a postcode or a district"
SERVICE, SECTOR = "Type", "Sector"
PLACES, NEW_PLACES = "Places", "Places from now on"
PLACES_HELP = "Children who can be there at the same time. One class is taken as 26."
AGES, AGES_HELP = "Ages in months, if known", "For example 36-60 for three- and four-year-olds. It does not change the figures yet."
BY = "Where"
BYS: Final = {"at": "At a school or provider", "postcode": "At a postcode", "area": "In a neighbourhood"}
AT, AT_PLACEHOLDER = "At which address", "Type the name of a school or provider, or its postcode"
POSTCODE, POSTCODE_HELP = "Postcode", "Inside the area, or at most 8 km outside."
AREA, AREA_PLACEHOLDER = "Which neighbourhood", "Type a ward, or the name of a neighbourhood"
HOMES = "New homes"
YIELD = "Children under five in 100 homes"
YIELD_HELP = "Assumed. Published county figures lie between 20 and 30 children in 100 new homes."
YEAR, YEAR_HELP = "From which year, if known", "It is kept with the change. Figures year by year come later."
FAULTS_TITLE = "This change cannot be made yet"
# Column of a change -> what the form calls it.
FIELDS: Final = {
    "target": "Provider or neighbourhood", "service_type": SERVICE, "sector": SECTOR, "places": PLACES, "ages": AGES, "where": BY,
    "homes": HOMES, "yield_0_4": YIELD, "from_year": YEAR, "kind": KIND,
}  # fmt: skip
CHOOSE_PROVIDER = "Choose the provider first."
CHOOSE_PLACE = "Say where: choose a school, a provider or a neighbourhood, or write a postcode."


def fault(column: str, message: str) -> str:
    """Say what is wrong with one field."""
    return f"**{FIELDS.get(column, column)}:** {plain(common.sentence_case(message))}"


def provider_label(name: str, postcode: str, district: str, number: float | None) -> str:
    """Name a provider in a box that is searched."""
    return ", ".join(part for part in (name, postcode, district, "" if number is None else places(number)) if part)


def twice(label: str) -> str:
    """Say that a provider is changed already."""
    return f"**{PROVIDER}:** {plain(label)} is changed already. Remove that change from the list first."


def too_many(most: int) -> str:
    """Say that no more changes fit."""
    return f"A scenario has {most:,} changes at most. Remove one first."


# --- the map ---------------------------------------------------------------------------------------------------------------

MAP_TITLE, SHOWS = "On the map", "The map shows"
SHOW: Final = {"change": "Change", "before": "Before", "after": "After"}
SHOWS_HELP = "Change: gains and losses of access. Before and after: the colours chosen in the sidebar."
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


CHANGE_NOTE = "Zero lies in the middle. About a quarter of the areas that change lie beyond the limit between small and large."


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
    "children_lifted": "Children lifted", "children_dropped": "Children dropped",
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
    "area_label": "Place", "district": "District", "access_before": "Access before", "access": "Access after", "access_change": "Change",
    "shortfall_change": "Places short", "gap_class_before": "Class before", "gap_class": "Class after", "rank_before": "Rank before",
    "rank": "Rank after", "children_before": "Children before", "children_0_4": "Children after", "changes": "Changes",
}  # fmt: skip
AREA_HELP: Final = {
    "access_change": "Access after, less access before.",
    "shortfall_change": "More (above 0) or fewer (below 0) places short of the target, if nobody else shared them.",
    "rank_before": "1 is the greatest gap.",
    "rank": "1 is the greatest gap. A rank can move because another area passes, or is passed.",
    "changes": "Numbers of the changes, in the list above, that reach the area.",
}
SURE_COLUMN = "Other settings"
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


def sure_head(areas: str, gains: int, certain: int, draws: int) -> str:
    """Say of how many areas the gain holds in nearly all settings."""
    return f"Of {areas} that gain here, {certain:,} gain in at least 95% of {draws:,} settings ({gains:,} in at least half)."


# --- how it is worked out ------------------------------------------------------------------------------------------------------

HOW_TITLE = "How this is worked out"
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
FILES_NOTE = (
    "*Areas* has every area: the gap list after the changes, then what was before. *Changes* can be brought back here, or given to the "
    "command `geo scenario`, which writes the same figures."
)
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

BRING_TITLE = "Bring changes from a file"
BRING = "File of changes (CSV)"
BRING_HELP = "One row a change, with the columns of the file of changes that this page offers. Nothing is used while a row is wrong."
BROKEN_FILE = "Nothing of this file is used. Mend these and bring it again."
USE, REPLACE, COMBINE = "Use these changes", "Replace the list", "Add to the list"
OF_LIST, OF_FILE = "list", "file"
NOT_IN_LINK = "Notes and names of changes stay in your file: the link and this list number the changes."
EMPTY_FILE = "has no change in it. Each row after the first is one change."


def brought(file: str, count: int) -> str:
    """Say what a file holds."""
    return f"**{plain(file)}** has {'1 change' if count == 1 else f'{count:,} changes'}, all of which can be made."


def too_large(most_kb: int) -> str:
    """Say that a file is too large to be one of changes."""
    return f"is larger than {most_kb:,} kB, more than any list of changes. Check that it is the right file."


def both(name: str) -> str:
    """Ask which of two changes of one provider is kept."""
    return f"**{plain(name)}** is changed by the list and by the file. Choose one:"


def keep(told: str, side: str) -> str:
    """Label the button that keeps one of two changes, that of the list or that of the file."""
    return f"Keep that of the {side}: {told}"


# --- from other pages ------------------------------------------------------------------------------------------------------------

HERE, IF_CLOSED, IF_SIZE, CLOSE_IT = "What if … here", "What if it closed?", "What if its size changed?", "Close it in a scenario"

# --- kept scenarios ----------------------------------------------------------------------------------------------------

KEPT_TITLE = "Keep this scenario, or open one that is kept"
NO_WORKSPACE = (
    "There is no place to keep scenarios yet; the link of this page holds this one. Ask whoever looks after this dashboard to name a "
    'folder in config.toml, under [data]: workspace = "path", to run python -m geo workspace create once, and to start it again.'
)
KEPT_OWN_DATA = "You are using your own data: what is kept are the changes, not these data."
KEEP_NAME, KEEP_WHO, KEEP_WHY, KEEP = "Name of the scenario", "Your name", "What it is for", "Keep it for everybody"
NOT_KEPT = "Not kept. Mend this and press the button again:"
NONE_KEPT = "None is kept yet."


def kept(name: str, scenario_id: str) -> str:
    """Say that a scenario was kept, and how a link names it."""
    return f"“{name}” is kept; a link opens it with scenario={scenario_id}. The same name again is another one."


def kept_broken(count: int) -> str:
    """Say that some files of kept scenarios cannot be read."""
    return f"{'One kept scenario' if count == 1 else f'{count:,} kept scenarios'} cannot be read. The others are listed."


def kept_line(name: str, who: str, when: str, why: str, count: int) -> str:
    """Describe a kept scenario."""
    changes = f"{count:,} {'change' if count == 1 else 'changes'}"
    return f"**{plain(name)}**: {changes}, kept by {plain(who)} on {date_words(when[:10])}. {plain(why)}"


def open_kept(name: str) -> str:
    """Name the link to a kept scenario."""
    return plain(f"Open “{name}”")


def opened(name: str, who: str, when: str, why: str, as_at: str, method: str, now: str) -> str:
    """Say which kept scenario a link has opened, and on which data and method it was made."""
    other = "" if method == now else f" Figures were those of method {plain(method)}; these are of method {now}."
    return f"Opened **{plain(name)}**, kept by {plain(who)} on {date_words(when[:10])}: {plain(why)} Made on: {plain(as_at)}.{other}"
