"""Polygons above and around the LSOAs: districts, wards, background land; and the LSOA of every postcode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.base.coverage import clean_coverage, dissolve_cells, round_coverage, round_parts
from geo.base.errors import DataError, Problem
from geo.base.vocabulary import BRITISH_GRID
from geo.build.postcodes import CODE_POINT, Postcodes

if TYPE_CHECKING:
    from collections.abc import Iterable

# Overlaps and gaps between wards of two districts, which were cut out one by one.
WARD_GAP_M = 5.0
# Borders between Voronoi cells zigzag from postcode to postcode; coverage_simplify smooths away corners smaller than this.
WARD_SMOOTHING_M = 60.0
# Land is drawn this far around the atlas: as far as a wide screen shows, so that no cut edge of it looks like a coast.
LAND_RIM_M = 100_000.0
LAND_SMOOTHING_M = 300.0
SMALLEST_ISLAND_M2 = 5_000_000.0


def place_postcodes(
    postcodes: Postcodes, assigned: pd.Series[str], polygons: gpd.GeoSeries, changes: pd.DataFrame, districts: Iterable[str]
) -> Postcodes:
    """Fill the LSOA 2021 of every postcode of the atlas.

    Parameters
    ----------
    postcodes : Postcodes
        All postcodes at hand.
    assigned : Series of str
        LSOA 2021 of the residential postcodes that the ONS lookup knows.
    polygons : GeoSeries
        LSOAs 2021, EPSG:27700; they place the newer postcodes, and those without residents of an LSOA that was split.
    changes : DataFrame
        Columns ``lsoa11_code``, ``lsoa_code``.
    districts : iterable of str
        The districts of the atlas.

    Returns
    -------
    Postcodes
        With ``lsoa_code`` filled inside the atlas.
    """
    frame = postcodes.frame
    single = changes.drop_duplicates("lsoa11_code", keep=False).set_index("lsoa11_code")["lsoa_code"]
    code = assigned.reindex(frame.index).combine_first(frame["lsoa11_code"].map(single))
    atlas = frame["district_code"].isin(list(districts)) & (frame["lsoa11_code"] == "") | frame["lsoa11_code"].isin(changes["lsoa11_code"])
    open_rows = frame.loc[atlas & code.isna()]
    points = shapely.points(open_rows[["easting", "northing"]].to_numpy())
    nearest = shapely.STRtree(polygons.to_numpy()).query_nearest(points, all_matches=False)[1]
    by_polygon = pd.Series(polygons.index.to_numpy()[nearest], index=open_rows.index)
    return postcodes.with_lsoa(code.combine_first(by_polygon))


def ward_polygons(lsoas: gpd.GeoSeries, districts: gpd.GeoSeries, postcodes: Postcodes, wards: pd.DataFrame) -> gpd.GeoSeries:
    """Build wards: an LSOA whose postcodes are all in one ward belongs to it, any other is divided by the nearest postcode.

    Parameters
    ----------
    lsoas : GeoSeries
        LSOAs 2021, EPSG:27700.
    districts : GeoSeries
        Rounded polygons, EPSG:4326.
    postcodes : Postcodes
        With the LSOA and the ward of each postcode.
    wards : DataFrame
        Index ``lsoa_code``; columns ``ward_code`` (best fit), ``district_code``.

    Returns
    -------
    GeoSeries
        Index ward code, sorted; EPSG:4326, rounded; a coverage within the districts' borders.

    Raises
    ------
    DataError
        A ward has no postcode.
    """
    district_of_ward = wards.drop_duplicates("ward_code").set_index("ward_code")["district_code"]
    points = postcodes.frame.loc[postcodes.frame["ward_code"].isin(district_of_ward.index)]
    own_district = points["ward_code"].map(district_of_ward) == points["lsoa_code"].map(wards["district_code"])
    by_lsoa = dict(iter(points.loc[own_district].groupby("lsoa_code")))
    pieces: dict[str, list[shapely.Geometry]] = {code: [] for code in sorted(district_of_ward.index)}
    best_fit = wards["ward_code"].astype("str").to_dict()
    for code, outline in lsoas.items():
        for ward, part in _divide(outline, by_lsoa.get(code, points.iloc[:0]), best_fit[code]).items():
            pieces[ward].append(part)
    missing = [code for code, parts in pieces.items() if not parts]
    if missing:
        raise DataError([Problem(CODE_POINT, f"has no postcode of the wards {', '.join(missing)}. Use a lookup of the same year.")])
    united = gpd.GeoSeries({code: shapely.union_all(parts) for code, parts in pieces.items()}, crs=BRITISH_GRID)
    return round_parts(clean_coverage(united, WARD_GAP_M), districts)


def _divide(outline: shapely.Geometry, rows: pd.DataFrame, best_fit: str) -> dict[str, shapely.Geometry]:
    """Divide one LSOA among the wards of its postcodes and straighten the borders between them, not the LSOA's own."""
    wards = sorted(set(rows["ward_code"])) or [best_fit]
    if len(wards) == 1:
        return {wards[0]: outline}
    points = rows[["easting", "northing"]].to_numpy(dtype=np.float64)
    parts = dissolve_cells(points, rows["ward_code"].to_numpy(dtype=np.str_), outline)
    clean = shapely.coverage_clean(np.array(list(parts.values()), dtype=object), gap_width=WARD_GAP_M)
    smooth = shapely.coverage_simplify(clean, WARD_SMOOTHING_M, simplify_boundary=False)
    return dict(zip(parts, smooth, strict=True))


def land_polygon(lsoa11: gpd.GeoSeries, atlas: gpd.GeoSeries) -> gpd.GeoSeries:
    """Unite the land around the atlas into one background polygon.

    Parameters
    ----------
    lsoa11 : GeoSeries
        LSOAs of the whole country, EPSG:27700, clipped to the coast.
    atlas : GeoSeries
        LSOAs of the atlas, EPSG:27700.

    Returns
    -------
    GeoSeries
        One row, index ``land``; EPSG:4326, rounded.
    """
    west, south, east, north = atlas.total_bounds
    box = shapely.box(west - LAND_RIM_M, south - LAND_RIM_M, east + LAND_RIM_M, north + LAND_RIM_M)
    near = lsoa11.iloc[np.unique(lsoa11.sindex.query(box, predicate="intersects"))]
    land = shapely.intersection(shapely.union_all(near.to_numpy(), grid_size=1.0), box)
    pieces = shapely.get_parts(land)
    large = shapely.area(pieces) >= SMALLEST_ISLAND_M2
    # An atlas of small islands far out has no other land.
    kept = pieces[large] if large.any() else pieces
    # Holes are lakes no larger than an LSOA's seam, or estuaries closed by the generalisation: the outline is enough.
    outline = shapely.simplify(shapely.union_all(shapely.polygons(shapely.get_exterior_ring(kept))), LAND_SMOOTHING_M)
    return round_coverage(gpd.GeoSeries({"land": outline}, crs=BRITISH_GRID))
