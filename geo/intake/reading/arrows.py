"""Arrow files between the reading process and the server: columns of text, numbers and bytes, and never objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from geo.intake.reading.sheet import ROW
from geo.settings.limits import DAMAGED, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.settings.limits import Limits

Column: TypeAlias = "pa.Array | pa.ChunkedArray"
TEXT, BYTES, NUMBER, WHOLE = pa.large_string(), pa.large_binary(), pa.float64(), pa.int64()


def write(path: Path, numbers: Column, cells: Sequence[Column]) -> None:
    """Write a table: the number of each row, then its cells in columns ``0``, ``1`` and so on."""
    table = pa.Table.from_arrays([numbers, *cells], names=[ROW, *map(str, range(len(cells)))])
    with pa.OSFile(str(path), "wb") as target, pa.ipc.new_file(target, table.schema) as writer:
        writer.write_table(table)


def read(path: Path, types: Sequence[pa.DataType], file: str, limits: Limits) -> pa.Table:
    """Read a table and look whether it is what was asked for; whoever wrote it had a hostile file before it.

    Parameters
    ----------
    path : Path
        The file.
    types : sequence of DataType
        Of the columns after the first, which holds whole numbers.
    file : str
        Name of the brought file, for messages.
    limits : Limits
        ``rows``.

    Raises
    ------
    DataError
        It is missing, broken, has other columns, or too many rows.
    """
    try:
        # Read, not mapped: the file goes before the table does.
        with pa.OSFile(str(path), "rb") as source, pa.ipc.open_file(source) as reader:
            table = reader.read_all()
        table.validate(full=True)
    except (OSError, pa.ArrowException):
        raise refusal(file, DAMAGED) from None
    if table.schema.types != [WHOLE, *types] or any(column.null_count for column in table.columns):
        raise refusal(file, DAMAGED)
    if table.num_rows > limits.rows:
        raise limits.exceeded("rows", file, f"has more than {limits.rows:,} rows.")
    return table
