"""A map for paper: outlines as drawing paths in millimetres, so that the same lines can be put into a web page and into a PDF."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.store.outlines import outlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas

MARGIN: Final = 0.03
# The scale bar is the longest of these that takes less than this share of the width.
SCALE_KM: Final = (0.5, 1, 2, 5, 10, 20, 50, 100)
SCALE_SHARE: Final = 0.25
# A name is written where an ellipse of this height and WIDER times this width fits into what is seen of its district between the marks.
NAME_HEIGHT_MM: Final = 6.0
NAME_WIDER: Final = 4.0
MARK_CLEAR_MM: Final = 3.0
MARK_GAP_MM: Final = 5.0
# Around a place so much of the country is seen, in metres; so many settlements are named, the larger kinds first; half a letter's width.
AROUND_M: Final = 700.0
MOST_NAMES: Final = 14
# A town by whose mark its name has no room is named above or below it, up to so many heights of a name away.
TOWNS: Final = ("city", "town")
BESIDE: Final = (0.0, 1.0, -1.0, 1.5, -1.5)
KINDS: Final = ("city", "town", "village", "suburb", "hamlet", "locality")
LETTER_MM: Final = 0.95
ROADS: Final = ("motorway", "road")
SPREAD_STEPS: Final = 60

Point = tuple[float, float]


@dataclass(frozen=True)
class PaperMap:
    """A map on paper; every position is in millimetres from its upper left corner.

    Parameters
    ----------
    width_mm, height_mm : float
        Size.
    areas : tuple of str
        Outline of each area as the path of an SVG, in the order asked for; empty where none of it is seen.
    districts : tuple of str
        Outlines of all districts.
    land : str
        Land around the atlas.
    names : tuple of (str, (float, float))
        Names of the districts and their middles.
    marks : tuple of ((float, float), (float, float))
        For each marked area where its mark goes, and the point inside it that is meant.
    scale_km, scale_mm : float
        Length of the scale bar, in the country and on paper.
    lines : tuple of str
        Schematic roads to find oneself by.
    kinds : tuple of str
        What each mark stands for, a sector or what a scenario does, in the order of the marks; empty where they are areas.
    own : str
        Outline of the one place that the map is of.
    """

    width_mm: float
    height_mm: float
    areas: tuple[str, ...]
    districts: tuple[str, ...]
    land: str
    names: tuple[tuple[str, Point], ...]
    marks: tuple[tuple[Point, Point], ...]
    scale_km: float
    scale_mm: float
    lines: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    own: str = ""


@dataclass(frozen=True)
class _Frame:
    """The part of the country that is seen: west and north edge in metres of the national grid, and the scale."""

    west_m: float
    north_m: float
    width_mm: float
    height_mm: float
    mm_per_m: float

    @property
    def box(self) -> shapely.Polygon:
        east_m, south_m = self.west_m + self.width_mm / self.mm_per_m, self.north_m - self.height_mm / self.mm_per_m
        return shapely.box(self.west_m, south_m, east_m, self.north_m)

    def place(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([points_m[:, 0] - self.west_m, self.north_m - points_m[:, 1]]) * self.mm_per_m


def draw_sheet(atlas: Atlas, level: Level, districts: Sequence[str], marked: Sequence[str], width_mm: float, height_mm: float) -> PaperMap:
    """Lay out a map of the chosen districts and what surrounds them.

    Parameters
    ----------
    atlas : Atlas
        The data.
    level : {"district", "ward", "lsoa"}
        Level of the areas.
    districts : sequence of str
        Codes of the districts to fit into the map; empty means all.
    marked : sequence of str
        Codes of areas that get a mark; marks are moved apart until all can be read.
    width_mm, height_mm : float
        Width, and the greatest height.

    Returns
    -------
    PaperMap
        The areas in the order of ``atlas.at(level)``. Projected to the British National Grid (EPSG:27700), so distances are true.
    """
    shapes = _projected(atlas, level)
    whole = shapes if level == "district" else _projected(atlas, "district")
    frame = _frame(whole.loc[list(districts) or whole.index].total_bounds, width_mm, height_mm)
    outer = whole.intersection(frame.box)
    meant = _inner_points(shapes.loc[list(marked)], frame)
    marks = _spread(meant)
    names = _names(atlas, outer, frame, marks, hidden=districts[0] if len(districts) == 1 else "")
    return _sheet(atlas, shapes, whole, frame, (marks, meant), names)


def draw_place(
    atlas: Atlas, level: Level, areas: Sequence[str], sites_m: NDArray[np.float64], kinds: Sequence[str], width_mm: float, height_mm: float
) -> PaperMap:
    """Lay out a map of one place and of sites in and around it, with roads and names to find oneself by.

    Parameters
    ----------
    atlas : Atlas
        The data.
    level : {"district", "ward", "lsoa"}
        Level of the area.
    areas : sequence of str
        Codes of the areas that the place is made of.
    sites_m : array, shape (n, 2)
        Easting and northing of the sites (metres, EPSG:27700); each gets a mark, and all are seen.
    kinds : sequence of str
        What each site is.
    width_mm, height_mm : float
        Width, and the greatest height.

    Returns
    -------
    PaperMap
        The areas in the order of ``atlas.at(level)``.
    """
    shapes = _projected(atlas, level)
    whole = shapes if level == "district" else _projected(atlas, "district")
    place = shapely.union_all(shapes.loc[list(areas)].to_numpy())
    own = place.bounds
    corners = np.vstack([sites_m, own[:2], own[2:]])
    around = (*corners.min(axis=0) - AROUND_M, *corners.max(axis=0) + AROUND_M)
    frame = _frame(np.array(around), width_mm, height_mm)
    meant = frame.place(sites_m)
    marks = _spread(meant)
    sheet = _sheet(atlas, shapes, whole, frame, (marks, meant), _settlements(atlas, frame, marks))
    return replace(sheet, lines=_roads(atlas, frame), kinds=tuple(kinds), own=_paths(gpd.GeoSeries([place]), frame)[0])


def _sheet(
    atlas: Atlas,
    shapes: gpd.GeoSeries,
    whole: gpd.GeoSeries,
    frame: _Frame,
    marks: tuple[NDArray[np.float64], NDArray[np.float64]],
    names: tuple[tuple[str, Point], ...],
) -> PaperMap:
    """Put together what every map on paper has; ``marks`` are where marks go and what they mean."""
    land = gpd.GeoDataFrame.from_features(atlas.store.land(), crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID)
    scale_km = max(km for km in SCALE_KM if km == SCALE_KM[0] or km * 1000 * frame.mm_per_m <= frame.width_mm * SCALE_SHARE)
    return PaperMap(
        width_mm=frame.width_mm,
        height_mm=frame.height_mm,
        areas=_paths(shapes, frame),
        districts=_paths(whole, frame),
        land="".join(_paths(land.geometry, frame)),
        names=names,
        marks=tuple(zip(_points(marks[0]), _points(marks[1]), strict=True)),
        scale_km=scale_km,
        scale_mm=scale_km * 1000 * frame.mm_per_m,
    )


def _settlements(atlas: Atlas, frame: _Frame, marks: NDArray[np.float64]) -> tuple[tuple[str, Point], ...]:
    """Name the settlements that are seen, the larger kinds first; one that would lie on another name or a mark is left out."""
    places = atlas.basemap.places
    places = places[places["kind"].isin(KINDS)]
    points = frame.place(places[["easting", "northing"]].to_numpy(dtype=float)) if len(places) else np.empty((0, 2))
    order = np.argsort([KINDS.index(kind) for kind in places["kind"]], kind="stable")
    taken = list(shapely.buffer(shapely.points(marks), MARK_CLEAR_MM)) if len(marks) else []
    inside = shapely.box(0, 0, frame.width_mm, frame.height_mm)
    names: list[tuple[str, Point]] = []
    for place in order:
        (x, y), name = points[place], str(places["name"].iloc[place])
        for step in BESIDE if places["kind"].iloc[place] in TOWNS else BESIDE[:1]:
            foot = y + step * NAME_HEIGHT_MM
            room = shapely.box(x - len(name) * LETTER_MM, foot - NAME_HEIGHT_MM / 2, x + len(name) * LETTER_MM, foot + NAME_HEIGHT_MM / 2)
            if len(names) < MOST_NAMES and inside.contains(room) and not any(room.intersects(other) for other in taken):
                taken.append(room)
                names.append((name, (round(float(x), 2), round(float(foot), 2))))
                break
    return tuple(names)


def _roads(atlas: Atlas, frame: _Frame) -> tuple[str, ...]:
    """Draw the schematic roads that are seen."""
    lines = atlas.basemap.lines
    lines = lines[lines["kind"].isin(ROADS)]
    if lines.empty:
        return ()
    points = gpd.GeoSeries(gpd.points_from_xy(lines["longitude"], lines["latitude"]), crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID)
    on_paper = frame.place(shapely.get_coordinates(points.to_numpy()))
    inside = shapely.box(0, 0, frame.width_mm, frame.height_mm)
    roads = [rows for rows in lines.reset_index(drop=True).groupby("line_id").indices.values() if len(rows) > 1]
    seen = shapely.get_parts(shapely.intersection([shapely.LineString(on_paper[rows]) for rows in roads], inside))
    return tuple(_path(shapely.get_coordinates(line)) for line in seen if shapely.get_num_coordinates(line) > 1)


def _path(points_mm: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points_mm)


def _projected(atlas: Atlas, level: Level) -> gpd.GeoSeries:
    polygons = outlines(atlas, level)
    codes = atlas.at(level).index
    shapes = shapely.from_geojson([json.dumps(polygons[code]) for code in codes])
    return gpd.GeoSeries(shapes, index=codes, crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID)


def _frame(bounds_m: NDArray[np.float64], width_mm: float, most_mm: float) -> _Frame:
    west, south, east, north = bounds_m
    margin = MARGIN * max(east - west, north - south)
    wide, high = east - west + 2 * margin, north - south + 2 * margin
    scale = min(width_mm / wide, most_mm / high)
    # What the shape of the paper leaves over shows more of the neighbours.
    return _Frame((west + east) / 2 - width_mm / scale / 2, north + margin, width_mm, high * scale, scale)


def _paths(shapes: gpd.GeoSeries, frame: _Frame) -> tuple[str, ...]:
    seen = shapely.clip_by_rect(shapes.to_numpy(), *frame.box.bounds)
    return tuple("".join(_ring(ring, frame) for ring in shapely.get_rings(shapely.get_parts(shape))) for shape in seen)


def _ring(ring: shapely.LinearRing, frame: _Frame) -> str:
    return f"{_path(frame.place(shapely.get_coordinates(ring))[:-1])}Z"


def _inner_points(shapes: gpd.GeoSeries, frame: _Frame) -> NDArray[np.float64]:
    return frame.place(shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy()))) if len(shapes) else np.empty((0, 2))


def _names(atlas: Atlas, seen: gpd.GeoSeries, frame: _Frame, marks: NDArray[np.float64], hidden: str) -> tuple[tuple[str, Point], ...]:
    """Find the widest room for the name of each district that is seen; beside the marks if there is enough, else anywhere in it."""
    taken = shapely.union_all(shapely.buffer(shapely.points(marks), MARK_CLEAR_MM)) if len(marks) else shapely.Point()
    names = []
    for code, shape in seen.items():
        if code == hidden or shape.is_empty:
            continue
        on_paper = shapely.transform(shape, frame.place)
        for free in (on_paper.difference(taken), on_paper):
            # Words are wider than high: in a picture squeezed sideways the room for them is a circle.
            circle = shapely.maximum_inscribed_circle(shapely.transform(free, lambda points: points / (NAME_WIDER, 1)), tolerance=0.2)
            if shapely.length(circle) >= NAME_HEIGHT_MM / 2:
                (middle,) = _points(shapely.get_coordinates(circle)[:1] * (NAME_WIDER, 1))
                names.append((str(atlas.areas.at[code, "name"]), middle))
                break
    return tuple(names)


def _spread(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push marks that lie on each other apart, each pair by half of what is missing, until none overlap."""
    moved = points.copy()
    for _ in range(SPREAD_STEPS):
        away = moved[:, None] - moved[None]
        apart = np.hypot(away[..., 0], away[..., 1])
        np.fill_diagonal(apart, np.inf)
        missing = np.clip(MARK_GAP_MM - apart, 0, None)
        if not missing.any():
            break
        moved += ((missing / 2 / np.maximum(apart, 0.01))[..., None] * away).sum(axis=1)
    return moved


def _points(points: NDArray[np.float64]) -> list[Point]:
    return [(round(float(x), 2), round(float(y), 2)) for x, y in points]
