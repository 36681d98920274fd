"""Every sentence of the note on a scenario. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import common
from ui.words.figures import listed
from ui.words.maps import FADED, SECTOR_WORDS
from ui.words.what_if import AREAS_TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

# So many areas that lose and that gain are listed, and so many changes are named; so many areas stand beside the map on the screen.
LOSING, GAINING, NAMED, BESIDE = 10, 5, 4, 5
# So many that fall below the target are named.
FALLING = 4
LOSE_TITLE, GAIN_TITLE, BOTH_TITLE = "Who loses most", "Who gains most", "Who loses and gains most"
MAP_TITLE, CAVEAT_TITLE = "Where it is", "Before you act"
ROADS_NOTE = "Roads are schematic."
MARKS_NOTE: Final = {
    "closes": "Crossed out: closes, or moves away.",
    "opens": "Triangle: opens, or moves here.",
    "changes": "Diamond: changes.",
}
BESIDE_COLUMNS: Final = ("Place", "Before", "After", "Children")
# Of what an area is a part, by level.
PARENT: Final = {"lsoa": "Ward", "ward": "District", "district": "Area"}
WIDTHS, ALIGN = (58, 46, 18, 18, 18, 22), ("LEFT", "LEFT", "RIGHT", "RIGHT", "RIGHT", "RIGHT")
FRESH = "on a scale of its own"
NOTE, NOTE_HELP = "One-page note (PDF)", "What changes, who loses and gains most, and a map, on one A4 page. Made in a few seconds."
OTHER_WAYS, TO_REPORT, PRINT = "Other ways", "As a web page in one file", "Print this page"
QUESTION = "Question"


def title(told: Sequence[str]) -> str:
    """Title of the note: the change in words, or how many there are."""
    return f"What if {told[0]}?" if len(told) == 1 else f"What if: {len(told):,} changes together"


def changes(told: Sequence[str], *, fresh: bool) -> str:
    """Say what changes; ``told`` is each change with its place."""
    named = [f"{number}. {one}" for number, one in enumerate(told[:NAMED], start=1)] if len(told) > 1 else list(told)
    more = [f"and {len(told) - NAMED:,} more"] if len(told) > NAMED else []
    return f"What changes{f', {FRESH}' if fresh else ''}: {'; '.join([*named, *more])}."


def in_place(told: str, sector: str, ward: str, district: str) -> str:
    """Say whose what changes is, and in which ward and district; nothing of it where they are not known."""
    told = f"{told}, {SECTOR_WORDS[sector]}" if sector else told
    where = ", ".join(part for part in (f"{ward} ward" if ward else "", district) if part)
    return f"{told}, in {where}" if where else told


def falling(names: Sequence[str]) -> str:
    """Name the neighbourhoods that fall below the target."""
    more = [f"{len(names) - FALLING:,} more"] if len(names) > FALLING else []
    return f"Below the target from now on: {listed([*names[:FALLING], *more])}."


def columns(level: Level) -> tuple[str, ...]:
    """Head the columns of the table."""
    return ("Place", PARENT[level], "Before", "After", "Change", "Children")


def table_title(outcome: str, where: str, *, lose: bool, gain: bool) -> str:
    """Say what the table holds."""
    who = (BOTH_TITLE if gain else LOSE_TITLE) if lose else GAIN_TITLE
    return f"{who}: {outcome[:1].lower()}{outcome[1:]} in {where}"


def rest(count: int) -> str:
    """Say that the list beside the map is cut."""
    return f"{count:,} more in *{AREAS_TITLE}*, below."


def counted(unit: str) -> str:
    """Say what the figures before and after are."""
    return f"Before and after: within reach, {unit}. Children under five, after the change."


def table_note(unit: str, level: Level, losing: int, gaining: int) -> str:
    """Say what the figures are, and how many areas lose or gain besides those listed."""
    sides = [f"{common.areas_of(level, count)} {verb}" for count, verb in ((losing, "losing"), (gaining, "gaining")) if count]
    rest = f" Besides: {listed(sides)}." if sides else ""
    return f"{counted(unit)}{rest}"


def map_note(kinds: Sequence[str], *, roads: bool, faded: bool) -> str:
    """Say what the marks on the map are, and that areas outside the chosen districts are faded where some are."""
    marks = (MARKS_NOTE[kind] for kind in MARKS_NOTE if kind in kinds)
    return " ".join([*([f"{FADED}."] if faded else []), *marks, *([ROADS_NOTE] if roads else [])])


def alt(painted: str, changed: str) -> str:
    """Say what the map shows to somebody who cannot see it."""
    return f"Map around the change. {painted}. {changed} The table holds the figures."


def sources(publishers: Sequence[str], attributions: Sequence[str]) -> str:
    """Say in a few words whose data the note rests on."""
    return f"Sources: {'; '.join(publishers)}. {' '.join(attributions)}"


def holds(changed: str) -> list[str]:
    """Say what a note will hold before it is made."""
    return [
        f"What changes ({changed}), and what that does in one sentence.",
        f"The {LOSING} areas that lose most and up to {GAINING} that gain: access before and after, and children.",
        "A map around the change with what closes crossed out, one caveat, settings, date and sources.",
        "One A4 page as a PDF, and the same as one web page.",
    ]
