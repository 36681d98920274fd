"""Children's centres and family hubs (DfE: Get Information About Schools, and the list of family hub sites)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_family_hubs(path: Path) -> pd.DataFrame:
    """Read open children's centres, their linked sites and family hubs.

    Parameters
    ----------
    path : Path
        Both lists in one file, placed by postcode. A site that stands in both lists stands in it twice.

    Returns
    -------
    DataFrame
        Columns ``name``, ``postcode``, ``address``, ``lat``, ``lon`` (degrees), ``url``, ``district_code``; by ``name``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "name": ("venue",),
        "postcode": ("postcode",),
        "address": ("address",),
        "lat": ("lat",),
        "lon": ("lng",),
        "url": ("url",),
        "district_code": ("lad_code",),
    }
    text = read_table(path, columns).sort_values("name", ignore_index=True)
    return text.assign(lat=numbers(text["lat"]), lon=numbers(text["lon"]))
