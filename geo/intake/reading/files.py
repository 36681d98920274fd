"""Tables of a file as its publisher wrote it, within limits: CSV, Excel, OpenDocument, or a zip of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.intake.reading import arrows
from geo.intake.reading.child import answered
from geo.intake.reading.job import Job
from geo.intake.reading.names import shown_name
from geo.intake.reading.sheet import ROW, Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.reading.job import Answer, Needs, Read
    from geo.settings.limits import Limits


def read_sheets(content: Path | bytes, name: str, limits: Limits, needs: Needs) -> tuple[Sheet, ...]:
    """Read all tables of a file, in a process of its own.

    Parameters
    ----------
    content : Path or bytes
        The file, or what is in it.
    name : str
        Its name as the reader knows it. What the file is, is told by its content.
    limits : Limits
        Largest size, rows, columns, cell and time.
    needs : sequence of mapping
        Columns of each known layout, by which a header is found; a table of no known layout gets the row that looks most like one.

    Returns
    -------
    tuple of Sheet
        At least one; in the order of the file.

    Raises
    ------
    DataError
        The file is not what it claims to be, has no table, or goes over a limit.
    """
    job = Job(task="tables", file=shown_name(name), limits=limits, needs=needed(needs))
    with answered(job, content) as (answer, folder):
        return tuple(sheets(answer, folder, limits))


def needed(needs: Needs) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Write columns of layouts as a job takes them."""
    return tuple({name: tuple(aliases) for name, aliases in columns.items()} for columns in needs)


def sheets(answer: Answer, folder: Path, limits: Limits) -> list[Sheet]:
    """Take the tables out of an answer."""
    return [
        Sheet(table.file, table.name, cells_of(table, folder, number, limits), tuple(table.notes), table.above)
        for number, table in enumerate(answer.tables)
    ]


def cells_of(read: Read, folder: Path, number: int, limits: Limits) -> pd.DataFrame:
    """Take the cells of a table of an answer, as a `Sheet` holds them."""
    types = [arrows.TEXT] * len(read.columns)
    table = arrows.read(folder / f"cells_{number}.arrow", types, read.file, limits)
    frame: pd.DataFrame = table.drop_columns([ROW]).to_pandas().set_axis(pd.Index(read.columns, dtype="str"), axis=1).astype("str")
    frame.index = pd.Index(table[ROW].to_numpy())
    return frame
