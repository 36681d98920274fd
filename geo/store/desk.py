"""The one way by which people write: each act is asked of `geo.store.permission` first, whatever the place and whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from geo.store.backend import KeptPlace
    from geo.store.ledger_entry import Entry
    from geo.store.permission import Person
    from geo.store.saved_scenario import SavedScenario
    from geo.store.workspace_log import Step


@dataclass(frozen=True)
class Desk:
    """Where one person writes. Each method raises `DataError` where they may not, or as the place itself does.

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
        return self.place.versions.keep(make, self.person.signs(who), why)

    def undo(self, who: str, why: str, seen: int) -> Step:
        """Use the version before, as `geo.store.backend.Versions.undo`."""
        self.person.require("undo")
        return self.place.versions.undo(self.person.signs(who), why, seen)

    def redo(self, who: str, why: str, seen: int) -> Step:
        """Use the version that was undone last."""
        self.person.require("undo")
        return self.place.versions.redo(self.person.signs(who), why, seen)

    def add_note(self, entry: Entry) -> None:
        """Write an entry of local knowledge."""
        self.person.require("note")
        self.place.notes.add([replace(entry, author=self.person.signs(entry.author))])

    def bring_in_notes(self, entries: Sequence[Entry]) -> int:
        """Write entries that were exported before; gives how many are new."""
        self.person.require("bring_notes")
        return self.place.notes.bring_in(entries)

    def take_back_note(self, entry_id: int, day: date) -> None:
        """Take an entry back from a day on."""
        self.person.require_withdraw("withdraw_note", str(self.place.notes.entries()["author"].get(entry_id, "")))
        self.place.notes.withdraw(entry_id, day)

    def save_scenario(
        self, name: str, who: str, why: str, do: tuple[str, ...], *, fresh: bool, data_version: str, method_version: str
    ) -> SavedScenario:
        """Keep a scenario, as `geo.store.backend.SavedScenarios.save`."""
        self.person.require("scenario")
        return self.place.scenarios.save(
            name, self.person.signs(who), why, do, fresh=fresh, data_version=data_version, method_version=method_version
        )

    def withdraw_scenario(self, scenario_id: str, who: str) -> None:
        """Take a scenario off the list."""
        self.person.require_withdraw("withdraw_scenario", self._scenario(scenario_id, "who"))
        self.place.scenarios.withdraw(scenario_id, self.person.signs(who))

    def bring_back_scenario(self, scenario_id: str) -> None:
        """Put a scenario back on the list: one's own withdrawal, or that of others."""
        self.person.require_withdraw("withdraw_scenario", self._scenario(scenario_id, "withdrawn_by"))
        self.place.scenarios.bring_back(scenario_id)

    def _scenario(self, scenario_id: str, what: str) -> str:
        """Read one thing of a scenario; nothing where it is not there, which the place will say."""
        return next((getattr(one, what) for one in self.place.scenarios.all()[0] if one.scenario_id == scenario_id), "")
