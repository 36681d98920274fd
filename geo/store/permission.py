"""Who may do what with what is kept: the one place that says so, for pages, programs and the command line alike."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from typing import Final, Literal

from geo.base.errors import DataError, Problem
from geo.base.vocabulary import STAFF_ROLES, StaffRole

Act = Literal["look", "note", "bring_notes", "withdraw_note", "scenario", "withdraw_scenario", "keep", "undo", "audit", "token"]
# The two of withdrawing are about what others wrote: whoever may write may also take back what is their own.
WithdrawAct = Literal["withdraw_note", "withdraw_scenario"]
OWN: Final[dict[WithdrawAct, Act]] = {"withdraw_note": "note", "withdraw_scenario": "scenario"}
NEEDS: Final[dict[Act, StaffRole]] = {
    "look": "reader",
    "note": "contributor",
    "scenario": "contributor",
    # The entries of a file carry the names of others.
    "bring_notes": "editor",
    "keep": "editor",
    "undo": "approver",
    # It names everybody.
    "audit": "approver",
    "token": "approver",
    "withdraw_note": "approver",
    "withdraw_scenario": "approver",
}
ACT_WORDS: Final[dict[Act, str]] = {
    "look": "see anything",
    "note": "add local knowledge",
    "scenario": "keep a scenario",
    "bring_notes": "bring in a file of local knowledge",
    "keep": "keep data for everybody",
    "undo": "undo or redo a version",
    "audit": "see who has done what",
    "token": "let a program in",
    "withdraw_note": "take back what somebody else wrote",
    "withdraw_scenario": "withdraw or bring back a scenario of somebody else",
}
# Why somebody has their role. Nobody is known: at the command line, on this computer, and where the settings open all to all, everybody may
# write; else over a network nobody may. Or people are known: this one is, or is not.
Ground = Literal["command_line", "this_computer", "open_to_all", "read_only", "known", "unknown"]
LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class Person:
    """Whoever asks.

    Parameters
    ----------
    role : {"nobody", "reader", "contributor", "editor", "approver"}
        What they may do.
    ground : {"command_line", "this_computer", "open_to_all", "read_only", "known", "unknown"}
        Why.
    name : str
        Who they are; empty where that is not known.
    login : str
        Login name of whoever runs a command; empty for others.
    """

    role: StaffRole
    ground: Ground
    name: str = ""
    login: str = ""

    def may(self, act: Act) -> bool:
        """Whether somebody may do something."""
        return STAFF_ROLES.index(self.role) >= STAFF_ROLES.index(NEEDS[act])

    def may_withdraw(self, act: WithdrawAct, writer: str) -> bool:
        """Whether somebody may take back what a writer has written: one's own with the right to write, that of others with a higher one."""
        return self.may(self._withdrawing(act, writer))

    def require(self, act: Act) -> None:
        """Make sure that somebody may do something; raises `DataError`, which says what is missing and whom to ask."""
        if not self.may(act):
            raise DataError([Problem("people", refusal(self, act))])

    def require_withdraw(self, act: WithdrawAct, writer: str) -> None:
        """Make sure that somebody may take back what a writer has written; raises as `require`."""
        self.require(self._withdrawing(act, writer))

    def signs(self, typed: str) -> str:
        """Give the name under which somebody writes: who they are, or what they have typed where that is not known."""
        return self.name or typed

    def _withdrawing(self, act: WithdrawAct, writer: str) -> Act:
        return OWN[act] if self.name and writer == self.name else act


ON_THIS_COMPUTER: Final = Person("approver", "this_computer")


def at_the_command_line() -> Person:
    """Say who runs a command: whoever may do that on the machine can change the files and settings as well."""
    return Person("approver", "command_line", login=_login())


def _login() -> str:
    """Name the user of the computer as the system knows them: what stands in the environment anybody can write."""
    try:
        from pwd import getpwuid  # noqa: PLC0415 - not on Windows
    except ImportError:
        return getpass.getuser()
    try:
        return getpwuid(os.getuid()).pw_name
    except KeyError:
        # A container may run as a user who has no name.
        return f"user {os.getuid()}"


def refusal(person: Person, act: Act) -> str:
    """Say why somebody may not do something, and whom to ask."""
    what, ask = ACT_WORDS[act], "Ask whoever looks after it."
    if person.ground == "known":
        article = "an" if NEEDS[act][0] in "aeio" else "a"
        return f"You are {person.name}, with the role {person.role}. To {what} you have to be {article} {NEEDS[act]} here. {ask}"
    if person.ground == "unknown":
        return f"This dashboard does not know who you are, so you may not {what}. Come by the address at which you sign in. {ask}"
    return f"This dashboard is open to other computers and cannot tell who asks, so nobody may {what} here. {ask}"
