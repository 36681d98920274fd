"""A copy of a data folder that stays as it is for as long as somebody uses it: files may be changed, pruned or lost under a server."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from geo.scratch import Scratch, sweep

if TYPE_CHECKING:
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


def clear_left() -> None:
    """Remove the copies of servers that were killed."""
    sweep(PREFIX)
