"""Files as published -> the tables and boundaries of ``data/``; all of them or none."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.base.coverage import geojson_bytes
from geo.base.errors import DataError, Problem
from geo.base.files import write_bytes, write_table
from geo.build.areas import CHANGES_FILE, RAW_FILES, build_areas
from geo.build.figures import build_figures
from geo.build.postcodes import postcode_table, read_postcodes
from geo.build.report import BuildReport
from geo.contract.datapackage import write_package
from geo.publishers.geography.lookups import read_lsoa_changes
from geo.store.folder import LSOA_CHANGES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.settings.model import Settings

# Postcodes are read this much further out than the surroundings: an LSOA's centroid needs all of its postcodes.
POSTCODE_RIM_KM = 15.0


def build(raw: Path, settings: Settings, out: Path | None = None) -> BuildReport:
    """Build all tables and boundaries from files as published.

    Parameters
    ----------
    raw : Path
        Folder of the publishers' files. Boundaries and postcodes come from the packages in ``requirements-build.txt``.
    settings : Settings
        ``config.toml``.
    out : Path, optional
        Target folder; default: the data folder of the settings. Other files in it are left alone.

    Returns
    -------
    BuildReport
        Rows read, matched, not matched and suppressed for each file; rows written.

    Raises
    ------
    DataError
        A file is missing or broken. Nothing in ``out`` has changed then.
    """
    missing = [Problem(name, f"is missing. Put the publisher's file at {raw / name}.") for name in RAW_FILES if not (raw / name).is_file()]
    if missing:
        raise DataError(missing)
    report = BuildReport()
    frames, boundaries = _build_all(raw, settings, report)
    target = settings.data.folder if out is None else out
    write_folder(frames, boundaries, settings, target, report)
    return report


def write_folder(
    frames: dict[str, pd.DataFrame], boundaries: dict[str, gpd.GeoSeries], settings: Settings, target: Path, report: BuildReport
) -> None:
    """Write all tables and boundaries of a data folder and what describes them, or nothing; other files in it are left alone."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".build-") as temporary:
        folder = Path(temporary)
        for name, frame in frames.items():
            write_table(frame, folder / name)
            report.wrote(name, len(frame))
        for level, polygons in boundaries.items():
            write_bytes(geojson_bytes(polygons), folder / "boundaries" / f"{level}.geojson")
            report.wrote(f"boundaries/{level}.geojson", len(polygons))
        _swap_in(folder, target)
    write_package(target, settings.area.name)


def _build_all(raw: Path, settings: Settings, report: BuildReport) -> tuple[dict[str, pd.DataFrame], dict[str, gpd.GeoSeries]]:
    margin_m = (settings.area.surroundings_km + POSTCODE_RIM_KM) * 1000
    postcodes = read_postcodes(settings.area.districts, margin_m, report)
    areas = build_areas(raw, settings, postcodes, report)
    figures = build_figures(raw, settings, areas.areas, areas.lsoa_polygons, areas.postcodes, report)
    tables = {"areas.csv": areas.areas, "surroundings.csv": areas.surroundings, "postcodes.csv": postcode_table(areas.postcodes)}
    if areas.counts is not None:
        tables["children_counts.csv"] = areas.counts
    changes = read_lsoa_changes(raw / CHANGES_FILE)
    tables[LSOA_CHANGES] = changes.loc[changes["lsoa_code"].isin(areas.areas["area_code"])].reset_index(drop=True)
    return {**tables, **figures}, areas.boundaries


def _swap_in(folder: Path, target: Path) -> None:
    """Put finished files over the old ones; on one disk each takes a single step."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = target / file.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
