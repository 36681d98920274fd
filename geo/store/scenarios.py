"""Scenarios that people keep in the workspace: one small file each, written once and never overwritten.

A second file beside it says that a scenario is withdrawn: it is off the list, and a link to it goes on working.

::

    WORKSPACE/scenarios/more-homes-1.json
    WORKSPACE/scenarios/more-homes-1.withdrawn
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from geo.base.disk import writing
from geo.base.errors import DataError, Problem, UnknownIdError
from geo.base.files import held, replacing
from geo.base.plain_text import one_line
from geo.store.saved_scenario import MOST_CHARACTERS, SavedScenario
from geo.store.workspace_pointer import POINTER

if TYPE_CHECKING:
    from pathlib import Path

    from geo.settings.model import Settings
    from geo.store.backend import SavedScenarios

FOLDER: Final = "scenarios"
ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
MOST_KEPT: Final = 1_000
# A scenario of 200 changes with long notes has far less; a file that was tampered with costs no more than this.
MOST_BYTES: Final = 200_000
LONGEST_SLUG: Final = 40
WITHDRAWN: Final = ".withdrawn"
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
        words = {"name": one_line(name), "who": one_line(who), "why": one_line(why)}
        _check(words, do)
        if not (self.root / POINTER).exists():
            raise DataError([Problem(self.root.name, "is no workspace. Set it up with python -m geo workspace create.")])
        with writing(f"{self.root.name}/{FOLDER}"):
            self.folder.mkdir(mode=0o700, exist_ok=True)
        with held(self.folder / ".lock", words["who"]):
            taken = {path.stem for path in self._files()}
            if len(taken) >= MOST_KEPT:
                raise DataError([Problem(FOLDER, f"holds {len(taken):,} scenarios, as many as it may. Ask your officer to remove some.")])
            slug = re.sub(r"[^a-z0-9]+", "-", words["name"].lower())[:LONGEST_SLUG].strip("-") or "scenario"
            number = next(number for number in range(1, MOST_KEPT + 2) if f"{slug}-{number}" not in taken)
            when = datetime.now(UTC).isoformat(timespec="seconds")
            saved = SavedScenario(
                f"{slug}-{number}", **words, when=when, do=do, fresh=fresh, data_version=data_version, method_version=method_version
            )
            content = {name: value for name, value in asdict(saved).items() if name not in OF_WITHDRAWAL}
            self._write(self.folder / f"{saved.scenario_id}.json", content)
        return saved

    def withdraw(self, scenario_id: str, who: str) -> None:
        """Note that a scenario is withdrawn; one that is withdrawn already stays so.

        Raises
        ------
        DataError
            Nobody is named, there is no such scenario, or the folder cannot be written. Nothing has changed.
        """
        name = one_line(who)
        self._check_there(scenario_id, _faults({"who": name}))
        with held(self.folder / ".lock", name):
            path = self.folder / f"{scenario_id}{WITHDRAWN}"
            if not path.exists():
                self._write(path, {"withdrawn_by": name, "withdrawn_at": datetime.now(UTC).isoformat(timespec="seconds")})

    def bring_back(self, scenario_id: str) -> None:
        """Take a withdrawal back; raises as `withdraw`."""
        self._check_there(scenario_id, [])
        with held(self.folder / ".lock", ""), writing(f"{self.root.name}/{FOLDER}"):
            (self.folder / f"{scenario_id}{WITHDRAWN}").unlink(missing_ok=True)

    def _check_there(self, scenario_id: str, problems: list[Problem]) -> None:
        if not ID.fullmatch(scenario_id) or self._read(self.folder / f"{scenario_id}.json") is None:
            problems.append(Problem("scenario", "is not there any more. Open the page anew to see which are."))
        if problems:
            raise DataError(problems)

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
            known = [one.scenario_id for one in self.all()[0]]
            raise UnknownIdError("scenario", scenario_id[: MOST_CHARACTERS["name"]], known[:10] or ["none is kept yet"])
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


def _faults(words: dict[str, str]) -> list[Problem]:
    problems = [Problem("scenario", "is empty. Fill it in.", column=name) for name, text in words.items() if not text]
    return problems + [
        Problem("scenario", f"is longer than {MOST_CHARACTERS[name]:,} characters. Shorten it.", column=name)
        for name, text in words.items()
        if len(text) > MOST_CHARACTERS[name]
    ]


def _check(words: dict[str, str], do: tuple[str, ...]) -> None:
    problems = _faults(words)
    if not do:
        problems.append(Problem("scenario", "has no change. Add one first."))
    elif sum(len(change.encode()) for change in do) > MOST_BYTES // 2:
        problems.append(Problem("scenario", "is too long to be kept. Take some changes out."))
    if problems:
        raise DataError(problems)


def scenarios_of(settings: Settings) -> SavedScenarios | None:
    """Find the scenarios of the workspace; None when the settings name no workspace. Another kind of place enters here."""
    root = settings.data.workspace
    return None if root is None else Scenarios(root)
