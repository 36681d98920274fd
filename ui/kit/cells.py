"""Tables as plain Python values of a known type: of a cell and of a row's name, pandas says only that it may be anything."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, object]


def is_missing(value: object) -> bool:
    """Whether a cell is empty."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float | np.floating) and math.isnan(value))


def number(value: object) -> float:
    """Give the number in a cell; NaN where it is empty."""
    if is_missing(value):
        return math.nan
    if isinstance(value, int | float | np.number | np.bool_):
        return float(value)
    raise TypeError(value)


def number_or_none(value: object) -> float | None:
    """Give the number in a cell; None where it is empty."""
    return None if is_missing(value) else number(value)


def words(value: object) -> tuple[str, ...]:
    """Give the words in a cell that holds several."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(value)
    return tuple(map(str, value))


def texts(column: pd.Series) -> dict[str, str]:
    """Give a column of words by the names of its rows."""
    return {str(name): str(value) for name, value in column.items()}


def counts(column: pd.Series) -> dict[str, int]:
    """Count how often each word stands in a column, the most frequent first."""
    return {str(value): int(count) for value, count in column.value_counts().items()}


def records(frame: pd.DataFrame) -> list[Row]:
    """Give the rows of a table, each by the names of its columns."""
    return [_row(record) for record in frame.to_dict("records")]


def record(frame: pd.DataFrame, name: str) -> Row:
    """Give one row of a table, by the names of its columns."""
    return records_by_name(frame.loc[[name]])[name]


def records_by_name(frame: pd.DataFrame) -> dict[str, Row]:
    """Give the rows of a table by their names, each by the names of its columns."""
    return {str(name): _row(record) for name, record in frame.to_dict("index").items()}


def _row(record: Mapping[object, object]) -> Row:
    return {str(column): value for column, value in record.items()}
