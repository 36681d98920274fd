"""GeoParquet, looked at by its footer before a single column is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from geo.intake.inside.features import Features, of_json, of_words

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.limits import Limits

# The footer lists every column of every group of rows.
FOOTER_BYTES = 16_000_000
ENDING_BYTES = 8
DEGREES = 4326


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
    _look(path, file, limits)
    pa.set_cpu_count(1)
    schema = parquet.read_schema(path)
    if names_only:
        return Features([str(name) for name in schema.names], [[] for _ in schema.names], np.array([], dtype=object), None)
    epsg = _epsg(schema)
    frame = gpd.read_parquet(path, use_threads=False, pre_buffer=False)
    table = frame.drop(columns=frame.geometry.name)
    cells = [table.iloc[:, place].astype("string").fillna("").tolist() for place in range(table.shape[1])]
    return Features([str(name) for name in table.columns], cells, np.asarray(frame.geometry.to_numpy(), dtype=object), epsg)


def _look(path: Path, file: str, limits: Limits) -> None:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - ENDING_BYTES))
        length = int.from_bytes(stream.read(ENDING_BYTES)[:4], "little")
    if length > FOOTER_BYTES:
        raise limits.exceeded("columns", file, "has more columns or parts than a map file may.")
    about = parquet.read_metadata(path)
    if about.num_columns > limits.columns:
        raise limits.exceeded("columns", file, f"has {about.num_columns:,} columns.")
    if about.num_rows > limits.rows:
        raise limits.exceeded("rows", file, f"has {about.num_rows:,} features.")
    unpacked = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    if unpacked > limits.unpacked_mb * 1_000_000:
        raise limits.exceeded("unpacked_mb", file, f"would unpack to {unpacked / 1e6:,.0f} MB.")


def _epsg(schema: pa.Schema) -> int | None:
    """Read the coordinate system; refuse one in a form that could name a file."""
    about = json.loads((schema.metadata or {})[b"geo"])
    system = about["columns"][about["primary_column"]].get("crs", DEGREES)
    if system is None or system == DEGREES:
        return DEGREES if system else None
    if isinstance(system, dict):
        return of_json(system)
    epsg = of_words(str(system))
    if epsg is None:
        raise ValueError("crs")
    return epsg
