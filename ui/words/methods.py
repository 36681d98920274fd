"""Every sentence of the page on data and methods. Figures come in as arguments: none is typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.settings.model import MEDIAN
from ui.words import common

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.settings.model import Settings

# Anchor -> heading; the anchors are part of links that people have kept.
SECTIONS: Final = {
    "definitions": "What the words mean",
    "method": "How it is worked out",
    "indicators": "Indicators",
    "sources": "Sources",
    "gap-list": "Columns of the gap list file",
    "dictionary": "Data dictionary",
    "accessibility": "Accessibility statement",
}
CONTENTS = "On this page"
DOWNLOAD_SOURCES, DOWNLOAD_DICTIONARY = "Sources (CSV)", "Data dictionary (CSV)"
NOT_GIVEN = "not given"
YES, NO = "yes", "no"
KINDS: Final = {"text": "text", "whole": "whole number", "number": "number"}
SOURCE_COLUMNS = ("Source", "Publisher", "Period", "Published, retrieved", "Licence and attribution", "Age", "Used for")
INDICATOR_COLUMNS = ("Indicator", "Definition", "Unit", "Which way is worse", "Published for", "Basis and kind", "Periods held", "Source")
DICTIONARY_COLUMNS = ("Column", "Holds", "Part of the key", "May be empty", "Rule")
GAP_COLUMNS = ("Column", "What it says")
REASON_COLUMNS = ("Code", "What it says")
NO_FIGURE = "Outlines, postcodes and background figures; no indicator or provider of its own"
CHILDREN = "Children under five in every area"
POLARITY: Final = {"higher_is_worse": "higher is worse", "higher_is_better": "lower is worse", "context": "neither: never scored"}

DEFINITIONS: Final[Mapping[str, str]] = {
    **{word: meant[0].upper() + meant[1:] for word, _, meant in (meaning.partition(": ") for meaning in common.MEANING.values())},
    "Shortfall": "Places that would bring an area up to the target: target less access, times the children there.",
    "Reason": "Why an area is a gap, each with the figure that triggered it. The codes of the file are explained below.",
    "Confidence": "Share of the draws, each with other reasonable choices, in which an area is among the worst of the atlas.",
    "Public": "A provider run by a council, a school or the health service.",
    "PVI": "A private, voluntary or independent provider.",
    "Assumed places": "Nursery places at schools, which no register publishes. They can be switched off in the filters.",
}
ACCESSIBILITY: Final = (
    (
        "The aim is the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. A machine checks every page in both "
        "themes at each test run; "
        "people who use a screen reader, voice control or a magnifier every day have not tried it yet."
    ),
    (
        "Does not conform: grids are drawn on a canvas, which screen readers do not read reliably (1.3.1, 2.1.1). Open "
        "the plain table below a grid."
    ),
    (
        "Does not conform: the shapes of the detailed map have no names and do not answer the keyboard (1.1.1, 2.1.1). "
        "Use the text, the table and "
        "the box that chooses a place, or the simple map."
    ),
    (
        "Does not conform: points on the maps are not told to a screen reader one by one (1.1.1). The panel of an area "
        "lists those in its reach."
    ),
    "Pages work at 320 pixels wide and at 200% zoom. Animation stops when your system asks for it. No meaning rests on colour alone.",
)
STEPS_FORMULAE = (r"R_j = \frac{S_j}{\sum_k P_k\, w(t_{kj})}", r"A_i = 100 \sum_j R_j\, w(t_{ij})")
DECAY_FORMULA = r"w(t) = \exp\left(-\tfrac{1}{2}\left(\frac{t}{\sigma}\right)^2\right) \text{ if } t \le T, \text{ else } 0"
GAP_FORMULA = r"\text{gap} = \sqrt{\text{need} \times (100 - \text{access score})}"
SHORTFALL_FORMULA = r"\text{shortfall} = \max(0,\ \text{target} - A_i) \times \frac{P_i}{100}"
ACCESS_WORDS = (
    "In words: first, the places S of each provider j are divided by all children P within the catchment, nearer ones "
    "counted more. Then each "
    "area i adds up what it gets from every provider within its own catchment, nearer ones again counted more. The "
    "result is places per 100 "
    "children under five; services without places count as one site each, per 1,000 children (1,000 in the place of 100 above)."
)
NEED_WORDS = (
    "**Need.** Each scored indicator becomes a percentile among the areas of the atlas, turned so that 100 is the "
    "worst. The percentiles are "
    "averaged with the weights of the outcome area, and the average becomes a percentile again. Indicators published only for larger areas "
    "are left out of finer rankings; a missing figure shifts its weight to the others."
)
GAP_WORDS = "In words: the square root of need times 100 less the access score. It is high only where both are bad."
REFERENCES = (
    (
        "Luo W, Qi Y (2009). An enhanced two-step floating catchment area (E2SFCA) method for measuring "
        "spatial accessibility to primary care "
        "physicians. Health & Place 15, 1100-1107."
    ),
    "Anselin L (1995). Local indicators of spatial association: LISA. Geographical Analysis 27, 93-115.",
    "Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 289-300.",
)


def message(sources: int, old: Sequence[str], indicators: int, limit: int) -> str:
    """Say what the page holds and what is old."""
    sentence = f"{sources} sources and {indicators} indicators stand behind every figure here."
    return f"{sentence} {len(old)} of the sources describe a time more than {limit} years ago; they are marked *old*." if old else sentence


def old_reason(limit: int) -> str:
    """Say why a source counts as old."""
    return (
        f"A source is marked old when the last year of its period is more than {limit} years back: most children who were "
        f"under five then are "
        "not any more. Age is counted in calendar years, from the period and not from the day of retrieval."
    )


def age(years: int | None, *, old: bool) -> str:
    """Say how old a source is."""
    if years is None:
        return NOT_GIVEN
    years_words = "this year" if years <= 0 else "1 year" if years == 1 else f"{years} years"
    return f"Old: {years_words}" if old else years_words


def stamps(version: str, data_version: str) -> str:
    """Say which method and which data."""
    return (
        f"Method version {version}. Data stamp `{data_version[:12]}`: two readers with the same stamp see the same data and settings file."
    )


def decay(settings: Settings) -> str:
    """Say the parameters of access."""
    access = settings.access
    speeds = access.speeds_km_per_h[access.mode]
    return (
        f"In words: the weight of a provider falls along a bell curve with the minutes t and is nothing beyond the catchment T. "
        f"T = {access.catchment_minutes:g} minutes ({access.mode}); sigma = {access.decay_sigma_share:g} of T. Minutes "
        f"are the straight line times "
        f"{access.detour:g}, at {speeds.urban:g} km/h (urban) or {speeds.rural:g} km/h (rural). These are estimates, not routes."
    )


def target(settings: Settings) -> str:
    """Say what the shortfall is measured against."""
    chosen = settings.gap.target
    meaning = "the median access of the neighbourhoods of the atlas" if chosen == MEDIAN else f"{chosen:g}, in the unit of access"
    return (
        "In words: what is missing up to the target, times the children (in hundreds). "
        f"The target is {meaning}. Only where access is in places."
    )


def draws(settings: Settings) -> str:
    """Say what is drawn for confidence."""
    chosen = settings.confidence
    return (
        f"**Confidence.** The whole ranking is worked out {chosen.draws:,} times (seed {chosen.seed}). Each draw takes "
        f"other weights (Dirichlet around "
        f"those set, concentration {chosen.weight_concentration:g}), another scale (percentile, z-score or min-max), "
        f"a catchment of {chosen.catchment_share[0]:g} to {chosen.catchment_share[1]:g} times the one above, a detour of "
        f"{chosen.detour[0]:g} to "
        f"{chosen.detour[1]:g}, {chosen.assumed_places_share[0]:g} to {chosen.assumed_places_share[1]:g} times the assumed "
        f"places, and a value within each "
        f"published interval. Confidence is the share of draws in which an area is among the worst {chosen.worst_share:.0%}; below "
        f"{chosen.low_below:.0%} a row says that it is unsure, from {chosen.firm_from:.0%} it is firm."
    )


def clusters(settings: Settings) -> str:
    """Say how hot spots are found."""
    chosen = settings.clusters
    return (
        f"**Hot spots.** Local Moran's I with {chosen.permutations:,} random permutations (seed {chosen.seed}), kept at "
        f"a false discovery rate of "
        f"{chosen.false_discovery_rate:.0%} (Benjamini-Hochberg)."
    )


def assumed(settings: Settings) -> str:
    """Say what is assumed on nursery classes."""
    return (
        f"**Assumed places.** A school that takes three-year-olds counts as one class of {settings.provision.assumed_nursery_class_places}."
    )
