"""From a file to an intake: read its tables, find their layouts, and match their rows to the atlas."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem
from geo.intake.matching.periods import asked_about_age
from geo.intake.matching.plain import as_plain_text
from geo.intake.matching.recognise import candidates
from geo.intake.matching.register import Rejects
from geo.intake.matching.scale import asked_about_scale
from geo.intake.merging.merge import stamped
from geo.intake.reading.map_sheet import read_any
from geo.intake.reading.names import listed
from geo.intake.reading.sheet import REJECTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.intake.matching.layout import Layout, Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet
    from geo.settings.model import Settings

# Rows of these are about other rows: alone they say nothing.
WITHOUT_ROWS: Final = frozenset({"sources.csv", "indicators.csv"})
NOT_USED: Final = "Not used, because no file with their columns is known here: {names}."
NO_ROW: Final = "gives no row that can be used: {cause}"
OUTSIDE: Final = "its rows ({count:,}) are of other places or kinds. Bring the file of this area."
EMPTY: Final = "it has none."


@dataclass(frozen=True)
class BroughtTable:
    """A table in a file, and what it can be.

    Parameters
    ----------
    sheet : Sheet
        The table.
    candidates : tuple of Layout
        Best first; one is an answer, several or none are a question.
    sha256 : str
        Of the file.
    """

    sheet: Sheet
    candidates: tuple[Layout, ...]
    sha256: str

    @property
    def name(self) -> str:
        """File, and sheet if it has a name."""
        return f"{self.sheet.file}, sheet {self.sheet.name}" if self.sheet.name else self.sheet.file


def look(content: Path | bytes, name: str, settings: Settings, layouts: Sequence[Layout]) -> list[BroughtTable]:
    """Read the tables of a file and find out what they can be.

    Parameters
    ----------
    content : Path or bytes
        The file.
    name : str
        Its name, without a folder.
    settings : Settings
        Limits of size and time.
    layouts : sequence of Layout
        What it can be.

    Returns
    -------
    list of BroughtTable
        The tables that have a layout; if none has, all of them.

    Raises
    ------
    DataError
        The file cannot be read, is beyond a limit or holds no table; every problem at once.
    """
    sheets = read_any(content, name, settings.limits, [layout.needs for layout in layouts if not layout.outlines])
    digest = _sha256(content)
    tables = [BroughtTable(sheet, tuple(candidates(sheet, layouts)), digest) for sheet in sheets]
    known = [table for table in tables if table.candidates]
    others = [table.name for table in tables if not table.candidates]
    if not known or not others:
        return known or tables
    first = known[0]
    noted = replace(first.sheet, notes=(*first.sheet.notes, NOT_USED.format(names=listed(others))))
    return [replace(first, sheet=noted), *known[1:]]


def take(table: BroughtTable, layout: Layout, setting: Setting, sheet: Sheet | None = None) -> Intake:
    """Read a table as a layout, and note which file it came from and what was found on reading it.

    Parameters
    ----------
    table : BroughtTable
        The table.
    layout : Layout
        What it is.
    setting : Setting
        Atlas and settings.
    sheet : Sheet, optional
        The table with columns named by hand (`geo.intake.matching.recognise.mapped`); default: as it was read.
    """
    intake = layout.read(table.sheet if sheet is None else sheet, setting)
    intake = with_rows(asked_about_age(asked_about_scale(intake, setting), setting))
    intake = as_plain_text(replace(intake, notes=(*table.sheet.notes, *intake.notes)))
    return stamped(intake, table.sha256, datetime.now(UTC).date())


def with_rows(intake: Intake) -> Intake:
    """Refuse a file of which no row enters: its source would stand in the register without anything of it."""
    entering = any(len(rows) for name, rows in intake.tables.items() if name not in WITHOUT_ROWS)
    if entering or not intake.tables or intake.problems or intake.outlines is not None:
        return intake
    counts = intake.counts
    if counts.rejected:
        cause = Rejects(list(intake.rejected[list(REJECTED)].itertuples(index=False, name=None))).most_of()
    else:
        cause = OUTSIDE.format(count=counts.outside) if counts.read else EMPTY
    return replace(intake, problems=(Problem(intake.file, NO_ROW.format(cause=cause)),))


def _sha256(content: Path | bytes) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
