"""Text that is safe to show and to take away: nothing invisible in it, and nothing that a spreadsheet would run."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters that nobody sees and that are no control or format characters: fillers, and marks that choose between forms of a letter.
_FILLERS: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
_RANGES: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, but for tab and line ends
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # format, bidirectional
    "\u0890\u0891\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
HIDDEN: Final = re.compile(f"[{_RANGES}{_FILLERS}]")
# What a spreadsheet would run begins with one of these, also after apostrophes that were put there against it, and after spaces.
_RUNS: Final = re.compile(r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")


def visible(text: str) -> str:
    """Take out letters that nobody sees: control characters other than tab and line ends, and those that turn the direction of writing.

    A name with such letters looks like another name, on the screen and in a file.
    """
    return HIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Write text as it can stand in a name: visible letters on one line."""
    return " ".join(visible(text).split())


def runs(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return _RUNS.match(visible(text)) is not None


def neutralise(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers are left alone.

    Line ends inside a cell become LF: the writer quotes cells that hold one, but not those that hold a bare CR, after which
    a spreadsheet would begin a new row with whatever follows. Invisible letters go. `restored` takes the apostrophe away again.
    """
    if not isinstance(cell, str):
        return cell
    text = visible(cell).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if runs(text) else text


def restored(text: str) -> str:
    """Return text as it was before `neutralise`."""
    return text[1:] if text.startswith("'") and runs(text) else text


def named(letter: str) -> str:
    """Name a letter that cannot be shown: ``U+202E (right-to-left override)``."""
    name = unicodedata.name(letter, "").lower()
    return f"U+{ord(letter):04X} ({name})" if name else f"U+{ord(letter):04X}"
