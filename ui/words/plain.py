"""Words of data in Streamlit's Markdown: shown letter by letter, whatever they hold.

Streamlit reads GitHub's Markdown, formulas, ``:red[colours]``, ``:smile:`` and ``:material/home:``, and turns addresses into links. A
backslash takes the meaning from a mark of punctuation. It does not from what is looked for in the text after that: addresses, names between
colons, arrows. There an invisible letter (`JOINER`, of no width) stands between, which nobody sees and no pattern knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
JOINER = "\N{WORD JOINER}"
# Colons that could begin a name or an address, signs of e-mail addresses, hosts, and arrows that stand alone.
SOUGHT = re.compile(r":(?=\S)|(?<=\S)(?=@)|(?<=www)(?=\.)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
# What has a meaning anywhere, or where a line begins; a number there is one of a list.
ACTIVE = re.compile(rf"[$*<>\[\\\]_`|~]|:(?={JOINER})|&(?=[#\w])|^[-+=#]")
NUMBERED = re.compile(r"^(\d+)([.)])")


def plain(words: object) -> str:
    r"""Write words of the data, or of an address, so that Markdown shows them as they are.

    Parameters
    ----------
    words : object
        What to show; spaces, line breaks and control characters in a row become one space.

    Returns
    -------
    str
        Markdown of one line.

    Examples
    --------
    >>> plain("[Sign in](x)")
    '\\[Sign in\\](x)'
    """
    line = " ".join(CONTROL.sub(" ", str(words)).split())
    line = SOUGHT.sub(lambda match: match[0] + JOINER, line)
    return NUMBERED.sub(r"\1\\\2", ACTIVE.sub(r"\\\g<0>", line))


def paragraphs(sentences: Iterable[object]) -> str:
    """Write sentences of the data, each as a paragraph that Markdown shows as it is."""
    return "\n\n".join(map(plain, sentences))


def bare(markdown: str) -> str:
    r"""Give a sentence written in Markdown as text for a file, a picture or a title: without emphasis, and data as they are.

    >>> bare(f"**3** areas in *{plain('A*B')}*")
    '3 areas in A*B'
    """
    return re.sub(r"\\([!-/:-@\[-`{-~])|\*", lambda match: match[1] or "", markdown).replace(JOINER, "")
