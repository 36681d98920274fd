"""Child development at 2 to 2.5 years, ASQ-3 (Office for Health Improvement and Disparities)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.publishers.published_tables import numbers, read_table, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

ANNUAL = "Annual"
TOTAL = "Total"
FREE_SCHOOL_MEALS = "Eligible for free school meals"
_FIGURES = ("value", "numerator", "denominator", "flag")


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


def academic_year(period: pd.Series[str]) -> pd.Series[str]:
    """Write ``202425`` as ``2024/25``."""
    return period.str.slice(0, 4) + "/" + period.str.slice(4, 6)


def read_districts(path: Path) -> pd.DataFrame:
    """Read the good level of development by district of the pupil's residence.

    Parameters
    ----------
    path : Path
        DfE, EYFSP additional tables by local authority district, 2013/14 to 2018/19 (xlsx).

    Returns
    -------
    DataFrame
        Columns ``area_code``, ``period``, ``value`` (per cent, whole numbers as published), ``numerator``, ``denominator`` (children),
        ``flag``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "area_code": ("lad_code_pupil", "lad_code"),
        "period": ("time_period",),
        "value": ("gld_percent",),
        "numerator": ("gld_number",),
        "denominator": ("all_pupils",),
    }
    text = read_workbook(path, columns)
    text = text.loc[text["area_code"].str.match(r"E0\d{7}$")]
    figures = text[["value", "numerator", "denominator"]].apply(numbers)
    frame = figures.assign(area_code=text["area_code"], period=academic_year(text["period"]))
    frame["flag"] = text["value"].where(figures["value"].isna(), "")
    return frame[["area_code", "period", *_FIGURES]].sort_values(["area_code", "period"], ignore_index=True)


def read_headlines(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the good level of development by local authority: all children, and those eligible for free school meals.

    Parameters
    ----------
    path : Path
        DfE Explore Education Statistics, EYFSP headline measures (CSV with a row a breakdown).

    Returns
    -------
    (DataFrame, DataFrame)
        Columns ``area_code`` (county, unitary, or E92000001), ``period``, ``value`` (per cent), ``numerator``, ``denominator``
        (children), ``flag``; sorted.
        Where the "Total" row of an authority is missing, its total is the sum of the complete breakdowns, which must all agree.

    Raises
    ------
    DataError
        The file or a column is missing, or the breakdowns of an authority give different totals.
    """
    columns = {
        "country": ("country_code",),
        "authority": ("new_la_code",),
        "period": ("time_period",),
        "topic": ("breakdown_topic", "characteristic_type"),
        "breakdown": ("breakdown", "characteristic"),
        "sex": ("sex", "gender"),
        "value": ("gld_children_percent", "gld_percentage"),
        "numerator": ("gld_children_count", "gld_number"),
        "denominator": ("children_count", "children_number"),
    }
    text = read_table(path, columns)
    text = text.loc[text["sex"] == TOTAL].assign(
        area_code=text["authority"].where(text["authority"] != "", text["country"]), period=academic_year(text["period"])
    )
    text["flag"] = text["value"].where(numbers(text["value"]).isna(), "")
    text = text.assign(**{name: numbers(text[name]) for name in ("value", "numerator", "denominator")})
    everyone = [_everyone(path.name, rows) for _, rows in text.groupby(["area_code", "period"])]
    meals = text.loc[text["breakdown"] == FREE_SCHOOL_MEALS]
    order = ["area_code", "period", *_FIGURES]
    return pd.DataFrame(everyone)[order].reset_index(drop=True), meals[order].sort_values(["area_code", "period"], ignore_index=True)


def _everyone(file: str, rows: pd.DataFrame) -> pd.Series[float]:
    """Take the published total of one authority and year, or add up a complete breakdown."""
    total = rows.loc[rows["topic"] == TOTAL]
    if len(total):
        return total.iloc[0]
    sums = rows.groupby("topic")[["numerator", "denominator"]].sum()
    if len(sums.drop_duplicates()) != 1:
        message = f"breakdowns of {rows['area_code'].iloc[0]} give different totals, so none of them is complete. Add its Total row."
        raise DataError([Problem(file, message, column="breakdown_topic")])
    first = rows.iloc[0].copy()
    first["numerator"], first["denominator"] = sums.iloc[0]
    first["value"] = round(100 * first["numerator"] / first["denominator"], 6)
    return first
