"""Children: ONS small-area estimates by single year of age, and the denominators of the Index of Deprivation 2019."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import DataError, Problem
from geo.sources.tables import numbers
from geo.sources.workbook import read_columns

AGES_0_4 = tuple(f"children_{age}" for age in range(5))


def read_single_years(path: Path) -> pd.DataFrame:
    """Read children by single year of age for LSOAs 2011.

    Parameters
    ----------
    path : Path
        ONS "Lower layer super output area mid-year population estimates", ages 0 to 90+ in columns.

    Returns
    -------
    DataFrame of int
        Index ``lsoa11_code``, sorted; columns ``children_0`` ... ``children_4`` (persons).

    Raises
    ------
    DataError
        The file or a column is missing, or a count is not a whole number.
    """
    code = ("lsoa11_code", "LSOA11CD", "LSOA Code", "LSOA code (2011)")
    ages = {name: (str(age),) for age, name in enumerate(AGES_0_4)}
    text = read_columns(path, {"lsoa11_code": code, **ages}).set_index("lsoa11_code").sort_index()
    counts = text.apply(numbers)
    broken = counts.isna() | (counts % 1 != 0) | (counts < 0)
    if broken.to_numpy().any():
        codes = ", ".join(counts.index[broken.any(axis=1)][:5])
        raise DataError(
            [Problem(path.name, f"has counts of persons that are not whole numbers, for {codes}. Use the unrounded estimates.")]
        )
    return counts.astype("int64")


def read_dependent_children(path: Path) -> pd.Series[float]:
    """Read dependent children aged 0-15 (mid-2015) for LSOAs 2011.

    Parameters
    ----------
    path : Path
        MHCLG, English indices of deprivation 2019, file 6 "Population denominators".

    Returns
    -------
    Series of float
        Index ``lsoa11_code``, sorted; persons.

    Raises
    ------
    DataError
        The file or a column is missing, or a count is not a number.
    """
    columns = {
        "lsoa11_code": ("LSOA code (2011)", "LSOA11CD"),
        "children_0_15": ("Dependent Children aged 0-15: mid 2015 (excluding prisoners)",),
    }
    frame = read_columns(path, columns).set_index("lsoa11_code").sort_index()
    counts = numbers(frame["children_0_15"])
    if counts.isna().any():
        raise DataError([Problem(path.name, f"has no count of children for {', '.join(counts.index[counts.isna()][:5])}.")])
    return counts
