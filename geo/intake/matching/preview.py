"""What a brought file would put where: points to sketch on a map, and counts by district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from pyproj import Transformer

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geo.intake.matching.result import Intake
    from geo.store.atlas import Atlas

CLASSES: Final = 5
_SITES: Final = ("providers.csv", "providers_osm.csv")


@dataclass(frozen=True)
class Preview:
    """Where the rows of a file are.

    Parameters
    ----------
    points : DataFrame
        lon, lat (degrees, WGS84), label, district_code (missing beyond the border), value, and ``shade``: fifths of the values from 0
        (low) to 4; -1 for a point without a value. Areas are shown by the centre of their families' homes.
    what : str
        ``sites``, or the indicator_id or column of the values; empty if nothing can be placed.
    period : str
        Period of the values.
    """

    points: pd.DataFrame
    what: str
    period: str = ""


def preview(intake: Intake, atlas: Atlas) -> Preview:
    """Place the rows of an intake.

    Parameters
    ----------
    intake : Intake
        As read.
    atlas : Atlas
        Areas of today.

    Returns
    -------
    Preview
        Sites if the file brings any; else the first indicator in its latest period; else the children of areas.
    """
    for name in _SITES:
        if name in intake.tables and len(intake.tables[name]):
            sites = intake.tables[name]
            points = pd.DataFrame({name: pd.to_numeric(sites[name], errors="coerce") for name in ("lon", "lat")})
            inside = sites["lsoa_code"].where(sites["lsoa_code"].astype("str").str.startswith("E01")).notna()
            points = points.assign(label=sites["name"], district_code=sites["district_code"].where(inside), value=np.nan, shade=-1)
            return Preview(points.dropna(subset=["lon", "lat"]).reset_index(drop=True), "sites")
    if "indicator_values.csv" in intake.tables and len(intake.tables["indicator_values.csv"]):
        rows = intake.tables["indicator_values.csv"]
        first = rows[rows["indicator_id"] == rows["indicator_id"].iloc[0]]
        latest = first[first["period"] == first["period"].max()]
        values = pd.Series(pd.to_numeric(latest["value"], errors="coerce").to_numpy(), index=latest["area_code"].to_numpy())
        return Preview(_of_areas(values, atlas), str(rows["indicator_id"].iloc[0]), str(latest["period"].iloc[0]))
    if "areas.csv" in intake.tables and len(intake.tables["areas.csv"]):
        areas = intake.tables["areas.csv"]
        lsoas = areas[areas["level"] == "lsoa"]
        values = pd.Series(pd.to_numeric(lsoas["children_0_4"], errors="coerce").to_numpy(), index=lsoas["area_code"].to_numpy())
        return Preview(_of_areas(values, atlas), "children_0_4")
    return Preview(_of_areas(pd.Series(dtype="float64"), atlas), "")


def by_district(shown: Preview, atlas: Atlas) -> pd.Series[int]:
    """Count points by the name of their district, in the order of the names; those beyond the border come last, under an empty name."""
    names = atlas.at("district")["name"]
    counts = shown.points["district_code"].map(names).fillna("").value_counts().to_dict()
    beyond = {"": counts[""]} if "" in counts else {}
    return pd.Series({name: counts.get(name, 0) for name in sorted(names)} | beyond, dtype="int64")


def _of_areas(values: pd.Series[float], atlas: Atlas) -> pd.DataFrame:
    """Put values at the centres of their areas; areas that are not in the atlas are left out."""
    known = values[values.index.isin(atlas.areas.index) & ~values.index.duplicated()]
    areas = atlas.areas.loc[known.index]
    to_degrees = Transformer.from_crs(BRITISH_GRID, LONGITUDE_LATITUDE, always_xy=True)
    lon, lat = to_degrees.transform(areas["centroid_e"].to_numpy(), areas["centroid_n"].to_numpy())
    fifths = (known.rank(pct=True) * CLASSES).apply(np.ceil) - 1
    return pd.DataFrame(
        {
            "lon": lon,
            "lat": lat,
            "label": areas["label"].to_numpy(),
            "district_code": areas["district_code"].to_numpy(),
            "value": known.to_numpy(),
            "shade": fifths.fillna(-1).astype("int64").to_numpy(),
        }
    )
