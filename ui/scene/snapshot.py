"""A copy of a data folder that stays as it is for as long as somebody uses it: files may be changed, pruned or lost under a server.

The copy lies among the temporary files of the system, and these are swept by age in many places, one by one, under a server that uses
them too. So whoever reads from one looks first whether it is whole.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from geo.base.scratch import Scratch, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PREFIX = "gap-map-data-"


def snapshot(folder: Path) -> Scratch | None:
    """Copy a data folder, under its own name, into a folder of its own.

    Returns
    -------
    Scratch or None
        None where there is no room for a copy: the folder itself is then read.
    """
    copy = None
    try:
        copy = Scratch(PREFIX)
        shutil.copytree(folder, copy.folder / folder.name)
    except OSError:
        if copy is not None:
            copy.close()
        return None
    return copy


def files_in(folder: Path) -> tuple[Path, ...]:
    """List every file in a folder and the folders in it."""
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def are_there(files: Iterable[Path]) -> bool:
    """Whether none of these files was swept away."""
    return all(path.is_file() for path in files)


def clear_left() -> None:
    """Remove the copies of servers that were killed."""
    sweep(PREFIX)
