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
    there = [layout for layout in of_kind(sheet, layouts) if sheet.has(layout.needs) and not layout.contradicts(sheet)]
    fitting = [(layout, _explained(sheet, layout)) for layout in there]
    fitting = [(layout, columns) for layout, columns in fitting if not layout.whole or len(columns) == sheet.frame.shape[1]]
    fitting.sort(key=lambda pair: -len(pair[1]))
    return [layout for layout, columns in fitting if not any(columns < other for _, other in fitting)]


def of_kind(sheet: Sheet, layouts: Iterable[Layout]) -> list[Layout]:
    """List the layouts of map files for a map file, else those of tables."""
    return [layout for layout in layouts if layout.outlines == sheet.is_map]


def missing_columns(sheet: Sheet, layout: Layout) -> list[str]:
    """Columns of a layout, under our names, that a sheet does not have."""
    there = set(sheet.pick(layout.needs).columns)
    return [name for name in layout.needs if name not in there]


def mapped(sheet: Sheet, layout: Layout, chosen: Mapping[str, str]) -> Sheet:
    """Give columns the names by which a layout knows them.

    Parameters
    ----------
    sheet : Sheet
        As read.
    layout : Layout
        Layout that the reader chose.
    chosen : mapping of str to str
        Our name of a column -> the sheet's column that holds it. A column may stand for several.
    """
    known = {layout.needs[name][0]: sheet.frame[column] for name, column in chosen.items()}
    others = sheet.frame.drop(columns=[name for name in known if name in sheet.frame])
    return replace(sheet, frame=others.assign(**known))


def _explained(sheet: Sheet, layout: Layout) -> frozenset[str]:
    """Columns of the sheet that the layout asks for or knows."""
    names = {alias.casefold() for aliases in (*layout.needs.values(), *layout.knows.values()) for alias in aliases}
    return frozenset(str(column) for column in sheet.frame.columns if str(column).casefold() in names)
