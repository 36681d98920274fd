"""Households of the Census 2021 (ONS): how they hold their homes, and whether these have enough bedrooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

CODE: Final = ("lsoa21_code", "LSOA21CD")
# Indicator -> the counts that add up to it, and the count that they are of.
SHARES: Final = {
    "overcrowded_households": (("occ_minus1", "occ_minus2_or_less"), "occ_total"),
    "social_rented": (("social_council", "social_other"), "tenure_total"),
    "private_rented": (("private_landlord", "private_other"), "tenure_total"),
}


def read_households(path: Path, containers: pd.DataFrame) -> pd.DataFrame:
    """Read shares of households, for neighbourhoods and for the areas that they add up to.

    Parameters
    ----------
    path : Path
        Census 2021 counts of households by LSOA 2021: occupancy rating of bedrooms, and tenure.
    containers : DataFrame
        Index ``lsoa_code``; one column a kind of larger area (ward, district) with its code. LSOAs that are not in it are left out.

    Returns
    -------
    DataFrame
        Columns ``indicator_id``, ``area_code``, ``value`` (per cent), ``numerator``, ``denominator`` (households).

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = sorted({name for parts, whole in SHARES.values() for name in (*parts, whole)})
    text = read_published(path, {"area_code": CODE, **{name: (name,) for name in columns}}).set_index("area_code")
    counts = text.apply(numbers)
    counts = counts.loc[counts.index.isin(containers.index)]
    sums = [counts, *(counts.groupby(containers[name].reindex(counts.index)).sum(min_count=1) for name in containers)]
    everywhere = pd.concat([table.rename_axis("area_code") for table in sums])
    tables = []
    for indicator, (parts, whole) in SHARES.items():
        count, of = everywhere[list(parts)].sum(axis=1, skipna=False), everywhere[whole]
        share = pd.DataFrame({"value": (100 * count / of).round(4), "numerator": count, "denominator": of})
        tables.append(share.reset_index().assign(indicator_id=indicator))
    return pd.concat(tables, ignore_index=True)
