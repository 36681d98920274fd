"""Read a file once: builds of several authorities, and several steps of one, ask for the same national files."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

Table = TypeVar("Table", bound="pd.DataFrame | pd.Series")


def once_a_file(read: Callable[[Path], Table]) -> Callable[[Path], Table]:
    """Remember what a reader made of the last file it was given, until that file changes.

    Parameters
    ----------
    read : callable
        Takes the path of a file and returns a table.

    Returns
    -------
    callable
        The same reader. Everybody gets a copy: what one caller changes, no other sees.
    """

    @lru_cache(maxsize=1)
    def kept(path: Path, _changed_ns: int, _size_bytes: int) -> Table:
        return read(path)

    @wraps(read)
    def reader(path: Path) -> Table:
        if not path.is_file():
            # The reader says what is missing in its own words.
            return read(path)
        facts = path.stat()
        # Copy-on-write: no cell is copied before somebody writes to it.
        return cast("Table", kept(path, facts.st_mtime_ns, facts.st_size).copy(deep=False))

    return reader
