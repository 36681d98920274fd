"""Towns, villages and wards by their names, and the neighbourhoods that each can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from geo.store.atlas import Atlas
    from geo.store.gazetteer import Gazetteer

WARD: Final = "ward"
# Nobody lives there.
LEFT_OUT: Final = ("station",)
COLUMNS: Final = ("name", "kind", "easting", "northing", "lsoa_code", "ward_code", "district_code")
# So many neighbourhoods are offered around the middle of a town.
AROUND: Final = 12


def named_places(atlas: Atlas, gazetteer: Gazetteer) -> pd.DataFrame:
    """List the places within the atlas that people call by a name.

    Parameters
    ----------
    atlas : Atlas
        Its wards, and the names of its store.
    gazetteer : Gazetteer
        Of the same atlas; says in which neighbourhood a point lies.

    Returns
    -------
    DataFrame
        Index ``place_id`` (of a ward its code), by name; `COLUMNS`: ``easting`` and ``northing`` (metres, EPSG:27700) of its middle, and
        the neighbourhood, ward and district there.
    """
    names = atlas.store.map_places()
    names = names[~names["kind"].isin(LEFT_OUT)]
    points = names[["easting", "northing"]].astype(float).assign(postcode="")
    parents = gazetteer.place(points)[["lsoa_code", "ward_code", "district_code"]] if len(names) else pd.DataFrame(columns=COLUMNS[4:])
    towns = pd.concat([names[["name", "kind"]], points[["easting", "northing"]], parents], axis=1)
    table = pd.concat([towns[towns["lsoa_code"].notna()], _wards(atlas)]).rename_axis("place_id")
    return table.sort_values(["name", "kind"], key=lambda column: column.str.casefold(), kind="stable")[list(COLUMNS)]


def _wards(atlas: Atlas) -> pd.DataFrame:
    wards, lsoas = atlas.at("ward"), atlas.at("lsoa")
    table = wards[["name", "district_code"]].assign(kind=WARD, easting=wards["centroid_e"], northing=wards["centroid_n"])
    inside = {str(code): _nearest(lsoas[lsoas["ward_code"] == code], row["easting"], row["northing"]) for code, row in table.iterrows()}
    # A ward of which no neighbourhood is a best fit has nowhere to build.
    middle = pd.Series({code: codes[0] for code, codes in inside.items() if codes}, dtype=object)
    table = table.loc[middle.index]
    return table.assign(ward_code=table.index, lsoa_code=middle)


def neighbourhoods_of(atlas: Atlas, place: pd.Series[str]) -> list[str]:
    """List the neighbourhoods that a named place can mean, the likeliest first.

    Parameters
    ----------
    atlas : Atlas
        Neighbourhoods and their wards.
    place : Series
        A row of `named_places`.

    Returns
    -------
    list of str
        Codes: of a ward its own; of a town that which holds its middle, then the nearest, as the crow flies.
    """
    lsoas, easting, northing = atlas.at("lsoa"), float(place["easting"]), float(place["northing"])
    if place["kind"] == WARD:
        return _nearest(lsoas[lsoas["ward_code"] == place["ward_code"]], easting, northing)
    there = str(place["lsoa_code"])
    return [there, *(code for code in _nearest(lsoas, easting, northing) if code != there)][:AROUND]


def _nearest(lsoas: pd.DataFrame, easting: float, northing: float) -> list[str]:
    away_m = np.hypot(lsoas["centroid_e"] - easting, lsoas["centroid_n"] - northing)
    return [str(code) for code in lsoas.index[away_m.argsort(kind="stable")]]
