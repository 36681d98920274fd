"""Every sentence of the page on data and methods. Figures come in as arguments: none is typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.settings.model import MEDIAN
from ui.words import common, figures
from ui.words.clusters import SMOOTH
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.analysis.providers import HeldProviders
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
# What is asked most, by the section that says more.
ASKED: Final = {"indicators": "Which data", "sources": "How old", "method": "How worked out", "gap-list": "What to cite"}
FOLDED: Final = {
    "definitions": "Need, access, gap, priority and the other words",
    "method": "Formulae with the settings in force, what is assumed, what is varied, and where it comes from",
    "indicators": "Every measure with its definition, unit, level and period",
    "sources": "Every source with its period, licence and what rests on it",
    "gap-list": "Every column and every reason code",
    "dictionary": "Every column of every table",
    "accessibility": "What conforms, what does not, and what to use in its place",
}
DOWNLOAD_SOURCES, DOWNLOAD_DICTIONARY = "Sources (CSV)", "Data dictionary (CSV)"
NOT_GIVEN = "not given"
YES, NO = "yes", "no"
KINDS: Final = {"text": "text", "whole": "whole number", "number": "number"}
SOURCE_COLUMNS = ("Source", "Publisher", "Period", "Published, retrieved", "Licence and attribution", "Age", "Used for")
INDICATOR_COLUMNS = ("Indicator", "Definition", "Unit", "Which way is worse", "Published for", "Basis and kind", "Periods held", "Source")
DICTIONARY_COLUMNS = ("Column", "Holds", "Part of the key", "May be empty", "Rule")
GAP_COLUMNS = ("Column", "What it says")
REASON_COLUMNS = ("Code", "What it says")
NO_FIGURE = "Outlines, postcodes, background figures, figures of counties or evidence; no indicator of need or provider of its own"
CHILDREN = "Children under five in every area"
POLARITY: Final = {"higher_is_worse": "higher is worse", "higher_is_better": "lower is worse", "context": "neither"}


def way(polarity: str, *, scored: bool) -> str:
    """Say which way of a measure is worse, and whether that enters any need."""
    return POLARITY[polarity] + ("" if scored else "; shown, never scored")


DEFINITIONS: Final[Mapping[str, str]] = {
    **{word: meant[0].upper() + meant[1:] for word, _, meant in (meaning.partition(": ") for meaning in common.MEANING.values())},
    "Shortfall": (
        "Places that an area is short of the target, if nobody else shared them: target less access, times the children there. "
        "Neighbours do "
        "share places, so it is not how many to open, and sums of different levels do not compare."
    ),
    "Reason": "Why an area is a gap, each with the figure that triggered it. The codes of the file are explained below.",
    "Confidence": "Share of the draws, each under other reasonable settings, in which an area is among the worst of the atlas.",
    "Public": "A provider run by a council, a school or the health service.",
    "Private and voluntary": "A private, voluntary or independent provider (PVI): registers do not tell these apart.",
    "Assumed places": "Nursery places at schools, which no register publishes. They can be switched off in the filters.",
}
ACCESSIBILITY: Final = (
    (
        "The aim is the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. A machine checks every page in both "
        "themes and in forced colours, and every stop of the tab key, at each test run; "
        "people who use a screen reader, voice control or a magnifier every day have not tried it yet."
    ),
    (
        "Does not conform: grids are drawn on a canvas, which screen readers do not read reliably (1.3.1, 2.1.1). Each is one stop of "
        "the tab key, Enter goes into it. Open the plain table below it."
    ),
    (
        "Does not conform: the shapes of the detailed map have no names and do not answer the keyboard (1.1.1, 2.1.1). "
        "Use the text, the table and "
        "the box that chooses a place, or the light map."
    ),
    (
        "Does not conform: points on the maps are not told to a screen reader one by one (1.1.1). The panel of an area "
        "lists those in its reach."
    ),
    "Pages work at 320 pixels wide and at 200% zoom. Animation stops when your system asks for it. No meaning rests on colour alone.",
)
NOT_VARIED = (
    "Not varied, so not in any range: measures that are published without an interval, how old the data are, what registers leave out "
    "(childminders, groups that are not listed), vacancies, opening hours and prices, and which measures and services belong to an outcome "
    "area. A range says how far a rank hangs on choices, not how near it is to the truth."
)
STEPS_FORMULAE = (r"R_j = \frac{S_j}{\sum_k P_k\, w(t_{kj})}", r"A_i = 100 \sum_j R_j\, w(t_{ij})")
CHOICE_FORMULA = r"G_{ij} = \frac{w(t_{ij})}{\sum_k w(t_{ik})}"
DECAY_FORMULA = r"w(t) = \exp\left(-\tfrac{1}{2}\left(\frac{t}{\sigma}\right)^2\right) \text{ if } t \le T, \text{ else } 0"
GAP_FORMULA = r"\text{gap} = \sqrt{\text{need} \times (100 - \text{access score})}"
SHORTFALL_FORMULA = r"\text{shortfall} = \max(0,\ \text{target} - A_i) \times \frac{P_i}{100}"
ACCESS_WORDS = (
    "In words: first, the places S of each provider j are divided by all children P within the catchment, nearer ones "
    "counted more. Then each "
    "area i adds up what it gets from every provider within its own catchment, nearer ones again counted more. The "
    "result is places per 100 "
    "children under five; services without places are counted in sites, per 1,000 children (1,000 in the place of 100 above). What "
    "each type "
    "counts as, and how far families are taken to go to it:"
)
SERVICE_COLUMNS = ("Service type", "One counts as", "Catchment")
DRAW_COLUMNS = ("What is drawn", "Between", "Why")
CHOICE_WORDS = (
    "**Who shares a provider.** The steps above are E2SFCA: everybody within reach of a provider shares it, wherever else they could "
    "go. In "
    "3SFCA (Wan, Zou and Sternberg 2012) a family shares a provider as far as it would choose it: its chance to do so is the weight of "
    "that "
    "provider among those of all in its reach, and $G_{ij}\\,w(t_{ij})$ stands in the place of $w(t_{ij})$. All that are counted in places "
    "stand in for each other; of sites only those of the same type do, for a family goes to a hub and to a surgery. Both are in the "
    "filters "
    "under *Weights, thresholds, borders*, and `also_3sfca` says beside each row whether its gap stays under 3SFCA. Which of them is "
    "nearer to "
    "how families here choose is not known."
)
NEED_LEVELS = (
    "Where measures are published for different levels, need of neighbourhoods rests on fewer of them than need of wards: the heading "
    "of a list "
    "says so, and ranks of one level do not compare with those of another. What is supply, such as patients for each GP, is never need."
)
NEAREST_WORDS = (
    "**Nearest.** Minutes and kilometres are to the nearest provider. For wards and districts they are the mean of the children, each to "
    "their own nearest; a provider is named only where all neighbourhoods have the same."
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
    (
        "Wan N, Zou B, Sternberg T (2012). A three-step floating catchment area method for analyzing spatial access to health services. "
        "International Journal of Geographical Information Science 26, 1073-1089."
    ),
    (
        "Malik R, Hamm K, Schochet L, Novoa C, Workman S, Jessen-Howard S (2018). America's child care deserts in 2018. Center for "
        "American "
        "Progress."
    ),
    "Anselin L (1995). Local indicators of spatial association: LISA. Geographical Analysis 27, 93-115.",
    "Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 289-300.",
)


def which(sources: int, indicators: int, held: HeldProviders, others: Sequence[str]) -> str:
    """Say which data stand behind the figures; ``others`` are the kinds of providers that count for no outcome area."""
    rest = f", and {held.others:,} {plain(figures.listed(others))}, which count for none" if held.others else ""
    return (
        f"{sources} published sources: {indicators} measures of need, background and results; {held.counting:,} public, private and "
        f"voluntary providers {common.COUNTING}; {held.beyond:,} more beyond the border, because families here may reach them{rest}. "
        "Nothing is about a single child."
    )


def how_old(ages: str, old: int, limit: int) -> str:
    """Say how old the data are."""
    late = f" {old} of the sources describe a time more than {limit} years ago; they are marked old." if old else ""
    return f"Data: {ages}.{late}"


def how(catchment: str) -> str:
    """Say in plain words how a gap is worked out."""
    return (
        "Need compares published measures between all areas. Access is what families can reach "
        f"({catchment}), shared with everybody who reaches it too. A gap is where need is high and access is low, and every rank is worked "
        "out again under other reasonable settings to see whether it holds."
    )


def cite(area: str, version: str, data_version: str, day: str) -> str:
    """Say what to write below a figure that is passed on."""
    return (
        f"“Best Start Gap Map, {area}, method version {version}, data stamp {data_version[:12]}, {day}”, with the address of the page from "
        "*Share*. Each download names its own sources and licences."
    ).replace("*", "")


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
        f"Method version {version}. Data stamp `{data_version[:12]}`: two readers with the same stamp see the same data under the same "
        "settings."
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


def service_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Say what each service type counts as, and its catchment."""
    minutes, mode = settings.access.catchment_minutes, common.MODES[settings.access.mode]
    return [
        (
            kind.name,
            "its places" if kind.capacity == "places" else "1 site" if kind.weight == 1 else f"{kind.weight:g} of a site",
            f"{minutes * kind.catchment_times:g}-minute {mode}",
        )
        for kind in settings.services.values()
    ]


def target(settings: Settings) -> str:
    """Say what the shortfall is measured against."""
    chosen = settings.gap.target.of("places")
    meaning = (
        "what the middle neighbourhood of the atlas has, so it moves with provision everywhere"
        if chosen == MEDIAN
        else f"{chosen:g} places per 100 children under five, and stays there when provision everywhere grows or shrinks"
    )
    return (
        "In words: what an area is short of the target, times the children (in hundreds), if nobody else shared the places. "
        f"The target is {meaning}; readers may set their own. One place for every three children is the line below which the Center for "
        "American Progress speaks of a childcare desert (Malik and others 2018). Ofsted's bands are no target here: they belong to "
        "Ofsted's own "
        "measure, for children of 0 to 7 and without school nurseries, and on the map they are drawn on that measure alone. "
        "Shortfall is worked out only where access is in places."
    )


def single_provider(settings: Settings) -> str:
    """Say when an area depends on one provider."""
    return (
        f"**One provider.** An area depends on a provider that gives {settings.reasons.single_provider_share:.0%} or more of its "
        "access. What "
        "would happen if that one closed, and who would fall below the target, is on *Fragile provision*, which always uses E2SFCA."
    )


def scenarios(settings: Settings) -> str:
    """Say what a scenario keeps and what it works out anew."""
    return (
        "**Scenarios.** *What if* works access out again after providers open, close, move or change size, and after homes are built "
        f"({settings.scenario.yield_per_100_homes:g} children under five in 100 homes unless somebody says otherwise, assumed). Need, the "
        "scale of scores and the target stay those of before, so that an area that nothing reaches keeps its score; a choice on that page "
        "works them out anew. Take-up, price and years are not in it."
    )


ENGLAND_WORDS = (
    "**England.** Need, access and *priority* compare with this area alone: a third of its areas has the highest need even where all "
    "are well "
    "off. So beside each row stand its place in England by low income among children (0 is the most deprived neighbourhood, 100 the least) "
    "and, by neighbourhood, the tenth of England by accessible childcare places that Ofsted and ONS published (1 the least, 10 the most; "
    "published as 0 to 9). `high_need_only_here` is *yes* where need is in the highest third here, but fewer families have low incomes "
    "than "
    "in the middle of England."
)


def on_foot(settings: Settings) -> str:
    """Say what the walk is that stands beside each row; empty where the settings give no speed on foot."""
    if "walk" not in settings.access.speeds_km_per_h:
        return ""
    return (
        "**On foot.** `walk_rank` is the rank, in the list at hand, if families walked, "
        f"{settings.access.on_foot_minutes:g} minutes at most; `also_on_foot` says whether the area is a priority there too."
    )


def border(settings: Settings) -> str:
    """Say when providers may be missing beyond the border, and what follows."""
    return (
        "**Border.** Providers beyond the border may be missing. An area carries the note `border` for a service type of which the "
        "data hold "
        f"providers here and none beyond, where {100 * settings.access.border_share:g}% or more of the children within its catchment, "
        "nearer ones "
        "counted more, live there. What is not in the data is in no draw, so such a row is *check first* at best, "
        "unless it is *not among the worst of all*."
    )


def draws(settings: Settings) -> str:
    """Say what confidence is."""
    chosen = settings.confidence
    return (
        f"**Confidence.** The whole ranking is worked out {chosen.draws:,} times (seed {chosen.seed}) under other reasonable settings, "
        "all drawn "
        f"together. Confidence is the share of these draws in which an area is among the worst {chosen.worst_share:.0%}. The words: "
        "*certain* "
        f"from {chosen.certain_from:.0%} on, *likely* from {chosen.likely_from:.0%} on, *check first* below; *not among the worst* at "
        f"{1 - chosen.certain_from:.0%} or less. {NOT_VARIED}"
    )


def draw_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Say what is drawn, between what, and why."""
    chosen = settings.confidence
    return [
        (
            "Weights of the measures of need",
            f"around those set (Dirichlet, concentration {chosen.weight_concentration:g})",
            "No study says how much each measure should count.",
        ),
        ("How measures are brought on one scale", "percentile, z-score, min-max", "Three usual ways; each serves a third of the draws."),
        ("Published figures", "within their published interval", "They are estimates of their publishers."),
        ("Catchment", _times(chosen.catchment_share), "How far families go with small children is not known (assumed)."),
        ("Road distance", f"{_between(chosen.detour)} times the straight line", "There is no router; the detour is assumed."),
        (
            "Speeds, of town and of country each",
            _times(chosen.speed_share),
            "Modelled road times to hospitals differ by about a fifth between six districts (docs/validation.md).",
        ),
        (
            "Steepness of the decay (sigma)",
            f"{_between(chosen.decay_sigma_share)} of the catchment",
            "From a steep one to half the catchment, as much of the literature has it.",
        ),
        (
            "Shape of the decay (power)",
            _between(chosen.decay_power),
            "1 falls from the first minute, 2 is the bell curve above, 4 is nearly a step. No study says which is true.",
        ),
        (
            "Each journey by itself",
            f"spread of {chosen.travel_error:g} around the estimate (logarithm)",
            "What is left of modelled road times to hospitals when the district's own speed is taken out: 0.16 to 0.19.",
        ),
        (
            "A provider that is not there",
            f"chance of {chosen.provider_gone:.0%}, each by itself",
            "Registers are up to a year old, and about one in fourteen leaves in a year (assumed).",
        ),
        (
            "Children of each neighbourhood",
            f"up to {chosen.children_error:.0%} more or fewer",
            "Estimates of two whole districts were 8% off when the Census came; a neighbourhood is smaller.",
        ),
        (
            "Places of a school that publishes none",
            f"{_between(chosen.assumed_class_places)}, each school by itself",
            "From half a class to two; nobody publishes them.",
        ),
        (
            "What a site of a service type counts for",
            f"{_between(chosen.service_weight_share)} times its weight above",
            "Half or twice as much; the weights are assumed.",
        ),
    ]


def _between(ends: tuple[float, float]) -> str:
    return f"{ends[0]:g} to {ends[1]:g}"


def _times(ends: tuple[float, float]) -> str:
    return f"{_between(ends)} times what is set above"


def clusters(settings: Settings) -> str:
    """Say how hot spots are found."""
    chosen = settings.clusters
    return (
        f"**Hot spots.** Local Moran's I with {chosen.permutations:,} random permutations (seed {chosen.seed}), kept at "
        f"a false discovery rate of "
        f"{chosen.false_discovery_rate:.0%} (Benjamini-Hochberg). {SMOOTH}"
    )


def assumed(settings: Settings) -> str:
    """Say what is assumed on nursery classes."""
    return f"**Assumed places.** {common.assumed_means(settings.provision.assumed_nursery_class_places)}"
