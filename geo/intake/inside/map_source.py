"""A map file written where the reading library can open it, with nothing of its own name or folders."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geo.intake.inside.archive import is_nested, opened_archive, unpacked
from geo.intake.inside.kind import Kind, is_workbook, kind_of
from geo.intake.reading import endings
from geo.intake.reading.names import listed, shown_name
from geo.settings.limits import Limits, refusal

if TYPE_CHECKING:
    import zipfile

# What a map file is written as; its own name leads nowhere.
ENDINGS: dict[Kind, str] = {"json": ".geojson", "geopackage": ".gpkg", "parquet": ".parquet"}
NOT_A_MAP = "is not a map file. Bring GeoJSON, GeoPackage, GeoParquet or a zipped shapefile."


def prepared(stream: BinaryIO, file: str, folder: Path, limits: Limits) -> Path:
    """Write a map file, or the parts of a zipped shapefile, into a folder under names of our own.

    Parameters
    ----------
    stream : binary file
        The file.
    file : str
        Its name, for messages.
    folder : Path
        Where to write; of this file only.
    limits : Limits
        Largest size of what an archive holds.

    Returns
    -------
    Path
        What the reading library opens.

    Raises
    ------
    DataError
        It is no map file, holds several, or lacks a part.
    """
    kind = kind_of(stream, file)
    if kind == "archive":
        return _from_archive(stream, file, folder, limits)
    if kind not in ENDINGS:
        raise refusal(file, NOT_A_MAP)
    path = folder / f"map{ENDINGS[kind]}"
    with path.open("wb") as target:
        shutil.copyfileobj(stream, target)
    return path


def _from_archive(stream: BinaryIO, file: str, folder: Path, limits: Limits) -> Path:
    with opened_archive(stream, file, limits) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not member.filename.startswith("__MACOSX/")]
        if is_workbook(archive):
            raise refusal(file, NOT_A_MAP)
        if any(is_nested(member) for member in members):
            raise refusal(file, "holds another archive. Unpack it and bring the files inside.")
        stems = {Path(member.filename).with_suffix("") for member in members if member.filename.lower().endswith(endings.SHAPEFILE)}
        single = [member for member in members if member.filename.lower().endswith(endings.MAPS)]
        if len(stems) + len(single) != 1:
            maps = listed(sorted([*(shown_name(stem.name) for stem in stems), *(shown_name(member.filename) for member in single)]))
            raise refusal(file, f"holds {len(stems) + len(single)} map files ({maps}); bring one at a time.")
        if single:
            with unpacked(archive, single[0], file, limits) as inner:
                if kind_of(inner, file) == "archive":
                    raise refusal(file, "holds another archive. Unpack it and bring the files inside.")
                return prepared(inner, file, folder, limits)
        return _shapefile(archive, members, stems.pop(), file, folder, limits)


def _shapefile(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], stem: Path, file: str, folder: Path, limits: Limits) -> Path:
    parts = {Path(member.filename).suffix.lower(): member for member in members if Path(member.filename).with_suffix("") == stem}
    missing = [part for part in (".shx", ".dbf") if part not in parts]
    if missing:
        raise refusal(file, f"lacks the part {' and '.join(missing)} of the shapefile. Zip all files of the same name together.")
    for ending in endings.SHAPEFILE_PARTS:
        if ending in parts:
            with unpacked(archive, parts[ending], file, limits) as inner, (folder / f"map{ending}").open("wb") as target:
                shutil.copyfileobj(inner, target)
    return folder / "map.shp"
