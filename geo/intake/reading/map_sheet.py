"""A map file as a table: its features are the rows, and each usable one has a shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.intake.reading.child import answered
from geo.intake.reading.files import needed, sheets
from geo.intake.reading.job import Job
from geo.intake.reading.names import shown_name
from geo.intake.reading.shapes import Shapes, shapes_of
from geo.intake.reading.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.reading.job import Needs
    from geo.settings.limits import Limits


@dataclass(frozen=True, kw_only=True)
class MapSheet(Sheet):
    """The features of a map file; ``shapes`` has those with an area, under the same row numbers."""

    shapes: Shapes

    @property
    def is_map(self) -> bool:
        """Whether the rows have shapes."""
        return True


def read_any(content: Path | bytes, name: str, limits: Limits, needs: Needs) -> tuple[Sheet, ...]:
    """Read a file as what it is by its content: a map file, or tables.

    Raises
    ------
    DataError
        As `geo.intake.reading.shapes.read_shapes` and `geo.intake.reading.files.read_sheets` raise it.
    """
    job = Job(task="any", file=shown_name(name), limits=limits, needs=needed(needs))
    with answered(job, content) as (answer, folder):
        if not any(table.is_map for table in answer.tables):
            return tuple(sheets(answer, folder, limits))
        shapes = shapes_of(answer, folder, job)
        return (MapSheet(shapes.file, "", shapes.cells, shapes.notes, shapes=shapes),)
