"""Every sentence of the search for a place and of its answer. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import common, figures
from ui.words.maps import SECTOR_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.places.answer import PlacesHere

LABEL = "Ask for a place"
PLACEHOLDER = "Ask about a place: postcode, town, village, ward, nursery or school"
CLOSE = "Close the answer"
REGION = "Answer"
WHICH = "Which one?"
NEAR = "Did you mean one of these?"
ALSO = "Or did you mean one of these?"
WHAT_CAN_BE_TYPED = "You can type a postcode, or the name of a town, village, ward, neighbourhood, nursery, school or other provider."
BEYOND = "It lies beyond the border of the data, where needs are not known. What is near the border is on the map."
TO_MAP, TO_PLACE, TO_LIST = "On the map", "The whole place on one page", "Its gap list"
OTHERS = "The same for another outcome area:"
# Beside a provider of a place in whose wards there are others.
IN_ITSELF = "in the place itself"
SURE = "How far to trust this: providers are as their registers list them."
NEIGHBOURHOODS, WARDS = "Neighbourhoods", "Wards"
TABLE_COLUMNS: Final = ("Provider", "Places", "Minutes")
MANY: Final = 4
# So many providers just outside a town are named.
MOST_OUTSIDE: Final = 6


def to_ward(ward: str) -> str:
    """Lead to the page of the ward in which the most of a place is."""
    return f"Its ward {ward} on one page"


def title(name: str, what: str) -> str:
    """Name a place and say what it is."""
    return f"{name}: {what}"


def nothing(text: str) -> str:
    """Say that no name fits."""
    return f"Nothing in the data is called “{text}”. {WHAT_CAN_BE_TYPED}"


def unknown_postcode(text: str) -> str:
    """Say that a postcode is not in the data."""
    return f"The data have no postcode “{text}”: it is new, or far beyond the border. {WHAT_CAN_BE_TYPED}"


def several(texts: Sequence[str]) -> str:
    """Say that a text may mean several things."""
    return f"{_quoted(texts)} may mean several. {WHICH}"


def here(wards: Sequence[str], sectors: Mapping[str, PlacesHere], others: Sequence[tuple[int, str]], children: int, *, whole: bool) -> str:
    """Say who is in the wards of a place, for how many children; ``others`` are for no places: how many of what.

    ``whole`` says whether the wards are the place; else `part` has spoken of the place itself.
    """
    lead = "Here" if whole else "With all around"
    where = f"the ward {wards[0]}" if len(wards) == 1 else f"its {len(wards)} wards ({some(wards)})"
    live = f"where {_children(children)}"
    if not sectors:
        return f"{lead}: no provider is in {where}, {live}."
    total = sum(one.count for one in sectors.values())
    without = f" Without nursery places among them: {figures.listed([f'{count:,} {what}' for count, what in others])}." if others else ""
    return f"{lead}: {_count(total, 'provider')} {common.ALL_KINDS} in {where}, {live}: {_by_sector(sectors)}.{without}"


def outside(providers: Sequence[tuple[str, str, str]]) -> str:
    """Name providers in other wards that people of a town would call its own: of each its name, whose it is, and its places."""
    if not providers:
        return ""
    return f"Just outside, in other wards: {_named(providers)}."


def part(neighbourhoods: int, sectors: Mapping[str, PlacesHere], children: int, with_places: Sequence[tuple[str, str, str]]) -> str:
    """Say of the neighbourhoods of a place, where they are not all of its wards, who is in them and for how many children.

    ``with_places`` are those that have places, as `outside` takes them.
    """
    where = f"In its own {'neighbourhood' if neighbourhoods == 1 else f'{neighbourhoods:,} neighbourhoods'}, where {_children(children)}"
    total = sum(one.count for one in sectors.values())
    if not total:
        return f"{where}: no provider."
    named = f" With places: {_named(with_places)}." if with_places else ""
    return f"{where}: {_count(total, 'provider')}: {_by_sector(sectors)}.{named}"


def _named(providers: Sequence[tuple[str, str, str]]) -> str:
    """Name providers, each with whose it is and its places."""
    told = [f"{name} ({', '.join(filter(None, about))})" for name, *about in providers[:MOST_OUTSIDE]]
    more = [f"{len(providers) - MOST_OUTSIDE:,} more"] if len(providers) > MOST_OUTSIDE else []
    return figures.listed([*told, *more])


def _by_sector(sectors: Mapping[str, PlacesHere]) -> str:
    return "; and ".join(f"{sectors[key].count:,} {SECTOR_WORDS[key]}{_places(sectors[key])}" for key in SECTOR_WORDS if key in sectors)


def _children(count: int) -> str:
    return f"{count:,} {'child' if count == 1 else 'children'} under five live{'s' if count == 1 else ''}"


def nearest(what: str, providers: Sequence[tuple[str, ...]]) -> str:
    """Name the nearest of each sector: name, then what is to be said of it; ``what`` is what they count for."""
    return nearest_kind(f"that {'counts' if len(providers) == 1 else 'count'} for {what}", providers)


def nearest_kind(what: str, providers: Sequence[tuple[str, ...]]) -> str:
    """Name the nearest of what is asked for; nothing where there is none."""
    told = [f"{name} ({', '.join(filter(None, facts))})" for name, *facts in providers]
    return f"Nearest {what}: {figures.listed(told)}." if told else ""


PLACES_FOR_CHILDREN = "nursery and other early years places"


def lies(ward: str, district: str) -> str:
    """Say in which other ward, of which district if that is another too, a provider is; without a ward it is beyond the border."""
    return f"in {ward} ward{f', {district}' if district else ''}" if ward else "beyond the border"


def from_middle(neighbourhood: str) -> str:
    """Say from where minutes to one provider are."""
    return f"from the middle of {neighbourhood}"


def itself(sector: str, places_words: str, neighbourhood: str) -> str:
    """Say of a provider whose it is, how many places it has and where."""
    whose = SECTOR_WORDS[sector]
    return f"{whose[:1].upper()}{whose[1:]}{f', {places_words}' if places_words else ''}, in {neighbourhood}."


def postcode_in(neighbourhood: str) -> str:
    """Say in which neighbourhood a postcode is."""
    return f"It is in {neighbourhood}."


def understood(names: Sequence[str]) -> str:
    """Say what a question was taken for."""
    return f"Understood as a question about {_quoted(names)}."


def measured_from(names: Sequence[str]) -> str:
    """Say from where minutes are."""
    where = f"the middle of {names[0]}" if len(names) == 1 else "the middle of the nearest of its neighbourhoods"
    return f"Minutes are estimates from {where}, where its children live on average."


def places(number: float | None, basis: str) -> str:
    """Say how many places a provider has; nothing of those that are counted as sites."""
    if number is None:
        return "places not published" if basis == "unknown" else ""
    return f"{number:,.0f} {'place' if number == 1 else 'places'}{' assumed' if basis == 'assumed' else ''}"


def minutes(number: float, mode: str) -> str:
    """Say how long families travel."""
    return f"{'less than 1' if number < 1 else f'{number:.0f}'} minute{'' if round(number) <= 1 else 's'} {common.BY[mode]}"


def marked(kind: str, mark: str) -> str:
    """Write what a provider is, with what is to be said of it alone."""
    return f"{kind} ({mark})" if mark else kind


def minutes_cell(number: float) -> str:
    """Write minutes in a table."""
    return "<1" if number < 1 else f"{number:.0f}"


def missing(outcome: str, scored: int, priority: Sequence[str], absent: Sequence[str], high_need: int, low_access: int) -> str:
    """Say what is missing for one outcome area."""
    if not scored:
        return f"Missing, for {outcome}: no data yet on need or provision, so no gap can be shown. That is missing data, not a good result."
    of = "the neighbourhood" if scored == 1 else f"of {scored:,} neighbourhoods"
    if priority and scored == 1:
        found = "need is high and provision within reach is low"
    elif priority:
        found = f"need is high and provision within reach is low in {len(priority):,} {of} ({some(priority)})"
    else:
        found = _apart(scored, high_need, low_access)
    return f"Missing, for {outcome}: {found}.{_lacking(absent, single=scored == 1)}"


def _lacking(absent: Sequence[str], *, single: bool) -> str:
    return f" No {figures.listed(list(absent), 'or')} in the same {'ward' if single else 'wards'}." if absent else ""


def _apart(scored: int, high_need: int, low_access: int) -> str:
    """Say that need is high and provision low nowhere together, and where each is by itself."""
    if scored == 1:
        need, provision = ("high" if high_need else "not high"), ("low" if low_access else "not low")
        return f"need is {need} and provision within reach is {provision}"
    counts = (
        f"need is high in {high_need or 'none'} of {scored:,} neighbourhoods and provision within reach is low in {low_access or 'none'}"
    )
    return f"{counts}, never both in one" if high_need and low_access else counts


def missing_everywhere(counts: Sequence[tuple[str, int, int]], without: Sequence[str], absent: Sequence[str], neighbourhoods: int) -> str:
    """Say for which outcome areas something is missing (name, priority neighbourhoods, of how many), and which kinds of provider are."""
    found = [
        f"{name} ({priority:,} of {scored:,} {'neighbourhood' if scored == 1 else 'neighbourhoods'})" for name, priority, scored in counts
    ]
    rest = _lacking(absent, single=neighbourhoods == 1) + (f" No data yet for {figures.listed(list(without))}." if without else "")
    if not found:
        which = "the neighbourhood does not have" if neighbourhoods == 1 else f"none of its {neighbourhoods:,} neighbourhoods has"
        return f"Missing: {which} both high need and little provision within reach, in any outcome area.{rest}"
    return f"Missing: need is high and provision within reach is low for {figures.listed(found)}.{rest}"


def how_sure(words: Mapping[str, int], worst_share: float) -> str:
    """Say how sure it is that the priority neighbourhoods are among the worst: how many by word."""
    told = figures.listed([f"{count:,} {word.lower()}" for word, count in words.items()])
    return f"How far to trust this: among the worst {worst_share:.0%} of the whole area under other reasonable settings: {told}."


def known_places(here: PlacesHere, measured: str, *, childminders: bool) -> str:
    """Say what is not known of the places that were counted, and from where minutes are."""
    told = f"Places are not published for {_count(here.unpublished, 'provider')}. " if here.unpublished else ""
    told += (
        f"Of the {here.places:,.0f} places counted {here.assumed:,.0f} are assumed: registers do not publish them. " if here.assumed else ""
    )
    return f"{told}{'' if childminders else 'Childminders are not in the data. '}{measured}"


def some(names: Sequence[str]) -> str:
    """List a few names, and how many more there are."""
    shown = list(names[:MANY])
    return figures.listed([*shown, f"{len(names) - MANY:,} more"] if len(names) > MANY else shown)


def inside(title: str, more: int) -> tuple[str, str]:
    """Stand before and behind a list of links."""
    return f"{title}: ", f" and {more:,} more" if more else ""


def table_title(sector: str, count: int) -> str:
    """Head the providers of one sector."""
    return f"{SECTOR_WORDS[sector][:1].upper()}{SECTOR_WORDS[sector][1:]} ({count:,})"


def all_providers(count: int) -> str:
    """Name the list of all providers."""
    return f"All {count:,} by sector, with places and minutes"


def _quoted(texts: Sequence[str]) -> str:
    return figures.listed([f"“{text}”" for text in texts], "or")


def _places(here: PlacesHere) -> str:
    return f"{', ' if here.with_places < here.count else ' '}{in_places(here)}"


def in_places(here: PlacesHere) -> str:
    """Say how many of some providers have places, how many places these are, and how many of these are assumed."""
    rest = f", {here.unpublished:,} with places not published" if here.unpublished else ""
    if not here.count:
        return ""
    if not here.with_places:
        return (
            "places not published"
            if here.unpublished == here.count
            else f"none of them with {'known ' if rest else ''}nursery places{rest}"
        )
    is_all = here.assumed == here.places
    if here.with_places == here.count:
        return f"with {here.places:,.0f} places{', all assumed' if is_all else _assumed(here)}"
    if is_all:
        return f"{here.with_places:,} of them with nursery places, all {here.places:,.0f} of these assumed{rest}"
    return f"{here.with_places:,} of them with {here.places:,.0f} nursery places{_assumed(here)}{rest}"


def _assumed(here: PlacesHere) -> str:
    return f", {here.assumed:,.0f} of these assumed" if here.assumed else ""


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
