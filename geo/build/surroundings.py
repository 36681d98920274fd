"""Children in the LSOAs around the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

from geo.publishers.geography.boundaries import ENGLAND

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.build.report import BuildReport
    from geo.settings.model import Settings

DENOMINATORS_FILE = "deprivation/File_6_-_IoD2019_Population_Denominators.csv"


def surroundings_table(
    dependent: pd.Series[float],
    file: str,
    *,
    inside11: list[str],
    polygons: gpd.GeoSeries,
    postcodes: pd.DataFrame,
    children: pd.DataFrame,
    settings: Settings,
    report: BuildReport,
) -> pd.DataFrame:
    """Estimate the children around the atlas, who share the places near its border with the children inside.

    Parameters
    ----------
    dependent : Series of float
        Dependent children 0-15 of every LSOA 2011 (Index of deprivation 2019, file 6).
    file : str
        Where they come from, for the report.
    inside11 : list of str
        LSOAs 2011 of the atlas.
    polygons : GeoSeries
        LSOAs of the atlas, EPSG:27700.
    postcodes : DataFrame
        Index ``postcode``; columns ``easting``, ``northing``, ``lsoa11_code``, ``large_user``.
    children : DataFrame
        ``children_0_4`` of the atlas. Their sum over the atlas's dependent children in the file is applied to the surroundings.
    settings : Settings
        Width of the surroundings.
    report : BuildReport
        Receives what was read, and the ratio.

    Returns
    -------
    DataFrame
        ``surroundings.csv``; centroids are the mean of the LSOA's residential postcodes (EPSG:27700).
    """
    outside = postcodes.loc[
        ~postcodes["large_user"] & postcodes["lsoa11_code"].str.startswith(ENGLAND) & ~postcodes["lsoa11_code"].isin(inside11)
    ]
    centroids = outside.groupby("lsoa11_code")[["easting", "northing"]].mean().round(1)
    points = shapely.points(centroids.to_numpy())
    near = shapely.dwithin(points, shapely.union_all(polygons.to_numpy()), settings.area.surroundings_km * 1000)
    table = centroids.loc[near].join(dependent).rename_axis("area_code").reset_index()
    unknown = table.loc[table["children_0_15"].isna(), "area_code"]
    # The file counts children of mid-2015; measured against the atlas's own rows of it, the ratio carries them to the atlas's year as well.
    share = float(children["children_0_4"].sum() / dependent.loc[inside11].sum())
    table["children_0_4"] = (table["children_0_15"] * share).round(1)
    notes = [
        f"kept: LSOAs 2011 within {settings.area.surroundings_km:g} km of the atlas",
        f"children 0-4 (modelled) = dependent children 0-15 x {share:.4f}, the ratio of the atlas",
    ]
    report.add(file, len(dependent), len(table) - len(unknown), not_matched=unknown, notes=notes)
    table = table.dropna(subset="children_0_4").rename(columns={"easting": "centroid_e", "northing": "centroid_n"})
    columns = ["area_code", "centroid_e", "centroid_n", "children_0_4"]
    return pd.DataFrame(table, columns=columns).sort_values("area_code", ignore_index=True)
