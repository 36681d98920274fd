"""What the standard library leaves to each system: writing folders through to the disk, and a lock that dies with its holder."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from geo.base.disk import refusal
from geo.base.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd


WAIT_S: Final = 10.0
LONGEST_NAME: Final = 400
# What systems and shares say that write no folder through.
NOT_ASKED: Final = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.EACCES, errno.EISDIR)


@contextmanager
def held(path: Path, who: str) -> Iterator[None]:
    """Hold a lock file; the system lets it go when the process dies.

    Parameters
    ----------
    path : Path
        The lock file. Its folder must be there: a share that is not connected is not made up.
    who : str
        Written into it, for the message of whoever waits in vain.

    Raises
    ------
    DataError
        The folder cannot be written, or somebody else held the lock for ``WAIT_S`` seconds.
    """
    try:
        lock = path.open("a+b", buffering=0)
    except OSError as error:
        raise DataError([Problem(str(path.parent), refusal(error))]) from None
    with lock:
        deadline = time.monotonic() + WAIT_S
        while not locked(lock.fileno()):
            if time.monotonic() > deadline:
                lock.seek(0)
                holder = lock.read(LONGEST_NAME).decode(errors="replace").strip() or "somebody else"
                raise DataError([Problem(path.parent.name, f"is being written to by {holder}. Try again in a minute.")])
            time.sleep(0.05)
        # The name is a kindness to whoever waits: a full disk must not stop the work for it.
        with suppress(OSError):
            lock.truncate(0)
            lock.write(" ".join(who.split()).encode())
        yield


def flush(folder: Path) -> None:
    """Write everything in a folder, and the folders in it, to the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        else:
            flush_folder(path)
    flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Write the names in a folder to the disk where that can be asked for; Windows and some file shares do this by themselves."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in NOT_ASKED:
            raise


def locked(handle: int) -> bool:
    """Take the lock on an open file if nobody holds it; closing the file, or the death of the process, lets it go."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - this system only

            # Here a locked byte cannot be read by others: one behind the name is taken.
            os.lseek(handle, 1 << 20, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def replacing(path: Path, draft: Path | None = None) -> Iterator[Path]:
    """Give a name to write a file or folder under; it takes its place in one step, so that a reader never sees half of it.

    Parameters
    ----------
    path : Path
        Where it goes. A file is replaced; a folder must not hold anything.
    draft : Path, optional
        The name, on the same disk. What a process that died has left there goes. Default: a hidden one beside ``path``, apart from that
        of any other process.

    Yields
    ------
    Path
        The name. If anything fails, what was written goes, and what was at ``path`` stays.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part") if draft is None else draft
    _remove(draft)
    try:
        yield draft
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            _remove(draft)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file in one step, and the folders above it if they are not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as draft:
        draft.write_bytes(content)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write one of our tables: UTF-8, LF, comma, no index, missing = empty; the same frame gives the same bytes.

    Parameters
    ----------
    frame : DataFrame
        The table in its final order of rows and columns. Floats are written in their shortest exact form.
    path : Path
        Target; replaced in one step.
    """
    write_bytes(frame.to_csv(index=False, lineterminator="\n").encode("utf-8"), path)
