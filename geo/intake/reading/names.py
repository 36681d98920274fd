"""Names of files as people may see them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME = 120
# An archive may hold thousands of files; what somebody put together by hand is named whole.
MOST_NAMES = 60


def shown_name(name: str) -> str:
    """Return a file's name without folders and control characters, and no longer than a line."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"


def listed(names: Sequence[str]) -> str:
    """Name files, all of them where a person can read that."""
    shown = ", ".join(names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES:,} more"
