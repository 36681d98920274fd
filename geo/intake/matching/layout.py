"""A layout: the columns by which a publisher's file is known, and the function that turns its rows into ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence

    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas


@dataclass(frozen=True)
class Setting:
    """Where rows have to fit in.

    Parameters
    ----------
    atlas : Atlas
        Areas, indicators and providers of today.
    settings : Settings
        ``config.toml``.
    answers : mapping of str to str
        What whoever brings the rows has said about them: question -> answer (`geo.intake.matching.question`).
    """

    atlas: Atlas
    settings: Settings
    answers: Mapping[str, str] = field(default_factory=dict)


def _never(_: Sheet) -> bool:
    return False


@dataclass(frozen=True)
class Layout:
    """One way in which a publisher lays out a file.

    Parameters
    ----------
    id : str
        Identifier, such as ``ofsted_2025``.
    title : str
        The publisher's name of the file, for people.
    needs : mapping of str to sequence of str
        Our name of a column -> the publisher's possible names; a sheet with all of them is of this layout.
    read : callable
        ``read(sheet, setting)`` -> `Intake`. Never raises for bad rows: they are in the intake.
    knows : mapping of str to sequence of str
        Columns that the file may have besides; they make it a better answer than a layout that asks for these alone.
    whole : bool
        Whether a table with any other column is not of this layout: a lookup holds codes and names, and figures beside them make it another
        file.
    also : Pattern, optional
        Names of other columns that a table of a ``whole`` layout may have: they hold no figures.
    outlines : bool
        Whether it is a layout of map files, which tables never have.
    contradicts : callable
        ``contradicts(sheet)`` -> whether a table with these columns says that it is something else, such as another year's edition.
        Editions that a table says nothing of are all possible, so the reader is asked.
    asks : tuple of str
        Names in ``needs`` that a sheet may lack, because ``read`` asks about them.
    """

    id: str
    title: str
    needs: Mapping[str, Sequence[str]]
    read: Callable[[Sheet, Setting], Intake]
    knows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    whole: bool = False
    also: re.Pattern[str] | None = None
    outlines: bool = False
    contradicts: Callable[[Sheet], bool] = _never
    asks: tuple[str, ...] = ()

    @property
    def wants(self) -> Mapping[str, Sequence[str]]:
        """Columns without which a sheet is not of this layout."""
        return {name: aliases for name, aliases in self.needs.items() if name not in self.asks}
