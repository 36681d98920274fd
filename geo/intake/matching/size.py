"""How much memory a table takes that was read from a brought file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.intake.reading.map_sheet import MapSheet

if TYPE_CHECKING:
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

# A corner is two numbers; a shape is an object with a few of its own.
CORNER_BYTES, SHAPE_BYTES = 16, 200


def sheet_bytes(sheet: Sheet) -> int:
    """Add up what a table as read takes, shapes included."""
    size = _table_bytes(sheet.frame)
    if isinstance(sheet, MapSheet):
        shapes = sheet.shapes
        size += sum(map(_table_bytes, (shapes.frame, shapes.mended, shapes.rejected)))
    return size


def intake_bytes(intake: Intake) -> int:
    """Add up what the rows of a file take: those that enter our tables, those that do not, and outlines."""
    tables = [*intake.tables.values(), intake.rejected]
    if intake.outlines is not None:
        tables += [intake.outlines.shapes, intake.outlines.drawn, intake.outlines.moved]
    return sum(map(_table_bytes, tables))


def _table_bytes(table: pd.DataFrame | pd.Series) -> int:
    used = table.memory_usage(deep=True)
    size = int(used.sum() if isinstance(used, pd.Series) else used)
    # Of shapes pandas knows where they are, not how large.
    columns = [table] if isinstance(table, pd.Series) else [table.iloc[:, place] for place in range(table.shape[1])]
    return size + sum(_shape_bytes(column) for column in columns if column.dtype == "geometry")


def _shape_bytes(column: pd.Series) -> int:
    import shapely  # noqa: PLC0415 - heavy

    shapes = column.to_numpy()
    return SHAPE_BYTES * len(shapes) + CORNER_BYTES * int(shapely.get_num_coordinates(shapes).sum())
