"""Local knowledge on the map and in the scores: what entries are about, where that is, and a model without marked providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pyproj import Transformer

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas


def placed_entries(entries: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """Say what each entry is about and where that is.

    Parameters
    ----------
    entries : DataFrame
        As `geo.store.backend.Notes` gives them.
    atlas : Atlas
        Providers and areas.

    Returns
    -------
    DataFrame
        Entries about things that the data hold, with ``name``, ``lon``, ``lat`` (degrees; an area's centroid), ``lsoa_code``,
        ``ward_code`` and ``district_code`` (of the provider or area; missing where it is larger, or beyond the border).
    """
    to_degrees = Transformer.from_crs(BRITISH_GRID, LONGITUDE_LATITUDE, always_xy=True)
    areas = atlas.areas.assign(lsoa_code=atlas.areas.index.where(atlas.areas["level"] == "lsoa"), name=atlas.areas["label"])
    areas["ward_code"] = areas["ward_code"].where(areas["level"] != "ward", areas.index)
    areas["district_code"] = areas["district_code"].where(areas["level"] != "district", areas.index)
    areas["lon"], areas["lat"] = to_degrees.transform(areas["centroid_e"].to_numpy(), areas["centroid_n"].to_numpy())
    columns = ["name", "lon", "lat", "lsoa_code", "ward_code", "district_code"]
    known = pd.concat([areas[columns], atlas.providers[columns]], keys=["area", "provider"])
    keys = pd.MultiIndex.from_frame(entries[["kind", "target"]])
    there = keys.isin(known.index)
    place = known.reindex(keys[there]).set_axis(entries.index[there])
    return entries[there].join(place)


def entries_of(placed: pd.DataFrame, level: Level, area_code: str) -> pd.DataFrame:
    """Select the entries about an area, about something inside it, and about providers that stand there.

    Parameters
    ----------
    placed : DataFrame
        As `placed_entries` gives it.
    level : {"district", "ward", "lsoa"}
        Level of the area.
    area_code : str
        The area.
    """
    return placed[(placed[f"{level}_code"] == area_code) | ((placed["kind"] == "area") & (placed["target"] == area_code))]


def count_by_area(placed: pd.DataFrame, level: Level) -> dict[str, int]:
    """Count entries by the area of a level that they lie in; areas without any are left out."""
    return {str(code): int(count) for code, count in placed[f"{level}_code"].dropna().value_counts().items()}
