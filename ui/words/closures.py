"""Every sentence of the page on fragile provision. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Capacity

TABLE_TITLE = "What each closure would do"
SEARCH_LABEL = "Find a provider"
SEARCH_HELP = "Part of its name or district. Searching narrows the table; the download keeps every provider of your filters."
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "Every provider of the current filters, with all columns. Opens in Excel."
PICK_LABEL = "See on the map whom a closure touches most"
PICK_HELP = "The link opens the neighbourhood whose lack of provision would grow most if this provider closed."
WHAT_TITLE = "How to read this"
SINCE_TITLE = "Who has gone since"
TO_THEN_NOW = "Then and now: all that changed since"
MOST_GONE = 8
BEYOND = "Beyond the border"
UNNAMED = "Name not given"
COLUMNS = {
    "name": "Provider",
    "service": "Kind",
    "sector": "Sector",
    "district": "District",
    "places": "Places",
    "added_shortfall_places": "Added shortfall",
    "children_tipped": "Taken below target",
    "children_left_without": "Left with none",
    "children_in_reach": "Children in reach",
    "neighbourhoods_tipped": "Areas taken below",
    "most_affected_label": "Touched most",
}
COLUMN_HELP = {
    "places": "Registered or assumed places. Empty where the register gives none: its closure then counts as no place lost.",
    "added_shortfall_places": (
        "How many more places neighbourhoods would be short of the target, if nobody else shared them; added up by neighbourhood."
    ),
    "children_tipped": (
        "Children under five in neighbourhoods that are at or above the target today and would fall below it. Those that are below it "
        "already are not counted, so it can be fewer than are left with none."
    ),
    "neighbourhoods_tipped": "Neighbourhoods that are at or above the target today and would fall below it.",
    "children_left_without": "Children under five who would have no provider of the chosen kind left within the catchment.",
    "children_in_reach": "Children under five who live within the catchment of this provider.",
    "most_affected_label": "The neighbourhood whose lack of provision would grow most.",
}


SHARED_BY_ALL = (
    "Your choice of 3SFCA is not used on this page. A what-if needs all within reach to share a provider (E2SFCA): only then does a "
    "closure take "
    "away what that provider gives and nothing else."
)


def gone_since(version: str, names: Sequence[str]) -> str:
    """Name the providers that an earlier version had and the data of now have not."""
    since = f"Compared with {plain(version[0].lower() + version[1:])}"
    if not names:
        return f"{since}, none of the providers asked for is gone."
    shown = [plain(name) for name in names[:MOST_GONE]]
    more = [f"{len(names) - MOST_GONE:,} more"] if len(names) > MOST_GONE else []
    is_gone = "1 provider is" if len(names) == 1 else f"{len(names):,} providers are"
    return f"{since}, **{is_gone} no longer in the data**: {figures.listed([*shown, *more])}."


def verdict(tipping: int, leaving: int) -> str:
    """Say in one sentence how much hangs on single providers."""
    if leaving:
        return "**Some families hang on one provider:** if it closed, they would have none in reach."
    if tipping:
        return "**Nobody would be left with nothing, but some neighbourhoods would fall below the target if one provider closed.**"
    return "**No single closure would leave families with nothing or take a neighbourhood below the target.**"


def finding_places(name: str, district: str, more: float, tipped: str, providers: int, where: str) -> str:
    """Say whose closure would add the greatest shortfall."""
    name, district, where = plain(name), plain(district), plain(where)
    return (
        f"Of {counted(providers, 'places')} that families in {where} can reach, the closure of **{name}** ({district}) would add the "
        f"greatest shortfall: **{more:,.0f} places** more that neighbourhoods are short of the target. {tipped}"
    )


def tipped(children: int) -> str:
    """Say how many children one closure would take below the target."""
    if not children:
        return "It would take no further neighbourhood below the target: those around it are below it already, or stay at or above it."
    return (
        f"Neighbourhoods with {common.people(children)}, which have enough today, would fall below the target; those that are below it "
        "already are not counted."
    )


def finding_without(name: str, district: str, without: int, tipped_children: int, providers: str, where: str) -> str:
    """Say whose closure would leave most children with nothing in reach, and how many it would take below the target."""
    lead = f"Of {providers} that families in {plain(where)} can reach, the closure of **{plain(name)}** ({plain(district)})"
    if without:
        left = f"{lead} would leave the most children with none in reach: **{common.people(without)}**."
        return f"{left} {tipped(tipped_children)}"
    most = common.people(tipped_children)
    return (
        f"No single closure would leave children in {plain(where)} with none in reach. {lead} would take most below the target: **{most}**."
    )


def counted(providers: int, capacity: Capacity) -> str:
    """Say a number of providers or sites."""
    return f"{providers:,} {'providers' if capacity == 'places' else 'sites'} {common.CHOSEN_KIND}"


def no_effect(providers: str, where: str) -> str:
    """Say that no closure would do anything that is measured here."""
    return f"No single closure among the {providers} that families in {plain(where)} can reach would take anybody further from the target."


def count_sentence(adding: int, tipping: int, leaving: int, capacity: Capacity) -> str:
    """Say how common fragility is."""
    counts = [f"{_count(adding)} would add to the shortfall"] if capacity == "places" else []
    counts.append(f"{_count(tipping)} would take below the target some neighbourhood that has enough today")
    counts.append(f"{_count(leaving)} would leave children with none in reach")
    return f"Closed one at a time, {figures.listed(counts)}."


def _count(number: int) -> str:
    return f"{number:,}" if number else "none"


HOW_TO_READ = """\
- **A what-if, not a forecast.** Nothing here says that a provider is likely to close. Each one is taken away in turn, while everything
  else stays as it is.
- **In truth families may travel further, and other providers may grow.** Here a family keeps to an estimated {catchment}, and nobody
  opens new places. The other providers count as before: they are shared, today already, among all who can reach them (E2SFCA, also
  where the other pages are set to 3SFCA).
- **The target and the catchment shape it.** The target is {target}. A neighbourhood just above it falls below it easily; one that is
  below it already cannot fall below it again, but its shortfall grows. Other settings in the sidebar give other lists.
- **Two counts of children.** *Below the target* counts children whose neighbourhood has enough today and would have too little. *Left
  with none* counts children who would have nothing of the chosen kind within the catchment, whether their neighbourhood has enough
  today or not. A child can be in both, so never add them.
- **Size counts.** With a large provider more places are lost. Providers whose number of places is not published are listed, but their
  closure counts as no place lost.
- **Always by neighbourhood.** Figures add up neighbourhoods (Census LSOAs, about 1,500 people each), whatever areas the other pages
  show. With districts chosen, only their neighbourhoods count.
"""


def how_to_read(target_words: str, catchment: str) -> str:
    """Say what the figures are and are not."""
    return HOW_TO_READ.format(target=target_words, catchment=catchment)


def target(value: float, unit: str, *, from_median: bool) -> str:
    """Say the target with its origin."""
    origin = "what the middle neighbourhood of the whole area has today" if from_median else "a fixed number"
    return f"{figures.figure(value)} {unit}: {origin}"


def to_map(place: str) -> str:
    """Label the link to the map."""
    return f"Map: {place}"


def nothing_found(term: str) -> str:
    """Empty state of the search."""
    return f"No provider in this list has “{term}” in its name or district. Check the spelling, or choose more districts in the sidebar."


def nobody(sector: str, where: str) -> str:
    """Empty state: no provider of the chosen kind reaches the area."""
    return f"No {common.SECTOR_ADJECTIVES[sector]}provider of the chosen kind is within reach of {where}, so there is none to lose."
