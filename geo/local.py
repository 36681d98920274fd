"""Local knowledge on the map and in the scores: what entries are about, where that is, and a model without marked providers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
from pyproj import Transformer

from geo.model import build_model
from geo.sources.boundaries import BRITISH_GRID, LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Model
    from geo.settings import Level
    from geo.store import Atlas


def placed_entries(entries: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """Say what each entry is about and where that is.

    Parameters
    ----------
    entries : DataFrame
        As `geo.ledger.Ledger.entries` gives them.
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
    found = known.reindex(keys[there]).set_axis(entries.index[there])
    return entries[there].join(found)


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


def held(provider_ids: Sequence[str], atlas: Atlas) -> list[str]:
    """Select the providers that the data hold: an entry outlives the data that it was made on."""
    return [code for code in provider_ids if code in atlas.providers.index]


def leave_out(model: Model, provider_ids: Sequence[str]) -> Model:
    """Give the model without some providers, as if they had closed; the version of the method says so.

    Parameters
    ----------
    model : Model
        As `geo.model.build_model` gives it.
    provider_ids : sequence of str
        Providers to leave out; those that the data do not hold are passed over.
    """
    gone = held(provider_ids, model.atlas)
    if not gone:
        return model
    atlas = replace(model.atlas, providers=model.atlas.providers.drop(index=gone))
    return replace(build_model(atlas, model.settings), changed=(*model.changed, f"local knowledge leaves out {len(gone)}"))
