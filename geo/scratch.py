"""Temporary folders that go with whoever made them: when the work ends or, after a kill, when somebody makes the next one."""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from geo.safe_files import locked

if TYPE_CHECKING:
    from types import TracebackType

_LOCK: Final = ".alive"
# A folder without a lock file was made a moment ago, or by an older version of the product.
UNLOCKED_HOURS: Final = 12


class Scratch:
    """A temporary folder that no other account can open; the system says by its lock whether its maker is alive.

    Parameters
    ----------
    prefix : str
        How its name begins; dead folders of the same prefix are removed first.
    parent : Path, optional
        Where it is made; default: the system's place for temporary files.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        sweep(prefix, parent)
        self.folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = (self.folder / _LOCK).open("w", encoding="utf-8")
        locked(lock.fileno())
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


def _is_dead(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("r+", encoding="utf-8") as lock:
            return locked(lock.fileno())
    except FileNotFoundError:
        try:
            return folder.is_dir() and folder.stat().st_mtime < time.time() - UNLOCKED_HOURS * 3600
        except OSError:
            return False
    except OSError:
        return False


def _remove(folder: Path, lock: TextIO) -> None:
    # Some systems remove no file that is open.
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)
