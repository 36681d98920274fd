"""Every sentence about clusters. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis.clusters import WORST_FIRST
from ui.words import common, figures
from ui.words.plain import bare, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.analysis.clusters import Measure
    from geo.base.vocabulary import Level
    from geo.settings.model import Clusters

BUSY = "Comparing every area with its neighbours …"
NOT_TESTED = "Not tested: no value, or no neighbour with one"
WORRY = {"gap": "a large gap", "need": "high need", "access": "low access"}
LEGEND_TITLE = {
    "gap": "Clusters of the gap score",
    "need": "Clusters of need",
    "access": "Clusters of access",
}
# What each mark means, by measure.
MARKS: dict[str, dict[str, str]] = {
    "gap": {
        "hot": "Hot spot: large gaps side by side",
        "high_outlier": "Lone gap: above average, among neighbours with small gaps",
        "low_outlier": "Exception: gap below average, among neighbours with large ones",
        "cold": "Cold spot: small gaps side by side",
        "none": "No pattern beyond chance",
    },
    "need": {
        "hot": "Hot spot: high need side by side",
        "high_outlier": "Lone need: above average, among neighbours with low need",
        "low_outlier": "Exception: need below average, among neighbours with high need",
        "cold": "Cold spot: low need side by side",
        "none": "No pattern beyond chance",
    },
    "access": {
        "cold": "Shortage: low access side by side",
        "low_outlier": "Lone shortage: access below average, among neighbours with high access",
        "high_outlier": "Exception: access above average, among neighbours with low access",
        "hot": "Well served: high access side by side",
        "none": "No pattern beyond chance",
    },
}
CARD = "Beside its neighbours"
WARDS_SHOWN = 3
GROUP_NAMES = {
    "gap": {"hot": ("hot spot", "hot spots"), "cold": ("cold spot", "cold spots")},
    "need": {"hot": ("hot spot of need", "hot spots of need"), "cold": ("cold spot of need", "cold spots of need")},
    "access": {"cold": ("shortage of access", "shortages of access"), "hot": ("well-served group", "well-served groups")},
}
WORST_TITLE = {"gap": "Hot spots of the gap", "need": "Hot spots of need", "access": "Shortages of access"}
BEST_TITLE = {"gap": "Cold spots: small gaps side by side", "need": "Cold spots: low need side by side", "access": "Well-served groups"}
LONE_TITLE = "Areas unlike their neighbours"
GROUP_COLUMNS = ("Where", "Areas", "Children under five", "Mean (0\N{NON-BREAKING HYPHEN}100)")
LONE_COLUMNS = ("Where", "Here (0\N{NON-BREAKING HYPHEN}100)", "Neighbours (0\N{NON-BREAKING HYPHEN}100)")
UNITS = {
    "gap": "Gap score, 0 to 100; 100 is the greatest gap.",
    "need": "Need, 0 to 100; 100 is the greatest.",
    "access": "Access as a percentile of the whole area, 0 to 100; 0 is the lowest.",
}
VALUE_NOTE = {measure: f"Mean: {unit} Weighted by the children of the group's areas." for measure, unit in UNITS.items()}
LONE_NOTE = {measure: f"{unit} Neighbours: the mean of the areas that touch it." for measure, unit in UNITS.items()}
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = (
    "Every area with its value, statistic, p value, mark and group, and whether clusters are expected because neighbours share catchments. "
    "Opens in Excel."
)
NO_GROUP = "None in your districts."
NO_LONE = "None: no area in your districts is clearly unlike its neighbours."
TO_LIST = "See the gap list"


def finding(
    measure: str,
    level: Level,
    where: str,
    outcome: str,
    groups: int,
    areas: int,
    children: float,
    wards: Sequence[str],
    districts: Sequence[str],
) -> str:
    """Say the one thing that the page shows."""
    singular, plural = GROUP_NAMES[measure][worst(measure)]
    count = f"1 {singular}" if groups == 1 else f"{groups:,} {plural}"
    homes = f"{common.areas_of(level, areas)}, where {common.people(children)} live"
    first = f"**{count}** for *{plain(outcome.lower())}* in {plain(where)}: {homes}."
    return f"{first} {'It is' if groups == 1 else 'The largest is'} around {plain(around(wards))} ({plain(figures.listed(districts))})."


def short_mark(measure: str, kind: str) -> str:
    """Say a mark in a hover card."""
    return MARKS[measure][kind].partition(":")[0]


def worst(measure: str) -> str:
    """Name the kind of group that worries: low access, but high need and gap."""
    return "cold" if measure == "access" else "hot"


def verdict(measure: str, groups: int, *, coarse: bool) -> str:
    """Say in one sentence what the test comes to."""
    lie = {"gap": "gaps lie", "need": "high need lies", "access": "low access lies"}[measure]
    if coarse:
        return f"**This cannot tell whether {lie} together.**"
    if not groups:
        return f"**No: nothing says that {lie} together here more than by chance.**"
    return f"**Yes, {lie} together here:** one answer for a group of neighbours may do more than many small ones."


def none_found(measure: str, where: str, outcome: str, uncorrected: int, level: Level) -> str:
    """Say that no group stands out, and what a careless test would have shown."""
    many = GROUP_NAMES[measure][worst(measure)][1]
    careless = (
        f"A test that forgot how many areas were compared would have marked {common.areas_of(level, uncorrected)} of the whole area, "
        "some of them by chance."
        if uncorrected
        else "Not even a test that forgot how many areas were compared would have marked one."
    )
    return f"No {many} for *{plain(outcome.lower())}* in {plain(where)}: no group of neighbours stands out from chance. {careless}"


def too_coarse(measure: str, outcome: str, extreme: int, level: Level, permutations: int) -> str:
    """Say that nothing could be marked because the shuffles were too few, which is not the same as finding nothing."""
    many = GROUP_NAMES[measure][worst(measure)][1]
    return (
        f"No {many} for *{plain(outcome.lower())}* can be told from chance with {permutations:,} shuffles. "
        f"But {common.areas_of(level, extreme)} came out as unlike chance as so few shuffles can show, so this is no all-clear: "
        f"more shuffles would tell. Ask {common.WHOM} to set more."
    )


def around(wards: Sequence[str], shown: int = WARDS_SHOWN) -> str:
    """Name a group by its wards, those with most children first."""
    rest = len(wards) - shown
    names = list(wards[:shown])
    if rest <= 0:
        return figures.listed(names)
    return f"{', '.join(names)} and {rest} more {'ward' if rest == 1 else 'wards'}"


def alt(title: str, where: str, count: str) -> str:
    """Describe the map to somebody who cannot see it."""
    return f"Map of {where}: {title[:1].lower()}{title[1:]}. {bare(count)} The tables hold the same groups and areas."


def by_construction(measure: str) -> str:
    """Say how far clusters of a measure follow from the way it is worked out; empty for need."""
    return {"access": SMOOTH_SHORT, "gap": SMOOTH_IN_PART}.get(measure, "")


def legend_note(settings: Clusters, measure: str, *, coarse: bool) -> str:
    """Say in a line or two how areas were marked, or that so few shuffles could mark none."""
    if coarse:
        return f"{settings.permutations:,} random shuffles were too few to mark any area. This is no all-clear."
    return (
        f"Compared with {settings.permutations:,} random shuffles; of all areas marked, at most about "
        f"{settings.false_discovery_rate:.0%} are expected to be so by chance. {by_construction(measure)}"
    ).rstrip()


WHAT_TITLE = "What a hot spot is, and what it is not"


def what_it_is(measure: Measure, level: Level, settings: Clusters) -> list[str]:
    """Explain the test in plain words."""
    area, areas = common.LEVEL_ONE[level], common.LEVEL_NAMES[level].lower()
    group, lone = (MARKS[measure][kind].partition(":")[0].lower() for kind in WORST_FIRST[measure][:2])
    what = WORRY[measure]
    is_one = (
        f"**A {group} is** a {area} with {what} among {areas} that touch it and have {what} too, more than values placed at random would. "
        f"The values of all {areas} were shuffled {settings.permutations:,} times; hardly any shuffle came out as extreme. "
        "There, one answer for a wider area may do more than many small ones."
    )
    is_lone = (
        f"**A {lone} is** the opposite: its neighbours do well. "
        "Help may be near, and transport, opening hours or referral may matter more than a new site."
    )
    return [is_one, is_lone, *NOT_MEANT]


NOT_A_VERDICT = (
    "**It is not** a verdict that provision is bad, nor a cause. An area without a mark can be a priority gap all the same: "
    "the gap list decides that; this page only shows which areas belong together."
)
SMOOTH = (
    "**Clusters of access are expected by construction**: catchments overlap, so neighbours reach the same providers and have like access. "
    "The test asks whether values lie at random, and access never does; clusters of gaps share in that. Clusters of need say more."
)
SMOOTH_SHORT = "Overlapping catchments make neighbours alike in access, so clusters of it are expected by construction."
SMOOTH_IN_PART = (
    "Overlapping catchments make neighbours alike in access, and so in part in gaps: some clusters are expected by construction."
)
LIMITS = (
    "**Limits.** High and low mean above and below the average of the whole area. "
    "Areas on the edge of the map are compared only with neighbours inside it."
)
NOT_MEANT = (NOT_A_VERDICT, SMOOTH, LIMITS)


def statistics(global_i: float, tested: int, marked: int, uncorrected: int, settings: Clusters) -> str:
    """Give the analyst the figures of the test."""
    return (
        f"For the analyst: likeness of neighbours {global_i:.2f} (1 if they were all alike, about 0 if scattered at random) over "
        f"{tested:,} areas; queen contiguity, row-standardised; {settings.permutations:,} permutations (`permutations` under "
        f"`[clusters]` in `config.toml`), seed {settings.seed}; "
        f"two-sided pseudo p; Benjamini-Hochberg at {settings.false_discovery_rate:.0%} leaves {marked:,} marked areas, "
        f"{uncorrected:,} had p of {settings.false_discovery_rate:.0%} or less before the correction. *Data and methods* names the "
        "statistic and its sources."
    )
