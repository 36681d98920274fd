"""Every sentence that a person reads, in plain English. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.settings import Level, Settings

PRODUCT = "Best Start Gap Map"
PAGES = {
    "app.py": "Home",
    "pages/1_Gap_map.py": "Gap map",
    "pages/2_Gap_list.py": "Gap list",
    "pages/3_Measures.py": "Measures",
    "pages/4_Hot_spots.py": "Hot spots",
    "pages/5_Fragile_provision.py": "Fragile provision",
    "pages/6_Other_borders.py": "Other borders",
    "pages/7_What_works.py": "What works",
    "pages/8_How_good_is_this.py": "How good is this?",
}


def page_addresses() -> list[str]:
    """Name the pages below ``pages/`` as they stand in the address bar, for example ``Gap_map``."""
    return [path.rsplit("/", 1)[1].split("_", 1)[1].removesuffix(".py") for path in PAGES if "/" in path]


# --- filters ---------------------------------------------------------------------------------------------------------

FILTER_LABELS = {
    "outcome": "Outcome area",
    "district": "Districts",
    "level": "Areas shown",
    "colour": "Colour the map by",
    "indicator": "Indicator",
    "measure": "Hot spots of",
    "sector": "Whose provision",
    "service": "Service types",
    "assumed": "Count assumed places",
    "providers": "Providers on the map",
    "sites": "Possible sites on the map",
    "borders": "Borders",
    "travel": "Catchment",
    "target": "Enough provision is",
}
FILTER_HELP = {
    "outcome": "What you want to improve. Sets the need indicators and the services that answer it.",
    "district": "Leave empty for all districts. Scores always compare with the whole area, so they do not change.",
    "level": "Neighbourhoods are the Census LSOAs: about 1,500 people each.",
    "colour": "Gap puts need and access into one score. Need x access shows both at once.",
    "indicator": "One published measure, coloured only at the levels for which it is published.",
    "measure": "What is compared between neighbours: the gap, need alone, or access alone.",
    "sector": "Public: council, school and NHS. PVI: private, voluntary and independent; registers do not tell these apart.",
    "service": "Leave empty for every service type that answers this outcome area.",
    "assumed": "Schools publish no nursery places, so their numbers are assumed. Switch off to leave those places out.",
    "providers": "Squares are public, circles are PVI.",
    "sites": "Primary schools without a nursery class: places that could host provision. They are not counted as provision.",
    "borders": "Other groupings can stand in the place of the districts, to see what a reorganisation would change.",
    "travel": "How far families are taken to travel. Beyond it a provider does not count.",
    "target": "Shortfall is the number of places that would bring an area up to this.",
}
FILTER_ALL = {"district": "All districts", "service": "All service types"}
LEVEL_NAMES: dict[str, str] = {"lsoa": "Neighbourhoods", "ward": "Wards", "district": "Districts"}
LEVEL_ONE: dict[str, str] = {"lsoa": "neighbourhood", "ward": "ward", "district": "district"}
PUBLISHED_FOR = {
    "lsoa": "neighbourhoods",
    "ward": "wards",
    "district": "districts",
    "county": "counties and unitary authorities",
    "former_district": "the districts of today",
}
SECTOR_NAMES = {"all": "All", "public": "Public", "pvi": "PVI"}
SECTOR_ADJECTIVES = {"all": "", "public": "public ", "pvi": "private, voluntary and independent "}
MODES = {"drive": "drive", "walk": "walk"}
COLOUR_NAMES = {
    "gap": "Gap",
    "need": "Need",
    "access": "Access",
    "both": "Need x access",
    "desert": "Childcare deserts",
    "bands": "Ofsted's bands of access",
    "clusters": "Clusters of gaps",
    "mix": "Public share of provision in reach",
    "indicator": "One indicator",
}


OWN_SETTINGS = "Weights, thresholds, borders"
BORDERS_TODAY = "Districts of today"
RESET = "Reset to recommended"
RESET_HELP = "Puts weights, catchment and target back to the recommended settings."
WEIGHTS_INTRO = "How much each measure counts in need. 1 is the recommended weight unless said otherwise; 0 leaves it out."
NO_WEIGHT = "All weights are 0, so there would be no need to compare. The recommended weights are used until one is above 0."


def weight_label(name: str, published: str) -> str:
    """Label the slider of one measure, with the level at which it can count."""
    return name if published == "lsoa" else f"{name} (counts for {PUBLISHED_FOR[published]})"


def travel_option(mode: str, minutes: str, *, recommended: bool) -> str:
    """Name a catchment in the filter: ``15-minute walk``."""
    return f"{minutes}-minute {MODES[mode]}{RECOMMENDED if recommended else ''}"


def target_option(target: str, *, recommended: bool) -> str:
    """Name a target in the filter."""
    if target == "own":
        return "My own number"
    name = "What the middle neighbourhood has" if target == "atlas_median" else f"{target} places per 100 children (Ofsted band)"
    return name + (RECOMMENDED if recommended else "")


def target_own(*, places: bool) -> str:
    """Label the reader's own target with its unit."""
    return f"My number, in {'places per 100' if places else 'sites per 1,000'} children"


RECOMMENDED = " (recommended)"


def catchment(settings: Settings) -> str:
    """Say the catchment: ``15-minute drive``."""
    return f"{settings.access.catchment_minutes:g}-minute {MODES[settings.access.mode]}"


def service_option(name: str, providers: int) -> str:
    """Name a service type in the filter, marked when nobody has supplied data on it."""
    return name if providers else f"{name} (no data yet)"


def no_indicator_at(level: Level) -> str:
    """Why no indicator of this outcome area can be coloured at this level."""
    return f"No indicator of this outcome area is published for {PUBLISHED_FOR[level]} or smaller areas. Need is shown instead."


MEASURE_NAMES = {"gap": "Gap", "need": "Need", "access": "Access"}


def no_clusters_at(level: Level, count: int, least: int) -> str:
    """Why clusters are not looked for at a level with few areas."""
    return (
        f"Clusters are not offered for {areas_of(level, count)}: each has so few neighbours that chance alone could make any pattern. "
        f"The test needs at least {least} areas: choose neighbourhoods or wards."
    )


def link_refused(refused: Iterable[str]) -> str:
    """Tell which parts of a link are not understood."""
    return f"This link asks for something that is not in the data, so it was left out: {', '.join(refused)}."


# --- when the data cannot be used ------------------------------------------------------------------------------------

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
NO_DATA = "No data yet"
MEANING = {
    "need": "Need: 0 to 100. 100 is the greatest need among all areas of this kind in the atlas.",
    "access": "Access: how much provision families can reach, shared with everybody else who can reach it.",
    "gap": "Gap: 0 to 100. High only where need is high and access is low.",
    "priority": "Priority: among the third with the highest need and the third with the lowest access.",
}
REASONS_SHORT = {
    "none_in_reach": "None in reach",
    "few_places": "Low provision for the children there",
    "no_public": "No public provider in reach",
    "no_pvi": "No PVI provider in reach",
    "quality": "None in reach judged good or better",
    "single_provider": "Below target if one provider closes",
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
    return "; ".join(REASONS_SHORT[code] for code in codes)


def people(count: float) -> str:
    """Say a number of children."""
    return "1 child under five" if round(count) == 1 else f"{count:,.0f} children under five"


def areas_of(level: Level, count: int) -> str:
    """Say a number of areas."""
    return f"1 {LEVEL_ONE[level]}" if count == 1 else f"{count:,} {LEVEL_NAMES[level].lower()}"


def finding(priority: int, total: int, level: Level, where: str, outcome: str) -> str:
    """Say the one thing that the map or list shows."""
    if total == 1 and not priority:
        return f"{where} is not a priority gap for *{outcome.lower()}*."
    if total == 1:
        return f"{where} is a priority gap for *{outcome.lower()}*: need among the highest third, access among the lowest third."
    return (
        f"{priority:,} of {areas_of(level, total)} in {where} {'is a priority gap' if priority == 1 else 'are priority gaps'} "
        f"for *{outcome.lower()}*: need among the highest third, access among the lowest third."
    )


def nothing_to_rank(services: Iterable[str]) -> str:
    """Empty state: the chosen service types have no provider in the data."""
    return (
        f"No data yet on {' or '.join(services)}: no provider of this type is in the data, so access and gaps cannot be worked out. "
        "This is missing data, not a gap. Choose other service types, or leave the filter empty."
    )


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def how_made(outcome: str, services: str, minutes: float, travel: str, indicators: Sequence[tuple[str, str]]) -> str:
    """Say how the list was made, with every choice that shapes it."""
    by_role = {role: [name for name, own in indicators if own == role] for role in ROLE_WORDS}
    mixed = [f"{listed(names)} ({ROLE_WORDS[role]})" for role, names in by_role.items() if names]
    need = "; ".join(mixed) or "no indicator, because none is published for areas of this size"
    return (
        f"Need for *{outcome.lower()}* mixes {need}. Access counts {services} within an estimated "
        f"{minutes:g}-minute {travel}, nearer ones more, each shared among all the children who can reach it. "
        "The gap score (0 to 100) is the geometric mean of need and lack of access, both compared with the whole area."
    )


def assumed_sentence(providers: int, places: float) -> str:
    """Say how much of the provision is assumed."""
    return f"{places:,.0f} of the places, at {providers:,} schools, are assumed, because no nursery places are published for schools."


CHANGED_TITLE = "Not the recommended settings"


def changed_weight(name: str, weight: float, recommended: float) -> str:
    """Say one changed weight."""
    return f"{name} weighs {weight:g} (recommended {recommended:g})"


def changed_travel(own: str, recommended: str) -> str:
    """Say a changed catchment."""
    return f"catchment {own} (recommended {recommended})"


def changed_target(target: float | str, unit: str) -> str:
    """Say a changed target."""
    return f"target {target:g} {unit}" if isinstance(target, float) else "target: what the middle neighbourhood has"


def changed_provision(sector: str, services: Sequence[str], *, assumed: bool) -> list[str]:
    """Say which provision is left out."""
    told = [] if sector == "all" else [f"only {SECTOR_ADJECTIVES[sector].strip()} provision counts"]
    if services:
        told.append(f"only {listed(services)} count")
    return told if assumed else [*told, "assumed places are left out"]


def changed_borders(name: str, note: str) -> str:
    """Say that other borders are shown."""
    return f"borders: {name}" + (f" ({note.rstrip('.')})" if note else "")


def missing_services(plurals: Sequence[str]) -> str:
    """Name the services that nobody has supplied data on."""
    return f"No data yet on {listed(plurals)}: they are left out, and their absence is never counted as a gap."


def target_sentence(target: float, unit: str, *, from_median: bool) -> str:
    """Say what shortfall is measured against."""
    origin = "the middle neighbourhood of the atlas for the same provision" if from_median else "a number that was set"
    return f"Shortfall is measured against {target:.1f} {unit} ({origin})."


# --- home ------------------------------------------------------------------------------------------------------------

HOME_TITLE = "Where do families need more, and find less?"


def home_intro(area: str) -> str:
    """Say what this is, in two sentences."""
    return (
        f"This map lays public and private early-years provision in {area} beside the needs of families with children under five. "
        "Choose an outcome area to see where high need meets low provision, why, and take the list to your meeting."
    )


HOME_BY_DISTRICT = "By district, with their share of all under-fives there. Each opens the map:"
HOME_ALL = "All districts on the map"


def home_headline(children: float, share: float, areas: int, level: Level) -> str:
    """Say how many children live where need is high and access is low."""
    return f"**{people(children)}** ({share:.0%}) live in {areas_of(level, areas)} where need is high and provision in reach is low."


def home_district(name: str, children: float, share: float) -> str:
    """Label the link to one district."""
    return f"{name}: {children:,.0f} ({share:.0%})"


def home_none(names: Sequence[str]) -> str:
    """Name the districts without a priority area."""
    return f"No priority neighbourhood in {listed(names)}."


def home_notes(ages: str) -> str:
    """Say what the headlines count, and how old the data are."""
    return (
        f"High need: the third of all neighbourhoods with the greatest need. Low provision: the third with the lowest access. "
        f"Access is modelled from distances; some places at schools are assumed. Data: {ages}."
    )


# --- gap list --------------------------------------------------------------------------------------------------------

SHORTFALL_HELP = (
    "Places that would bring this area up to the target: (target - access) x children. Only for outcome areas measured in places."
)
HOW_TITLE = "How this list was made"
NEAREST_HELP = "Estimated road distance to the nearest provider of the chosen kind: straight line x 1.3."
CSV_AND_NOTES = "CSV + notes"
CSV_AND_NOTES_HELP = "A zip with the list and a text file: settings, definitions, sources, attribution, data dates, version."
SURE_HELP = (
    "Every rank is worked out 500 times with other reasonable weights, scaling, distances and assumed places. The share is how often the "
    "area is among the worst fifth of the atlas; the range holds nine draws of ten."
)
SURVIVES_HELP = "Whether the ward and the district that hold this area are priority gaps too."


FIRMNESS = {
    "firm": "Firm: {low} to {high}",
    "likely": "Likely: {low} to {high}",
    "unsure": "Unsure: could be anywhere from {low} to {high}",
    "not_worst": "Not among the worst fifth: {low} to {high}",
}


def how_sure(firmness: str, low: int | None, high: int | None) -> str:
    """Say how firm a rank is; low confidence says so in words."""
    if low is None or high is None:
        return NO_DATA
    return FIRMNESS[firmness].format(low=ordinal(low), high=ordinal(high))


def survives_at(levels: object) -> str:
    """Say at which levels an area is part of a priority gap."""
    return listed([LEVEL_ONE[level] for level in str(levels).split(";") if level in LEVEL_ONE]) or "not a priority gap"


def ordinal(number: int) -> str:
    """Write a rank: 1st, 2nd, 11th, 1,234th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004 - 11th to 13th
    return f"{number:,}{ending}"


SEARCH_LABEL = "Find a place in this list"
SEARCH_HELP = "Part of a place, ward or district name. Searching narrows the table; the download keeps every row of your filters."


def nothing_found(term: str) -> str:
    """Empty state of the search."""
    return f"No place in this list has “{term}” in its name. Check the spelling, or choose more districts in the sidebar."
