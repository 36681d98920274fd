"""Every sentence that a person reads, in plain English. No arithmetic here, no layout."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from ui.words import figures
from ui.words.figures import listed, minutes
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from geo.base.vocabulary import Form, Level, Sector
    from geo.settings.model import Settings

PRODUCT = "Best Start Gap Map"
GRID_KEYS = "Enter goes into the table, arrow keys move in it, Escape and Tab leave it. The same rows stand below as a plain table."


def chart(title: str) -> str:
    """Name a chart, whose figures stand in a table of the same title."""
    return f"Chart: {title}"


SIDEWAYS = "Swipe the table sideways for more columns."


def plain_table(title: str) -> str:
    """Offer the rows of a grid as a plain table, for screen readers and copying."""
    return f"As a plain table: {title}"


def plain_rows(shown: int, count: int) -> str:
    """Say that a plain table is cut."""
    return f"The first {shown} of {count:,} rows. The download holds them all."


LEVEL_NAMES: dict[str, str] = {"lsoa": "Neighbourhoods", "ward": "Wards", "district": "Districts"}
MOST_INSIDE = 3
LEVEL_ONE: dict[str, str] = {"lsoa": "neighbourhood", "ward": "ward", "district": "district"}
PUBLISHED_FOR = {
    "lsoa": "neighbourhoods",
    "ward": "wards",
    "district": "districts",
    "county": "counties and unitary authorities",
    "former_district": "the districts of today",
}
# What a number of providers counts; wherever one stands, one of these stands beside it.
ALL_KINDS, COUNTING, CHOSEN_KIND = "of all kinds", "that count for an outcome area", "of the chosen kind"
# Whom a reader asks who cannot change a setting, and what that person needs.
WHOM = "your council's analyst or whoever looks after this dashboard"
FOR_WHOM = "For whoever looks after this dashboard"
WORKSPACE = (
    'Name a folder in config.toml, under [data]: workspace = "path"; run python -m geo workspace create once; start the dashboard again.'
)
SECTOR_NAMES = {"all": "All", "public": "Public", "pvi": "Private and voluntary"}
SECTOR_ADJECTIVES = {"all": "", "public": "public ", "pvi": "private, voluntary and independent "}
MODES = {"drive": "drive", "walk": "walk"}
# How a journey is made, within a sentence.
BY = {"drive": "by car", "walk": "on foot"}


def catchment(settings: Settings, services: Iterable[str] = ()) -> str:
    """Say the catchment: ``15-minute drive``; of service types with what is farther for some: ``... (45 minutes for maternity units)``."""
    general, mode = settings.access.catchment_minutes, MODES[settings.access.mode]
    own = {service: general * settings.services[service].catchment_times for service in services}
    if len(set(own.values())) == 1:
        return f"{next(iter(own.values())):g}-minute {mode}"
    others = [f"{time:g} minutes for {settings.services[service].plural}" for service, time in own.items() if time != general]
    return f"{general:g}-minute {mode}{f' ({listed(others)})' if others else ''}"


def access_decimals(unit: str) -> int:
    """With how many decimals access is written: a place is a small part of its figures, a site a large one."""
    return 1 if unit.startswith("places") else 2


def nearness(nearest_minutes: float, count: float) -> str:
    """Say how near the nearest provider is and how many are in reach, in the small print of a cell."""
    near = "" if isnan(nearest_minutes) else f"{minutes(nearest_minutes)}; "
    return "" if isnan(count) else f"{near}{count:,.0f} in reach"


# --- when the data cannot be used ------------------------------------------------------------------------------------

NAMED_PROBLEMS = 3


def stale(since: datetime, problems: Sequence[str]) -> str:
    """Say that newer files are broken and the figures are those read before."""
    named = " ".join(plain(problem) for problem in problems[:NAMED_PROBLEMS])
    more = f" And {len(problems) - NAMED_PROBLEMS:,} more." if len(problems) > NAMED_PROBLEMS else ""
    when = f"{since:%H:%M} on {since.day} {since:%B %Y}"
    return (
        f"**The data files on the server have been broken since {when}.** You see the last good figures, read before then. Please tell "
        f"whoever looks after the data files; once they are mended, this message goes by itself. What is wrong: {named}{more}"
    )


PROBLEM_COLUMNS = ("File", "Row", "Column", "What is wrong, and the way out")
BROKEN_TITLE = "The data needs mending before anything can be shown"


def broken_intro(count: int) -> str:
    """Lead the person who sees the error page to the person who can act."""
    things = "1 problem was" if count == 1 else f"{count:,} problems were"
    return (
        f"{things} found. Nothing is drawn from data that breaks its rules, so that no wrong figure reaches a meeting. "
        "Please pass this list to whoever looks after the data files. "
        "When `python -m geo check` finds nothing more, reload this page."
    )


# --- outcome, need, access, gap --------------------------------------------------------------------------------------

ROLE_WORDS = {"outcome": "results", "driver": "what drives them"}
ROLE_NAMES = {"outcome": "Outcome (the result itself)", "driver": "Driver (what pushes it)", "context": "Context (never scored)"}
CLASS_WORDS = {"high": "high", "mid": "middle", "low": "low"}
NO_DATA = figures.NO_DATA
MEANING = {
    "need": "Need: 0 to 100. 100 is the greatest need among all areas of this kind.",
    "access": "Access: how much provision families can reach, shared with everybody else who can reach it.",
    "gap": "Gap: 0 to 100. High only where need is high and access is low.",
    "priority": "Priority: among the third of the whole area with the highest need and the third with the lowest access.",
}
REASONS_SHORT = {
    "none_in_reach": "None in reach",
    "few_places": "Low provision",
    "no_public": "No public provider in reach",
    "no_pvi": "No private or voluntary provider in reach",
    "quality": "None in reach judged good or better",
    "single_provider": "One provider gives most access",
    "age_gap": "No place for some ages",
}


def gap_class_words(gap_class: str) -> str:
    """Say a gap class in words; the code is what the CSV holds."""
    if gap_class == "no_data":
        return NO_DATA
    if gap_class == "priority":
        return "Priority: high need, low access"
    need, _, access, _ = gap_class.split("_")
    return f"{CLASS_WORDS[need].capitalize()} need, {CLASS_WORDS[access]} access"


def gap_class_short(gap_class: str) -> str:
    """Say a gap class in a narrow table cell."""
    return gap_class_words(gap_class).partition(":")[0]


def reasons_short(codes: Iterable[str]) -> str:
    """Reasons as one short phrase each, for a table cell."""
    phrases = [REASONS_SHORT[code] for code in codes]
    return "; ".join([*phrases[:1], *map(plain_name, phrases[1:])])


ONLY_HERE = "high need here only"


def why_short(reasons: str, gap_class: str, driver: str = "", *, only_here: bool = False) -> str:
    """Say in a table cell why an area is a gap.

    Parameters
    ----------
    reasons : str
        Codes of its reasons, joined by ``;``; where there is none its class is said.
    gap_class : str
        Its class.
    driver : str
        Name of the measure that lifts its need most; said where need is high.
    only_here : bool
        Whether its need is high within the atlas alone.
    """
    parts = [reasons_short(code for code in reasons.split(";") if code) or gap_class_short(gap_class)]
    if driver and (gap_class == "priority" or gap_class.startswith("high_need")):
        parts.append(f"{ONLY_HERE if only_here else 'need'}: {plain_name(driver)}")
    elif only_here:
        parts.append(ONLY_HERE)
    return "; ".join(parts)


def plain_name(measure: str) -> str:
    """Write the name of a measure within a sentence: "children in income-deprived families (IDACI rank)"; initials keep their capitals."""
    return measure if measure[1:2].isupper() else f"{measure[:1].lower()}{measure[1:]}"


def official_name(name: str, label: str) -> str:
    """Give the official name of an area to stand beside its label; nothing where the label holds it."""
    return "" if name in label else name


def short_label(label: str, district: str) -> str:
    """Leave out of an area's label the district that stands beside it: "Ash (002C)" for "Ash (Oakshire 002C)"."""
    return label.replace(f"({district} ", "(")


def people(count: float, *, about: bool = False) -> str:
    """Say a number of children; ``about`` where it is a share of a neighbourhood that was split."""
    whole = "1 child under five" if round(count) == 1 else f"{count:,.0f} children under five"
    return f"about {whole}" if about else whole


def areas_of(level: Level, count: int) -> str:
    """Say a number of areas."""
    return f"1 {LEVEL_ONE[level]}" if count == 1 else f"{count:,} {LEVEL_NAMES[level].lower()}"


def finding(priority: int, total: int, level: Level, where: str, outcome: str) -> str:
    """Say the one thing that the map or list shows."""
    where, outcome = plain(where), plain(outcome.lower())
    if total == 1:
        return f"{where} is a priority gap for *{outcome}*: need among the highest third, access among the lowest third."
    return (
        f"{priority:,} of {areas_of(level, total)} in {where} {'is a priority gap' if priority == 1 else 'are priority gaps'} "
        f"for *{outcome}*: need among the highest third, access among the lowest third."
    )


def no_priority(classes: Sequence[str], level: Level, where: str, outcome: str) -> str:
    """Say that no area of a list is a priority gap, and why: ``classes`` as the column gap_class has them."""
    where, outcome = plain(where), plain(outcome.lower())
    if len(classes) == 1:
        found = gap_class_words(classes[0]).lower()
        return f"{where} is not a priority gap for *{outcome}*: {found}, and a priority gap has high need and low access."
    high = sum(one.startswith("high_need") for one in classes)
    low = sum(one.endswith("low_access") for one in classes)
    both = ", none in both" if high and low else ""
    return (
        f"None of the {areas_of(level, len(classes))} in {where} is a priority gap for *{outcome}*: {high or 'none'} "
        f"{'are' if high > 1 else 'is'} in the third of the whole area with the highest need, {low or 'none'} in the third with the lowest "
        f"access{both}."
    )


def priority_inside(level: Level, names: Sequence[str]) -> str:
    """Say that smaller areas inside are priority gaps, and name the greatest of them."""
    shown = listed([plain(name) for name in names[:MOST_INSIDE]])
    rest = len(names) - MOST_INSIDE
    named = f"{shown} and {rest:,} more" if rest > 0 else shown
    verb = "is one" if len(names) == 1 else "are"
    return f"Inside, {areas_of(level, len(names))} {verb}: {named}."


def ranked_by(level: Level, count: int, measures: Sequence[str], others: Sequence[Level]) -> str:
    """Say among what an area is ranked, by what, and that ranks of other levels are no measure of it."""
    names = plain(listed([plain_name(name) for name in measures]))
    by = f"Compared among {areas_of(level, count)} of the whole area, ranked by access and by need, which counts {names}."
    levels = listed([LEVEL_NAMES[other].lower() for other in others]).capitalize()
    return f"{by} {levels} are ranked by other measures: do not compare ranks across levels." if others else by


def nothing_to_rank(services: Iterable[str]) -> str:
    """Empty state: the chosen service types have no provider in the data."""
    return (
        f"No data yet on {' or '.join(map(plain, services))}: no provider of this type is in the data, so access and gaps cannot be worked "
        "out. This is missing data, not a gap. Choose other service types, or leave the filter empty."
    )


def none_of_sector(sector: Sector, services: Iterable[str]) -> str:
    """Empty state: the data hold providers of the chosen types, but none of the chosen sector."""
    return (
        f"Nothing to compare: the data hold no {SECTOR_ADJECTIVES[sector]}{' or '.join(map(plain, services))}, so every area would have "
        "nothing in reach and none would stand out. Choose another sector or other service types."
    )


def no_places_left(sector: Sector, services: Iterable[str], *, assumed_off: bool) -> str:
    """Empty state: the chosen providers have no places that are known and counted."""
    why = "assumed, and assumed places are left out" if assumed_off else "not published"
    way = "Count assumed places, or choose" if assumed_off else "Choose"
    return (
        f"Nothing to compare: the places of every provider that counts ({SECTOR_ADJECTIVES[sector]}{', '.join(map(plain, services))}) are "
        f"{why}, so access cannot be worked out. This says nothing about gaps. {way} another sector or other service types."
    )


def no_need(outcome: str) -> str:
    """Empty state: no scored measure of an outcome area has values."""
    return (
        f"No data yet on need for {plain(outcome.lower())}: none of its measures has values here, so gaps cannot be worked out. This is "
        "missing data, not a gap. Bring figures on the page *Your data*."
    )


def no_weight_here(outcome: str, level: Level) -> str:
    """Empty state: the scored measures that have values at a level are all set to count for nothing."""
    return (
        f"No gaps can be worked out for {plain(outcome.lower())}: every measure of need that has values for "
        f"{LEVEL_NAMES[level].lower()} has weight 0. Give one of them a weight above 0, or press *Reset to recommended*."
    )


SHARED: dict[Form, str] = {
    "e2sfca": "each shared among all the children who can reach it",
    "3sfca": "each shared among the children whose families would choose it among all they can reach (3SFCA)",
}


def how_made(outcome: str, services: str, minutes: float, travel: str, indicators: Sequence[tuple[str, str]], form: Form) -> str:
    """Say how the list was made, with every choice that shapes it."""
    by_role = {role: [name for name, own in indicators if own == role] for role in ROLE_WORDS}
    mixed = [f"{listed(names)} ({ROLE_WORDS[role]})" for role, names in by_role.items() if names]
    need = "; ".join(mixed) or "no indicator, because none is published for areas of this size"
    return (
        f"Need for *{plain(outcome.lower())}* mixes {plain(need)}. Access counts {plain(services)} within an estimated "
        f"{minutes:g}-minute {travel}, nearer ones more, {SHARED[form]}. "
        "The gap score (0 to 100) is high only where need and lack of access both are, each compared with the whole area."
    )


def measures_by_level(counts: Sequence[tuple[Level, int]]) -> str:
    """Say that need rests on other measures at other levels: level and how many measures are scored there."""
    measures = [f"{count} {'measure' if count == 1 else 'measures'} for {LEVEL_NAMES[level].lower()}" for level, count in counts]
    return f"Need rests on {listed(measures)}, so ranks of one level do not compare with those of another."


def measures_of_some_levels(measures: Sequence[tuple[str, Sequence[Level]]]) -> str:
    """Name the measures of need that do not count at every level, and where they do."""
    where = [f"{name} counts for {listed([LEVEL_NAMES[level].lower() for level in levels])} only" for name, levels in measures]
    return f"Measures are published for different levels: {plain('; '.join(where))}."


FRACTIONS = {0.25: "a quarter of a site", 0.5: "half a site"}


def weighted_sites(weights: Sequence[tuple[str, float]]) -> str:
    """Say which sites count for more or less than one."""
    each = [f"{plain(plural)} count as {FRACTIONS.get(weight, f'{weight:g} of a site')}" for plural, weight in weights]
    return f"{sentence_case(listed(each))} each, all others as one."


def own_catchments(minutes: Sequence[tuple[str, float]]) -> str:
    """Say to which sites families are taken to travel farther."""
    farther = [f"{plain(plural)} count within {own:g} minutes" for plural, own in minutes]
    return f"{sentence_case(listed(farther))}."


def sentence_case(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]


def measured_sentence(measured: int, everything: int) -> str:
    """Say whose travel times were measured."""
    whose = "all" if measured == everything else f"{measured:,} of {everything:,}"
    rest = "" if measured == everything else " The others keep the estimate."
    return f"Travel times of {whose} neighbourhoods were measured by a router and brought here.{rest}"


WITHOUT_CHILDMINDERS = "without childminders"


def assumed_sentence(providers: int, places: float) -> str:
    """Say how much of the provision is assumed."""
    return f"{places:,.0f} of the places, at {providers:,} schools, are assumed, because no nursery places are published for schools."


def missing_services(plurals: Sequence[str]) -> str:
    """Name the services that nobody has supplied data on."""
    return f"No data yet on {plain(listed(plurals))}: they are left out, and their absence is never counted as a gap."


SHORT = "places short of the target if nobody else shared them"
NEVER_ADDED = "Neighbours share places: it is not how many to open, and sums of different levels do not compare."
TARGET_ORIGINS = {
    "median": "what the middle neighbourhood of the whole area has of the same provision, so it moves with provision",
    "desert": "one place for every {children:g} children: fewer is called a childcare desert",
    "set": "a number that was set",
}


def target_sentence(target: float, unit: str, origin: str) -> str:
    """Say what shortfall is, and against what it is measured; ``origin`` says where the target is from."""
    return f"Shortfall is {SHORT}; the target is {target:.1f} {unit} ({origin}). {NEVER_ADDED}"


def shortfall_total(level: Level) -> str:
    """Say what a sum of shortfalls is, and that it belongs to one level."""
    return (
        f"Short of the target: what each of the {LEVEL_NAMES[level].lower()} lacks if nobody else shared new places, added up. "
        "Added up over another level it is another number, so never add the levels."
    )


def assumed_means(class_places: int) -> str:
    """Say what is assumed of schools, whose registers publish no nursery places."""
    return f"A school that takes three-year-olds counts as one class of {class_places}, a maintained nursery school as its pupils on roll."


def assumed_note(class_places: int) -> str:
    """Explain places that are marked as assumed."""
    return f"Assumed places: registers publish none of schools. {assumed_means(class_places)}"


# From more than so many classes on a reader is warned.
CLASSES_OF_A_SCHOOL = 2


def large_class(what: str, places: float, class_places: int) -> str:
    """Warn of a nursery class that no school has room and staff for as one."""
    return (
        f"{what}: {places:,.0f} places are {places / class_places:.0f} classes of {class_places}, which is taken as the size of one. "
        "Ask the school whether it has the rooms and the staff before the figures are used."
    )
