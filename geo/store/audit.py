"""The audit log: one line for each thing that somebody has done to what is kept, who it was, and what was there before and after.

Words of an entry of local knowledge do not stand here: they stay with the entry, and go with it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from geo.base.plain_text import one_line
from geo.store.workspace_log import now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.store.permission import Person

# A line that stays at *begun* is of somebody whose process died meanwhile: look whether it was done.
Stage = Literal["begun", "done"]
MOST_CHARACTERS: Final = 1_000
# How far a name can be trusted.
HOW: Final = {
    "known": "signed in",
    "command_line": "user of the computer, by a command",
    "this_computer": "name typed on this computer",
    "open_to_all": "name typed, not checked",
}
NOT_TOLD: Final = "not told"
# What is done to all that is kept.
WORKSPACE: Final = "workspace"


@dataclass
class Deed:
    """What somebody does, told while it is done.

    Parameters
    ----------
    act : str
        In a word or two.
    what : str
        What it is done to.
    before, after : str
        What was there, and what is there now; empty where nothing is.
    """

    act: str
    what: str = ""
    before: str = ""
    after: str = ""

    def cells(self) -> dict[str, str]:
        """Give it as it is kept: one line each."""
        return {name: one_line(words)[:MOST_CHARACTERS] for name, words in vars(self).items()}


@dataclass(frozen=True)
class AuditLine:
    """One line.

    Parameters
    ----------
    number : int
        Running number, from 1; one that is not there was given to something that was not done.
    done_at : str
        UTC, ISO 8601, to the second.
    who : str
        Who has signed in, the login name of whoever ran a command, or the name that was typed.
    how : str
        One of `HOW`.
    act, what, before, after : str
        As in `Deed`.
    stage : {"begun", "done"}
        Whether it is known to be done.
    """

    number: int
    done_at: str
    who: str
    how: str
    act: str
    what: str
    before: str
    after: str
    stage: Stage


COLUMNS: Final = tuple(field.name for field in fields(AuditLine))


def signature(person: Person, typed: str) -> dict[str, str]:
    """Say who does something, as a line has it."""
    who = one_line(person.login or person.signs(typed))
    return {"done_at": now(), "who": who or NOT_TOLD, "how": HOW.get(person.ground, person.ground)}


def next_line(lines: Iterable[AuditLine], person: Person, deed: Deed) -> AuditLine:
    """Tell of something that is done to all that lines stand for: the line to stand behind them, and to enter with them."""
    number = 1 + max((line.number for line in lines), default=0)
    return AuditLine(number=number, **signature(person, ""), **deed.cells(), stage="done")


def audit_table(lines: Iterable[AuditLine]) -> pd.DataFrame:
    """Give lines as a table, the newest first."""
    rows = sorted(map(astuple, lines), reverse=True)
    return pd.DataFrame(rows, columns=list(COLUMNS))
