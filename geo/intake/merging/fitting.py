"""The limited process as it is asked to fit outlines: a shape that is valid can still be slow to cut and to join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow as pa

from geo.base.vocabulary import BRITISH_GRID, LEVELS, LONGITUDE_LATITUDE
from geo.intake.matching.result import Outlines
from geo.intake.reading import arrows
from geo.intake.reading.child import answered
from geo.intake.reading.job import Job
from geo.intake.reading.shapes import polygons_in
from geo.intake.reading.sheet import ROW
from geo.settings.limits import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

    from geo.base.vocabulary import Level
    from geo.settings.limits import Limits

AREAS, PARTS_OF, LAYER = "areas.arrow", "parts_{level}.arrow", "{level}.geojson"
CLEAN, DRAWN, MOVED = "clean.arrow", "drawn.arrow", "moved.arrow"
WORDS: Final = ["area_code", "level", "district_code"]
FIGURES: Final = ["gained_km2", "lost_km2", "most_km2", "shade"]
OURS: Final = "boundaries"


@dataclass(frozen=True)
class Fit:
    """What became of outlines that were brought.

    Parameters
    ----------
    outlines : Outlines, optional
        None if some area is lost.
    lost : list of str
        Areas of which nothing is left.
    overlap_km2 : float
        Land on which neighbours overlapped.
    same_share : float, optional
        Part of the land of today that lies in the outlines of the same codes; None if areas were lost before that could be measured.
    """

    outlines: Outlines | None
    lost: list[str]
    overlap_km2: float
    same_share: float | None


def compared(level: Level, parts: gpd.GeoSeries, areas: pd.DataFrame, folder: Path, file: str, limits: Limits) -> Fit:
    """Clean the outlines of one level, fit them to the others, and measure what moves.

    Parameters
    ----------
    level : {"lsoa", "district", "ward"}
        Whose outlines they are.
    parts : GeoSeries
        Valid polygons, EPSG:27700; index area_code, which may stand there several times.
    areas : DataFrame
        Index area_code; columns level, district_code.
    folder : Path
        Data folder with the outlines of today.
    file : str
        Name of the brought file, for messages.
    limits : Limits
        ``seconds`` and memory.

    Raises
    ------
    DataError
        It takes too long, or too much memory.
    """
    import geopandas as gpd  # noqa: PLC0415 - costs 0.7 s to import

    def prepare(place: Path) -> None:
        _write_areas(place / AREAS, areas)
        write_parts(place / PARTS_OF.format(level=level), parts)

    job = Job(task="fit", file=file, limits=limits, level=level, folder=str(folder.resolve()))
    with answered(job, None, prepare) as (answer, place):
        overlap_km2, same = answer.numbers or (0.0, None)
        if answer.names:
            return Fit(None, answer.names, overlap_km2, same)
        clean = gpd.GeoSeries(read_parts(place / CLEAN, job), crs=BRITISH_GRID)
        drawn = gpd.GeoSeries(read_parts(place / DRAWN, job), crs=LONGITUDE_LATITUDE)
        return Fit(Outlines(level, clean, drawn, _moves(place / MOVED, job)), [], overlap_km2, same)


def redraw(folder: Path, areas: pd.DataFrame, brought: Iterable[Outlines], limits: Limits) -> None:
    """Write the outlines that were brought into a data folder; a later file of the same level wins.

    Parameters
    ----------
    folder : Path
        Data folder, not yet in use.
    areas : DataFrame of str
        Its ``areas.csv``.
    brought : iterable of Outlines
        What was brought.
    limits : Limits
        ``seconds`` and memory.

    Raises
    ------
    DataError
        It takes too long, or too much memory.
    """
    latest = {outlines.level: outlines.shapes for outlines in brought}
    if not latest:
        return

    def prepare(place: Path) -> None:
        _write_areas(place / AREAS, areas.set_index("area_code"))
        for level, shapes in latest.items():
            write_parts(place / PARTS_OF.format(level=level), shapes)

    job = Job(task="redraw", file=OURS, limits=limits, folder=str(folder.resolve()))
    with answered(job, None, prepare) as (answer, place):
        for level in answer.names:
            if level not in LEVELS:
                raise refusal(OURS, "could not be drawn again. Bring the file once more.")
            (folder / "boundaries" / LAYER.format(level=level)).write_bytes((place / LAYER.format(level=level)).read_bytes())


def read_areas(path: Path, job: Job) -> pd.DataFrame:
    """Read the level and district of every area."""
    table = arrows.read(path, [arrows.TEXT] * len(WORDS), job.file, job.limits)
    areas: pd.DataFrame = table.drop_columns([ROW]).to_pandas().set_axis(WORDS, axis=1).set_index("area_code").replace("", None)
    return areas


def read_parts(path: Path, job: Job) -> pd.Series:
    """Read polygons, each under its code."""
    table = arrows.read(path, [arrows.TEXT, arrows.BYTES], job.file, job.limits)
    return pd.Series(polygons_in(table["1"], job.file, job.limits), index=pd.Index(table["0"].to_pandas(), dtype="str"), dtype="object")


def _moves(path: Path, job: Job) -> pd.DataFrame:
    table = arrows.read(path, [arrows.TEXT] * len(WORDS) + [arrows.NUMBER] * len(FIGURES), job.file, job.limits)
    moved: pd.DataFrame = table.drop_columns([ROW]).to_pandas().set_axis([*WORDS, *FIGURES], axis=1).set_index("area_code")
    return moved.astype({"shade": "int64"})[["level", "district_code", "gained_km2", "lost_km2", "shade", "most_km2"]]


def _write_areas(path: Path, areas: pd.DataFrame) -> None:
    texts = [areas.index.to_series(), areas["level"], areas["district_code"].fillna("")]
    arrows.write(path, _count(areas), [pa.array(text.astype("str").tolist(), arrows.TEXT) for text in texts])


def write_parts(path: Path, parts: gpd.GeoSeries) -> None:
    """Write polygons, each under its code."""
    import shapely  # noqa: PLC0415 - with geopandas

    codes = pa.array(parts.index.astype("str").tolist(), arrows.TEXT)
    arrows.write(path, _count(parts), [codes, pa.array(shapely.to_wkb(parts.to_numpy()), arrows.BYTES)])


def _count(rows: pd.DataFrame | pd.Series) -> pa.Array:
    return pa.array(range(len(rows)), arrows.WHOLE)
