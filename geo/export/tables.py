"""The gap list as a file: CSV that a spreadsheet opens right and cannot be tricked by, or JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.plain_text import neutralise

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

BOM: Final = b"\xef\xbb\xbf"


def to_csv(frame: pd.DataFrame, *, bom: bool) -> bytes:
    """Write a table as UTF-8 CSV, safe to open in a spreadsheet.

    Parameters
    ----------
    frame : DataFrame
        Columns become the header; the index is left out.
    bom : bool
        Whether to begin with the byte order mark by which Excel knows UTF-8.
    """
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(neutralise)
    # A table of districts side by side has their names as its header.
    safe.columns = safe.columns.map(neutralise)
    return (BOM if bom else b"") + safe.to_csv(index=False, lineterminator="\n").encode()


def to_told_csv(above: Sequence[str], frame: pd.DataFrame, below: Sequence[Sequence[str]]) -> bytes:
    """Write a table for people who open it in a spreadsheet: what it is above it, what else there is to say below, lines left free between.

    Parameters
    ----------
    above : sequence of str
        A line each, in one cell.
    frame : DataFrame
        As `to_csv` takes it.
    below : sequence of sequence of str
        The cells of each line.
    """
    first, last = (io.StringIO(newline="") for _ in range(2))
    for file, lines in ((first, [*([line] for line in above), []]), (last, [[], *below])):
        csv.writer(file, lineterminator="\n").writerows([[neutralise(cell) for cell in line] for line in lines])
    return BOM + first.getvalue().encode() + to_csv(frame, bom=False) + last.getvalue().encode()


def to_json(frame: pd.DataFrame) -> str:
    """Write a table as a JSON list of records; missing is null."""
    return json.dumps(records(frame), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Give the rows of a table as Python's own types; missing is None."""
    return [{str(key): _plain(value) for key, value in record.items()} for record in frame.to_dict("records")]


def _plain(value: Hashable) -> object:
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if hasattr(value, "item") else value
