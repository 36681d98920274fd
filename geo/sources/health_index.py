"""ONS Health Index for England: indicator values by district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_health_index(path: Path) -> pd.DataFrame:
    """Read all indicators and years.

    Parameters
    ----------
    path : Path
        ONS Health Index, indicator values by local authority district and year, long form.

    Returns
    -------
    DataFrame
        Columns ``indicator`` (ONS's name), ``area_code``, ``period`` (``2021``), ``value``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "indicator": ("indicator", "Indicator"),
        "area_code": ("ltla21_code", "Area Code"),
        "period": ("year", "Year"),
        "value": ("value", "Value"),
    }
    text = read_table(path, columns)
    frame = text.assign(period=text["period"].str.slice(0, 4), value=numbers(text["value"]))
    return frame.sort_values(["indicator", "area_code", "period"], ignore_index=True)
