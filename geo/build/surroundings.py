"""Children in the LSOAs around the atlas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.build.match import district_of, match_changes
from geo.publishers.geography.boundaries import ENGLAND, read_lsoa11_names
from geo.store.vintage import change_groups

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.build.report import BuildReport
    from geo.settings.model import Settings

DENOMINATORS_FILE = "deprivation/File_6_-_IoD2019_Population_Denominators.csv"


@dataclass(frozen=True)
class Neighbours:
    """What is known of the children around the atlas.

    Parameters
    ----------
    dependent : Series of float
        Dependent children 0-15 of every LSOA 2011 in mid-2015 (Index of deprivation 2019, file 6).
    file : str
        Where they come from, for the report.
    census : DataFrame, optional
        Children 0-15 in the Census of 2021: index LSOA 2021, ``lsoa_name`` and ``children_0_15``; the atlas and districts around it.
    census_file : str
        Where they come from, for the report.
    """

    dependent: pd.Series[float]
    file: str
    census: pd.DataFrame | None = None
    census_file: str = ""


def surroundings_table(
    known: Neighbours,
    *,
    inside11: list[str],
    polygons: gpd.GeoSeries,
    postcodes: pd.DataFrame,
    children: pd.DataFrame,
    settings: Settings,
    report: BuildReport,
) -> pd.DataFrame:
    """Estimate the children around the atlas, who share the places near its border with the children inside.

    Children 0-4 are children 0-15 times the atlas's own children 0-4 for each child 0-15 of the same file: of the Census where it has the
    LSOA, of mid-2015 elsewhere; measured so, the ratio of mid-2015 carries its children to the atlas's year as well.

    Parameters
    ----------
    known : Neighbours
        What is published.
    inside11 : list of str
        LSOAs 2011 of the atlas.
    polygons : GeoSeries
        LSOAs of the atlas, EPSG:27700.
    postcodes : DataFrame
        Index ``postcode``; columns ``easting``, ``northing``, ``lsoa11_code``, ``large_user``.
    children : DataFrame
        ``children_0_4`` of the atlas, index ``lsoa_code``.
    settings : Settings
        Width of the surroundings.
    report : BuildReport
        Receives what was read, and the ratios.

    Returns
    -------
    DataFrame
        ``surroundings.csv``: LSOAs 2011, as postcodes are known by these; centroids are the mean of the LSOA's residential postcodes
        (EPSG:27700).
    """
    outside = postcodes.loc[
        ~postcodes["large_user"] & postcodes["lsoa11_code"].str.startswith(ENGLAND) & ~postcodes["lsoa11_code"].isin(inside11)
    ]
    centroids = outside.groupby("lsoa11_code")[["easting", "northing"]].mean().round(1)
    points = shapely.points(centroids.to_numpy())
    near = centroids.loc[shapely.dwithin(points, shapely.union_all(polygons.to_numpy()), settings.area.surroundings_km * 1000)]
    young = float(children["children_0_4"].sum())
    counted = _of_census(known, near.index, inside11, children, report)
    share = young / float(known.dependent.loc[inside11].sum())
    older = (known.dependent.reindex(near.index) * share)[counted.isna()]
    unknown = older.index[older.isna()]
    beyond = "" if known.census is None else " that are not in the Census file"
    notes = [
        f"kept: LSOAs 2011 within {settings.area.surroundings_km:g} km of the atlas{beyond}",
        f"children 0-4 (modelled) = dependent children 0-15 x {share:.4f}, the ratio of the atlas",
    ]
    report.add(known.file, len(known.dependent), len(older) - len(unknown), not_matched=unknown, notes=notes)
    table = near.assign(children_0_4=counted.fillna(older).round(1)).dropna(subset="children_0_4").rename_axis("area_code").reset_index()
    table = table.rename(columns={"easting": "centroid_e", "northing": "centroid_n"})
    columns = ["area_code", "centroid_e", "centroid_n", "children_0_4"]
    return pd.DataFrame(table, columns=columns).sort_values("area_code", ignore_index=True)


def _of_census(
    known: Neighbours, near: pd.Index[str], inside11: list[str], children: pd.DataFrame, report: BuildReport
) -> pd.Series[float]:
    """Estimate the children 0-4 of LSOAs 2011 by the Census, NaN for those that are not found in it; and report how."""
    census = known.census
    if census is None:
        return pd.Series(index=near, dtype="float64")
    inside = census.index.isin(children.index)
    share = float(children["children_0_4"].sum() / census.loc[inside, "children_0_15"].sum())
    around = census.loc[~inside & census.index.str.startswith(ENGLAND)]
    carried = carry_back(around, read_lsoa11_names().drop(inside11), census.index, known.dependent)
    found = carried.reindex(near)
    moved = sorted(code for code in found.dropna().index if code not in around.index)
    absent = sorted(found.index[found.isna()])
    here = int(found.notna().sum())
    notes = [
        f"children 0-4 around the atlas (modelled) = children 0-15 x {share:.4f}, the ratio of the atlas: {here} LSOAs 2011",
        f"{len(moved)} of them have another code today; the children of today's are placed where the former ones were, matched by name",
        f"{len(absent)} are not in it and keep the children of {known.file}{': ' * bool(absent)}{', '.join(absent)}",
    ]
    report.add(known.census_file, len(census), int(inside.sum()) + len(around), notes=notes)
    return found * share


def carry_back(census: pd.DataFrame, names11: pd.Series[str], codes21: pd.Index[str], weights: pd.Series[float]) -> pd.Series[float]:
    """Carry the children of LSOAs 2021 to the LSOAs 2011 that they came from.

    Codes that both years have are one and the same area. Others are matched by name, and the children of a group go to its former LSOAs in
    proportion to ``weights``: none is lost, and each stays in the middle-layer area, or where that changed as well, in the district.

    Parameters
    ----------
    census : DataFrame
        Index LSOA 2021; ``lsoa_name``, ``children_0_15``.
    names11 : Series of str
        Names of LSOAs 2011; those of districts of which ``census`` has no unchanged LSOA are left out.
    codes21 : Index of str
        Every LSOA 2021 that is known, here or inside the atlas.
    weights : Series of float
        By LSOA 2011.

    Returns
    -------
    Series of float
        Index ``lsoa11_code``; same total as ``census``.
    """
    districts = names11.map(district_of)
    covered = set(districts[districts.index.isin(census.index)])
    changes = match_changes(names11[districts.isin(covered)], census["lsoa_name"], codes21)
    counts: dict[str, float] = {}
    for group in change_groups(changes):
        shares = weights.reindex(list(group.lsoa11)).fillna(0.0).to_numpy(dtype=np.float64)
        shares = np.ones(len(shares)) if shares.sum() == 0 else shares
        total = float(census.loc[list(group.lsoa21), "children_0_15"].sum())
        counts |= dict(zip(group.lsoa11, total * shares / shares.sum(), strict=True))
    return pd.Series(counts, dtype="float64").rename_axis("lsoa11_code").sort_index()
