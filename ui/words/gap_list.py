"""Every sentence of the gap list. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.numeric.ranking import THIRDS
from ui.words import common, figures, sure
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from geo.base.vocabulary import Level
    from geo.settings.model import Confidence

TITLE = "Gap list"
HOW_TITLE = "How this list was made"
SURE_TITLE = sure.COLUMN
CHILDREN_HELP = f"Children under five who live there, an estimate; '{HOW_TITLE}' says of which time."
SHORTFALL_HELP = (
    f"{common.SHORT.capitalize()}: (target - access) x children. {common.NEVER_ADDED} Only for outcome areas measured in places."
)
NEAREST_HELP = "Estimated minutes to the nearest provider; for a ward or district the mean of its children, each to their own nearest."
IN_REACH_HELP = "How many providers of the chosen kind are within the catchment of this area."
ENGLAND_HELP = (
    "Of 100 neighbourhoods in England, how many have more children in income-deprived families (IDACI): 0 is the most deprived. Wards and "
    "districts have the mean of their neighbourhoods."
)
DECILE_HELP = "Access to childcare in England, published by Ofsted and ONS: 1 is the tenth with least access, 10 with most."
ON_FOOT_HELP = (
    "Rank in this list, of the chosen districts, if families walked for at most {minutes:g} minutes; a place's own page ranks it in the "
    "whole area. Ranks under other settings are not the truth either."
)
SURE_HELP = "The word is about the whole area, the ranks behind it are those of this list."
RANK_HELP = "1 is the greatest gap in this list, of the chosen districts; a place's own page ranks it in the whole area."
DOWNLOAD_HELP = {
    "explained": (
        "Every row that these filters and the switch beside leave, in words, under plain headings; the first sheet says what was found and "
        "what each column means. Narrowing by a name changes no file."
    ),
    "explained_csv": (
        "The same as the Excel file in one table: what was found above the rows, what each column means below them. Narrowing by a name "
        "changes no file."
    ),
    "csv": ("The same rows with all columns under short names and in codes, as scripts want them. Narrowing by a name changes no file."),
}
FEW_AREAS = (
    "With so few districts the worst fifth is a single one, so most rows read as check first or not among the worst of all: look at the "
    "range of ranks."
)
ALSO_TITLE = "Also a gap as"
ALSO_HELP = (
    "The ward and the district that hold this area, where they are priority gaps; whether it stays one if families walk, and under another "
    "form of catchment (3SFCA: families share out what they can reach)."
)
ON_FOOT, OTHER_FORM = "on foot", "3SFCA"
NO_GAP = "not a priority gap"
CONTROLS = "Find, narrow, download, print"
SEARCH_LABEL = "Narrow this list by a name"
PRIORITY_ONLY = "Priority gaps only"
PRIORITY_HELP = "Leaves out every row that is no priority gap, here and in every file. Ranks stay those of the whole list."
PRIORITY_ALONE = f"{PRIORITY_ONLY}; ranks are those of the whole list"
NO_PRIORITY = "No row: priority gaps alone are asked for, and none of these areas is one."
NO_ROWS = "The files hold headings only, and no row: none of these areas is a priority gap."
NOTES_TITLE = "Notes to a gap list of the Best Start Gap Map"
SETTINGS, CHANGED, COLUMNS, REASONS = "What was asked", "Not the recommended settings", "What the columns say", "Reason codes"
LIMITS, SOURCES, AGAIN = "What to know before using a figure", "Sources", "How to get the same list again"
NOTHING_CHANGED = "All settings are the recommended ones."
VIEW = "View (put it behind the address of the page): "
COMMAND = "Command line: "
COLUMN_MEANINGS = {
    "rank": "Rank in this list, of the chosen districts: 1 is the greatest gap. A place's own page ranks it in the whole area.",
    "area_code": "ONS code of the area.",
    "area_label": "Name of the area as people know it.",
    "level": "lsoa (neighbourhood), ward or district.",
    "ward": "Ward of the area.",
    "district": "District, or group of areas where other borders are shown.",
    "outcome": "Outcome area.",
    "children_0_4": "Children under five, an estimate; data_as_at says of which time.",
    "need_score": "Need, 0 to 100: percentile in the whole area of the mix of the outcome area's measures; 100 is the greatest need.",
    "access": "Provision within reach, shared with everybody else who can reach it, in access_unit.",
    "access_unit": "Unit of access. Of weighted sites some service types count for more or less than one (config.toml, weight).",
    "access_score": "Access, 0 to 100: percentile in the whole area; 100 is the best access.",
    "gap_score": "Gap, 0 to 100: square root of need_score times (100 minus access_score).",
    "gap_class": "Thirds of need and access; priority is the highest third of need with the lowest third of access.",
    "shortfall_places": (
        f"{common.SHORT.capitalize()}: (target - access) x children. {common.NEVER_ADDED} Only where access is in places."
    ),
    "nearest_provider": (
        "Nearest provider of the kind that counts; for wards and districts only where it is the nearest of all their neighbourhoods."
    ),
    "nearest_km": "Estimated kilometres by road to the nearest, the mean of the area's children: straight line times the detour.",
    "providers_in_reach": "Providers of the kind that counts within the catchment, each within the catchment of its own service type.",
    "public_in_reach": "Public ones among all service types that count, whatever the sector asked for.",
    "pvi_in_reach": "Private, voluntary or independent ones, likewise.",
    "reasons": "Codes of why the area is a gap, explained below.",
    "rank_low": (f"5th percentile of the rank in this list over all draws {sure.SETTINGS}: the area could be as high as this."),
    "rank_high": (f"95th percentile of the rank in this list over all draws {sure.SETTINGS}: the area could be as low as this."),
    "confidence": (
        f"Share of the draws {sure.SETTINGS} in which the area is among the worst of the whole area, 0 to 1; pages say it in per cent."
    ),
    "data_as_at": "How old provision, children and need data are.",
    "method_version": "Version of the method, target, and every setting that is not the recommended one.",
    "survives_at": "Levels at which the area, its ward or its district is a priority gap too.",
    "access_public": "Access to public provision only, in access_unit.",
    "access_pvi": "Access to private, voluntary or independent provision only, in access_unit.",
    "public_share": "Public share of the provision within reach, 0 to 1.",
    "low_income_pvi_only": "yes where low-income families live and only private, voluntary or independent provision is within reach.",
    "key_provider": "Where the reason is single_provider: the provider that gives half or more of the area's access (recommended setting).",
    "key_provider_children": "Children under five in all areas of this level that depend on that provider in this way.",
    "nearest_minutes": "Estimated minutes to the nearest, the mean of the area's children.",
    "need_driver": "The measure that lifts need most: its weight times how far it is above the middle; empty where none is.",
    "walk_rank": (
        "Rank in this list, as rank is, if families walked (config.toml, on_foot_minutes): 1 is the greatest gap, and areas that tie share "
        "the best rank. A place's own page gives the rank in the whole area."
    ),
    "also_on_foot": "yes where the area is a priority gap on foot too.",
    "also_3sfca": "yes where the area is a priority gap under another form of catchment too: 3SFCA (Wan, Zou and Sternberg 2012).",
    "england_low_income_place": (
        "Of 100 neighbourhoods in England, how many have more children in income-deprived families (IDACI): 0 is the most deprived. Wards "
        "and districts have the mean of their neighbourhoods."
    ),
    "england_access_decile": "Access to childcare in England, published by Ofsted and ONS: 1 the least, 10 the most.",
    "high_need_only_here": (
        "yes where need is in the highest third of the whole area, but fewer families have low incomes than in the middle of England."
    ),
    "border": (
        "Service types of which providers may be missing: part of the catchment lies beyond the border, and the data hold none there. "
        "Check such areas first."
    ),
    "children_basis": "approximate where children_0_4 is a share of a neighbourhood that was split since they were counted, else estimate.",
    "how_sure": (
        "How sure it is that the area is among the worst of the whole area: certain, likely, not_worst, or check_first "
        "(also in the place of likely and certain wherever border names something); empty without a score. What each means stands under "
        "the settings above."
    ),
}
# What the columns are called where people read them.
HEADINGS = {
    "rank": "Rank in this list",
    "area_code": "Area code",
    "area_label": "Place",
    "level": "Size of area",
    "ward": "Ward",
    "district": "District",
    "outcome": "Outcome area",
    "children_0_4": "Children under five",
    "need_score": "Need (0-100)",
    "access": "Provision within reach",
    "access_unit": "Unit of provision within reach",
    "access_score": "Access (0-100)",
    "gap_score": "Gap (0-100)",
    "gap_class": "Class",
    "shortfall_places": "Places short",
    "nearest_provider": "Nearest provider",
    "nearest_km": "Nearest, km by road",
    "providers_in_reach": "Providers in reach",
    "public_in_reach": "Public providers in reach",
    "pvi_in_reach": "Private and voluntary providers in reach",
    "reasons": "Why",
    "rank_low": "Could rank in this list as high as",
    "rank_high": "Could rank in this list as low as",
    "confidence": "Among the worst, share of settings tried (0-1)",
    "data_as_at": "Age of the data",
    "method_version": "Method and settings",
    "survives_at": "Also a priority gap as",
    "access_public": "Public provision within reach",
    "access_pvi": "Private and voluntary provision within reach",
    "public_share": "Public share (0-1)",
    "low_income_pvi_only": "Low incomes, and private or voluntary provision only",
    "key_provider": "Provider it depends on",
    "key_provider_children": "Children who depend on that provider",
    "nearest_minutes": "Nearest, minutes",
    "need_driver": "Measure that lifts need most",
    "walk_rank": "Rank in this list if families walked",
    "also_on_foot": "Priority gap on foot too",
    "also_3sfca": "Priority gap if families share out what they reach",
    "england_low_income_place": "Low incomes, place in 100 of England (0 the most)",
    "england_access_decile": "Access to childcare, tenth of England (1 the least)",
    "high_need_only_here": "High need here, not in England",
    "border": "Providers may be missing beyond the border",
    "children_basis": "Children: how exact",
    "how_sure": sure.COLUMN,
}
EXPLAINED_BELOW = "What each column says, the settings, the sources and their licences stand below the rows."
EXPLAINED_SHEET, EXPLAINED_COLUMNS = "What each column says", ("Column", "What it says", "Name in the CSV")
REASON_MEANINGS = {
    "none_in_reach": "no provider of the kind that counts is within the catchment",
    "few_places": "access is in the lowest third of the whole area",
    "no_public": "providers are within reach, but none is public",
    "no_pvi": "providers are within reach, but none is private, voluntary or independent",
    "quality": "none of the judged providers within reach is good or better",
    "single_provider": "one provider gives half or more of the area's access (recommended setting), so the area depends on it",
    "age_gap": "no provider within reach takes children of some age under five",
}
NOT_MEASURED = "Estimates are straight lines times a detour at assumed speeds; so are all distances. No opening hours, no price."
KNOWN_LIMITS = (
    "Access is modelled: straight lines times a detour at assumed speeds, no timetable, no opening hours, no price.",
    "Neighbours share catchments, so areas with low access lie side by side by construction.",
    "Childminders are not in the data: Ofsted withholds their addresses.",
    "Nursery places at schools are assumed, because the register does not publish them.",
    "At neighbourhood and ward level need rests mostly on drivers, because few outcomes are published for small areas.",
    "How sure a gap is says nothing of the age of the data, nor of what they do not hold. Ranks under other settings are not the truth.",
)


def sure_in_words(limits: Confidence) -> str:
    """Say what the words of a workbook for how sure it is mean, and which codes of the CSV they stand for."""
    codes = figures.listed([f"{told} is {code}" for code, told in sure.WORDS.items() if code])
    return f"As the pages say it, with the range of ranks in this list (rank_low to rank_high). {sure.meaning(limits)} In the CSV {codes}."


def why_help() -> str:
    """Say what the short reasons mean."""
    meanings = [f"{short}: {REASON_MEANINGS[code]}" for code, short in common.REASONS_SHORT.items()]
    here = f"{common.ONLY_HERE[:1].upper()}{common.ONLY_HERE[1:]}: fewer families have low incomes than in the middle of England"
    return f"{'. '.join([*meanings, here])}. Need: the measure that lifts it most."


def card(row: Mapping[str, Any], unit: str) -> list[str]:
    """Say a row of the list as lines of a card: place, class, why, how sure, figures; what is missing is None or not there."""
    place = placed(row)
    scores = [f"{name} {row[key]:.0f}" for name, key in (("Gap", "gap_score"), ("need", "need_score")) if row[key] is not None]
    children = f"{row['children_0_4']:,.0f} children under five"
    access = f"access {row['access']:.{common.access_decimals(unit)}f}" if row["access"] is not None else ""
    short = f"{row['shortfall_places']:.1f} places short" if row.get("shortfall_places") is not None else ""
    return [
        f"{place}, {row['district']}" if "district" in row else place,
        str(row["gap_class"]),
        str(row["why"]),
        f"{SURE_TITLE} {row['sure']}",
        "; ".join([children, *scores, *filter(None, [access, short])]),
    ]


def short_card(row: Mapping[str, Any], unit: str) -> list[str]:
    """Say a row of the greatest gaps beside the map: place, why, figures; `in_cards` says once what they count."""
    decimals = common.access_decimals(unit)
    say: dict[str, Callable[[float], str]] = {
        "gap_score": lambda gap: f"Gap {gap:.0f}",
        "need_score": lambda need: f"need {need:.0f}",
        "access": lambda access: f"access {access:.{decimals}f}",
        "providers_in_reach": lambda count: f"{count:,.0f} in reach",
        "nearest_minutes": lambda minutes: f"nearest {figures.minutes(minutes)}",
        "children_0_4": lambda children: f"{children:,.0f} children",
    }
    return [placed(row), str(row["why"]), ", ".join(words(row[name]) for name, words in say.items() if row[name] is not None)]


def placed(row: Mapping[str, Any]) -> str:
    """Say the place of a row, with its rank if it has one."""
    return str(row["area_label"]) if row["rank"] is None else f"{row['rank']:.0f}. {row['area_label']}"


def in_cards(unit: str, mode: str) -> str:
    """Say once what the figures of `short_card` count."""
    counts = f"access in {unit}; " if unit else ""
    return f"Gap and need from 0 to 100; {counts}journeys {common.BY[mode]}; children under five."


def first_cards(shown: int, count: int) -> str:
    """Say that there are more rows than cards."""
    return f"The first {shown:,} of {count:,}; the downloads hold every row."


def more_cards(count: int) -> str:
    """Offer so many more."""
    return "Show one more" if count == 1 else f"Show {count:,} more"


def also_a_gap(levels: str, *, on_foot: bool, other_form: bool) -> str:
    """Say as what else an area is a priority gap: with the ward and district that hold it, on foot, under another form of catchment."""
    named = figures.listed([common.LEVEL_ONE[level] for level in levels.split(";") if level])
    return "; ".join([*filter(None, [named]), *[ON_FOOT] * on_foot, *[OTHER_FORM] * other_form]) or NO_GAP


def asked(outcome: str, level: str, where: str, narrowed: Sequence[str]) -> str:
    """Say what a file was asked for."""
    return f"Asked: {'; '.join([outcome, f'{level.lower()} of {where}', *narrowed])}."


def holds(sheet: str, rows: int) -> str:
    """Say how many rows a sheet holds."""
    return f"The sheet “{sheet}” holds {_counted(rows)}; this sheet says what its columns mean."


def _counted(rows: int) -> str:
    return {0: "headings only, no row", 1: "one row"}.get(rows, f"{rows:,} rows, one an area, the greatest gap first")


def holds_here(rows: int) -> str:
    """Say how many rows there are below."""
    return f"Below: {_counted(rows)}."


def asked_of_all(level: str, where: str, *, priority_only: bool) -> str:
    """Say what a file of all outcome areas was asked for."""
    return f"Asked: {'; '.join(['every outcome area', f'{level.lower()} of {where}', *[PRIORITY_ONLY] * priority_only])}."


def holds_of_each(counts: Mapping[str, int]) -> str:
    """Say how many rows a file has of each outcome area."""
    told = "; ".join(f"{name}: {count:,}" for name, count in counts.items())
    return f"Rows, one an area, below each other by outcome area: {told}. An area may stand in several; ranks are within an outcome area."


def show_all(level: Level, count: int) -> str:
    """Offer every area where a list of priority gaps has none."""
    return f"Show all {common.areas_of(level, count)}" if count > 1 else f"Show the {common.LEVEL_ONE[level]}"


def show_inside(level: Level, count: int) -> str:
    """Offer the smaller areas inside that are priority gaps."""
    return f"Show the {count:,} priority {common.LEVEL_NAMES[level].lower() if count > 1 else common.LEVEL_ONE[level]} inside"


def outcome_of(name: str, count: int) -> str:
    """Say of which outcome area a list is, where all of them can be seen at once."""
    return f"Outcome area: **{plain(name)}**, one of {count:,}. See them all at once"


def others_have(found: bool) -> str:  # noqa: FBT001 - what is said
    """Lead to the outcome areas that have priority gaps in the same places; say so where none has any."""
    return "Other outcome areas have priority gaps here:" if found else "No other outcome area has a priority gap here either."


def outcome_has(name: str, level: Level, count: int) -> str:
    """Offer the list of another outcome area, with how many priority gaps it has."""
    return f"{plain(name)}: {common.areas_of(level, count)}"


def none_for(names: Sequence[str]) -> str:
    """Name the outcome areas without a priority gap."""
    return f"None here for {figures.listed([plain(name) for name in names])}."


def show_nearest(name: str) -> str:
    """Offer the area that comes nearest to being a priority gap."""
    return f"Nearest to one: {name}"


def nearest(name: str, need: float, access: float) -> str:
    """Say how near an area comes to being a priority gap: both scores beside the thirds that make one."""
    low, high = THIRDS
    return (
        f"{name} comes nearest: need {need:.0f} of 100 (the highest third begins above {high:.0f}), access {access:.0f} of 100 (the lowest "
        f"third ends below {low:.0f})."
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


def drawn(limits: Confidence) -> str:
    """Say how the rank intervals were drawn, and what the words for how sure they are mean."""
    return f"{sure.explained(limits)} Seed {limits.seed}: the same data and settings give the same figures."


def source(title: str, publisher: str, period: str, licence: str, attribution: str) -> str:
    """One source in one line."""
    parts = [f"{title}. {publisher}", f"period {period}" if period else "", licence, attribution]
    return "; ".join(part for part in parts if part)


def block(title: str, lines: Sequence[str]) -> str:
    """One part of the notes."""
    return "\n".join([title, "-" * len(title), *(f"- {line}" for line in lines), ""])
