"""A map file of any of the formats that are taken: its names, or its finished shapes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, BinaryIO

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio.errors
import shapely

from geo.base.errors import DataError
from geo.intake.inside import geojson, geopackage, geoparquet, shapefile
from geo.intake.inside.doing import note
from geo.intake.inside.map_source import prepared
from geo.intake.inside.mend import tidied
from geo.intake.reading import arrows
from geo.intake.reading.job import Answer, Read
from geo.intake.reading.sheet import REJECTED, ROW
from geo.settings.limits import refusal

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from geo.intake.inside.features import Features
    from geo.intake.reading.job import Job

# What the libraries raise for bytes that are no map file.
FAULTS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    OSError,
    pa.ArrowException,
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.FieldError,
    shapely.errors.ShapelyError,
    sqlite3.Error,
)
BROKEN = "is damaged or is not a map file that can be read. Download it again, or open and save it again."


def column_names(stream: BinaryIO, job: Job, folder: Path) -> Answer:
    """Name the columns of a map file without its shapes."""
    return Answer(names=_read(stream, job, folder, names_only=True).names)


def write_shapes(stream: BinaryIO, job: Job, folder: Path) -> Answer:
    """Write the areas of a map file, and what became of those that were not taken."""
    limits, file = job.limits, job.file
    features = _read(stream, job, folder)
    _check_corners(features.shapes, job)
    if len(features.shapes) > limits.rows:
        raise limits.exceeded("rows", file, f"has {len(features.shapes):,} features.")
    if len(features.names) > limits.columns:
        raise limits.exceeded("columns", file, f"has {len(features.names):,} columns.")
    if len(features.shapes) * len(features.names) > limits.cells:
        raise limits.exceeded("cells", file, f"has more than {limits.cells:,} cells.")
    index = pd.RangeIndex(1, len(features.shapes) + 1)
    done = tidied(gpd.GeoSeries(shapely.force_2d(features.shapes), index=index, crs=features.crs), file)
    # Where a line crosses itself a thousand times, mending makes a million corners.
    _check_corners(done.shapes.to_numpy(), job)
    arrows.write(folder / "cells_0.arrow", _numbers(index), [pa.array(cells, arrows.TEXT) for cells in features.cells])
    wkb = pa.array(shapely.to_wkb(done.shapes.to_numpy()), arrows.BYTES)
    arrows.write(folder / "shapes_0.arrow", _numbers(done.shapes.index), [wkb])
    for name, rows in (("mended", done.mended), ("rejected", done.rejected)):
        texts = [pa.array(rows[column].astype("str").tolist(), arrows.TEXT) for column in REJECTED if column != ROW]
        arrows.write(folder / f"{name}_0.arrow", _numbers(rows[ROW]), texts)
    return Answer(tables=[Read(file=file, name="", columns=features.names, notes=list(done.notes), is_map=True)])


def _read(stream: BinaryIO, job: Job, folder: Path, *, names_only: bool = False) -> Features:
    path = prepared(stream, job.file, folder, job.limits)
    note(folder, "map file")
    try:
        match path.suffix:
            case ".geojson":
                return geojson.read(path)
            case ".gpkg":
                return geopackage.read(path, job.file, job.limits, names_only=names_only)
            case ".parquet":
                return geoparquet.read(path, job.file, job.limits, names_only=names_only)
            case _:
                return shapefile.read(path, names_only=names_only)
    except DataError:
        raise
    except FAULTS:
        raise refusal(job.file, BROKEN) from None


def _check_corners(shapes: np.ndarray, job: Job) -> None:
    corners = int(shapely.get_num_coordinates(shapes).sum())
    if corners > job.limits.vertices:
        raise job.limits.exceeded("vertices", job.file, f"has {corners:,} corners; bring generalised boundaries (BGC or BSC).")


def _numbers(rows: pd.Index | pd.Series) -> pa.Array:
    return pa.array(rows.to_numpy(dtype="int64"), arrows.WHOLE)
