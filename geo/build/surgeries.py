"""GP surgeries: OpenStreetMap says where there is one, the NHS list of practices what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.build.place_providers import near_pairs
from geo.publishers.catalogue import source_files
from geo.publishers.health import read_practices, read_surgeries

if TYPE_CHECKING:
    from geo.build.place_providers import ProviderJob

# OpenStreetMap may hold a surgery as a building and as a point in it.
SAME_SURGERY_M = 30.0
# A practice's point is that of its postcode. In the embedded area 68 of 100 surgeries have one within 225 m; the next is
# 313 m away.
SAME_PRACTICE_M = 250.0


def build_surgeries(job: ProviderJob) -> pd.DataFrame:
    """Place GP surgeries from OpenStreetMap and give them the names of the NHS list.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report; points left out because another one is within 30 m are reported, and practices without a surgery.

    Returns
    -------
    DataFrame
        Columns of ``providers_osm.csv`` that are known. A surgery that no practice of the list fits is called after its ward. A practice
        without a point of OpenStreetMap is no surgery here: the list is older.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    every, rows = read_surgeries(job.path("osm_surgeries"))
    surgeries = every.assign(name="GP surgery")
    placed = job.placer.place(surgeries).frame
    twice = sorted({second for _, second in near_pairs(placed["easting"], placed["northing"], SAME_SURGERY_M)})
    where = every["lat"].astype(str) + ", " + every["lon"].astype(str)
    notes = [f"of {rows} points of all categories", *(f"within {SAME_SURGERY_M:g} m of another, left out: {where[row]}" for row in twice)]
    placed = job.place(surgeries.drop(index=twice), "osm_surgeries", notes, rows=len(every))
    areas = job.placer.areas
    wards = areas.loc[areas["level"] == "ward"].set_index("area_code")["name"]
    by_ward = "GP surgery in " + placed["ward_code"].map(wards).fillna("an unknown ward")
    return placed.assign(
        provider_id=[f"osm-gp-{lat:.5f}_{lon:.5f}" for lat, lon in zip(placed["lat"], placed["lon"], strict=True)],
        name=_practice_names(job, placed).reindex(placed.index).fillna(by_ward),
        service_type="gp",
        sector="public",
        source_id="osm_surgeries",
    )


def nearest_of_each_other(first: pd.DataFrame, second: pd.DataFrame, limit_m: float) -> pd.Series[int]:
    """Pair points that are each the other's nearest and at most ``limit_m`` metres apart.

    Parameters
    ----------
    first, second : DataFrame
        ``easting`` and ``northing``, metres; a few hundred rows. Of points that are equally near, the first one counts.
    limit_m : float
        The greatest distance, metres.

    Returns
    -------
    Series of int
        Index of ``first`` -> position in ``second``; those without a partner are left out.
    """
    if first.empty or second.empty:
        return pd.Series(dtype="int64")
    east = first["easting"].to_numpy(dtype="float64")[:, None] - second["easting"].to_numpy(dtype="float64")
    north = first["northing"].to_numpy(dtype="float64")[:, None] - second["northing"].to_numpy(dtype="float64")
    distance_m = np.hypot(east, north)
    nearest, back = distance_m.argmin(axis=1), distance_m.argmin(axis=0)
    rows = np.arange(len(first))
    paired = (back[nearest] == rows) & (distance_m[rows, nearest] <= limit_m)
    return pd.Series(nearest[paired], index=first.index[paired])


def _practice_names(job: ProviderJob, surgeries: pd.DataFrame) -> pd.Series[str]:
    """Name surgeries after the practice whose nearest surgery they are; each name is given once at most."""
    practices = read_practices(job.path("nhs_practices"))
    pairs = nearest_of_each_other(surgeries, practices, SAME_PRACTICE_M)
    names = practices["name"].iloc[pairs].set_axis(pairs.index)
    inside = practices["district_code"].isin(job.placer.areas["district_code"])
    unused = practices.loc[inside & ~practices.index.isin(pairs)]
    job.report.add(
        source_files()["nhs_practices"], len(practices), len(pairs), not_matched=unused["org_code"] + " " + unused["name"],
        notes=[
            f"matched = gives its name to a surgery of OpenStreetMap: each is the other's nearest, at most {SAME_PRACTICE_M:g} m apart",
            "not matched = practices of the atlas's districts without such a surgery; they may have merged or moved, and are not placed",
            f"{(~inside).sum()} practices beyond the border are not used: nothing of today says which of them still exist",
        ],
    )  # fmt: skip
    return names
