"""Every sentence of the page that compares with published figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# From which Spearman correlation on which words fit.
STRENGTHS = (
    (0.8, "closely"),
    (0.6, "fairly well"),
    (0.4, "in part"),
    (0.1, "only a little"),
    (-0.1, "not at all"),
    (-1.1, "in the opposite order"),
)
NOTHING = f"There is no published figure in the data to compare with. Ask {common.WHOM} to bring one."
NOTHING_DETAIL = "Bring the figure as an indicator, and name it in [validation] of config.toml."
PARTS = {"all": "All neighbourhoods", "chosen_on": "Used to choose settings", "held_out": "Held out"}

TABLE_TITLE = "Agreement on access, by district"
TABLE_COLUMNS = {
    "name": "Area",
    "spearman": "Rank correlation",
    "words": "Agrees",
    "same_order": "Pairs in the same order",
    "pearson": "Correlation of values",
    "areas": "Neighbourhoods",
}
TABLE_HELP = {
    "spearman": "Spearman: 1 is the same order of neighbourhoods, 0 no relation, -1 the opposite order.",
    "pearson": "Pearson: 1 when one figure follows from the other along a straight line.",
    "same_order": "Take any two neighbourhoods: how often do both measures put the same one first? By chance 50%.",
}
WITHIN = (
    "Within one district the figures are closer together than across all of them, so the same small errors "
    "shift more ranks and the correlation is lower."
)

CHART_TITLE = "Each neighbourhood, twice measured"
CHART_AXES = ("Here: places per 100 aged 0-4", "Published: places per 100 aged 0-7")
CHART_HINT = "Choose a district in the key to see it alone."
MAP_TITLE = "Where they differ"
MAP_LEGEND = "Rank here compared with the published rank"
MAP_CLASSES = (
    "Much less access here (by {far:,.0f} ranks or more)",
    "Less access here ({near:,.0f} to {far:,.0f} ranks)",
    "Much alike (within {near:,.0f} ranks)",
    "More access here ({near:,.0f} to {far:,.0f} ranks)",
    "Much more access here (by {far:,.0f} ranks or more)",
)
NOT_COMPARED = "No published figure"
MAP_CARD = "Rank here and published"
OUTLIERS_TITLE = "The largest differences"
OUTLIER_COLUMNS = {
    "area_label": "Place",
    "ours": "Here (per 100 aged 0-4)",
    "published": "Published (per 100 aged 0-7)",
    "our_rank": "Rank here",
    "published_rank": "Published rank",
    "rank_difference": "Difference",
}
RANK_HELP = "1 is the most access."
DIFFERENCE_HELP = "Published rank less rank here: above 0 means that we show more access than the published figure does."
DOWNLOAD = "Download every neighbourhood with both figures (CSV)"

WHY_TITLE = "Why they differ"
FINDINGS_TITLE = "What we found about this area, with the recommended settings"
CHOICE_TITLE = "How the settings were chosen"

NEED_TITLE = "Does need point the right way?"
NEED_COLUMNS = {
    "name": "Published result",
    "left_out": "Need without this result",
    "kept": "Need as shown",
    "chance": "By chance",
    "level": "Published for",
    "areas": "Areas",
    "period": "Period",
}
NEED_HELP = {
    "kept": "Need as shown contains this result, so agreement is partly built in.",
    "left_out": "The fair test: need worked out from the other measures only. 1 is full agreement, 0 none.",
    "chance": (
        "How often a random order of the areas would agree as well, for need without this result. "
        "Not given for many areas: neighbours are alike, so it would mislead."
    ),
}
NEED_AREA_COLUMNS = {
    "area_label": "Area",
    "published": "Published result",
    "need_left_out": "Need without it (0-100)",
    "need": "Need as shown (0-100)",
}
NEED_LIMITS = (
    "Few districts can agree by luck, and all these measures follow families' income. So this supports that need points the right way, "
    "not that it is exact."
)
WORKING = (
    "The working, every combination tried and what did not help are in `docs/validation.md`; `python -m geo validate` prints these figures."
)


def strength(spearman: float) -> str:
    """Say a correlation in words."""
    if math.isnan(spearman):
        return "cannot be said"
    return next(words for least, words in STRENGTHS if spearman >= least)


def caution(districts: Sequence[str]) -> str:
    """Warn beside a list where it agrees poorly with the published figures, in the named districts."""
    named = figures.listed([plain(name) for name in districts])
    return (
        f"**Check on the ground before you act in {named}:** other published figures order the neighbourhoods there differently (see "
        "*Agreement*); “certain” and “likely” do not know of it."
    )


def figure(value: float) -> str:
    """Write a correlation."""
    return "not known" if math.isnan(value) else f"{value:.2f}"


def headline(name: str, period: str, areas: int, spearman: float, same_order: float) -> str:
    """Say how far the product agrees, and what that means."""
    return (
        f"**Access to childcare here agrees {strength(spearman)} with the official measure**: rank correlation {figure(spearman)} "
        f"over {areas:,} neighbourhoods (1 is the same order, 0 no relation). Take any two neighbourhoods: in {same_order:.0%} of cases "
        f"both put the same one ahead. Compared with: {plain(name)}, {plain(figures.date_words(period))}."
    )


def use(spearman: float) -> str:
    """Say what the agreement allows."""
    if spearman >= STRENGTHS[1][0]:
        return (
            "Good enough to say which parts of the whole area have more childcare and which less, as that measure sees it; not good enough "
            "to argue about two neighbourhoods close together in the list, and it says nothing of services counted in sites."
        )
    return "Take single neighbourhoods with great care: check them against local knowledge before acting."


def aims(reached: Mapping[str, float], aimed: Mapping[str, float]) -> str:
    """Say whether what was aimed for is reached."""
    names = {"all": "over all neighbourhoods", "held_out": "on the districts held out"}
    parts = [f"{figure(reached[part])} {names[part]} (aim {aim:.2f})" for part, aim in aimed.items() if not math.isnan(reached[part])]
    missed = any(reached[part] < aim for part, aim in aimed.items())
    return f"The aim {'is not reached' if missed else 'is reached'}: {figures.listed(parts)}." if parts else ""


def spread(best: str, best_rho: float, worst: str, worst_rho: float) -> str:
    """Name the districts that agree most and least."""
    return f"Agreement is highest in {best} ({figure(best_rho)}) and lowest in {worst} ({figure(worst_rho)}). {WITHIN}"


def chart_verdict(spearman: float) -> str:
    """Say in one sentence what the scatter plot comes to."""
    return f"**The two agree {strength(spearman)}:** the nearer the marks are to a line that rises from left to right, the better."


def outlier_verdict(outliers: int, areas: int) -> str:
    """Say in one sentence what the largest differences come to."""
    if not outliers:
        return f"**None of {areas:,} neighbourhoods differs much.**"
    return f"**{outliers:,} of {areas:,} neighbourhoods differ much:** ask there first what families really find."


def chart_summary(areas: int, names: int) -> str:
    """Say what the scatter plot shows."""
    named = f" Named: the {names} whose ranks differ most." if names else ""
    return (
        f"Each mark is one of {areas:,} neighbourhoods: the further right, the more access here; the higher, the more in the published "
        f"figure. Where both agree, marks rise from the lower left to the upper right.{named} {CHART_HINT}"
    )


def map_summary(alike: float, near: float, less: int, more: int, areas: int) -> str:
    """Say what the map shows."""
    return (
        f"{alike:.0%} of {areas:,} neighbourhoods are within {near:,.0f} ranks of their published rank. "
        f"{common.areas_of('lsoa', less)} {'shows' if less == 1 else 'show'} much less access here than published, "
        f"{more:,} much more."
    )


def map_alt(summary: str) -> str:
    """Describe the map to somebody who cannot see it."""
    return f"Map of ranks here beside published ranks. {summary} The table “{OUTLIERS_TITLE}” below lists those."


def map_note(period: str) -> str:
    """Say below the map's key how classes were made."""
    return f"Ranks among all neighbourhoods with both figures; published {figures.date_words(period)}. Outlined: the largest differences."


def map_card(our_rank: float, published_rank: float) -> str:
    """Say both ranks on the map."""
    return f"{our_rank:,.0f} and {published_rank:,.0f}"


def why(plurals: str, periods: Iterable[str], period: str, earlier: str, steady: float, detour: float, measured: str) -> list[str]:
    """Say what sets the two measures apart, whatever the area."""
    dates = figures.listed([figures.date_words(date) for date in periods])
    aged = (
        ""
        if math.isnan(steady)
        else (
            f" The published figure agrees with itself of {plain(figures.date_words(earlier))} at {figure(steady)}, so time alone hardly "
            "explains the rest."
        )
    )
    travel = (
        "**Travel.** The published measure follows real roads and combines ways to travel: by car, by public transport and on foot. "
        f"{f'{measured} Where it is estimated,' if measured else 'Here'} travel is a straight line x {detour:g} at a speed for town or "
        "country, so fast roads, rivers and railways are not seen."
    )
    counted = (
        "**What is counted.** There: every provider registered with Ofsted, with childminders and clubs. "
        f"Here, for this comparison: {plain(plurals)}. School nurseries are in neither, though they count everywhere else in this product."
    )
    return [
        travel,
        counted,
        "**Which children share.** There children aged 0 to 7, here under five. So the values differ; the order hardly does.",
        f"**Dates.** Providers here are of {plain(dates)}, there of {plain(figures.date_words(period))}.{aged}",
        "**The border.** Providers and children beyond it count in both, but here only up to a limit, and children there are estimated.",
    ]


def choice(chosen: Sequence[str], held: Sequence[str], reached: Mapping[str, float]) -> str:
    """Say on which districts settings were chosen, and how they do on the others."""
    return (
        f"Catchment, speeds and decay were chosen where they agreed best on {figures.listed(chosen)} "
        f"(now {figure(reached['chosen_on'])}). "
        f"They are reported on {figures.listed(held)}, which had no say: "
        f"{figure(reached['held_out'])}. The second figure is the fairer one. Nothing is chosen on those districts: when data or method "
        "change, agreement is printed again and decides nothing."
    )


def need_headline(outcome: str, name: str, count: str, fair: float, circular: float) -> str:
    """Say whether need ranks areas as a result does."""
    return (
        f"Need for *{plain(outcome.lower())}*, worked out **without** this result, agrees {strength(fair)} with it: rank correlation "
        f"{figure(fair)} over {count} ({plain(name)}). As shown in this product need contains the result and reaches {figure(circular)}, "
        "but that is partly built in."
    )


def chance(p_value: float) -> str:
    """Say a p-value as one in so many."""
    if math.isnan(p_value):
        return "not given"
    return f"1 in {1 / p_value:,.0f}"


def need_unit(unit: str) -> str:
    """Say the unit of the published result below its table."""
    return f"Published result: {unit}. Need: 100 is the greatest need among these areas, 0 the least."
