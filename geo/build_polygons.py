"""Polygons above and around the LSOAs: districts, wards, background land; and the LSOA of every postcode."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import DataError, Problem
from geo.geometry import clean_coverage, dissolve_cells, round_coverage, round_parts
from geo.sources.boundaries import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.sources.postcodes import CODE_POINT, Postcodes

# Overlaps and gaps between wards of two districts, which were cut out one by one.
WARD_GAP_M = 5.0
# Borders between Voronoi cells zigzag from postcode to postcode; coverage_simplify smooths away corners smaller than this.
WARD_SMOOTHING_M = 60.0
# Land is drawn this far around the atlas, so that the sea shows as sea.
LAND_RIM_M = 40_000.0
LAND_SMOOTHING_M = 200.0
SMALLEST_ISLAND_M2 = 1_000_000.0


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


def dissolve_rounded(polygons: gpd.GeoSeries, group: pd.Series[str]) -> gpd.GeoSeries:
    """Unite rounded polygons by group, moving no vertex; EPSG:4326 in and out."""
    codes = group.reindex(polygons.index).to_numpy()
    united = {code: shapely.normalize(shapely.coverage_union_all(polygons.to_numpy()[codes == code])) for code in sorted(set(codes))}
    return gpd.GeoSeries(united, crs=LONGITUDE_LATITUDE)


def ward_polygons(districts: gpd.GeoSeries, postcodes: Postcodes, wards: pd.DataFrame) -> gpd.GeoSeries:
    """Build wards: every spot of a district belongs to the ward of its nearest postcode.

    Parameters
    ----------
    districts : GeoSeries
        Rounded polygons, EPSG:4326.
    postcodes : Postcodes
        With the ward of each postcode.
    wards : DataFrame
        Columns ``ward_code``, ``district_code`` of the wards to build.

    Returns
    -------
    GeoSeries
        Index ward code, sorted; EPSG:4326, rounded; a coverage within the districts' borders.

    Raises
    ------
    DataError
        A ward has no postcode.
    """
    points = postcodes.frame.loc[postcodes.frame["ward_code"].isin(wards["ward_code"])]
    parts: dict[str, shapely.Geometry] = {}
    for code, outline in districts.to_crs(BRITISH_GRID).items():
        own = points.loc[points["ward_code"].isin(wards.loc[wards["district_code"] == code, "ward_code"])]
        cells = dissolve_cells(own[["easting", "northing"]].to_numpy(), own["ward_code"].to_numpy(dtype=np.str_), outline)
        parts |= _smooth(cells)
    missing = sorted(set(wards["ward_code"]) - set(parts))
    if missing:
        raise DataError([Problem(CODE_POINT, f"has no postcode of the wards {', '.join(missing)}. Use a lookup of the same year.")])
    cleaned = clean_coverage(gpd.GeoSeries(parts, crs=BRITISH_GRID).sort_index(), WARD_GAP_M)
    return round_parts(cleaned, districts)


def _smooth(cells: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Straighten the borders between wards, not those of the district."""
    clean = shapely.coverage_clean(np.array(list(cells.values()), dtype=object), gap_width=WARD_GAP_M)
    smooth = shapely.coverage_simplify(clean, WARD_SMOOTHING_M, simplify_boundary=False)
    return dict(zip(cells, smooth, strict=True))


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
    kept = pieces[shapely.area(pieces) >= SMALLEST_ISLAND_M2]
    # Holes are lakes no larger than an LSOA's seam, or estuaries closed by the generalisation: the outline is enough.
    outline = shapely.simplify(shapely.union_all(shapely.polygons(shapely.get_exterior_ring(kept))), LAND_SMOOTHING_M)
    return round_coverage(gpd.GeoSeries({"land": outline}, crs=BRITISH_GRID))
