"""The one way by which people write: each act is asked of `geo.store.permission` first, whatever the place and whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.store.audit import Deed
from geo.store.ledger_entry import COLUMNS, Entry
from geo.store.token import new_token
from geo.store.workspace_pointer import version_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from geo.base.vocabulary import StaffRole
    from geo.store.backend import KeptPlace
    from geo.store.permission import Person
    from geo.store.saved_scenario import SavedScenario
    from geo.store.workspace_log import Step

DATA: Final = "data"
LISTED, WITHDRAWN = "on the list", "withdrawn"


@dataclass(frozen=True)
class Desk:
    """Where one person writes; the audit log is told. Each method raises `DataError` where they may not, or as the place itself does.

    Parameters
    ----------
    place : KeptPlace
        Where it is kept.
    person : Person
        Who writes.
    """

    place: KeptPlace
    person: Person

    def keep(self, make: Callable[[Path, Path], None], who: str, why: str) -> Step:
        """Take in a new version of the data, as `geo.store.backend.Versions.keep`."""
        self.person.require("keep")
        with self._told(who, Deed("keep", DATA)) as deed:

            def made(old: Path, new: Path) -> None:
                # Nobody else changes which version is in use meanwhile.
                deed.before = version_name(self.place.versions.state().version)
                make(old, new)

            return self._moved(deed, self.place.versions.keep(made, self.person.signs(who), why))

    def undo(self, who: str, why: str, seen: int) -> Step:
        """Use the version before, as `geo.store.backend.Versions.undo`."""
        self.person.require("undo")
        with self._told(who, Deed("undo", DATA, version_name(seen))) as deed:
            return self._moved(deed, self.place.versions.undo(self.person.signs(who), why, seen))

    def redo(self, who: str, why: str, seen: int) -> Step:
        """Use the version that was undone last."""
        self.person.require("undo")
        with self._told(who, Deed("redo", DATA, version_name(seen))) as deed:
            return self._moved(deed, self.place.versions.redo(self.person.signs(who), why, seen))

    def add_note(self, entry: Entry) -> None:
        """Write an entry of local knowledge."""
        self.person.require("note")
        with self._told(entry.author, Deed("add local knowledge", f"{entry.kind} {entry.target}", after=_said(entry))):
            self.place.notes.add([replace(entry, author=self.person.signs(entry.author))])

    def bring_in_notes(self, entries: Sequence[Entry]) -> int:
        """Write entries that were exported before; gives how many are new."""
        self.person.require("bring_notes")
        with self._told("", Deed("bring in local knowledge", "a file")) as deed:
            new = self.place.notes.bring_in(entries)
            deed.after = f"{new} new of {len(entries)} entries"
            return new

    def take_back_note(self, entry_id: int, day: date) -> None:
        """Take an entry back from a day on."""
        rows = self.place.notes.entries()
        entry = Entry(**rows.loc[entry_id, list(COLUMNS)]) if entry_id in rows.index else None
        self.person.require_withdraw("withdraw_note", entry.author if entry else "")
        with self._told("", Deed("take back local knowledge", f"entry {entry_id}", _said(entry) if entry else "", f"taken back on {day}")):
            self.place.notes.withdraw(entry_id, day)

    def save_scenario(
        self, name: str, who: str, why: str, do: tuple[str, ...], *, fresh: bool, data_version: str, method_version: str
    ) -> SavedScenario:
        """Keep a scenario, as `geo.store.backend.SavedScenarios.save`."""
        self.person.require("scenario")
        with self._told(who, Deed("keep a scenario", after=f"{name}: {' '.join(do)}")) as deed:
            saved = self.place.scenarios.save(
                name, self.person.signs(who), why, do, fresh=fresh, data_version=data_version, method_version=method_version
            )
            deed.what = f"scenario {saved.scenario_id}"
            return saved

    def withdraw_scenario(self, scenario_id: str, who: str) -> None:
        """Take a scenario off the list."""
        self.person.require_withdraw("withdraw_scenario", self._scenario(scenario_id, "who"))
        with self._told(who, Deed("withdraw a scenario", f"scenario {scenario_id}", LISTED, WITHDRAWN)):
            self.place.scenarios.withdraw(scenario_id, self.person.signs(who))

    def bring_back_scenario(self, scenario_id: str) -> None:
        """Put a scenario back on the list: one's own withdrawal, or that of others."""
        self.person.require_withdraw("withdraw_scenario", self._scenario(scenario_id, "withdrawn_by"))
        with self._told("", Deed("bring back a scenario", f"scenario {scenario_id}", WITHDRAWN, LISTED)):
            self.place.scenarios.bring_back(scenario_id)

    def create_token(self, name: str, role: StaffRole, until: date | None = None) -> str:
        """Let a program in, up to a last day or without end; gives the secret, which is told nowhere else."""
        self.person.require("token")
        token, secret = new_token(name, role, until)
        with self._told("", Deed("create a token", f"token {name}", after=role + (f" until {until}" if until else ""))):
            self.place.tokens.add(token)
        return secret

    def withdraw_token(self, name: str) -> None:
        """Let a program in no longer."""
        self.person.require("token")
        with self._told("", Deed("withdraw a token", f"token {name}", after=WITHDRAWN)):
            self.place.tokens.withdraw(name)

    def _told(self, typed: str, deed: Deed) -> AbstractContextManager[Deed]:
        """Write in the audit log what is done meanwhile."""
        return self.place.audit.writing(self.person, typed, deed)

    def _moved(self, deed: Deed, step: Step) -> Step:
        deed.after = f"{version_name(step.version)}: {step.why}"
        return step

    def _scenario(self, scenario_id: str, what: str) -> str:
        """Read one thing of a scenario; nothing where it is not there, which the place will say."""
        return next((getattr(one, what) for one in self.place.scenarios.all()[0] if one.scenario_id == scenario_id), "")


def _said(entry: Entry) -> str:
    """Say what an entry holds, without its words and its author."""
    return f"{entry.mark} of {entry.kind} {entry.target}" + (f" until {entry.expires_on}" if entry.expires_on else "")
