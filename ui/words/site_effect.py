"""What an answer of sites does, in plain words: who gains, what is near, how much of it hangs by a hair, what losers get back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import common
from ui.words.figures import figure, listed
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.siting.question import Near

NAMED: Final = 3

# --- what counts as near ----------------------------------------------------------------------------------------------

NEAR_LABEL = "What counts as near"


def near_option(near: Near, opens: str, services: Sequence[str]) -> str:
    """Name a choice of what counts as near."""
    return f"{opens} only" if near == "opened" else f"Any of: {', '.join(services)}"


def nearest(near: Near, opens: str, mode: str) -> str:
    """Name what a journey leads to, and how it is made, within a sentence."""
    return f"the nearest {opens if near == 'opened' else 'provider of any kind that counts'} {common.BY[mode]}"


# --- who gains ----------------------------------------------------------------------------------------------------------


def children(count: int) -> str:
    """Say a number of children."""
    return "1 child" if count == 1 else f"{count:,} children"


def neighbourhoods(count: int) -> str:
    """Say a number of neighbourhoods."""
    return "1 neighbourhood" if count == 1 else f"{count:,} neighbourhoods"


def some(names: Sequence[str]) -> str:
    """Name the first few, and count the others."""
    told = [plain(name) for name in names[:NAMED]]
    more = len(names) - NAMED
    return listed([*told, f"{more:,} more"] if more > 0 else told)


def gains(areas: int, under_five: int, lifted: int, lifted_children: int, most: Sequence[str], limit: str) -> str:
    """Say who gains, who gains most, and how many are lifted; *Which neighbourhoods gain* names these."""
    who = f"{children(under_five)} under five in {neighbourhoods(areas)} gain{'s' if under_five == 1 else ''}"
    who += f", most of all {listed([plain(name) for name in most[:NAMED]])}" if areas > 1 else f": {plain(most[0])}" if areas else ""
    if lifted:
        return f"{who}. {neighbourhoods(lifted)} ({children(lifted_children)}) {'rises' if lifted == 1 else 'rise'} {limit}."
    return f"{who}. None rises {limit}."


def everybody(who: str, sites: Sequence[str], minutes: float, near: str, left: str) -> str:
    """Say how many sites it takes until everybody is near, and who cannot be."""
    where = f", at {listed([plain(name) for name in sites])}," if sites else ""
    verb = "brings" if who.startswith("One ") else "bring"
    return f"**{who}{where} {verb} every family within {minutes:g} minutes of {near}{left}.**"


def nobody_needed(several: str, minutes: float, near: str, left: str) -> str:
    """Say that no site is needed, or none would help."""
    return f"**No more {several} are needed: every family is within {minutes:g} minutes of {near}{left}.**"


def left_out(names: Sequence[str], under_five: int) -> str:
    """Name those whom no site reaches, as the end of a sentence."""
    return f", except {children(under_five)} in {some(names)}, whom no possible site reaches" if names else ""


ABOVE: Final = "to the target"


def within(minutes: float) -> str:
    """Say that somebody comes within a time, at the end of a sentence."""
    return f"to within {minutes:g} minutes"


GAINING_TITLE = "Which neighbourhoods gain"
GAINING: Final = ("label", "children_0_4", "before", "after", "reaches", "places", "ward", "district")


def gaining_labels(*, by_access: bool, in_places: bool, per: float) -> dict[str, str]:
    """Head the columns of who gains, so that shares of a site and figures for so many children cannot be taken for one another.

    Parameters
    ----------
    by_access : bool
        Whether before and after are access, for ``per`` children; else minutes.
    in_places : bool
        Whether what opens counts by places.
    per : float
        For how many children access is.
    """
    before, after = (f"{when}, per {per:,.0f} children" if by_access else f"Minutes {when.lower()}" for when in ("Before", "After"))
    return {
        "label": "Neighbourhood",
        "children_0_4": "Children 0-4",
        "before": before,
        "after": after,
        "reaches": "Reaches it",
        "places": "Gets of the new places" if in_places else "Gets of the new site",
        "ward": "Ward",
        "district": "District",
    }


YES_NO: Final = {True: "yes", False: ""}


def gaining_note(unit: str, limit: str) -> str:
    """Say what before and after are, and what is to be reached."""
    return f"Before and after: what families can reach, in {unit}. To be reached: {limit}. *Gets of the new*: its share of what opens."


# --- how far it hangs by a hair -----------------------------------------------------------------------------------------

# Below this share of the settings a site is chosen in few.
FEW: Final = 0.5


def hair_one(others: Sequence[str]) -> str:
    """Say of one site that others would do as well."""
    return f"**Best by a hair:** {some(others)} would do as well in its place (within 1%)."


def hair_several(count: int, of: int) -> str:
    """Say of several sites that others would do as well."""
    which = "All of them are" if count == of else f"{count:,} of the {of:,} sites {'is' if count == 1 else 'are'}"
    return f"**{which} best by a hair:** others would do as well in their place (within 1%). *As good* names them."


def seldom(sites: Sequence[str]) -> str:
    """Name sites that are chosen in few settings."""
    return f"**Not firm:** {listed(sites[:NAMED])}. Other reasonable settings of travel, children and need would choose other sites."


def seldom_site(name: str, share: str) -> str:
    """Say in how few settings a site is chosen."""
    return f"{name} is chosen in only {share} settings"


def often(sites: Sequence[str], share: str) -> str:
    """Name what is chosen most often in other settings: what to begin with."""
    others = [f"{len(sites) - NAMED:,} more"] if len(sites) > NAMED else []
    return f"**Chosen most often:** {listed([*sites[:NAMED], *others])}, in {share} settings."


def scope(outcome: str, where: str) -> str:
    """Say what an answer is for, and whom it counts."""
    alone = f"; only families in {plain(where)} are counted, and others may gain too" if where else ""
    return f"This is for *{plain(outcome)}*{alone}."


# --- what losers get back -----------------------------------------------------------------------------------------------

REGAIN_TITLE = "What those who lose get back"
REGAIN: Final = {
    "label": "Neighbourhood",
    "lost": "Places lost",
    "back": "Places back",
    "children_0_4": "Children 0-4",
    "ward": "Ward",
    "district": "District",
}
REGAIN_SITES: Final = {**REGAIN, "lost": "Sites lost", "back": "Sites back"}


def regain(areas: int, lost: float, back: float, none: int, *, in_places: bool) -> str:
    """Say what those who lose by the scenario get back."""
    who = "The neighbourhood that loses" if areas == 1 else f"The {areas:,} neighbourhoods that lose"
    nothing = "" if not none else f" {'One gets' if none == 1 else f'{none:,} get'} next to nothing back."
    what = "places" if in_places else "sites"
    return f"{who} by the scenario get{'s' if areas == 1 else ''} back {figure(back)} of {figure(lost)} {what}.{nothing}"


def other_sector(closed: str, opened: str) -> str:
    """Say that what opens is not of the sector of what closes."""
    return f"What closes is {closed}; what opens is {opened}, so families may be offered another kind of place, hours or price."


# --- send it ------------------------------------------------------------------------------------------------------------

SEND_TITLE = "Send or print it"
SEND_NOTE = "The link opens this answer with the same sites. To print the page, press Ctrl+P; its link stands at the end."


def pack_of(site: str) -> str:
    """Say of which site the pack is."""
    return f"Site pack of **{plain(site)}**, for a grant application; *Why this site* chooses another."
