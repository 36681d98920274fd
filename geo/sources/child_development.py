"""Child development at 2 to 2.5 years, ASQ-3 (Office for Health Improvement and Disparities)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

ANNUAL = "Annual"


def read_development(path: Path, period: str) -> pd.DataFrame:
    """Read the share of children at or above the expected level in all five areas of development.

    Parameters
    ----------
    path : Path
        OHID, Child development outcomes at 2 to 2.5 years, with quarters and the year in the column ``date``.
    period : str
        The year that the annual rows stand for (``2021/22``); the file does not name it.

    Returns
    -------
    DataFrame
        Columns ``area_code`` (county or unitary), ``period``, ``value`` (per cent), ``numerator``, ``denominator`` (children
        reviewed), ``flag``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "area_code": ("ONS code",),
        "date": ("date",),
        "value": ("p_above_avg_overall",),
        "numerator": ("n_above_avg_overall",),
        "denominator": ("total_overall",),
    }
    text = read_table(path, columns)
    text = text.loc[text["date"] == ANNUAL].sort_values("area_code", ignore_index=True)
    share = numbers(text["value"])
    return pd.DataFrame(
        {
            "area_code": text["area_code"],
            "period": period,
            "value": (100 * share).round(6),
            "numerator": numbers(text["numerator"]),
            "denominator": numbers(text["denominator"]),
            "flag": text["value"].where(share.isna(), ""),
        }
    )
