"""English Indices of Deprivation (MHCLG) by LSOA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.base.once import once_a_file
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

LSOA_CODE = ("LSOA code (2021)", "lsoa21_code", "LSOA21CD")
IDACI_RANK = ("Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)",)


LSOA_NAMES = {
    "lsoa_code": LSOA_CODE,
    "lsoa_name": ("LSOA name (2021)", "LSOA21NM"),
    "district_code": ("Local Authority District code (2024)", "LAD24CD"),
    "district_name": ("Local Authority District name (2024)", "LAD24NM"),
}
LSOA11_CODE = ("LSOA code (2011)", "lsoa11_code", "LSOA11CD")


@once_a_file
def read_lsoa_names(path: Path) -> pd.DataFrame:
    """Read every LSOA 2021 of England with its name and district of 2024: the Indices of Deprivation list them all.

    Parameters
    ----------
    path : Path
        MHCLG, Indices of Deprivation 2025, file 3.

    Returns
    -------
    DataFrame of str
        Index ``lsoa_code``, sorted; ``lsoa_name``, ``district_code``, ``district_name``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    return read_published(path, LSOA_NAMES).set_index("lsoa_code").sort_index()


@once_a_file
def read_idaci_rank(path: Path) -> pd.Series[float]:
    """Read the rank of every LSOA 2021 of England on the Income Deprivation Affecting Children Index.

    Parameters
    ----------
    path : Path
        MHCLG, Indices of Deprivation 2025, file 3 "Supplementary indices" (xlsx; the figures are on its second sheet).

    Returns
    -------
    Series of float
        Index ``lsoa_code``, sorted; 1 = most deprived.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {"lsoa_code": LSOA_CODE, "rank": IDACI_RANK}
    return numbers(read_published(path, columns).set_index("lsoa_code")["rank"]).sort_index()


@once_a_file
def read_idaci_rank_2019(path: Path) -> pd.Series[float]:
    """Read the rank of every LSOA 2011 of England on the Income Deprivation Affecting Children Index of 2019.

    Parameters
    ----------
    path : Path
        MHCLG, Indices of Deprivation 2019, file 3 "Supplementary indices" (saved as CSV).

    Returns
    -------
    Series of float
        Index ``lsoa11_code``, sorted; 1 = most deprived.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {"lsoa11_code": LSOA11_CODE, "rank": IDACI_RANK}
    return numbers(read_published(path, columns).set_index("lsoa11_code")["rank"]).sort_index()


def read_deprivation(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Read some figures of an Indices of Deprivation table by LSOA 2021.

    Parameters
    ----------
    path : Path
        CSV with one row an LSOA: domain scores, sub-domain scores or underlying indicators (IoD2025).
    columns : dict of str to str
        Our name -> the column's name in the file.

    Returns
    -------
    DataFrame of float
        Index ``lsoa_code``, sorted; NaN where the publisher withholds a figure.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    wanted = {"lsoa_code": LSOA_CODE, **{name: (column,) for name, column in columns.items()}}
    return read_published(path, wanted).set_index("lsoa_code").apply(numbers).sort_index()
