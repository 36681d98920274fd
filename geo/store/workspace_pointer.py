"""The small file that says which version of the data is in use; replaced in one step. It makes a folder a workspace."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from geo.base.disk import writing
from geo.base.errors import DataError, Problem
from geo.base.files import flush_folder, replacing
from geo.store.workspace_log import Step, step_of

if TYPE_CHECKING:
    from pathlib import Path

POINTER: Final = "current.json"
DRAFT: Final = ".draft-"
# Version 0 is the data folder of config.toml, as it was shipped.
SHIPPED: Final = 0
RESTORE: Final = "Restore it from a backup, or move it away and begin again from the shipped data with `python -m geo workspace create`."


@dataclass(frozen=True)
class State:
    """What the pointer file says.

    Parameters
    ----------
    way : tuple of int
        Versions one after the other, those that were undone last.
    place : int
        Position in ``way`` of the version in use.
    newest : int
        The highest number that was ever in use; a folder with a higher one was left by somebody who died.
    last : Step, optional
        What was done last; older steps are in the log.
    unmoved : tuple of Step
        Steps of a file as older versions of the product wrote it, which held the whole log.
    """

    way: tuple[int, ...] = (SHIPPED,)
    place: int = 0
    newest: int = SHIPPED
    last: Step | None = None
    unmoved: tuple[Step, ...] = ()

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

    def kept(self, version: int) -> State:
        """Use a new version, after the one in use."""
        way = (*self.way[: self.place + 1], version)
        return replace(self, way=way, place=len(way) - 1, newest=version)

    def moved(self, by: int, action: str, seen: int, name: str) -> State:
        """Go back or forward one version.

        Parameters
        ----------
        by : {-1, 1}
            Which way.
        action : str
            What that is called.
        seen : int
            The version to leave, as whoever asks saw it in use.
        name : str
            Of the workspace, for the message.

        Raises
        ------
        DataError
            Another version is in use, or there is none to go to.
        """
        if self.version != seen:
            message = f"has changed: version {self.version} is in use now, not version {seen}. Nothing was done. Look again, then decide."
            raise DataError([Problem(name, message)])
        if not (self.can_undo if by < 0 else self.can_redo):
            raise DataError([Problem(name, f"holds nothing to {action}.")])
        return replace(self, place=self.place + by)

    def tidied(self, most: int) -> State:
        """Let go of versions that are too old to go back to: so many stay, and the one in use."""
        first = max(0, min(self.place, len(self.way) - most))
        return replace(self, way=self.way[first:], place=self.place - first)

    def stays(self, most: int) -> set[int]:
        """List the versions that stay: what was undone and then passed over as long as others of its age."""
        return {*self.way, *range(self.newest - most + 1, self.newest + 1)}


def version_name(version: int) -> str:
    """Name a version, for people."""
    return f"version {version}" if version else "shipped data"


def read_pointer(root: Path) -> State:
    """Read the pointer file.

    Raises
    ------
    DataError
        It is not there, which means that this is no workspace or that its disk is not connected, or it cannot be read.
    """
    path = root / POINTER
    try:
        return _state_of(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        fault = "is not there" if not root.is_dir() else f"holds no {POINTER}, so it is no workspace yet, or an empty place for one"
        message = (
            f"{fault} ({root}). If the workspace is on a shared or other disk, connect it. If it is new, set it up once with "
            "`python -m geo workspace create`. Nothing is shown until then, because people may have kept newer data there."
        )
        raise DataError([Problem(root.name, message)]) from None
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise DataError([Problem(f"{root.name}/{POINTER}", f"cannot be read ({error}). {RESTORE}")]) from None


def write_pointer(root: Path, state: State) -> None:
    """Replace the pointer file: from this moment on the version is in use.

    Raises
    ------
    DataError
        It cannot be written; the old one is still there.
    """
    content = {
        "way": state.way,
        "place": state.place,
        "newest": state.newest,
        "last": None if state.last is None else asdict(state.last),
    }
    with (
        writing(f"{root.name}/{POINTER}"),
        replacing(root / POINTER, root / f"{DRAFT}{POINTER}") as draft,
        draft.open("w", encoding="utf-8") as file,
    ):
        json.dump(content, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    # It is in use now, whether or not the disk has written its name through.
    with suppress(OSError):
        flush_folder(root)


def _state_of(raw: dict[str, Any]) -> State:
    way, place = tuple(map(int, raw["way"])), int(raw["place"])
    if place not in range(len(way)):
        raise IndexError(f"place {place} is not on the way")
    if "log" not in raw:
        return State(way, place, int(raw["newest"]), None if raw["last"] is None else step_of(raw["last"]))
    log = tuple(step_of({**step, "number": number}) for number, step in enumerate(raw["log"], start=1))
    return State(way, place, max([*way, *(step.version for step in log)]), log[-1] if log else None, log)
