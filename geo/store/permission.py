"""Who may do what with what is kept: the one place that says so, for pages, programs and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from geo.base.errors import DataError, Problem

StaffRole = Literal["reader", "contributor", "editor", "approver"]
# Each may do what those before it may.
STAFF_ROLES: Final[tuple[StaffRole, ...]] = ("reader", "contributor", "editor", "approver")
Act = Literal["note", "bring_notes", "withdraw_note", "scenario", "withdraw_scenario", "keep", "undo"]
# The two of withdrawing are about what others wrote: whoever may write may also take back what is their own.
NEEDS: Final[dict[Act, StaffRole]] = {
    "note": "contributor",
    "scenario": "contributor",
    # The entries of a file carry the names of others.
    "bring_notes": "editor",
    "keep": "editor",
    "undo": "approver",
    "withdraw_note": "approver",
    "withdraw_scenario": "approver",
}
ACT_WORDS: Final[dict[Act, str]] = {
    "note": "add local knowledge",
    "scenario": "keep a scenario",
    "bring_notes": "bring in a file of local knowledge",
    "keep": "keep data for everybody",
    "undo": "undo or redo a version",
    "withdraw_note": "take back what somebody else wrote",
    "withdraw_scenario": "withdraw or bring back a scenario of somebody else",
}
# Why somebody has their role: nothing tells people apart and all may write; the same over a network; over a network nobody may write.
Ground = Literal["this_computer", "open_to_all", "read_only"]


@dataclass(frozen=True)
class Person:
    """Whoever asks.

    Parameters
    ----------
    role : {"reader", "contributor", "editor", "approver"}
        What they may do.
    ground : {"this_computer", "open_to_all", "read_only"}
        Why.
    """

    role: StaffRole
    ground: Ground

    def may(self, act: Act) -> bool:
        """Whether somebody may do something."""
        return STAFF_ROLES.index(self.role) >= STAFF_ROLES.index(NEEDS[act])

    def require(self, act: Act) -> None:
        """Make sure that somebody may do something; raises `DataError`, which says what is missing and whom to ask."""
        if not self.may(act):
            raise DataError([Problem("people", refusal(self, act))])


# Whoever may run a command on the machine can change the files and settings as well.
ON_THIS_COMPUTER: Final = Person("approver", "this_computer")


def refusal(person: Person, act: Act) -> str:  # noqa: ARG001 - the one ground there is for a refusal says enough
    """Say why somebody may not do something, and whom to ask."""
    return (
        f"This dashboard is open to other computers and cannot tell who asks, so nobody may {ACT_WORDS[act]} here. "
        "Ask whoever looks after it."
    )
