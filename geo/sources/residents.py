"""All residents, from the ONS small-area estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import DataError, Problem
from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_residents(path: Path) -> pd.Series[float]:
    """Read residents of all ages for LSOAs 2011.

    Parameters
    ----------
    path : Path
        ONS "Lower layer super output area mid-year population estimates".

    Returns
    -------
    Series of float
        Index ``lsoa11_code``, sorted; persons.

    Raises
    ------
    DataError
        The file or a column is missing, or a count is not a positive number.
    """
    columns = {"lsoa11_code": ("lsoa11_code", "LSOA11CD", "LSOA Code"), "residents": ("total_population", "All Ages", "Total")}
    counts = numbers(read_table(path, columns).set_index("lsoa11_code")["residents"]).sort_index()
    broken = counts.index[~(counts > 0)]
    if len(broken):
        raise DataError([Problem(path.name, f"has no residents for {', '.join(broken[:5])}. Correct the counts.")])
    return counts
