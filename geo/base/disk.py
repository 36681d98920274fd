"""Writing to a disk that may be full: space is looked at first, and a write that fails ends in one sentence that says what to do."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MB: Final = 1_000_000
# Left free for everybody else on the disk.
MARGIN_MB: Final = 20
# A disk, a quota, and a limit of the process on the size of a file.
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM: Final = "cannot be written: the disk is full. Nothing has changed. Free some space and try again."


def check_space(folder: Path, needed_bytes: int, file: str) -> None:
    """Make sure that there is room before anything is written.

    Parameters
    ----------
    folder : Path
        Where it will be written.
    needed_bytes : int
        How much.
    file : str
        What is to be written, for the message.

    Raises
    ------
    DataError
        There is less room than that and a margin.
    """
    with writing(file):
        free = shutil.disk_usage(folder).free
    if free < needed_bytes + MARGIN_MB * MB:
        needed_mb = needed_bytes // MB + 1 + MARGIN_MB
        message = f"needs {needed_mb:,} MB on the disk and {free // MB:,} MB are free. Nothing has changed. Free some space and try again."
        raise DataError([Problem(file, message)])


@contextmanager
def writing(file: str) -> Iterator[None]:
    """Put what the system says when a write fails into words.

    Parameters
    ----------
    file : str
        What is being written, for the message.

    Raises
    ------
    DataError
        In the place of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise DataError([Problem(file, refusal(error))]) from None


def refusal(error: OSError) -> str:
    """Say why a write failed and what to do; the caller sees to it that nothing has changed."""
    if is_full(error):
        return NO_ROOM
    return f"cannot be written ({error.strerror or error}). Nothing has changed. Look at the folder and the rights to it, then try again."


def is_full(error: OSError) -> bool:
    """Whether a write failed for want of room."""
    if isinstance(error, shutil.Error):
        # Copying a folder goes on after a failure and lists what was said about each file as text.
        return any(f"[Errno {number}]" in str(error) for number in FULL)
    return error.errno in FULL


def tree_bytes(folder: Path) -> int:
    """Add up the sizes of all files in a folder and the folders in it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
