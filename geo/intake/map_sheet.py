"""A map file as a table: its features are the rows, and each usable one has a shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.intake.archive import opened_archive
from geo.intake.kind import kind_of
from geo.intake.limits import refusal
from geo.intake.map_source import MAP_ENDINGS
from geo.intake.reading import TABLES, opened, shown_name
from geo.intake.shapes import Shapes, read_shapes
from geo.intake.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.limits import Limits

SHAPEFILE = (".shp", ".dbf", ".shx", ".prj")
A_PART = "is one part of a shapefile. Zip all files of the same name together and bring the zip."


@dataclass(frozen=True, kw_only=True)
class MapSheet(Sheet):
    """The features of a map file; ``shapes`` has those with an area, under the same row numbers."""

    shapes: Shapes

    @property
    def is_map(self) -> bool:
        """Whether the rows have shapes."""
        return True


def is_map(content: Path | bytes, name: str, limits: Limits) -> bool:
    """Whether a file is a map file, by its content.

    Raises
    ------
    DataError
        It cannot be opened, is too large, or is of a kind that has neither table nor map.
    """
    file = shown_name(name)
    if file.lower().endswith(SHAPEFILE):
        raise refusal(file, A_PART)
    with opened(content, file, limits) as stream:
        kind = kind_of(stream, file)
        if kind != "archive":
            return kind in {"json", "geopackage", "parquet"}
        with opened_archive(stream, file, limits) as archive:
            names = [member.lower() for member in archive.namelist()]
    shapefile = any(member.endswith(".shp") for member in names)
    return shapefile or (any(member.endswith(MAP_ENDINGS) for member in names) and not any(member.endswith(TABLES) for member in names))


def read_map(content: Path | bytes, name: str, limits: Limits) -> MapSheet:
    """Read a map file.

    Raises
    ------
    DataError
        As `geo.intake.shapes.read_shapes` raises it.
    """
    shapes = read_shapes(content, name, limits)
    return MapSheet(shapes.file, "", shapes.cells, shapes.notes, shapes=shapes)
