"""Names that people use for neighbourhoods: the village, estate or quarter where most of their homes are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import scipy.optimize
import scipy.spatial

from geo.base.vocabulary import COMPASS
from geo.contract.columns import AREA_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from geo.build.postcodes import Postcodes

    Floats = npt.NDArray[np.float64]
    # Name, basis, source and distance.
    Naming = tuple[str, str, str, float]


# A home belongs to the place that is nearest, each distance times this: in the country a village gives its name to the hamlets and ends
# around it; in a town the quarters are what people name. The size of a locality is not known.
PULL: Final = {"urban": {"hamlet": 1.5}, "rural": {"hamlet": 2.0, "suburb": 2.0, "locality": 1.3}}
# From this share of homes on, the second place of a neighbourhood in the country is named too.
SECOND_SHARE: Final = 1 / 3
# Shares of the mean distance from the middle of those that share a name: the nearest may be the centre, and lie in no direction.
MAYBE_CENTRE, SURELY_CENTRE = 0.5, 0.25
# No neighbourhood is named after a direction that is farther from its own than this.
MOST_OFF_DEGREES: Final = 60.0
NEVER: Final = 1e6


def name_areas(areas: pd.DataFrame, places: pd.DataFrame, postcodes: Postcodes) -> pd.DataFrame:
    """Name every LSOA so that people know which one is meant, each name once in its district.

    Parameters
    ----------
    areas : DataFrame
        ``areas.csv``.
    places : DataFrame
        ``map_places.csv``.
    postcodes : Postcodes
        Those of the atlas, with ``lsoa_code``, and of its surroundings.

    Returns
    -------
    DataFrame
        ``area_names.csv``. ``distance_m`` is from the LSOA's centroid to the place.
    """
    wards = areas.loc[areas["level"] == "ward"].set_index("area_code")["name"]
    named = areas.loc[areas["level"] == "lsoa"].set_index("area_code").sort_index()
    named = named.assign(
        ward=named["ward_code"].map(wards), base=named["ward_code"].map(wards), basis="ward", source_id="", distance_m=np.nan
    )
    settlements = _settlements(areas, places, postcodes)
    found = {str(code): _place_of(most, settlements, named) for code, most in _homes(named, settlements, postcodes).groupby("lsoa_code")}
    _put(named, found)
    _split_large(named)
    named["own"] = named["base"]
    for _, group in named.groupby(["district_code", "base"]):
        if len(group) > 1:
            told = _directions(group)
            ends, added = (told, "compass") if told else ([str(place) for place in range(1, len(group) + 1)], "number")
            named.loc[group.index, "own"] = [_with_end(base, end) for base, end in zip(group["base"], ends, strict=True)]
            named.loc[group.index, "basis"] += f"+{added}"
    table = named.rename_axis("lsoa_code").reset_index().drop(columns="name").rename(columns={"name": "official_name", "own": "name"})
    return table.assign(official_name=named["name"].to_numpy(), distance_m=table["distance_m"].round())[list(AREA_NAMES)]


def _settlements(areas: pd.DataFrame, places: pd.DataFrame, postcodes: Postcodes) -> pd.DataFrame:
    """Give the places of each district; one that is called as its district says nothing about where in it."""
    inside = areas.set_index("area_code")
    found = places.loc[places["kind"] != "station"].reset_index(drop=True)
    frame = postcodes.frame
    nearest = scipy.spatial.cKDTree(frame[["easting", "northing"]]).query(found[["easting", "northing"]])[1]
    found["district_code"] = frame["lsoa_code"].map(inside["district_code"]).to_numpy()[nearest]
    found = found[found["district_code"].notna() & (found["name"] != found["district_code"].map(inside["name"]))]
    # Two lists write one name with and without its apostrophe.
    letters = found["name"].str.casefold().str.replace(r"\W", "", regex=True)
    spelt = found.groupby([found["district_code"], letters])["name"].transform(lambda names: max(names, key=len))
    return found.assign(name=spelt)


def _homes(lsoas: pd.DataFrame, settlements: pd.DataFrame, postcodes: Postcodes) -> pd.DataFrame:
    """Count the residential postcodes of each LSOA by place: ``lsoa_code``, ``place`` (row of the settlements), ``share``; most first."""
    frame = postcodes.frame
    homes = frame.loc[(frame["lsoa_code"] != "") & ~frame["large_user"], ["lsoa_code", "easting", "northing"]]
    homes = homes.join(lsoas[["district_code", "rural_urban"]], on="lsoa_code")
    parts = []
    for (district, kind), group in homes.groupby(["district_code", "rural_urban"]):
        among = settlements[settlements["district_code"] == district]
        if among.empty:
            continue
        east = group["easting"].to_numpy()[:, None] - among["easting"].to_numpy()
        north = group["northing"].to_numpy()[:, None] - among["northing"].to_numpy()
        felt = np.hypot(east, north) * among["kind"].map(PULL[str(kind)]).fillna(1.0).to_numpy()
        parts.append(group.assign(place=among.index.to_numpy()[felt.argmin(axis=1)]))
    counted = pd.concat(parts) if parts else homes.iloc[:0].assign(place=0)
    shares = counted.groupby(["lsoa_code", "place"]).size().rename("homes").reset_index()
    shares["share"] = shares["homes"] / shares.groupby("lsoa_code")["homes"].transform("sum")
    return shares.sort_values(["lsoa_code", "share", "place"], ascending=[True, False, True], ignore_index=True)


def _put(named: pd.DataFrame, found: Mapping[str, Naming]) -> None:
    """Write name, basis, source and distance of some LSOAs."""
    for place, column in enumerate(("base", "basis", "source_id", "distance_m")):
        named.loc[list(found), column] = [naming[place] for naming in found.values()]


def _place_of(most: pd.DataFrame, settlements: pd.DataFrame, named: pd.DataFrame) -> Naming:
    """Give name, basis, source and distance of the place where most homes of an LSOA are, or of two."""
    lsoa, first = named.loc[most["lsoa_code"].iloc[0]], settlements.loc[most["place"].iloc[0]]
    distance_m = float(np.hypot(lsoa["centroid_e"] - first["easting"], lsoa["centroid_n"] - first["northing"]))
    name, basis = str(first["name"]), "place"
    if lsoa["rural_urban"] == "rural" and len(most) > 1 and most["share"].iloc[1] >= SECOND_SHARE:
        second = str(settlements.at[most["place"].iloc[1], "name"])
        if second != name:
            name, basis = f"{name} and {second}", "places"
    return name, basis, str(first["source_id"]), distance_m


def _split_large(named: pd.DataFrame) -> None:
    """Name by their wards those that share a place with too many others for a direction to tell them apart."""
    for _, group in named.groupby(["district_code", "base"]):
        if len(group) > 1 and len(set(group["ward_code"])) > 1 and not _directions(group):
            _put(named, {str(code): (str(ward), "ward", "", np.nan) for code, ward in group["ward"].items()})


def _directions(group: pd.DataFrame) -> list[str]:
    """Give each area of a group a direction of its own from their middle, the least off in all; none where that cannot be done."""
    if len(group) > len(COMPASS):
        return []
    offsets: Floats = group[["centroid_e", "centroid_n"]].to_numpy() - group[["centroid_e", "centroid_n"]].to_numpy().mean(axis=0)
    far = np.hypot(*offsets.T)
    bearing = np.degrees(np.arctan2(offsets[:, 0], offsets[:, 1]))
    off = np.abs((bearing[:, None] - 45.0 * np.arange(8) + 180.0) % 360.0 - 180.0)
    off[far < SURELY_CENTRE * far.mean()] = NEVER
    centre = np.where(far < MAYBE_CENTRE * far.mean(), 0.0, NEVER)
    cost = np.column_stack([off, centre])
    rows, columns = scipy.optimize.linear_sum_assignment(cost**2)
    return [] if cost[rows, columns].max() > MOST_OFF_DEGREES else [COMPASS[column] for column in columns]


def _with_end(base: str, end: str) -> str:
    """Write a name with its direction or number: *Ash north-east*; with a comma where the name ends in a direction: *Ash East, north*."""
    words: Sequence[str] = re.split(r"\W+", base.casefold())
    return f"{base}, {end}" if words[-1] in COMPASS or end.isdigit() else f"{base} {end}"
