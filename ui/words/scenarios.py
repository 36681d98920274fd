"""Every sentence on scenarios: the changes, the banner, and what the page What if says. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# --- one change ------------------------------------------------------------------------------------------------------

SECTORS: Final = {"public": "public", "pvi": "private or voluntary"}
PLANNED = "planned, not registered"


def small(name: str) -> str:
    """Write a name of the settings within a sentence; abbreviations stay."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def places(number: float) -> str:
    """Say a number of places."""
    return "1 place" if number == 1 else f"{number:,.10g} places"


def opens(number: float | None, service: str, sector: str, place: str) -> str:
    """Say that something opens: places, or a site where sites are counted."""
    # Without an article: some services are a place (a family hub), others are not (health visiting).
    kind = f"{SECTORS[sector]} {small(service)}"
    if number is None:
        return f"{kind} opens at {place}"
    return f"{places(number)} {'opens' if number == 1 else 'open'} at {place} ({kind})"


def closes(name: str, number: float | None) -> str:
    """Say that a provider closes."""
    return f"{name} closes" + ("" if number is None else f" ({places(number)})")


def moves(name: str, place: str) -> str:
    """Say that a provider moves."""
    return f"{name} moves to {place}"


def resizes(name: str, before: float | None, after: float | None) -> str:
    """Say that a provider grows or shrinks."""
    now = "no known number of places" if after is None else places(after)
    return f"{name} has {now}" + (" (before: not published)" if before is None else f" instead of {before:,.10g}")


def homes(count: int, label: str, children: int, per_100: float, year: int | None) -> str:
    """Say that homes are built."""
    when = f" from {year}" if year else ""
    young = "1 child under five" if children == 1 else f"{children:,} children under five"
    return f"{count:,} new {'home' if count == 1 else 'homes'} in {label}{when}: {young} ({per_100:.10g} in 100 homes, assumed)"


def children(count: int, label: str, ages: str, year: int | None) -> str:
    """Say that more or fewer children live somewhere."""
    when = f" from {year}" if year else ""
    whom = f"{'child' if abs(count) == 1 else 'children'} {_aged(ages)}"
    return f"{abs(count):,} {'more' if count > 0 else 'fewer'} {whom} in {label}{when}"


def take_up(percent: float, ages: str, entitlement: str, place: str, year: int | None) -> str:
    """Say that take-up changes."""
    hours, where, when = f" ({entitlement})" if entitlement else "", f" in {place}" if place else "", f" from {year}" if year else ""
    return f"take-up of funded hours{hours} by those entitled, {_aged(ages)}, is {percent:.10g}%{where}{when}"


def _aged(ages: str) -> str:
    first, _, last = ages.partition("-")
    return "under five" if not ages else f"aged {first} to {last}" if last else "under one" if first == "0" else f"aged {first}"


# --- on every map ----------------------------------------------------------------------------------------------------

MARKS: Final = {"opens": "Opens in the scenario", "closes": "Closes in the scenario", "changes": "Changes in the scenario"}


def gone(names: Sequence[str]) -> str:
    """Name the providers that the scenario closes."""
    it = "closes in the scenario and is not in the list; the map shows it crossed out"
    they = "close in the scenario and are not in the list; the map shows them crossed out"
    return f"{figures.listed(list(names))} {it if len(names) == 1 else they}."


# --- above every page ------------------------------------------------------------------------------------------------

# So many changes are named above a page, and so many in a file.
NAMED, NAMED_IN_FILES = 2, 12
CHANGE_IT, BACK = "Change it", "Back to today"
BACK_HELP = "Takes every change of the scenario out of this view."
FRESH_SCALE = "with a scale of its own"


def some(told: Sequence[str], most: int) -> str:
    """Name the first changes and count the others."""
    named = "; ".join(told[:most])
    return named if len(told) <= most else f"{named}, and {len(told) - most:,} more"


def banner(told: Sequence[str], *, fresh: bool) -> str:
    """Say above a page under which scenario it is seen."""
    return f"**Scenario{f' {FRESH_SCALE}' if fresh else ''}:** {plain(some(told, NAMED))}."


def changed(told: Sequence[str], most: int, *, fresh: bool) -> str:
    """Say that a scenario is shown, beside other settings that are not as recommended."""
    return f"scenario{f' {FRESH_SCALE}' if fresh else ''}: {some(told, most)}"


def alone(told: Sequence[str], *, fresh: bool) -> str:
    """Say that a scenario is shown, where all else is as recommended."""
    return f"**With the scenario{f' {FRESH_SCALE}' if fresh else ''}:** {plain(some(told, NAMED))}."


def broken(refused: Iterable[tuple[str, str]]) -> str:
    """Name the changes of a link that cannot be made, as they were written, each with the reason."""
    named = [f"{written[:MOST_CHARACTERS]} ({why.rstrip('.')})" for written, why in refused]
    more = f"; and {len(named) - MOST_BROKEN:,} more" if len(named) > MOST_BROKEN else ""
    what = "This change of the scenario was" if len(named) == 1 else f"These {len(named):,} changes of the scenario were"
    return f"{what} left out: {'; '.join(named[:MOST_BROKEN])}{more}."


MOST_BROKEN, MOST_CHARACTERS = 5, 80
