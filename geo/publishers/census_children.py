"""Children in the Census of 2021 and, by the Indices of Deprivation 2025, in mid-2022."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem
from geo.publishers.deprivation.people import PEOPLE_2025
from geo.publishers.deprivation.raw import LSOA_CODE
from geo.publishers.geography.columns import CODES, LSOA21, names_of
from geo.publishers.population import AGES_0_15
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

CENSUS_AGES: Final = {
    "district_code": ("lad_code", *CODES["district"]),
    **{name: (f"age_{age}", f"Aged {age} years") for age, name in enumerate(AGES_0_15)},
}
CENSUS_CHILDREN: Final = {"lsoa_code": LSOA21, "lsoa_name": names_of(LSOA21), "children_0_15": ("age_0_15",)}
CHILDREN_2022: Final = (*PEOPLE_2025["children"], "children_0_15_mid2022")
RESIDENTS_2022: Final = (*PEOPLE_2025["people"], "total_mid2022")


def read_census_ages(path: Path) -> pd.DataFrame:
    """Read children by single year of age for districts.

    Parameters
    ----------
    path : Path
        ONS, Census 2021, TS007 "Age by single year", a column a year.

    Returns
    -------
    DataFrame of int
        Index ``district_code``, sorted; columns ``children_0`` ... ``children_15`` (persons).

    Raises
    ------
    DataError
        The file or a column is missing, a count is not a whole number, or a district stands in it twice.
    """
    return _counts(path, CENSUS_AGES, "district_code", AGES_0_15)


def read_census_children(path: Path) -> pd.DataFrame:
    """Read children aged 0-15 for LSOAs 2021.

    Parameters
    ----------
    path : Path
        ONS, Census 2021, age in six bands by LSOA.

    Returns
    -------
    DataFrame
        Index ``lsoa_code``, sorted; columns ``lsoa_name`` (str) and ``children_0_15`` (persons, int).

    Raises
    ------
    DataError
        As `read_census_ages`.
    """
    names = read_published(path, {key: CENSUS_CHILDREN[key] for key in ("lsoa_code", "lsoa_name")}).set_index("lsoa_code")
    return names.join(_counts(path, CENSUS_CHILDREN, "lsoa_code", ["children_0_15"])).sort_index()


def read_people_2022(path: Path) -> pd.DataFrame:
    """Read children aged 0-15 and residents of all ages in mid-2022 for LSOAs 2021.

    Parameters
    ----------
    path : Path
        MHCLG, English indices of deprivation 2025, file 6 "Population denominators".

    Returns
    -------
    DataFrame of int
        Index ``lsoa_code``, sorted; columns ``children_0_15`` and ``residents`` (persons, without prisoners).

    Raises
    ------
    DataError
        As `read_census_ages`.
    """
    columns = {"lsoa_code": LSOA_CODE, "children_0_15": CHILDREN_2022, "residents": RESIDENTS_2022}
    return _counts(path, columns, "lsoa_code", ["children_0_15", "residents"])


def _counts(path: Path, columns: Mapping[str, Sequence[str]], key: str, names: Iterable[str]) -> pd.DataFrame:
    text = read_published(path, columns).set_index(key).sort_index()
    twice = text.index[text.index.duplicated()]
    if len(twice):
        raise DataError([Problem(path.name, f"has {', '.join(twice[:5])} more than once. Leave one row of each.")])
    counts = text[list(names)].apply(numbers)
    broken = (counts.isna() | (counts % 1 != 0) | (counts < 0)).any(axis=1)
    if broken.any():
        codes = ", ".join(counts.index[broken][:5])
        raise DataError([Problem(path.name, f"has counts of persons that are not whole numbers, for {codes}.")])
    return counts.astype("int64")
