"""Which layouts a sheet can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.intake.matching.layout import Layout
    from geo.intake.reading.sheet import Sheet


def candidates(sheet: Sheet, layouts: Iterable[Layout]) -> list[Layout]:
    """List the layouts whose columns a sheet has, best first.

    Parameters
    ----------
    sheet : Sheet
        As read.
    layouts : iterable of Layout
        Known layouts.

    Returns
    -------
    list of Layout
        One that explains more columns comes first, and drops those that explain only some of the same columns: every provider list
        with a name and a postcode would otherwise be a generic one too. One entry is an answer; several or none are a question to the
        reader.
    """
    fitting = [
        (layout, _explained(sheet, layout))
        for layout in of_kind(sheet, layouts)
        if sheet.has(layout.wants) and not layout.contradicts(sheet)
    ]
    fitting = [(layout, columns) for layout, columns in fitting if not layout.whole or _is_whole(sheet, layout, columns)]
    fitting.sort(key=lambda pair: -len(pair[1]))
    return [layout for layout, columns in fitting if not any(columns < other for _, other in fitting)]


def of_kind(sheet: Sheet, layouts: Iterable[Layout]) -> list[Layout]:
    """List the layouts of map files for a map file, else those of tables."""
    return [layout for layout in layouts if layout.outlines == sheet.is_map]


def nearest(sheet: Sheet, layouts: Iterable[Layout]) -> list[Layout]:
    """Order layouts of the sheet's kind by how large a part of their columns the sheet has, the nearest first."""

    def part(layout: Layout) -> float:
        return 1 - len(missing_columns(sheet, layout)) / len(layout.wants)

    return sorted(of_kind(sheet, layouts), key=part, reverse=True)


def missing_columns(sheet: Sheet, layout: Layout) -> list[str]:
    """Columns of a layout, under our names, that a sheet does not have."""
    return [name for name in layout.wants if not sheet.header(name, layout.wants[name])]


def mapped(sheet: Sheet, chosen: Mapping[str, str]) -> Sheet:
    """Say which column of a sheet holds what; its header stays, because it may say of which year the codes are.

    Parameters
    ----------
    sheet : Sheet
        As read.
    chosen : mapping of str to str
        Our name of a column -> the sheet's column that holds it. A column may stand for several.
    """
    return replace(sheet, chosen={**sheet.chosen, **chosen})


def _is_whole(sheet: Sheet, layout: Layout, explained: frozenset[str]) -> bool:
    """Whether a sheet has no column that is strange to a layout."""
    others = [str(column) for column in sheet.frame.columns if str(column) not in explained]
    return all(layout.also is not None and layout.also.fullmatch(column) for column in others)


def _explained(sheet: Sheet, layout: Layout) -> frozenset[str]:
    """Columns of the sheet that the layout asks for or knows."""
    names = {alias.casefold() for aliases in (*layout.needs.values(), *layout.knows.values()) for alias in aliases}
    return frozenset(str(column) for column in sheet.frame.columns if str(column).casefold() in names)
