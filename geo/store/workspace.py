"""Data that people keep: complete data folders side by side, and one small file that says which of them is in use.

::

    WORKSPACE/current.json     the version in use and the way there, for undo and redo; replaced in one step
    WORKSPACE/versions/0001/   a complete data folder; never changed once it is there
    WORKSPACE/log.jsonl        who did what, when and why; only added to, but for a name that is taken out

A version is written beside the others, checked, and moved into place before the pointer names it. Whatever moment a process dies in, the
pointer names a complete version: the old one or the new one. A folder without the pointer is no workspace: an empty place where a shared
disk should be is never taken for a new one.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.base.disk import check_space, tree_bytes, writing
from geo.base.errors import DataError, Problem
from geo.base.files import flush, flush_folder, held
from geo.base.plain_text import one_line
from geo.settings.model import KEEP_VERSIONS
from geo.store import workspace_log
from geo.store.signature import FORGOTTEN, is_name
from geo.store.workspace_log import LOG, History, Step, check_signed, cut, now
from geo.store.workspace_pointer import DRAFT, POINTER, RESTORE, SHIPPED, State, read_pointer, write_pointer

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from geo.settings.model import Settings
    from geo.store.holdings import Holdings

VERSIONS: Final = "versions"
BEGUN_ANEW: Final = "The file that says which version is in use was not there."
LOCK: Final = ".lock"


class Workspace:
    """Versions of the data in one folder.

    Parameters
    ----------
    root : Path
        The workspace; `create` makes it.
    shipped : Path
        Data folder of version 0.
    keep_versions : int
        How many versions stay; older ones are removed.
    """

    def __init__(self, root: Path, shipped: Path, keep_versions: int = KEEP_VERSIONS) -> None:
        self.root, self.shipped, self.keep_versions = root, shipped, keep_versions

    def create(self, who: str = "") -> None:
        """Make the workspace, with the shipped data in use. This is the one act that makes one.

        Parameters
        ----------
        who : str
            For the log, where one is left of a workspace whose pointer was lost: it goes on.

        Raises
        ------
        DataError
            There is one already, or the folder cannot be written.
        """
        with writing(str(self.root)):
            # What colleagues bring and note is nobody else's business on this computer.
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.hold("create"):
            if (self.root / POINTER).exists():
                raise DataError([Problem(self.root.name, "is a workspace already. Nothing has changed.")])
            with writing(f"{self.root.name}/{LOG}"):
                done = workspace_log.highest(self.root / LOG)
            again = Step("create", SHIPPED, one_line(who), BEGUN_ANEW, now(), done + 1) if done else None
            write_pointer(self.root, State(newest=max(self.numbers(), default=SHIPPED), last=cut(again)))

    def state(self) -> State:
        """Read which version is in use.

        Raises
        ------
        DataError
            There is no workspace, its pointer file cannot be read, or it names a version that is not there.
        """
        state = read_pointer(self.root)
        folder = self.folder(state.version)
        if not folder.is_dir():
            message = f"names version {state.version}, but the folder {folder} is not there. {RESTORE}"
            raise DataError([Problem(f"{self.root.name}/{POINTER}", message)])
        return state

    def folder(self, version: int) -> Path:
        """Return the data folder of a version."""
        return self.shipped if version == SHIPPED else self.root / VERSIONS / f"{version:04d}"

    def numbers(self) -> list[int]:
        """List the versions that are there, but for the shipped one."""
        folder = self.root / VERSIONS
        return sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal()) if folder.is_dir() else []

    def hold(self, who: str) -> AbstractContextManager[None]:
        """Let nobody write meanwhile."""
        return held(self.root / LOCK, who)

    def fill(self, holdings: Holdings) -> None:
        """Take versions, log and pointer of another place into a folder in which there is nothing yet."""
        with writing(str(self.root)):
            (self.root / VERSIONS).mkdir(mode=0o700, parents=True)
            for version in holdings.versions:
                shutil.copytree(holdings.folder(version), self.folder(version))
            # The newest step is in the pointer file.
            workspace_log.append(self.root / LOG, holdings.steps[:-1])
            write_pointer(self.root, replace(holdings.state, last=holdings.steps[-1] if holdings.steps else None, unmoved=()))
            flush(self.root)

    def where(self, version: int) -> str:
        """Name the data folder of a version."""
        return str(self.folder(version))

    def log(self, most: int = 50) -> History:
        """Give the newest steps.

        Raises
        ------
        DataError
            As `state` raises it.
        """
        state = read_pointer(self.root)
        return History(state.unmoved[-most:]) if state.unmoved else workspace_log.read(self.root / LOG, state.last, most)

    def keep(self, make: Callable[[Path, Path], None], who: str, why: str) -> Step:
        """Write a new version and use it.

        Parameters
        ----------
        make : callable
            ``make(old, new)`` fills the folder ``new``, which is not there yet, from the data folder in use; it raises if that fails.
        who, why : str
            For the log; neither may be empty or longer than `MOST_CHARACTERS`.

        Returns
        -------
        Step
            The new entry of the log.

        Raises
        ------
        DataError
            ``who`` or ``why`` is not usable, somebody else is writing, or the disk is full. The version in use has not changed.
        """
        check_signed(who, why)
        with self.hold(who):
            state = self._tidied(self.state())
            old = self.folder(state.version)
            # The copy, and what is brought in the place of some of it.
            check_space(self.root, 2 * tree_bytes(old), self.root.name)
            version = state.newest + 1
            try:
                with writing(self.root.name):
                    self._write(make, old, self.folder(version))
                step = self._point(state.kept(version), "keep", who, why)
            except BaseException:
                self._remove_unless_named(version)
                raise
            # What was kept is kept, whether or not older versions can be removed now.
            with suppress(DataError):
                self._tidied(read_pointer(self.root))
            return step

    def undo(self, who: str, why: str, seen: int) -> Step:
        """Use the version before the one that is in use.

        Parameters
        ----------
        who, why : str
            For the log.
        seen : int
            The version to leave, as whoever asks saw it in use. If another one is in use by now, nothing is done.

        Raises
        ------
        DataError
            There is none, another version is in use, ``who`` or ``why`` is not usable, or somebody else is writing.
        """
        return self._move(-1, "undo", who, why, seen)

    def redo(self, who: str, why: str, seen: int) -> Step:
        """Use the version that was undone last; parameters and errors are those of `undo`."""
        return self._move(1, "redo", who, why, seen)

    def tidy(self) -> None:
        """Remove what is no longer needed: drafts and versions of writers that died, and versions that are too old to go back to.

        Raises
        ------
        DataError
            As `state` raises it, or somebody else is writing.
        """
        with self.hold("tidying up"):
            self._tidied(self.state())

    def forget(self, name: str) -> int:
        """Take a name out of the log, of which lines that are no steps go too.

        Raises
        ------
        DataError
            As `state` raises it, or somebody else is writing, or the folder cannot be written.
        """
        with self.hold("forgetting"):
            state = self._tidied(self.state())
            with writing(f"{self.root.name}/{LOG}"):
                numbers = workspace_log.forget(self.root / LOG, name)
            if state.last is not None and is_name(state.last.who, name):
                write_pointer(self.root, replace(state, last=replace(state.last, who=FORGOTTEN)))
                numbers |= {state.last.number}
        return len(numbers)

    def _move(self, by: int, action: str, who: str, why: str, seen: int) -> Step:
        check_signed(who, why)
        with self.hold(who):
            state = self._tidied(self.state())
            moved = state.moved(by, action, seen, self.root.name)
            if not self.folder(moved.version).is_dir():
                raise DataError([Problem(self.root.name, f"no longer holds version {moved.version}. Nothing has changed.")])
            return self._point(moved, action, who, why)

    def _write(self, make: Callable[[Path, Path], None], old: Path, new: Path) -> None:
        """Fill a draft and move it into place."""
        new.parent.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=self.root))
        try:
            # Problems name files by their folder and name: data/providers.csv.
            make(old, draft / "data")
            flush(draft / "data")
            (draft / "data").rename(new)
            flush_folder(new.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _point(self, state: State, action: str, who: str, why: str) -> Step:
        number = 1 if state.last is None else state.last.number + 1
        step = Step(action, state.version, one_line(who), one_line(why), now(), number)
        if state.last is not None:
            with writing(f"{self.root.name}/{LOG}"):
                workspace_log.append(self.root / LOG, [state.last])
        write_pointer(self.root, replace(state, last=step))
        return step

    def _remove_unless_named(self, version: int) -> None:
        """Remove a new version that the pointer does not name."""
        with suppress(DataError):
            if read_pointer(self.root).newest < version:
                shutil.rmtree(self.folder(version), ignore_errors=True)

    def _tidied(self, state: State) -> State:
        """Tidy up while the lock is held; first the pointer lets go of a version, then its folder goes."""
        _remove_drafts(self.root)
        if state.unmoved:
            with writing(f"{self.root.name}/{LOG}"):
                workspace_log.append(self.root / LOG, state.unmoved)
        tidy = replace(state.tidied(self.keep_versions), last=cut(state.last), unmoved=())
        if tidy != state:
            write_pointer(self.root, tidy)
        stays = tidy.stays(self.keep_versions)
        for number in self.numbers():
            if number not in stays:
                shutil.rmtree(self.folder(number), ignore_errors=True)
        return tidy


def with_folder(settings: Settings, folder: Path) -> Settings:
    """Copy the settings with another data folder."""
    return settings.model_copy(update={"data": settings.data.model_copy(update={"folder": folder})})


def _remove_drafts(root: Path) -> None:
    """Remove what a process left that died while it wrote."""
    for path in root.glob(f"{DRAFT}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()
