"""Scenarios that people keep in the workspace: one small file each, written once and never overwritten.

A second file beside it says that a scenario is withdrawn: it is off the list, and a link to it goes on working.

::

    WORKSPACE/scenarios/more-homes-1.json
    WORKSPACE/scenarios/more-homes-1.withdrawn
"""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, Final

from geo.base.disk import writing
from geo.base.errors import DataError, Problem
from geo.base.files import held, replacing
from geo.base.plain_text import one_line
from geo.store.saved_scenario import ID, MOST_BYTES, NOT_THERE, SavedScenario, unknown, withdrawer
from geo.store.signature import FORGOTTEN, is_name
from geo.store.workspace_log import now
from geo.store.workspace_pointer import POINTER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

FOLDER: Final = "scenarios"
WITHDRAWN: Final = ".withdrawn"
LOCK: Final = ".lock"
# These stand in a file of their own.
OF_WITHDRAWAL: Final = ("withdrawn_by", "withdrawn_at")


class Scenarios:
    """Scenarios in one folder of a workspace.

    Parameters
    ----------
    root : Path
        The workspace.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / FOLDER

    def save(
        self, name: str, who: str, why: str, do: tuple[str, ...], *, fresh: bool, data_version: str, method_version: str
    ) -> SavedScenario:
        """Keep a scenario under a new id; one of the same name stays as it is.

        Raises
        ------
        DataError
            Something is missing or too long, the folder cannot be written, or it is full. Nothing has changed.
        """
        given = SavedScenario("", name, who, why, "", do, fresh, data_version, method_version).checked()
        if not (self.root / POINTER).exists():
            raise DataError([Problem(self.root.name, "is no workspace. Set it up with python -m geo workspace create.")])
        with writing(f"{self.root.name}/{FOLDER}"):
            self.folder.mkdir(mode=0o700, exist_ok=True)
        with held(self.folder / LOCK, given.who):
            saved = given.numbered({path.stem for path in self._files()})
            self._write_scenario(saved)
        return saved

    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write meanwhile; where nobody has saved any yet there is nothing to hold."""
        return held(self.folder / LOCK, "") if self.folder.is_dir() else nullcontext()

    def fill(self, scenarios: Iterable[SavedScenario]) -> None:
        """Write scenarios of another place as they are."""
        for one in scenarios:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._write_scenario(one)
            if one.withdrawn_by:
                self._write(self.folder / f"{one.scenario_id}{WITHDRAWN}", {name: getattr(one, name) for name in OF_WITHDRAWAL})

    def withdraw(self, scenario_id: str, who: str) -> None:
        """Note that a scenario is withdrawn; one that is withdrawn already stays so.

        Raises
        ------
        DataError
            Nobody is named, there is no such scenario, or the folder cannot be written. Nothing has changed.
        """
        name = withdrawer(who, there=self._is_there(scenario_id))
        with held(self.folder / LOCK, name):
            path = self.folder / f"{scenario_id}{WITHDRAWN}"
            if not path.exists():
                self._write(path, {"withdrawn_by": name, "withdrawn_at": now()})

    def bring_back(self, scenario_id: str) -> None:
        """Take a withdrawal back; raises as `withdraw`."""
        if not self._is_there(scenario_id):
            raise DataError([NOT_THERE])
        with held(self.folder / LOCK, ""), writing(f"{self.root.name}/{FOLDER}"):
            (self.folder / f"{scenario_id}{WITHDRAWN}").unlink(missing_ok=True)

    def forget(self, name: str) -> int:
        """Take a person's name out of who kept and withdrew them.

        Raises
        ------
        DataError
            The folder cannot be written.
        """
        had = 0
        with self.hold():
            for one in self.all()[0]:
                who, withdrawn_by = (FORGOTTEN if is_name(signed, name) else signed for signed in (one.who, one.withdrawn_by))
                if (who, withdrawn_by) != (one.who, one.withdrawn_by):
                    self.fill([replace(one, who=who, withdrawn_by=withdrawn_by)])
                    had += 1
        return had

    def _is_there(self, scenario_id: str) -> bool:
        return bool(ID.fullmatch(scenario_id)) and self._read(self.folder / f"{scenario_id}.json") is not None

    def _write_scenario(self, saved: SavedScenario) -> None:
        content = {name: value for name, value in asdict(saved).items() if name not in OF_WITHDRAWAL}
        self._write(self.folder / f"{saved.scenario_id}.json", content)

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        # The lock is held and the name is free: nothing is overwritten.
        with writing(f"{self.root.name}/{FOLDER}/{path.name}"), replacing(path) as draft, draft.open("wb") as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=2).encode())
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> tuple[list[SavedScenario], int]:
        """Give the scenarios, the newest first, and how many files are none that can be read."""
        read = [self._read(path) for path in self._files()]
        saved = sorted((one for one in read if one is not None), key=lambda one: (one.when, one.scenario_id), reverse=True)
        return saved, sum(one is None for one in read)

    def get(self, scenario_id: str) -> SavedScenario:
        """Give one scenario.

        Raises
        ------
        UnknownIdError
            There is none of this id, or its file cannot be read; names the newest that there are.
        """
        saved = self._read(self.folder / f"{scenario_id}.json") if ID.fullmatch(scenario_id) else None
        if saved is None:
            raise unknown(scenario_id, self.all()[0])
        return saved

    def _files(self) -> list[Path]:
        return [path for path in self.folder.glob("*.json") if ID.fullmatch(path.stem)]

    def _read(self, path: Path) -> SavedScenario | None:
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                return None
            by, at = self._withdrawal(path.with_suffix(WITHDRAWN))
            return replace(_scenario(json.loads(content), path.stem), withdrawn_by=by, withdrawn_at=at)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def _withdrawal(self, path: Path) -> tuple[str, str]:
        """Read who has withdrawn a scenario, and when; a file that says neither withdraws nothing."""
        try:
            with path.open("rb") as file:
                raw = json.loads(file.read(MOST_BYTES))
            return one_line(str(raw["withdrawn_by"])), one_line(str(raw["withdrawn_at"]))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return "", ""


def _scenario(raw: dict[str, Any], scenario_id: str) -> SavedScenario:
    other = {"do", "fresh", *OF_WITHDRAWAL}
    words = {field.name: one_line(str(raw[field.name])) for field in fields(SavedScenario) if field.name not in other}
    return SavedScenario(**(words | {"scenario_id": scenario_id}), do=tuple(str(do) for do in raw["do"]), fresh=raw["fresh"] is True)
