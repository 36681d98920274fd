"""Find the national files in a folder of downloads, recognised by their columns whatever they are called."""

from __future__ import annotations

import contextlib
import csv
from typing import TYPE_CHECKING

import python_calamine

from geo.base.errors import DataError, Problem
from geo.intake.reading.header import SEARCHED_ROWS
from geo.intake.reading.shapes import map_columns
from geo.publishers.census_children import CENSUS_AGES, CENSUS_CHILDREN, CHILDREN_2022, RESIDENTS_2022
from geo.publishers.deprivation.people import PEOPLE_2019
from geo.publishers.deprivation.raw import IDACI_RANK, LSOA11_CODE, LSOA_CODE, LSOA_NAMES
from geo.publishers.geography.boundaries import map_content, map_name
from geo.publishers.geography.columns import LSOA21, LSOA_CHANGES, LSOA_WARDS, RURAL_URBAN
from geo.publishers.population import AGES, CODE_2011
from geo.publishers.published_tables import sheets
from geo.settings.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Source id (catalogue.toml) -> one alias set a column that the file must have; the first file found counts, in the order of names.
NATIONAL_FILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "iod2025_idaci": (
        *((aliases[0],) for name, aliases in LSOA_NAMES.items() if name != "district_name"),
        IDACI_RANK,
    ),
    "iod2019_idaci": (LSOA11_CODE[:1], IDACI_RANK),
    "iod2019_denominators": (LSOA11_CODE[:1], PEOPLE_2019["children"]),
    "lsoa_changes": tuple(LSOA_CHANGES.values()),
    "lsoa_wards": (LSOA_WARDS["lsoa_code"], LSOA_WARDS["ward_code"], LSOA_WARDS["district_code"]),
    "rural_urban": tuple(RURAL_URBAN.values()),
    "ons_population": (CODE_2011, *AGES.values(), ("90+", "90")),
    "census2021_ages": tuple(CENSUS_AGES.values()),
    "census2021_children": tuple(CENSUS_CHILDREN.values()),
    "iod2025_denominators": (LSOA_CODE, CHILDREN_2022, RESIDENTS_2022),
}
MAP_ENDINGS = (".geojson", ".json", ".gpkg", ".shp", ".parquet", ".zip")
_LSOA21 = {alias.casefold() for alias in LSOA21}


def find_files(raw: Path, limits: Limits | None = None) -> dict[str, Path]:
    """Find the national files in a folder and the folders in it.

    Parameters
    ----------
    raw : Path
        The folder.
    limits : Limits, optional
        How large a map file may be and how long it may take to read; default: those of the product.

    Returns
    -------
    dict of str to Path
        Source id of ``catalogue.toml`` -> file.

    Raises
    ------
    DataError
        Map files that are damaged or go over a limit; all of them are listed.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in sorted(path for path in raw.rglob("*") if path.is_file()):
        ending = path.suffix.casefold()
        if ending in {".csv", ".xlsx"}:
            lines = list(_first_lines(path) if ending == ".csv" else _first_rows(path))
            for source_id, needs in NATIONAL_FILES.items():
                if source_id not in files and any(all(line & _names(aliases) for aliases in needs) for line in lines):
                    files[source_id] = path
        elif ending in MAP_ENDINGS and "lsoa21_boundaries" not in files:
            try:
                if _has_lsoa21(path, Limits() if limits is None else limits):
                    files["lsoa21_boundaries"] = path
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(problems)
    return files


def _first_lines(path: Path) -> Iterator[set[str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for _, row in zip(range(SEARCHED_ROWS), csv.reader(file), strict=False):
            yield _names(row)


def _first_rows(path: Path) -> Iterator[set[str]]:
    # A file that is no workbook is none of these.
    with contextlib.suppress(python_calamine.CalamineError):
        for _, rows in sheets(path, SEARCHED_ROWS):
            yield from map(_names, rows)


def _names(row: Iterable[str]) -> set[str]:
    return {" ".join(cell.split()).casefold() for cell in row}


def _has_lsoa21(path: Path, limits: Limits) -> bool:
    """Whether a file is a map with LSOAs of 2021; one that cannot be read is an error, for it may be the one that is wanted."""
    return bool(_LSOA21 & {name.casefold() for name in map_columns(map_content(path), map_name(path), limits)})
