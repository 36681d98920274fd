"""Names of files as people may see them."""

from __future__ import annotations

from pathlib import PurePosixPath

LONGEST_NAME = 120


def shown_name(name: str) -> str:
    """Return a file's name without folders and control characters, and no longer than a line."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"
