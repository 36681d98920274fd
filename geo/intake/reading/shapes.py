"""Map files that a council brings: GeoJSON, GeoPackage, zipped shapefile, GeoParquet; mended where that is certain, else told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.base.vocabulary import BRITISH_GRID
from geo.intake.reading import arrows
from geo.intake.reading.child import answered
from geo.intake.reading.files import cells_of
from geo.intake.reading.job import Job
from geo.intake.reading.names import shown_name
from geo.intake.reading.sheet import REJECTED, ROW
from geo.settings.limits import DAMAGED, Limits, refusal

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

    from geo.intake.reading.job import Answer


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
        Columns `geo.intake.reading.sheet.REJECTED`: features that were taken after mending, and how.
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
    """Read the areas of a map file, in a process of its own.

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
    job = Job(task="shapes", file=shown_name(name), limits=limits)
    with answered(job, content) as (answer, folder):
        return shapes_of(answer, folder, job)


def map_columns(content: Path | bytes, name: str, limits: Limits) -> list[str]:
    """Name the columns of a map file, without its shapes and within the same limits as `read_shapes`; none for a table.

    Raises
    ------
    DataError
        It is damaged, of a kind that has neither table nor map, or goes over a limit.
    """
    with answered(Job(task="columns", file=shown_name(name), limits=limits), content) as (answer, _):
        return answer.names


def shapes_of(answer: Answer, folder: Path, job: Job) -> Shapes:
    """Take the areas out of an answer."""
    import geopandas as gpd  # noqa: PLC0415 - costs 0.7 s to import

    (read,) = answer.tables
    file, limits = job.file, job.limits
    cells = cells_of(read, folder, 0, limits)
    table = arrows.read(folder / "shapes_0.arrow", [arrows.BYTES], file, limits)
    columns = cells.reindex(table[ROW].to_numpy()).drop(columns="geometry", errors="ignore")
    frame = gpd.GeoDataFrame(columns, geometry=polygons_in(table["0"], file, limits), crs=BRITISH_GRID)
    mended, rejected = _listed(folder / "mended_0.arrow", job), _listed(folder / "rejected_0.arrow", job)
    return Shapes(file, frame, mended, rejected, cells, tuple(read.notes))


def polygons_in(column: pa.ChunkedArray, file: str, limits: Limits) -> npt.NDArray[np.object_]:
    """Take polygons out of a column of an answer.

    Raises
    ------
    DataError
        There is something else, or too many corners.
    """
    import numpy as np  # noqa: PLC0415 - with shapely
    import shapely  # noqa: PLC0415 - heavy

    try:
        polygons = shapely.from_wkb(column.to_numpy())
    except shapely.errors.ShapelyError:
        raise refusal(file, DAMAGED) from None
    kinds = [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON]
    if not np.isin(shapely.get_type_id(polygons), kinds).all() or shapely.get_num_coordinates(polygons).sum() > limits.vertices:
        raise refusal(file, DAMAGED)
    parts: npt.NDArray[np.object_] = polygons
    return parts


def _listed(path: Path, job: Job) -> pd.DataFrame:
    columns = [column for column in REJECTED if column != ROW]
    table = arrows.read(path, [arrows.TEXT] * len(columns), job.file, job.limits)
    listed: pd.DataFrame = table.to_pandas().set_axis([ROW, *columns], axis=1)[list(REJECTED)].astype(dict.fromkeys(columns, "str"))
    return listed
