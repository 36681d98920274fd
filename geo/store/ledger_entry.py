"""One entry of local knowledge: what it holds, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Literal, get_args

from geo.base.errors import Problem
from geo.base.plain_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["provider", "area"]
Mark = Literal["closing", "wrong_place", "outreach", "waiting_list", "site_refused", "other"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MARKS: Final[tuple[Mark, ...]] = get_args(Mark)
MOST_CHARACTERS: Final = {"note": 1000, "author": 100, "target": 100}


@dataclass(frozen=True)
class Entry:
    """One thing that somebody knows.

    Parameters
    ----------
    kind : {"provider", "area"}
        What it is about.
    target : str
        Its ``provider_id`` or ``area_code``.
    mark : {"closing", "wrong_place", "outreach", "waiting_list", "site_refused", "other"}
        What kind of knowledge it is.
    note : str
        In the author's own words.
    author : str
        Who says so.
    made_on, expires_on : str
        ISO dates; after the second the entry is kept but no longer shown. Empty: it does not expire.
    withdrawn_on : str
        ISO date on which it was taken back. Empty: it was not.
    """

    kind: Kind
    target: str
    mark: Mark
    note: str
    author: str
    made_on: str
    expires_on: str = ""
    withdrawn_on: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What was said; entries of the same words are one and the same, taken back or not."""
        # A file may end its lines in another way, and holds nothing that nobody sees.
        return tuple(one_line(getattr(self, name)) for name in WORDS)


COLUMNS: Final = tuple(field.name for field in fields(Entry))
WORDS: Final = COLUMNS[:-1]
DATES: Final = ("made_on", "expires_on", "withdrawn_on")


def entry_problems(entry: Entry, row: int) -> list[Problem]:
    """Say everything that is wrong with an entry; ``row`` is its line in a file, the header being the first."""
    faults = []
    for column, given, valid in (("kind", entry.kind, KINDS), ("mark", entry.mark, MARKS)):
        if given not in valid:
            faults.append((column, f"found '{given}'; it must be one of {', '.join(valid)}."))
    faults += [(column, "is empty. Fill it in.") for column in ("target", "author") if not getattr(entry, column).strip()]
    faults += _mark_faults(entry)
    for column, most in MOST_CHARACTERS.items():
        if len(getattr(entry, column)) > most:
            faults.append((column, f"is longer than {most:,} characters. Shorten it."))
    faults += _faults_of_days(entry)
    return [Problem("local knowledge", message, row=row, column=column) for column, message in faults]


def _faults_of_days(entry: Entry) -> list[tuple[str, str]]:
    faults = []
    days = {column: _day(getattr(entry, column)) for column in DATES}
    if days["made_on"] is None:
        faults.append(("made_on", f"found '{entry.made_on}'; it must be a date such as {datetime.now(UTC).date().isoformat()}."))
    for column in DATES[1:]:
        if getattr(entry, column) and days[column] is None:
            faults.append((column, f"found '{getattr(entry, column)}'; it must be a date such as 2027-03-31, or empty."))
        if days["made_on"] and (days[column] or date.max) < days["made_on"]:
            faults.append((column, "is before the day on which the entry was made."))
    return faults


def _mark_faults(entry: Entry) -> list[tuple[str, str]]:
    """Say what a mark asks of the rest of an entry."""
    if entry.mark == "other" and not entry.note.strip():
        return [("note", "is empty. Say in the note what 'other' is.")]
    if entry.mark == "site_refused" and entry.kind == "area":
        return [("mark", "'site_refused' is said of a provider that is no site for more, not of a place.")]
    return []


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    # Other ways to write a date would be sorted and compared wrongly.
    return day if day.isoformat() == written else None


def paired(brought: Iterable[Entry], there: Iterable[tuple[int, Entry]]) -> tuple[list[Entry], dict[int, str]]:
    """Tell what is new among entries of a file from what is there already; each entry there is the pair of one in the file at most.

    Parameters
    ----------
    brought : iterable of Entry
        Entries of a file.
    there : iterable of (int, Entry)
        Entries that are there, by their number.

    Returns
    -------
    list of Entry
        Those that are new.
    dict of int to str
        Days on which entries that hold here were taken back there. The other way round nothing comes back in force.
    """
    waiting: dict[tuple[str, ...], list[tuple[int, Entry]]] = defaultdict(list)
    # What was taken back here is matched first, and what was taken back there.
    for number, entry in sorted(there, key=lambda numbered: not numbered[1].withdrawn_on):
        waiting[entry.words].append((number, entry))
    new, taken_back = [], {}
    for entry in sorted(brought, key=lambda numbered: not numbered.withdrawn_on):
        if not waiting[entry.words]:
            new.append(entry)
            continue
        number, pair = waiting[entry.words].pop(0)
        if entry.withdrawn_on and not pair.withdrawn_on:
            taken_back[number] = entry.withdrawn_on
    return new, taken_back
