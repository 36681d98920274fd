"""Reading everything that a place holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem
from geo.store.holdings import Holdings
from geo.store.ledger_entry import COLUMNS, Entry

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace

# Steps of a log, far more than there are.
ALL: Final = 1_000_000_000


def holdings_of(place: KeptPlace) -> Holdings:
    """Read what a place holds.

    Raises
    ------
    DataError
        It is no workspace, or holds what cannot be read, which would be left behind in silence.
    """
    state, history = place.versions.state(), place.versions.log(ALL)
    scenarios, broken = place.scenarios.all()
    left = {"entries of local knowledge": place.notes.unusable(), "scenarios": broken, "steps of the log": int(not history.readable)}
    problems = [Problem(place.name, f"holds {what} that cannot be read. Nothing was moved.") for what, number in left.items() if number]
    if problems:
        raise DataError(problems)
    rows = place.notes.entries().to_dict("index")
    entries = {int(str(number)): Entry(**{name: row[name] for name in COLUMNS}) for number, row in sorted(rows.items())}
    versions = tuple(place.versions.numbers())
    audit = tuple(reversed(place.audit.lines()))
    return Holdings(state, history.steps, versions, place.versions.folder, entries, tuple(scenarios), tuple(place.tokens.all()), audit)
