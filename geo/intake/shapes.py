"""Map files that a council brings: GeoJSON, GeoPackage, zipped shapefile, GeoParquet; mended where that is certain, else told."""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.intake.child import run
from geo.intake.limits import Limits, refusal
from geo.intake.map_source import prepared
from geo.intake.reading import opened, shown_name
from geo.intake.result import REJECTED
from geo.intake.table import Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

# Corners of Great Britain with a margin: metres of the National Grid, degrees of longitude and latitude, metres of web maps.
GRID = (1_000.0, 1_000.0, 800_000.0, 1_300_000.0)
DEGREES = (-11.0, 48.5, 4.0, 62.0)
WEB_METRES = (-1_225_000.0, 6_190_000.0, 445_000.0, 8_860_000.0)
RANGES = ((27700, GRID), (4326, DEGREES), (3857, WEB_METRES))
BRITISH_GRID = 27700
NO_AREA = "has no area that can be used: every feature is empty, broken, or a point or line."


@dataclass(frozen=True)
class Shapes:
    """Areas of a map file.

    Parameters
    ----------
    file : str
        Name of the file.
    frame : GeoDataFrame
        One valid polygon or multipolygon a row, EPSG:27700; other columns as text; index = number of the feature, from 1.
    mended : DataFrame
        Columns `geo.intake.result.REJECTED`: features that were taken after mending, and how.
    rejected : DataFrame
        The same columns: features that were not taken, and why.
    cells : DataFrame of str
        Columns of all features, also of those that were not taken; the same index.
    notes : tuple of str
        What was found about the file as a whole.
    """

    file: str
    frame: gpd.GeoDataFrame
    mended: pd.DataFrame
    rejected: pd.DataFrame
    cells: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_shapes(content: Path | bytes, name: str, limits: Limits) -> Shapes:
    """Read the areas of a map file.

    Parameters
    ----------
    content : Path or bytes
        The file, or what is in it.
    name : str
        Its name as the reader knows it; what it is, is told by its content.
    limits : Limits
        Largest size, vertices, rows and time.

    Returns
    -------
    Shapes
        At least one area.

    Raises
    ------
    DataError
        It is no map file, has no usable area, lies outside Great Britain, or goes over a limit.
    """
    import geopandas as gpd  # noqa: PLC0415 - costs 0.7 s to import

    file = shown_name(name)
    with _through_child(content, file, limits, str(limits.vertices)) as result:
        frame = gpd.read_parquet(result)
    return tidied(frame, file, limits)


def map_columns(content: Path | bytes, name: str, limits: Limits) -> list[str]:
    """Name the columns of a map file, without its shapes and within the same limits as `read_shapes`.

    Raises
    ------
    DataError
        It is no map file, is damaged, or goes over a limit.
    """
    with _through_child(content, shown_name(name), limits, "columns") as result:
        names: list[str] = json.loads(result.read_text(encoding="utf-8"))
    return names


@contextlib.contextmanager
def _through_child(content: Path | bytes, file: str, limits: Limits, wanted: str) -> Iterator[Path]:
    """Let a process of its own read a map file, and show what it has written."""
    deadline = Deadline(file, limits)
    with tempfile.TemporaryDirectory() as folder, opened(content, file, limits) as stream:
        source, result = prepared(stream, file, Path(folder), limits), Path(folder) / "result"
        arguments = [str(source), str(result), str(limits.memory_bytes), wanted]
        run("shapes_child.py", arguments, file, limits, deadline.left(), "map file")
        yield result


def tidied(frame: gpd.GeoDataFrame, file: str, limits: Limits) -> Shapes:
    """Bring features to the National Grid, mend rings that cross themselves, and set aside what is no area.

    Parameters
    ----------
    frame : GeoDataFrame
        Features as read, in any or no CRS.
    file : str
        Name of the file, for messages.
    limits : Limits
        ``rows``.

    Raises
    ------
    DataError
        No area is left, the CRS cannot be told, or a limit is gone over.
    """
    if len(frame) > limits.rows:
        raise limits.exceeded("rows", file, f"has {len(frame):,} features.")
    frame = frame.set_index(pd.RangeIndex(1, len(frame) + 1))
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    reasons = _reasons(frame)
    rejected = _listed(frame, reasons)
    usable = frame[reasons == ""]
    if usable.empty:
        raise refusal(file, NO_AREA)
    usable, notes = _on_grid(usable, file)
    usable, mended, lost = _mended(usable)
    if usable.empty:
        raise refusal(file, NO_AREA)
    return Shapes(file, usable, mended, pd.concat([rejected, lost], ignore_index=True), cells, notes)


def _reasons(frame: gpd.GeoDataFrame) -> pd.Series:
    import numpy as np  # noqa: PLC0415 - with shapely
    import shapely  # noqa: PLC0415 - heavy

    shapes = frame.geometry
    kinds = shapes.geom_type
    bounds = shapely.bounds(shapes.to_numpy())
    reasons = pd.Series("", index=frame.index, dtype="str")
    reasons[~np.isfinite(bounds).all(axis=1)] = "The shape has a corner that is not a number. Draw it again."
    reasons[~kinds.isin(["Polygon", "MultiPolygon", "GeometryCollection"])] = (
        "It is a point or a line, not an area. Bring the areas' outlines."
    )
    reasons[shapes.is_empty] = "The shape is empty. Draw it again or leave the feature out."
    reasons[shapes.isna()] = "It has no shape. Draw it or leave the feature out."
    return reasons


def _listed(frame: gpd.GeoDataFrame, reasons: pd.Series) -> pd.DataFrame:
    told = reasons[reasons != ""]
    found = frame.geometry.loc[told.index].geom_type.fillna("nothing").astype("str")
    return pd.DataFrame(
        {"row": told.index, "column": "geometry", "found": found.to_numpy(), "reason": told.to_numpy()}, columns=list(REJECTED)
    )


def _on_grid(frame: gpd.GeoDataFrame, file: str) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Trust the coordinates over what the file says about them; they can be in one of the ranges only."""
    said = frame.crs.to_epsg() if frame.crs is not None else None
    code = next((code for code, box in RANGES if _within(frame, box)), None)
    if code is not None:
        claim = "does not say its coordinate system" if frame.crs is None else f"says another coordinate system (EPSG:{said})"
        notes = () if said == code else (f"The file {claim}; its coordinates are those of EPSG:{code}, so it was read as that.",)
        return frame.set_crs(code, allow_override=True).to_crs(BRITISH_GRID), notes
    if frame.crs is not None and said not in dict(RANGES):
        moved = frame.to_crs(BRITISH_GRID)
        if _within(moved, GRID):
            return moved, ()
    west, south, east, north = frame.total_bounds
    message = (
        f"has coordinates from {west:g}, {south:g} to {east:g}, {north:g}, which are outside Great Britain. "
        "Save it in British National Grid (EPSG:27700) or longitude and latitude (EPSG:4326)."
    )
    raise refusal(file, message)


def _within(frame: gpd.GeoDataFrame, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = frame.total_bounds
    return bool(box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3])


def _mended(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    """Make outlines valid; return the areas, what was mended, and what had no area left."""
    import shapely  # noqa: PLC0415 - heavy

    crossed = ~frame.geometry.is_valid | (frame.geometry.geom_type == "GeometryCollection")
    faults = pd.Series(shapely.is_valid_reason(frame.geometry[crossed].to_numpy()), index=frame.index[crossed], dtype="str")
    frame = frame.copy()
    if crossed.any():
        areas = [_area_of(shape) for shape in frame.geometry[crossed]]
        frame.loc[crossed, frame.geometry.name] = areas
    lost = faults[frame.geometry[crossed].is_empty]
    kept = faults.drop(lost.index)
    frame = frame.drop(index=lost.index)
    return (
        frame,
        _told(kept, "The outline crossed itself; it was mended. Look at it."),
        _told(lost, "No area is left of it. Draw it again."),
    )


def _area_of(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape, without the lines and points that mending leaves."""
    import shapely  # noqa: PLC0415 - heavy

    parts = shapely.get_parts(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    return shapely.unary_union(parts[shapely.area(parts) > 0])


def _told(found: pd.Series, reason: str) -> pd.DataFrame:
    columns = {"row": found.index, "column": "geometry", "found": found.to_numpy(), "reason": reason}
    return pd.DataFrame(columns, columns=list(REJECTED))
