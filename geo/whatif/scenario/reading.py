"""Changes of a link or of a file, checked: those that can be made, and everything that is wrong with the others."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.base.errors import DataError, Problem
from geo.whatif.scenario.acts import Act
from geo.whatif.scenario.checks import COLUMNS, Checker, contradictions
from geo.whatif.scenario.link import row_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas


@dataclass(frozen=True)
class Refused:
    """A change that cannot be made, as it was written, and why."""

    written: str
    why: str


def read_link(
    given: Sequence[str], atlas: Atlas, settings: Settings, checker: Checker | None = None
) -> tuple[tuple[Act, ...], tuple[Refused, ...]]:
    """Read changes as a link has them; those that cannot be made are left out and named, two of one provider both.

    Parameters
    ----------
    given : sequence of str
        Values of ``do``, in order.
    atlas, settings
        What exists.
    checker : Checker, optional
        One of this atlas that was made before: it has read postcodes and outlines already.
    """
    checker, acts, refused = checker or Checker(atlas, settings), [], []
    most = settings.scenario.most_changes
    for position, do in enumerate(given):
        row = row_of(do) if position < most else None
        result = checker.read(row, f"{position + 1}") if row else None
        if isinstance(result, Act):
            acts.append(result)
        elif position >= most:
            refused.append(Refused(do, f"A scenario has {most:,} changes at most."))
        else:
            refused.append(Refused(do, " ".join(_sentence(fault.column, fault.message) for fault in result) if result else UNREADABLE))
    twice = contradictions(acts)
    refused += [Refused(written(act), _twice(act.subject)) for several in twice.values() for act in several]
    return tuple(act for act in acts if act.subject not in twice), tuple(refused)


UNREADABLE = (
    "It is not written as a change. Examples: close:PROVIDER, resize:PROVIDER:40, move:PROVIDER:POSTCODE, "
    "open:SERVICE:SECTOR:26:POSTCODE, homes:LSOA:300, children:LSOA:40, take_up:all:2:80."
)


def _sentence(column: str, message: str) -> str:
    return f"{column}: {message}"


def _twice(subject: str) -> str:
    return f"'{subject.rstrip(':')}' is changed twice. Keep one of the two."


# Where cells go that have no column.
MORE = "..."
TOO_MANY_CELLS = "has more cells than there are columns. Put text with commas in quotation marks."


def read_file(content: bytes, file: str, atlas: Atlas, settings: Settings) -> tuple[Act, ...]:
    """Read a changes file.

    Parameters
    ----------
    content : bytes
        CSV, UTF-8, columns `geo.whatif.scenario.checks.COLUMNS` in any order; those that a file does not need may be missing.
    file : str
        What to call it in messages.
    atlas, settings
        What exists.

    Raises
    ------
    DataError
        Carries every problem of the file; nothing of it is used.
    """
    acts, problems = [], []
    checker = Checker(atlas, settings)
    for line, row in _rows(content, file):
        result = checker.read(row, f"{line - 1}")
        if isinstance(result, Act):
            acts.append((line, result))
        else:
            problems += [Problem(file, fault.message, row=line, column=fault.column) for fault in result]
    problems += _together(acts, file, settings.scenario.most_changes)
    if problems:
        raise DataError(sorted(problems, key=lambda problem: problem.row or 0))
    return tuple(act for _, act in acts)


def combine(first: Sequence[Act], second: Sequence[Act], file: str) -> tuple[Act, ...]:
    """Put two scenarios together; the same change in both counts once.

    Raises
    ------
    DataError
        Both change one provider, each in its own way; names them all.
    """
    known = {written(act) for act in first}
    others = [act for act in second if not act.subject or written(act) not in known]
    taken = {act.change_id for act in first}
    renamed = [_renamed(act, taken) for act in others]
    both = (*first, *renamed)
    problems = [Problem(file, f"{_twice(subject)} {_listed(acts)}") for subject, acts in contradictions(both).items()]
    if problems:
        raise DataError(problems)
    return both


def _renamed(act: Act, taken: set[str]) -> Act:
    name = act.change_id
    while name in taken:
        name += "b"
    taken.add(name)
    return replace(act, change_id=name)


def _listed(acts: Iterable[Act]) -> str:
    return "They are: " + "; ".join(written(act) for act in acts) + "."


def _rows(content: bytes, file: str) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError([Problem(file, "is not UTF-8 text. Save it as 'CSV UTF-8'.")]) from None
    try:
        return _parted(text, file)
    except csv.Error as error:
        raise DataError([Problem(file, f"cannot be read as CSV ({error}). Save it as 'CSV UTF-8' again.")]) from None


def _parted(text: str, file: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey=MORE, restval="")
    header = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = header
    problems = [Problem(file, f"is unknown. The columns are {', '.join(COLUMNS)}.", 1, name) for name in header if name not in COLUMNS]
    problems += [Problem(file, "stands there twice.", 1, name) for name in dict.fromkeys(header) if header.count(name) > 1]
    if "kind" not in header:
        problems.append(Problem(file, f"is missing. The columns are {', '.join(COLUMNS)}.", 1, "kind"))
    if problems:
        raise DataError(problems)
    rows = [(reader.line_num, row) for row in reader if any(str(value).strip() for value in row.values())]
    problems = [Problem(file, TOO_MANY_CELLS, row=line) for line, row in rows if row.pop(MORE, None)]
    if problems:
        raise DataError(problems)
    return rows


def _together(acts: list[tuple[int, Act]], file: str, most: int) -> list[Problem]:
    lines = {id(act): line for line, act in acts}
    problems = [
        Problem(file, _twice(subject), row=lines[id(act)], column="target")
        for subject, several in contradictions([act for _, act in acts]).items()
        for act in several
    ]
    ids = [act.change_id for _, act in acts]
    problems += [
        Problem(file, f"'{act.change_id}' stands there twice.", row=line, column="change_id")
        for line, act in acts
        if ids.count(act.change_id) > 1
    ]
    if len(acts) > most:
        problems.append(Problem(file, f"has {len(acts):,} changes; a scenario has {most:,} at most. Take some out.", row=acts[most][0]))
    return problems


def as_rows(acts: Sequence[Act]) -> list[dict[str, str]]:
    """Write changes as the rows of a changes file; what a kind does not use is empty."""
    nothing = dict.fromkeys(COLUMNS, "")
    return [nothing | {"change_id": act.change_id, "note": act.note, **(row_of(written(act)) or {})} for act in acts]
