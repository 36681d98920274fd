"""Every sentence of the filters, of own settings, and of what is not as recommended. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.settings.model import MEDIAN
from geo.whatif.tuning import TARGET_STEP, WEIGHT_STEP
from ui.words import common, figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.base.vocabulary import Form, Level

FILTER_LABELS = {
    "outcome": "Outcome area",
    "district": "Districts",
    "level": "Areas shown",
    "colour": "Colour the map by",
    "indicator": "Indicator",
    "measure": "Look at",
    "sector": "Whose provision",
    "service": "Service types",
    "assumed": "Count assumed places",
    "providers": "Providers on the map",
    "sites": "Possible sites on the map",
    "map": "How the map is drawn",
    "borders": "Borders",
    "local": "Leave out marked providers",
    "travel": "Catchment",
    "form": "Who shares a provider",
    "target": "Enough provision is",
}


FILTER_HELP = {
    "outcome": "What you want to improve. Sets the need indicators and the services that answer it.",
    "district": "Leave empty for all districts. Scores always compare with the whole area, so they do not change.",
    "level": "Neighbourhoods are the Census LSOAs: about 1,500 people each.",
    "colour": "Gap puts need and access into one score. Need x access shows both at once.",
    "indicator": "One published measure, coloured only at the levels for which it is published.",
    "measure": "The gap, need alone, or access alone: what the maps of this page show.",
    "sector": "Public: council, school and NHS. Private and voluntary: independent ones too; registers do not tell these apart.",
    "service": "Leave empty for every service type that answers this outcome area.",
    "assumed": "Schools publish no nursery places, so their numbers are assumed. Switch off to leave those places out.",
    "providers": "Squares are public, circles are private and voluntary.",
    "sites": "Primary schools without a nursery class: places that could host provision. They are not counted as provision.",
    "map": "All three show the same areas, colours and points. The light one is the quickest on computers without a graphics card.",
    "local": "Scores as if providers that local knowledge marks as closing or in the wrong place were not there.",
    "borders": "Other groupings can stand in the place of the districts, to see what a reorganisation would change.",
    "travel": "How far families are taken to travel. Beyond it a provider does not count.",
    "form": (
        "The recommended way (E2SFCA) divides a provider among all who can reach it; the other (3SFCA) among those who would choose it "
        "among "
        "all in their reach, a near one more likely. Fragile provision keeps to the first way."
    ),
    "target": (
        "Shortfall is how many places an area is short of this, if nobody else shared them. Ofsted's bands are no target here: they are "
        "for children of 0 to 7 and leave school nurseries out."
    ),
}


FILTER_ALL = {"district": "All districts", "service": "All service types"}


DRAWING_NAMES = {"simple": "Light", "detailed": "Detailed (WebGL)", "folium": "Folium (in a frame)"}
COLOUR_NAMES = {
    "gap": "Gap",
    "need": "Need",
    "access": "Access",
    "both": "Need x access",
    "desert": "Childcare deserts",
    "bands": "Ofsted's own measure, in its bands",
    "clusters": "Clusters of gaps",
    "mix": "Public share of provision in reach",
    "indicator": "One indicator",
}


OWN_SETTINGS = "Weights, thresholds, borders"


BORDERS_TODAY = "Districts of today"


RESET = "Reset to recommended"


RESET_HELP = "Puts weights, catchment, who shares a provider and target back to the recommended settings."


WEIGHTS_INTRO = "How much each measure counts in need. 1 is the recommended weight unless said otherwise; 0 leaves it out."


NO_WEIGHT = "All weights were 0, so there would be no need to compare. The recommended weights are back: leave at least one above 0."


def weight_label(name: str, published: str) -> str:
    """Label the slider of one measure, with the level at which it can count."""
    return name if published == "lsoa" else f"{name} (counts for {common.PUBLISHED_FOR[published]})"


def travel_option(mode: str, minutes: str, *, recommended: bool) -> str:
    """Name a catchment in the filter: ``15-minute walk``."""
    return f"{minutes}-minute {common.MODES[mode]}{RECOMMENDED if recommended else ''}"


# Short names, and whole ones for sentences.
FORM_NAMES: Final[dict[str, str]] = {
    "e2sfca": "All within reach",
    "3sfca": "Families choose among those in reach (3SFCA)",
}
FORM_WORDS: Final[dict[str, str]] = {
    "e2sfca": "all within reach share a provider (E2SFCA)",
    "3sfca": "families choose among the providers in reach (3SFCA)",
}


def form_option(form: str, *, recommended: bool) -> str:
    """Name a form of the catchment in the filter."""
    return FORM_NAMES[form] + (RECOMMENDED if recommended else "")


def target_option(target: str, unit: str, *, recommended: bool) -> str:
    """Name a target in the filter."""
    if target == "own":
        return "My own number"
    name = "What the middle neighbourhood has" if target == MEDIAN else f"{target} {unit}"
    return name + (RECOMMENDED if recommended else "")


def target_own(unit: str) -> str:
    """Label the reader's own target with its unit."""
    return f"My number, in {unit}"


RECOMMENDED = " (recommended)"


def service_option(name: str, providers: int) -> str:
    """Name a service type in the filter, marked when nobody has supplied data on it."""
    return name if providers else f"{name} (no data yet)"


def no_indicator_at(level: Level) -> str:
    """Why no indicator of this outcome area can be coloured at this level."""
    return f"No indicator of this outcome area is published for {common.PUBLISHED_FOR[level]} or smaller areas. Need is shown instead."


MEASURE_NAMES = {"gap": "Gap", "need": "Need", "access": "Access"}


def no_clusters_at(level: Level, count: int, least: int) -> str:
    """Why clusters are not looked for at a level with few areas."""
    return (
        f"Clusters are not offered for {common.areas_of(level, count)}: each has so few neighbours that chance alone "
        "could make any pattern. "
        f"The test needs at least {least} areas: choose neighbourhoods or wards."
    )


# A link that somebody made to be a nuisance does not fill the screen.
MOST_NAMED, MOST_CHARACTERS = 8, 60


def link_refused(refused: Iterable[str]) -> str:
    """Tell which parts of a link are left out."""
    named = list(refused)
    shown = ", ".join(f"{part[:MOST_CHARACTERS]} …" if len(part) > MOST_CHARACTERS else part for part in named[:MOST_NAMED])
    more = f", and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"This link asks for something that is not in the data or cannot be used here, so it was left out: {shown}{more}."


def link_rounded(rounded: Iterable[tuple[str, str]]) -> str:
    """Tell which numbers were rounded to what the page offers: as asked, as taken."""
    pairs = ", ".join(f"{asked} became {taken}" for asked, taken in rounded)
    return f"Weights go in steps of {WEIGHT_STEP:g} and targets in steps of {TARGET_STEP:g}, so this was rounded: {pairs}."


CHANGED_TITLE = "Not the recommended settings"


def changed_weight(name: str, weight: float, recommended: float) -> str:
    """Say one changed weight."""
    return f"{name} weighs {weight:g} (recommended {recommended:g})"


def changed_travel(own: str, recommended: str) -> str:
    """Say a changed catchment."""
    return f"catchment {own} (recommended {recommended})"


def changed_form(own: Form, recommended: Form) -> str:
    """Say a changed form of the catchment."""
    return f"{FORM_WORDS[own]} (recommended: {FORM_WORDS[recommended]})"


def changed_target(target: float | str, unit: str) -> str:
    """Say a changed target."""
    return f"target {target:g} {unit}" if isinstance(target, float) else "target: what the middle neighbourhood has"


def only(sector: str, services: Sequence[str]) -> str:
    """Say of which provision alone somebody asks: ``Public family hubs only``; empty where nobody does. Services are in the plural."""
    if sector == "all" and not services:
        return ""
    return common.sentence_case(f"{common.SECTOR_ADJECTIVES[sector]}{figures.listed(services) or 'provision'} only")


ASSUMED_LEFT_OUT = "assumed places are left out"


def changed_borders(name: str, note: str) -> str:
    """Say that other borders are shown."""
    return f"borders: {name}" + (f" ({note.rstrip('.')})" if note else "")
