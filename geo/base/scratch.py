"""Temporary folders that go with whoever made them: when the work ends or, after a kill, when somebody makes the next one."""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from geo.base.files import locked

if TYPE_CHECKING:
    from types import TracebackType

_LOCK: Final = ".alive"
# A folder that was never locked was made a moment ago, or by an older version of the product.
UNLOCKED_HOURS: Final = 12
WAIT_S: Final = 1.0


class Scratch:
    """A temporary folder that no other account can open; the system says by its lock whether its maker is alive.

    Parameters
    ----------
    prefix : str
        How its name begins; dead folders of the same prefix are removed first.
    parent : Path, optional
        Where it is made; default: the system's place for temporary files.

    Raises
    ------
    OSError
        It cannot be made or locked; nothing is left behind.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        sweep(prefix, parent)
        self.folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            lock = _taken(self.folder / _LOCK)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._end = weakref.finalize(self, _remove, self.folder, lock)

    def close(self) -> None:
        """Remove the folder."""
        self._end()

    def __enter__(self) -> Path:
        """Give the folder."""
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove the folder, whatever happened."""
        self.close()


def sweep(prefix: str, parent: Path | None = None) -> None:
    """Remove the folders whose makers were killed."""
    for folder in (parent or Path(tempfile.gettempdir())).glob(f"{prefix}*"):
        if _is_dead(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _taken(path: Path) -> BinaryIO:
    """Make a lock file and lock it; only then it is not empty, so no sweep in between takes its maker for dead."""
    lock = path.open("wb", buffering=0)
    try:
        _lock(lock)
        lock.write(b"locked")
    except BaseException:
        lock.close()
        raise
    return lock


def _lock(lock: BinaryIO) -> None:
    deadline = time.monotonic() + WAIT_S
    # A sweep may hold it for a moment, to see whether somebody else does.
    while not locked(lock.fileno()):
        if time.monotonic() > deadline:
            raise OSError(errno.ENOLCK, f"no lock could be taken on {lock.name}")
        time.sleep(0.001)


def _is_dead(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("r+b", buffering=0) as lock:
            return locked(lock.fileno()) and (bool(lock.read(1)) or _is_old(folder))
    except FileNotFoundError:
        return _is_old(folder)
    except OSError:
        return False


def _is_old(folder: Path) -> bool:
    try:
        return folder.is_dir() and folder.stat().st_mtime < time.time() - UNLOCKED_HOURS * 3600
    except OSError:
        return False


def _remove(folder: Path, lock: BinaryIO) -> None:
    # Some systems remove no file that is open.
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)
