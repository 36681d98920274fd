"""Features brought to the National Grid, rings that cross themselves mended, and what is no area set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.intake.reading.sheet import REJECTED
from geo.settings.limits import refusal

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

# Corners of Great Britain with a margin: metres of the National Grid, degrees of longitude and latitude, metres of web maps.
GRID = (1_000.0, 1_000.0, 800_000.0, 1_300_000.0)
DEGREES = (-11.0, 48.5, 4.0, 62.0)
WEB_MERCATOR = "EPSG:3857"
WEB_METRES = (-1_225_000.0, 6_190_000.0, 445_000.0, 8_860_000.0)
RANGES = ((BRITISH_GRID, GRID), (LONGITUDE_LATITUDE, DEGREES), (WEB_MERCATOR, WEB_METRES))
NO_AREA = "has no area that can be used: every feature is empty, broken, or a point or line."


@dataclass(frozen=True)
class Areas:
    """The areas of a map file.

    Parameters
    ----------
    shapes : GeoSeries
        One valid polygon or multipolygon a feature, EPSG:27700; index = number of the feature, from 1.
    mended, rejected : DataFrame
        Columns `geo.intake.reading.sheet.REJECTED`: features taken after mending and how, and those not taken and why.
    notes : tuple of str
        What was found about the file as a whole.
    """

    shapes: gpd.GeoSeries
    mended: pd.DataFrame
    rejected: pd.DataFrame
    notes: tuple[str, ...]


def tidied(shapes: gpd.GeoSeries, file: str) -> Areas:
    """Bring features to the National Grid, mend rings that cross themselves, and set aside what is no area.

    Parameters
    ----------
    shapes : GeoSeries
        Features as read, in any or no CRS; index = number of the feature.
    file : str
        Name of the file, for messages.

    Raises
    ------
    DataError
        No area is left, or the CRS cannot be told.
    """
    reasons = _reasons(shapes)
    rejected = _listed(shapes, reasons)
    usable = shapes[reasons == ""]
    if usable.empty:
        raise refusal(file, NO_AREA)
    usable, notes = _on_grid(usable, file)
    usable, mended, lost = _mended(usable)
    if usable.empty:
        raise refusal(file, NO_AREA)
    return Areas(usable, mended, pd.concat([rejected, lost], ignore_index=True), notes)


def _reasons(shapes: gpd.GeoSeries) -> pd.Series:
    kinds = shapes.geom_type
    bounds = shapely.bounds(shapes.to_numpy())
    reasons = pd.Series("", index=shapes.index, dtype="str")
    reasons[~np.isfinite(bounds).all(axis=1)] = "The shape has a corner that is not a number. Draw it again."
    reasons[~kinds.isin(["Polygon", "MultiPolygon", "GeometryCollection"])] = (
        "It is a point or a line, not an area. Bring the areas' outlines."
    )
    reasons[shapes.is_empty] = "The shape is empty. Draw it again or leave the feature out."
    reasons[shapes.isna()] = "It has no shape. Draw it or leave the feature out."
    return reasons


def _listed(shapes: gpd.GeoSeries, reasons: pd.Series) -> pd.DataFrame:
    faulty = reasons[reasons != ""]
    kinds = shapes.loc[faulty.index].geom_type.fillna("nothing").astype("str")
    return pd.DataFrame(
        {"row": faulty.index, "column": "geometry", "found": kinds.to_numpy(), "reason": faulty.to_numpy()}, columns=list(REJECTED)
    )


def _on_grid(shapes: gpd.GeoSeries, file: str) -> tuple[gpd.GeoSeries, tuple[str, ...]]:
    """Trust the coordinates over what the file says about them; they can be in one of the ranges only."""
    said = None if shapes.crs is None else f"EPSG:{shapes.crs.to_epsg()}"
    crs = next((crs for crs, box in RANGES if _within(shapes, box)), None)
    if crs is not None:
        claim = "does not say its coordinate system" if shapes.crs is None else f"says another coordinate system ({said})"
        notes = () if said == crs else (f"The file {claim}; its coordinates are those of {crs}, so it was read as that.",)
        return shapes.set_crs(crs, allow_override=True).to_crs(BRITISH_GRID), notes
    if shapes.crs is not None and said not in dict(RANGES):
        moved = shapes.to_crs(BRITISH_GRID)
        if _within(moved, GRID):
            return moved, ()
    west, south, east, north = shapes.total_bounds
    message = (
        f"has coordinates from {west:g}, {south:g} to {east:g}, {north:g}, which are outside Great Britain. "
        f"Save it in British National Grid ({BRITISH_GRID}) or longitude and latitude ({LONGITUDE_LATITUDE})."
    )
    raise refusal(file, message)


def _within(shapes: gpd.GeoSeries, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = shapes.total_bounds
    return bool(box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3])


def _mended(shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, pd.DataFrame, pd.DataFrame]:
    """Make outlines valid; return the areas, what was mended, and what had no area left."""
    crossed = ~shapes.is_valid | (shapes.geom_type == "GeometryCollection")
    faults = pd.Series(shapely.is_valid_reason(shapes[crossed].to_numpy()), index=shapes.index[crossed], dtype="str")
    shapes = shapes.copy()
    if crossed.any():
        areas = [_area_of(shape) for shape in shapes[crossed]]
        shapes[crossed] = areas
    lost = faults[shapes[crossed].is_empty]
    kept = faults.drop(lost.index)
    shapes = shapes.drop(index=lost.index)
    return (
        shapes,
        _told(kept, "The outline crossed itself; it was mended. Look at it."),
        _told(lost, "No area is left of it. Draw it again."),
    )


def _area_of(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape, without the lines and points that mending leaves."""
    parts = shapely.get_parts(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    return shapely.unary_union(parts[shapely.area(parts) > 0])


def _told(kinds: pd.Series, reason: str) -> pd.DataFrame:
    columns = {"row": kinds.index, "column": "geometry", "found": kinds.to_numpy(), "reason": reason}
    return pd.DataFrame(columns, columns=list(REJECTED))
