"""LSOAs 2021 from LSOAs 2011: who belongs where, the polygons, and the children carried over without losing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.base.coverage import dissolve_cells

if TYPE_CHECKING:
    from geo.store.vintage import LsoaChange

BASIS = {"U": "official", "M": "merged", "S": "approximate", "X": "approximate"}


def divide_points(points: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """Divide points into compact parts of equal size, by halving along the longest axis again and again.

    Parameters
    ----------
    points : array, shape (n, 2)
        Metres, EPSG:27700.
    count : int
        Number of parts.

    Returns
    -------
    array of int, shape (n,)
        Part of each point, 0 to ``count`` - 1, west or south first; it does not depend on the order of the points.
    """
    parts = np.zeros(len(points), dtype=np.int64)
    if count == 1 or len(points) < count:
        return parts
    centred = points - points.mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    axis *= 1.0 if axis[np.abs(axis).argmax()] > 0 else -1.0
    order = np.lexsort((points[:, 1], points[:, 0], np.round(centred @ axis, 3)))
    first = count // 2
    cut = round(len(points) * first / count)
    parts[order[:cut]] = divide_points(points[order[:cut]], first)
    parts[order[cut:]] = first + divide_points(points[order[cut:]], count - first)
    return parts


def assign_postcodes(
    groups: list[LsoaChange], postcodes: pd.DataFrame, ward_of: pd.Series[str], places: gpd.GeoSeries | None = None
) -> pd.Series[str]:
    """Give each postcode its LSOA 2021.

    Where one LSOA 2011 became several, a postcode goes to the nearest of their outlines or centroids. Without those nothing
    says which of them it is in, unless they lie in different wards: the postcodes are then divided by ward and into compact parts of
    equal size, which take the codes in order, so that a figure may stand on its neighbour's half of the former LSOA.

    Parameters
    ----------
    groups : list of LsoaChange
        From :func:`change_groups`.
    postcodes : DataFrame
        Index ``postcode``; columns ``easting``, ``northing``, ``ward_code``, ``lsoa11_code``.
    ward_of : Series of str
        Ward of each LSOA 2021 (best fit).
    places : GeoSeries, optional
        Outlines or centroids by ``lsoa_code``, EPSG:27700.

    Returns
    -------
    Series of str
        Index ``postcode``; LSOA 2021 of each postcode whose LSOA 2011 is in ``groups``.
    """
    merged = {old: group.lsoa21[0] for group in groups if len(group.lsoa21) == 1 for old in group.lsoa11}
    assigned = pd.Series([merged.get(code, "") for code in postcodes["lsoa11_code"]], index=postcodes.index, dtype="str")
    several = [group for group in groups if len(group.lsoa21) > 1]
    divided = postcodes.loc[postcodes["lsoa11_code"].isin([old for group in several for old in group.lsoa11])]
    for group in several:
        rows = divided.loc[divided["lsoa11_code"].isin(group.lsoa11)]
        points = rows[["easting", "northing"]].to_numpy(dtype=np.float64)
        if places is not None and set(group.lsoa21) <= set(places.index):
            tree = shapely.STRtree(places.loc[list(group.lsoa21)].to_numpy())
            assigned.loc[rows.index] = np.array(group.lsoa21)[tree.query_nearest(shapely.points(points), all_matches=False)[1]]
            continue
        wards = {code: str(ward_of[code]) for code in group.lsoa21}
        for ward, part in _by_ward(rows, sorted(set(wards.values()))):
            codes = np.array([code for code in group.lsoa21 if wards[code] == ward])
            points = part[["easting", "northing"]].to_numpy(dtype=np.float64)
            assigned.loc[part.index] = codes[divide_points(points, len(codes))]
    return assigned[assigned != ""]


def _by_ward(rows: pd.DataFrame, wards: list[str]) -> list[tuple[str, pd.DataFrame]]:
    """Divide postcodes among the wards of the LSOAs they may be in; those of any other ward go to the nearest of these."""
    known = rows.loc[rows["ward_code"].isin(wards)]
    if len(wards) == 1 or known["ward_code"].nunique() < len(wards):
        return [(wards[0], rows)] if len(wards) == 1 else _equal_wards(rows, wards)
    tree = shapely.STRtree(shapely.points(known[["easting", "northing"]].to_numpy(dtype=np.float64)))
    nearest = tree.query_nearest(shapely.points(rows[["easting", "northing"]].to_numpy(dtype=np.float64)), all_matches=False)[1]
    ward = known["ward_code"].to_numpy()[nearest]
    return [(code, rows.loc[ward == code]) for code in wards]


def _equal_wards(rows: pd.DataFrame, wards: list[str]) -> list[tuple[str, pd.DataFrame]]:
    parts = divide_points(rows[["easting", "northing"]].to_numpy(dtype=np.float64), len(wards))
    return [(code, rows.loc[parts == i]) for i, code in enumerate(wards)]


def lsoa21_polygons(groups: list[LsoaChange], lsoa11: gpd.GeoSeries, postcodes: pd.DataFrame, assigned: pd.Series[str]) -> gpd.GeoSeries:
    """Build the polygons of LSOAs 2021.

    Parameters
    ----------
    groups : list of LsoaChange
        From :func:`change_groups`.
    lsoa11 : GeoSeries
        Polygons by ``lsoa11_code``, EPSG:27700.
    postcodes : DataFrame
        Index ``postcode``; columns ``easting``, ``northing``.
    assigned : Series of str
        LSOA 2021 of each postcode.

    Returns
    -------
    GeoSeries
        Index ``lsoa_code``, sorted; EPSG:27700.
    """
    polygons: dict[str, shapely.Geometry] = {}
    for group in groups:
        outline = shapely.union_all(lsoa11.loc[list(group.lsoa11)].to_numpy())
        if len(group.lsoa21) == 1:
            polygons[group.lsoa21[0]] = outline
            continue
        labels = assigned.loc[assigned.isin(group.lsoa21)]
        points = postcodes.loc[labels.index, ["easting", "northing"]].to_numpy(dtype=np.float64)
        polygons |= dissolve_cells(points, labels.to_numpy(dtype=np.str_), outline)
    series = gpd.GeoSeries(polygons, crs=lsoa11.crs).sort_index()
    return series.rename_axis("lsoa_code")
