"""Every sentence of the page that compares two versions of the data. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures
from ui.words.plain import plain
from ui.words.your_data import version_name

if TYPE_CHECKING:
    from geo.base.vocabulary import Level

PICK = "Compare with"
PICK_HELP = (
    "Both are scored with the filters and settings of today, so what differs is the data. With own files in this visit, now means these."
)
NOTHING = (
    "**There is nothing to compare with yet.** This server holds one version of the data. Bring next quarter's files on *Your data*: "
    "before you keep them, and ever after, this page says which providers opened, closed, grew or shrank, and whether the gaps narrowed."
)
TO_BRING = "Bring files on Your data"
UNREADABLE = "**The earlier version cannot be compared.** Choose another one, or tell whoever looks after this dashboard:"
UNKNOWN = "**The earlier version does not know what you ask for.** Take the filter away, or choose another version:"
SAME = "**Nothing that is asked for here has changed.**"
PROVIDERS_TITLE = "Who came, went and changed"
PROVIDERS_NONE = "None of the providers asked for came, went or changed."
DISTRICTS_TITLE = "By district"
DISTRICTS_NOTE = "Counted by neighbourhood, whatever areas are shown."
AREAS_TITLE = "Where the gaps changed"
AREAS_NONE = "No area became a priority gap or is one no longer, and no shortfall changed."
HOW_TITLE = "How to read this"
CHANGES = {"opened": "New in the data", "closed": "No longer in the data", "kept": "Changed", "probably_the_same": "Probably the same"}
HOW = {
    "grew": "more places", "shrank": "fewer places", "places_now_known": "places now known",
    "places_no_longer_known": "places no longer known", "moved": "moved", "renamed": "another name", "other_type": "another kind",
    "other_sector": "another sector",
}  # fmt: skip
PRIORITY = {"still": "Still a priority gap", "no_longer": "No longer one", "new": "New priority gap", "": "Not one"}
PROVIDER_COLUMNS = {
    "name": "Provider", "change": "What happened", "how": "How", "places_before": "Places then", "places": "Places now",
    "service": "Kind", "sector": "Sector", "district": "District",
}  # fmt: skip
DISTRICT_COLUMNS = {
    "district": "District", "shortfall_then": "Short then", "by_supply": "By providers", "by_children": "By children",
    "by_method": "By all else", "shortfall_now": "Short now", "priority_then": "Priority then", "priority_no_longer": "No longer",
    "priority_new": "New", "priority_now": "Priority now",
}  # fmt: skip
AREA_COLUMNS = {
    "area_label": "Area", "district": "District", "priority": "Priority gap?", "rank_then": "Rank then", "rank_now": "Rank now",
    "access_then": "Access then", "access_now": "Access now", "shortfall_then": "Short then", "shortfall_now": "Short now",
}  # fmt: skip
DOWNLOADS = {
    "providers": "Every provider, then and now (CSV)",
    "supply": "Providers and places by kind (CSV)",
    "areas": "Every area, then and now (CSV)",
    "districts": "Districts, and what moved them (CSV)",
}
DOWNLOAD_HELP = "For whoever checks the figures: the same file as the command line writes."
HOW_TO_READ = (
    "* *New in the data* and *no longer in the data* are what the registers say: one can also have been added or left out late. "
    "One that has a new number at the same postcode, of the same kind and with a similar name, is *probably the same*, and counts as "
    "having stayed.\n"
    "* *Places* are those that are known or assumed; a provider whose number became known adds places that were there before.\n"
    "* *Short* is what neighbourhoods lack to the target, added up, in places. **By providers** is what it would have changed by if "
    "providers alone had changed; **by children** what the children of now add to that; **by all else** is the rest: journeys, "
    "borders, and the target where it is a median. The three add up to the whole change.\n"
    "* Both versions are scored with today's settings. Where the neighbourhoods themselves are others, children and all else cannot be "
    "told apart and stand together."
)


def label(number: int, when: str, why: str) -> str:
    """Name an earlier version in a list."""
    name = version_name(number)
    told = f"{name[0].upper()}{name[1:]}"
    if when:
        told += f", kept {figures.date_words(when[:10])}"
    return f"{told}: {why}" if why else told


def verdict(then: float, now: float, where: str) -> str:
    """Say whether neighbourhoods are short of more or fewer places than then."""
    place = plain(where)
    more = round(now - then, 1)
    if more == 0:
        return f"**The shortfall in {place} has not changed:** neighbourhoods are short of **{now:,.1f} places**, as then."
    way = "more" if more > 0 else "fewer"
    head = "widened" if more > 0 else "narrowed"
    return (
        f"**The gaps in {place} {head}:** neighbourhoods are short of **{now:,.1f} places**; then it was "
        f"{then:,.1f}. That is {abs(more):,.1f} {way}."
    )


def split(supply: float, children: float, method: float, *, apart: bool) -> str:
    """Say what moved the shortfall."""
    if not apart:
        return (
            f"Providers that came, went or changed account for {_signed(supply)}, children and all else for {_signed(method)}: the "
            "neighbourhoods of then are not those of now, so the two cannot be told apart."
        )
    return (
        f"Providers that came, went or changed account for {_signed(supply)}, children for {_signed(children)}, and all else (journeys, "
        f"borders, the target) for {_signed(method)}."
    )


def _signed(places: float) -> str:
    if not round(places, 1):
        return "nothing"
    return f"{abs(places):,.1f} {'more' if places > 0 else 'fewer'}"


def not_split() -> str:
    """Say that a sum cannot be made."""
    return "Some neighbourhoods are in one version alone, so their shortfalls are not added up. The tables have those that can be compared."


def providers(counts: tuple[int, int, int, int], places_then: int, places_now: int, where: str, *, in_places: bool) -> str:
    """Say how many providers of the asked for kind there were and are."""
    then, opened, closed, now = counts
    known = f" Their known or assumed places: {places_then:,} then, {places_now:,} now." if in_places else ""
    return (
        f"Of the providers asked for that stand in {plain(where)}, **{_are(opened)} new** in the data and **{_are(closed)} gone**: "
        f"{then:,} then, {now:,} now.{known}"
    )


def _are(number: int) -> str:
    return f"{number:,} {'is' if number == 1 else 'are'}" if number else "none is"


def priority(then: int, still: int, no_longer: int, new: int, now: int, level: Level) -> str:
    """Say which priority gaps are still ones."""
    areas = common.LEVEL_NAMES[level].lower()
    if not then and not now:
        return f"None of the {areas} was or is a priority gap."
    return (
        f"Of **{then:,}** {areas} that were priority gaps, **{_are(still)} still one** and **{_are(no_longer)} no longer**; "
        f"{_are(new)} new: {now:,} now."
    )
