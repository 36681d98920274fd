"""Polygons: Voronoi cells of postcodes, and coverages that stay valid when their coordinates are rounded."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE

Floats = npt.NDArray[np.float64]
Polygons = npt.NDArray[np.object_]

# One step of the published coordinates: 5 decimals of a degree, about 1.1 m north-south and 0.7 m east-west here.
STEPS_PER_DEGREE = 100_000
DECIMALS = 5
# Land narrower than twice this between two outlines comes from rounding.
SLIVER_M = 2.0
# Distance of the points by which land between outlines is divided.
EDGE_STEP_M = 25.0


def voronoi_cells(points: Floats, cover: shapely.Geometry) -> tuple[Polygons, npt.NDArray[np.int64]]:
    """Return the Voronoi cells of some points.

    Parameters
    ----------
    points : array, shape (n, 2)
        Metres, EPSG:27700; the same point may stand in it several times.
    cover : Geometry
        The cells cover at least its envelope.

    Returns
    -------
    cells : array of Polygon, shape (m,)
        One cell per different point, m <= n.
    cell_of_point : array of int, shape (n,)
        Which cell each point lies in.
    """
    unique, cell_of_point = np.unique(points, axis=0, return_inverse=True)
    if len(unique) == 1:
        return np.array([shapely.envelope(cover)], dtype=object), cell_of_point.ravel()
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(unique), extend_to=cover, ordered=True)
    return np.array(diagram.geoms, dtype=object), cell_of_point.ravel()


def dissolve_cells(points: Floats, labels: npt.NDArray[np.str_], inside: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Divide a polygon among labels: each spot belongs to the label of the nearest point.

    Parameters
    ----------
    points : array, shape (n, 2)
        Metres, EPSG:27700.
    labels : array of str, shape (n,)
        Label of each point. Where several points coincide, the most frequent label counts (ties: the first in order).
    inside : Geometry
        The polygon to divide.

    Returns
    -------
    dict of str to Geometry
        One polygon per label that gets a part, in the order of the labels; none where there is no point.
    """
    if not len(points):
        return {}
    cells, cell_of_point = voronoi_cells(points, inside)
    names, name_of_point = np.unique(labels, return_inverse=True)
    votes = np.bincount(cell_of_point * len(names) + name_of_point, minlength=len(cells) * len(names)).reshape(len(cells), len(names))
    winner = names[votes.argmax(axis=1)]
    parts = {}
    for label in np.unique(winner):
        part = polygonal(shapely.intersection(shapely.coverage_union_all(cells[winner == label]), inside))
        if not shapely.is_empty(part):
            parts[str(label)] = part
    return parts


def polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    """Drop the points and lines that an intersection leaves behind."""
    pieces = shapely.get_parts(geometry)
    kept = pieces[shapely.get_dimensions(pieces) == 2]  # noqa: PLR2004 - 2 is the dimension of an area
    return shapely.union_all(kept)


def round_coverage(polygons: gpd.GeoSeries) -> gpd.GeoSeries:
    """Turn polygons into longitude and latitude with 5 decimals so that they still meet without gap or overlap.

    All borders are laid on the grid of published coordinates together (snap rounding), so that two neighbours get the same
    vertices, and the faces between them are handed to the polygon that they came from.

    Parameters
    ----------
    polygons : GeoSeries
        A coverage in EPSG:27700.

    Returns
    -------
    GeoSeries
        The same index, EPSG:4326, every coordinate a multiple of 0.00001 degrees.
    """
    steps = np.asarray(shapely.transform(polygons.to_crs(LONGITUDE_LATITUDE).to_numpy(), lambda c: c * STEPS_PER_DEGREE))
    return gpd.GeoSeries(_from_steps(_snap(steps, steps)), index=polygons.index, crs=LONGITUDE_LATITUDE)


def round_parts(parts: gpd.GeoSeries, whole: gpd.GeoSeries, home: pd.Series[str] | None = None) -> gpd.GeoSeries:
    """Round polygons that divide other, already rounded polygons, keeping the outer border of those.

    Parameters
    ----------
    parts : GeoSeries
        EPSG:27700; each lies within one polygon of ``whole``, or nearly so if ``home`` is given.
    whole : GeoSeries
        Rounded coverage, EPSG:4326.
    home : Series of str, optional
        Index of ``parts`` -> index of ``whole``: parts are cut off at the border of their own polygon and filled up to it.

    Returns
    -------
    GeoSeries
        Index of ``parts``, EPSG:4326, rounded like :func:`round_coverage`. A part with nothing inside its polygon is empty.
    """
    steps = np.asarray(shapely.transform(parts.to_crs(LONGITUDE_LATITUDE).to_numpy(), lambda c: c * STEPS_PER_DEGREE))
    frame = np.asarray(shapely.transform(whole.to_numpy(), lambda c: np.rint(c * STEPS_PER_DEGREE)))
    place = None if home is None else whole.index.get_indexer(home.reindex(parts.index))
    return gpd.GeoSeries(_from_steps(_snap(steps, np.concatenate([steps, frame]), frame, place)), index=parts.index, crs=LONGITUDE_LATITUDE)


def fill_parts(parts: gpd.GeoSeries, whole: gpd.GeoSeries, home: pd.Series[str]) -> gpd.GeoSeries:
    """Give land that no part of a polygon covers to the nearest of its parts.

    Parameters
    ----------
    parts : GeoSeries
        EPSG:27700.
    whole : GeoSeries
        Polygons that the parts should fill, EPSG:27700.
    home : Series of str
        Index of ``parts`` -> index of ``whole``.

    Returns
    -------
    GeoSeries
        Index of ``parts``, EPSG:27700; parts may still reach beyond their polygon.
    """
    filled, owner = parts.copy(), home.reindex(parts.index)
    for code, outline in whole.items():
        own = parts[owner == code]
        gaps = shapely.get_parts(polygonal(shapely.difference(outline, shapely.union_all(own.to_numpy()))))
        wide = shapely.union_all(gaps[~shapely.is_empty(shapely.buffer(gaps, -SLIVER_M))])
        if shapely.is_empty(wide) or own.empty:
            continue
        edges = shapely.intersection(shapely.boundary(own.to_numpy()), shapely.buffer(wide, SLIVER_M))
        points, place = shapely.get_coordinates(shapely.segmentize(edges, EDGE_STEP_M), return_index=True)
        for part, piece in dissolve_cells(points, own.index.to_numpy(dtype=np.str_)[place], wide).items():
            filled[part] = shapely.union(filled[part], piece)
    return filled


def _snap(polygons: Polygons, borders: Polygons, frame: Polygons | None = None, home: npt.NDArray[np.int64] | None = None) -> Polygons:
    lines = shapely.union_all(shapely.boundary(borders), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inner = shapely.point_on_surface(faces)
    # Faces between polygons of a coverage are slivers of a step or two at most: they go to the nearest polygon.
    if frame is None:
        face, owner = shapely.STRtree(polygons).query_nearest(inner, all_matches=False, max_distance=2.0)
    else:
        inside, of_frame = shapely.STRtree(frame).query(inner, predicate="within")
        groups = [(np.unique(inside), np.arange(len(polygons)))]
        if home is not None:
            groups = [(inside[of_frame == place], np.flatnonzero(home == place)) for place in range(len(frame))]
        pairs = [_nearest(inner, rows, polygons, members) for rows, members in groups if len(members)]
        face, owner = np.concatenate(pairs, axis=1)
    return np.array([shapely.coverage_union_all(faces[face[owner == i]]) for i in range(len(polygons))], dtype=object)


def _nearest(points: Polygons, rows: npt.NDArray[np.int64], polygons: Polygons, members: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Pair some of the points with the nearest of some polygons."""
    point, polygon = shapely.STRtree(polygons[members]).query_nearest(points[rows], all_matches=False)
    return np.array([rows[point], members[polygon]])


def dissolve_rounded(polygons: gpd.GeoSeries, group: pd.Series[str]) -> gpd.GeoSeries:
    """Unite rounded polygons by group, moving no vertex; EPSG:4326 in and out."""
    codes = group.reindex(polygons.index).to_numpy()
    united = {code: shapely.normalize(shapely.coverage_union_all(polygons.to_numpy()[codes == code])) for code in sorted(set(codes))}
    return gpd.GeoSeries(united, crs=LONGITUDE_LATITUDE)


def _from_steps(polygons: Polygons) -> Polygons:
    degrees = shapely.transform(polygons, lambda c: np.round(np.rint(c) / STEPS_PER_DEGREE, DECIMALS))
    return np.asarray(shapely.normalize(degrees))


def mend_holes(polygons: gpd.GeoSeries) -> gpd.GeoSeries:
    """Turn shells that lie within a shell into the holes that they were: another polygon lies there. Valid polygons stay as they are."""
    return polygons.where(polygons.is_valid, gpd.GeoSeries(shapely.make_valid(polygons.to_numpy()), polygons.index, polygons.crs))


def clean_coverage(polygons: gpd.GeoSeries, gap_m: float) -> gpd.GeoSeries:
    """Remove overlaps, and gaps narrower than ``gap_m`` metres, between polygons in EPSG:27700."""
    cleaned = shapely.coverage_clean(polygons.to_numpy(), gap_width=gap_m)
    return gpd.GeoSeries(cleaned, index=polygons.index, crs=BRITISH_GRID)


def geojson_bytes(polygons: gpd.GeoSeries) -> bytes:
    """Write polygons (EPSG:4326) as GeoJSON, one feature a line, 5 decimals, outer rings anticlockwise as RFC 7946 wants.

    Parameters
    ----------
    polygons : GeoSeries
        Index: area codes; features come in the order of the codes.

    Returns
    -------
    bytes
        UTF-8; the same polygons give the same bytes.
    """
    lines = []
    for code, polygon in polygons.sort_index().items():
        oriented = shapely.orient_polygons(polygon, exterior_cw=False)
        geometry = {"type": oriented.geom_type, "coordinates": _rounded(shapely.geometry.mapping(oriented)["coordinates"])}
        feature = {"type": "Feature", "properties": {"area_code": code}, "geometry": geometry}
        lines.append(json.dumps(feature, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, (list, tuple)):
        return [_rounded(part) for part in coordinates]
    return round(float(coordinates), DECIMALS)  # type: ignore[arg-type]
