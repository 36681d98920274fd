"""Changes to access to childcare in England (Ofsted and ONS): accessible places by LSOA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_accessible_places(path: Path) -> pd.DataFrame:
    """Read accessible Ofsted-registered places per 100 children aged 0 to 7.

    Parameters
    ----------
    path : Path
        Ofsted and ONS, data by LSOA 2021 of "Changes to access to childcare in England", October 2024.

    Returns
    -------
    DataFrame
        Columns ``area_code`` (LSOA 2021), ``period`` (``2020-03-31``, ``2024-03-31``), ``value``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    scores = {"2020-03-31": ("scoreMarch20",), "2024-03-31": ("scoreMarch24",)}
    text = read_table(path, {"area_code": ("code", "LSOA21CD", "lsoa21_code"), **scores})
    frame = text.melt("area_code", list(scores), "period")
    return frame.assign(value=numbers(frame["value"])).sort_values(["area_code", "period"], ignore_index=True)
