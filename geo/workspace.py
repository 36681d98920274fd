"""Data that people keep: complete data folders side by side, and one small file that says which of them is in use.

::

    WORKSPACE/versions/0001/   a complete data folder; never changed once it is there
    WORKSPACE/current.json     the version in use, the way there (for undo and redo) and the log; replaced in one step

A version is written beside the others, checked, and moved into place before the pointer names it. Whatever moment a process dies in, the
pointer names a complete version: the old one or the new one.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import DataError, Problem
from geo.plain_text import one_line
from geo.safe_files import flush, flush_folder, held

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.settings import Settings

POINTER: Final = "current.json"
VERSIONS: Final = "versions"
# Version 0 is the data folder of config.toml, as it was shipped.
SHIPPED: Final = 0
_DRAFT: Final = ".draft-"
_LOCK: Final = ".lock"


@dataclass(frozen=True)
class Step:
    """One entry of the log.

    Parameters
    ----------
    action : {"keep", "undo", "redo"}
        What was done.
    version : int
        Version in use from then on; 0 is the shipped data folder.
    who, why : str
        As given.
    when : str
        UTC, ISO 8601, to the second.
    """

    action: str
    version: int
    who: str
    why: str
    when: str


@dataclass(frozen=True)
class State:
    """What the pointer file says.

    Parameters
    ----------
    way : tuple of int
        Versions one after the other, those that were undone last.
    place : int
        Position in ``way`` of the version in use.
    log : tuple of Step
        Everything that was done, oldest first.
    """

    way: tuple[int, ...] = (SHIPPED,)
    place: int = 0
    log: tuple[Step, ...] = ()

    @property
    def version(self) -> int:
        """Version in use."""
        return self.way[self.place]

    @property
    def can_undo(self) -> bool:
        """Whether there is a version before this one."""
        return self.place > 0

    @property
    def can_redo(self) -> bool:
        """Whether a version was undone that can come back."""
        return self.place < len(self.way) - 1


class Workspace:
    """Versions of the data in one folder.

    Parameters
    ----------
    root : Path
        The workspace; made when something is first kept.
    shipped : Path
        Data folder of version 0.
    """

    def __init__(self, root: Path, shipped: Path) -> None:
        self.root, self.shipped = root, shipped

    def state(self) -> State:
        """Read the pointer file.

        Raises
        ------
        DataError
            It cannot be read, or it names a version that is not there.
        """
        path = self.root / POINTER
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            state = State(tuple(map(int, raw["way"])), int(raw["place"]), tuple(Step(**step) for step in raw["log"]))
            folder = self.folder(state.version)
        except FileNotFoundError:
            return State()
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            message = f"cannot be read ({error}). Restore it from a backup, or move the file away to use the data that were shipped."
            raise DataError([Problem(f"{self.root.name}/{POINTER}", message)]) from None
        if not folder.is_dir():
            message = f"names version {state.version}, but the folder {folder} is not there. Restore it, or move this file away."
            raise DataError([Problem(f"{self.root.name}/{POINTER}", message)])
        return state

    def folder(self, version: int) -> Path:
        """Return the data folder of a version."""
        return self.shipped if version == SHIPPED else self.root / VERSIONS / f"{version:04d}"

    def keep(self, make: Callable[[Path, Path], None], who: str, why: str) -> Step:
        """Write a new version and use it.

        Parameters
        ----------
        make : callable
            ``make(old, new)`` fills the folder ``new``, which is not there yet, from the data folder in use; it raises if that fails.
        who, why : str
            For the log; neither may be empty.

        Returns
        -------
        Step
            The new entry of the log.

        Raises
        ------
        DataError
            ``who`` or ``why`` is empty, somebody else is writing, or the folder cannot be written. The version in use has not changed.
        """
        _signed(who, why)
        with held(self.root / _LOCK, who):
            state = self.state()
            _remove_drafts(self.root)
            draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=self.root))
            try:
                # Problems name files by their folder and name: data/providers.csv.
                make(self.folder(state.version), draft / "data")
                flush(draft / "data")
                version = self._next()
                (draft / "data").rename(self.folder(version))
                flush_folder(self.root / VERSIONS)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            way = (*state.way[: state.place + 1], version)
            return self._point(replace(state, way=way, place=len(way) - 1), "keep", who, why)

    def undo(self, who: str, why: str) -> Step:
        """Use the version before this one.

        Raises
        ------
        DataError
            There is none, ``who`` or ``why`` is empty, or somebody else is writing.
        """
        return self._move(-1, "undo", who, why)

    def redo(self, who: str, why: str) -> Step:
        """Use the version that was undone last.

        Raises
        ------
        DataError
            There is none, ``who`` or ``why`` is empty, or somebody else is writing.
        """
        return self._move(1, "redo", who, why)

    def _move(self, by: int, action: str, who: str, why: str) -> Step:
        _signed(who, why)
        with held(self.root / _LOCK, who):
            state = self.state()
            if not (state.can_undo if by < 0 else state.can_redo):
                raise DataError([Problem(self.root.name, f"holds nothing to {action}.")])
            return self._point(replace(state, place=state.place + by), action, who, why)

    def _point(self, state: State, action: str, who: str, why: str) -> Step:
        """Replace the pointer file: from this step on the version is in use."""
        step = Step(action, state.version, one_line(who), one_line(why), datetime.now(UTC).isoformat(timespec="seconds"))
        new = {"way": state.way, "place": state.place, "log": [asdict(one) for one in (*state.log, step)]}
        part = self.root / f"{_DRAFT}{POINTER}"
        with part.open("w", encoding="utf-8") as file:
            json.dump(new, file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.root / POINTER)
        flush_folder(self.root)
        return step

    def _next(self) -> int:
        """Give a number that was never used: a version that no pointer ever named may be there too."""
        folder = self.root / VERSIONS
        folder.mkdir(exist_ok=True)
        return max((int(path.name) for path in folder.iterdir() if path.name.isdecimal()), default=SHIPPED) + 1


def workspace_of(settings: Settings) -> Workspace | None:
    """Find the workspace of the settings; None when they name none."""
    root = settings.data.workspace
    return None if root is None else Workspace(root, settings.data.folder)


def of_today(settings: Settings) -> Settings:
    """Point the settings to the data in use: the current version of the workspace, else the shipped folder.

    Parameters
    ----------
    settings : Settings
        As `geo.settings.load_settings` reads them.

    Raises
    ------
    DataError
        As `Workspace.state` raises it.
    """
    workspace = workspace_of(settings)
    return settings if workspace is None else with_folder(settings, workspace.folder(workspace.state().version))


def with_folder(settings: Settings, folder: Path) -> Settings:
    """Copy the settings with another data folder."""
    return settings.model_copy(update={"data": settings.data.model_copy(update={"folder": folder})})


def _signed(who: str, why: str) -> None:
    empty = [name for name, given in (("who", who), ("why", why)) if not given.strip()]
    if empty:
        raise DataError([Problem("log", "is empty. What is kept needs a name and a reason.", column=name) for name in empty])


def _remove_drafts(root: Path) -> None:
    """Remove what a process left that died while it wrote."""
    for path in root.glob(f"{_DRAFT}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
