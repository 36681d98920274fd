"""A name that stands under what somebody keeps, and the words in its place when it is to go."""

from __future__ import annotations

from typing import Final

from geo.base.plain_text import one_line

FORGOTTEN: Final = "name removed"


def is_name(written: str, name: str) -> bool:
    """Whether a signature is a name, however its letters and spaces are written; never that of nobody."""
    return bool(one_line(name)) and one_line(written).casefold() == one_line(name).casefold()
