"""How sure an answer of sites is, what comes next, and what other outcome areas say: one sentence each, straight below the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words.figures import listed
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED: Final = 3
NEXT, ELSEWHERE = "Next best:", "For other outcome areas:"
PROVEN = "the best (proven)"
NOT_COUNTED = "**How firm** it is, is not counted yet: press *How firm is this?*."
# From this share of the settings on, a site is firm.
FIRM: Final = 0.95
# And from this one on, fairly.
HALF: Final = 0.5


def best(status: str, gap: float, seconds: float, *, several: bool = False) -> str:
    """Say how good an answer is with the settings as they are."""
    share = "an unknown share" if gap >= 1 else f"{100 * gap:.2g}%"
    it_is = "they are" if several else "it is"
    if status == "sent":
        return f"{it_is[:1].upper()}{it_is[1:]} what the link names, not proven here yet."
    how_good = {
        "proven": PROVEN,
        "near": f"within {share} of the best, which is proven",
        "stopped": f"within {share} of the best, where the search stopped after {seconds:g} s",
    }.get(status, "the best that was found quickly, not proven")
    return f"With today's settings {it_is} {how_good}."


def firm_one(share: float, told: str) -> str:
    """Say of one site in how many settings it comes first; ``told`` is how many of how many."""
    how_firm = "Firm" if share >= FIRM else "Fairly firm" if share >= HALF else "Not firm"
    return f"**{how_firm}:** it comes first in {told} other reasonable settings."


def firm_several(few: Sequence[tuple[str, str]], share: float, least: str) -> str:
    """Say of several sites in how many settings they are chosen: those that are in few by name, else in how many at least."""
    if not few:
        return f"**{'Firm' if share >= FIRM else 'Fairly firm'}:** each of them is chosen in at least {least} other reasonable settings."
    told = [f"{plain(name)} in only {one}" for name, one in few[:NAMED]]
    more = [f"{len(few) - NAMED:,} more in few"] if len(few) > NAMED else []
    return f"**Not firm:** in other reasonable settings these are seldom chosen: {listed([*told, *more])}."


def sure(how_firm: str, how_good: str) -> str:
    """Say how sure an answer is, and how good."""
    return f"{how_firm} {how_good}"


def settings(draws: int) -> str:
    """Explain the other settings in a few words."""
    return f"Other reasonable settings: travel, numbers of children and weights of need drawn anew {draws:,} times."


def in_ward(name: str, ward: str) -> str:
    """Name a site with its ward."""
    return f"{name} ({ward})"


def next_best(name: str, share: float) -> str:
    """Name the next best site and how much of the same it does."""
    return f"**{NEXT}** {name}, which alone in its place does {min(share, 0.99):.0%} as much."


def next_closes(name: str, share: float, whole: float, *, several: bool) -> str:
    """Name the next best site and the share of what is short that is closed with it, beside the share of the answer."""
    close = "the sites would close" if several else "it would close"
    if f"{share:.0%}" != f"{whole:.0%}" and share < whole:
        does = f"{close} {share:.0%}, not {whole:.0%}"
    else:
        does = f"{close} about as much, but less of it where need is greatest" if share >= whole else f"{close} hardly less"
    return f"**{NEXT}** {name}: in its place {does}."


def next_as_good(names: Sequence[str]) -> str:
    """Name those that would do as well."""
    more = [f"{len(names) - NAMED:,} more"] if len(names) > NAMED else []
    return f"**{NEXT}** {listed([*names[:NAMED], *more])} would do as well in its place (within 1%)."


def elsewhere(alike: Sequence[str], other: Sequence[tuple[str, str]], *, several: bool) -> str:
    """Say for which other outcome areas that the kind serves the same is best, and what is best for those for which it is not.

    Parameters
    ----------
    alike : sequence of str
        Outcome areas whose quick answer has the same sites.
    other : sequence of (str, str)
        Of the others, the name and the site that comes first there.
    several : bool
        Whether there is more than one site.
    """
    said = []
    if alike:
        what, names = "the same sites are" if several else "the same site is", listed([plain(name) for name in alike])
        every = f"in all {len(alike):,} that it serves too: {names}"
        said.append(f"{what} best {every if len(alike) > 1 and not other else f'for {names}'}")
    first = "begins with" if several else "is best at"
    said += [f"for {plain(name)} it {first} {plain(site)}" for name, site in other]
    return f"**{ELSEWHERE}** {'; '.join(said)}." if said else ""
