"""Which encoding a text file is in, tried on the whole of it, so that no letter turns into another unseen."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from geo.settings.limits import refusal

CHUNK_BYTES = 1 << 20
# The first bytes by which a file says its encoding itself.
UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Letters outside English as UTF-8 writes them; in Windows-1252 these pairs would be nonsense such as "Ã©" or "Â£".
UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
SAVE_AGAIN = "Open it in the programme that it came from and save it as 'CSV UTF-8'."


def encoding_of(stream: BinaryIO, file: str) -> str:
    """Find the encoding of a text file.

    Parameters
    ----------
    stream : binary file
        The whole file, seekable; left at its beginning.
    file : str
        Its name, for messages.

    Returns
    -------
    str
        ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-16-le``, ``utf-16-be`` or ``cp1252``.

    Raises
    ------
    DataError
        It is in none of these, in two of them at once, or has NUL characters.
    """
    stream.seek(0)
    if stream.read(4) in UTF32_MARKS:
        raise refusal(file, f"is text in UTF-32, which is not read here. {SAVE_AGAIN}")
    for encoding in _candidates(stream):
        if _decodes(stream, encoding, file):
            return encoding
    raise refusal(file, f"is not text in UTF-8, UTF-16 or Windows-1252, so letters would come out wrong. {SAVE_AGAIN}")


def _candidates(stream: BinaryIO) -> tuple[str, ...]:
    stream.seek(0)
    head = stream.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return (encoding,)
    # English text in UTF-16 without a mark has a NUL as every other byte.
    if head[1::2].count(0) * 3 > len(head):
        return ("utf-16-le",)
    if head[::2].count(0) * 3 > len(head):
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _decodes(stream: BinaryIO, encoding: str, file: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    mixed = False
    try:
        while chunk := stream.read(CHUNK_BYTES):
            if "\0" in decoder.decode(chunk):
                raise refusal(file, f"has NUL characters: it is damaged, or not a table. {SAVE_AGAIN}")
            mixed = mixed or (encoding == "cp1252" and UTF8_LETTER.search(chunk) is not None)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    if mixed:
        raise refusal(file, f"mixes UTF-8 with another encoding, so some letters would come out wrong. {SAVE_AGAIN}")
    return True
