"""GeoParquet, looked at by its footer before a single column is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

from geo.base.vocabulary import LONGITUDE_LATITUDE
from geo.intake.inside.features import Features, of_json, of_words
from geo.settings.limits import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.settings.limits import Limits

# The footer lists every column of every group of rows.
FOOTER_BYTES = 16_000_000
ENDING_BYTES = 8
NOT_WKB = "has its shapes in another form than WKB. Save it again as GeoParquet with geometry as WKB, which is the usual one."


def read(path: Path, file: str, limits: Limits, *, names_only: bool = False) -> Features:
    """Read a file.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name, for messages.
    limits : Limits
        ``rows``, ``columns`` and ``unpacked_mb``.
    names_only : bool
        Whether to leave the features out.

    Raises
    ------
    DataError
        It goes over a limit.
    ArrowException, ValueError, OSError
        It is damaged, or has no shapes.
    """
    _check_footer(path, file, limits)
    # Opened as one plain file: the ways for many files at once start threads, and this process may start none.
    with path.open("rb") as stream, parquet.ParquetFile(stream, pre_buffer=False) as source:
        _check_size(source.metadata, file, limits)
        names = [str(name) for name in source.schema_arrow.names]
        if names_only:
            return Features(names, [[] for _ in names], np.array([], dtype=object), None)
        about = json.loads((source.schema_arrow.metadata or {})[b"geo"])
        primary = about["primary_column"]
        shapes = about["columns"][primary]
        if shapes["encoding"] != "WKB":
            raise refusal(file, NOT_WKB)
        table = source.read(use_threads=False)
    geometries = shapely.from_wkb(table[primary].to_numpy())
    cells = {name: _texts(table[name]) for name in names if name != primary and name not in about["columns"]}
    return Features(list(cells), list(cells.values()), np.asarray(geometries, dtype=object), _crs(shapes))


def _texts(column: pa.ChunkedArray) -> list[str]:
    return ["" if cell is None else str(cell) for cell in column.to_pylist()]


def _check_footer(path: Path, file: str, limits: Limits) -> None:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - ENDING_BYTES))
        length = int.from_bytes(stream.read(ENDING_BYTES)[:4], "little")
    if length > FOOTER_BYTES:
        raise limits.exceeded("columns", file, "has more columns or parts than a map file may.")


def _check_size(about: parquet.FileMetaData, file: str, limits: Limits) -> None:
    if about.num_columns > limits.columns:
        raise limits.exceeded("columns", file, f"has {about.num_columns:,} columns.")
    if about.num_rows > limits.rows:
        raise limits.exceeded("rows", file, f"has {about.num_rows:,} features.")
    unpacked = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    if unpacked > limits.unpacked_mb * 1_000_000:
        raise limits.exceeded("unpacked_mb", file, f"would unpack to {unpacked / 1e6:,.0f} MB.")


def _crs(shapes: Mapping[str, object]) -> str | None:
    """Read the coordinate system of a column of shapes; refuse one in a form that could name a file."""
    # The standard says that a column without one is in longitude and latitude, and that null stands for one that nobody knows.
    if "crs" not in shapes:
        return LONGITUDE_LATITUDE
    system = shapes["crs"]
    if system is None:
        return None
    if isinstance(system, dict):
        return of_json(system)
    crs = of_words(str(system))
    if crs is None:
        raise ValueError("crs")
    return crs
