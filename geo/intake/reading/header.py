"""Which line of a table is its header, and what its columns are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from geo.intake.reading.sheet import satisfies

Row = Sequence[str]
# Publishers put at most a screenful of notes above the header.
SEARCHED_ROWS = 60
# A line looks like a header when it fills this share of the usual width and this share of its cells are words.
FILLED_SHARE = 0.6
WORDS_SHARE = 0.7


def squeezed(cell: str) -> str:
    """Return text with every run of spaces and line ends as one space."""
    return " ".join(cell.split())


def find_header(rows: Sequence[Row], needs: Sequence[Mapping[str, Sequence[str]]]) -> tuple[int, bool]:
    """Find the header among the first rows of a table.

    Parameters
    ----------
    rows : sequence of rows
        The first rows, cells as text.
    needs : sequence of mapping
        Columns of each known layout (`geo.intake.matching.layout.Layout.needs`).

    Returns
    -------
    position : int
        Position of the header in rows.
    known : bool
        Whether it has all columns of a known layout; otherwise it is the row that looks most like a header.
    """
    for position, row in enumerate(rows):
        names = [squeezed(cell) for cell in row]
        if any(satisfies(names, columns) for columns in needs):
            return position, True
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    widths = Counter(count for count in filled if count > 1)
    usual = widths.most_common(1)[0][0] if widths else 1
    for position, (row, count) in enumerate(zip(rows, filled, strict=True)):
        if count and count >= FILLED_SHARE * usual and sum(map(_is_word, row)) >= WORDS_SHARE * count:
            return position, False
    return next((position for position, count in enumerate(filled) if count), 0), False


def column_names(header: Row, width: int) -> list[str]:
    """Name every column once: a repeated name gets its count, as in ``Area Code (2)``; one without a name its number, ``Column 3``."""
    names: list[str] = []
    taken: set[str] = set()
    for number in range(1, width + 1):
        plain = squeezed(header[number - 1]) if number <= len(header) else ""
        plain = name = plain or f"Column {number}"
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain} ({count})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _is_word(cell: str) -> bool:
    text = cell.strip()
    return bool(text) and not text[0].isdigit() and text[0] not in "-+.£"
