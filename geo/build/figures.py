"""Files as published -> indicators, values, providers, evidence and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.build.benchmarks import build_benchmarks
from geo.build.context import build_labels, build_lines, build_places
from geo.build.indicators import build_indicators
from geo.build.names import name_areas
from geo.build.place_providers import ProviderJob, ProviderPlacer
from geo.build.providers import build_providers
from geo.publishers.catalogue import build_sources, source_files
from geo.publishers.evidence import read_evidence

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from geo.build.postcodes import Postcodes
    from geo.build.report import BuildReport
    from geo.settings.model import Settings


def build_figures(
    raw: Path,
    settings: Settings,
    areas: pd.DataFrame,
    lsoa_polygons: gpd.GeoDataFrame,
    postcodes: Postcodes,
    report: BuildReport,
) -> dict[str, pd.DataFrame]:
    """Build every table that is not about areas.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    settings : Settings
        ``config.toml``.
    areas : DataFrame
        ``areas.csv``.
    lsoa_polygons : GeoDataFrame
        LSOAs 2021 of the atlas, index ``lsoa_code``, EPSG:27700.
    postcodes : Postcodes
        With ``lsoa_code`` filled inside the atlas.
    report : BuildReport
        Receives what was read and what could not be placed.

    Returns
    -------
    dict of str to DataFrame
        File name in the data folder -> table, in its final order of rows and columns.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    sources = build_sources(raw)
    files = source_files()
    figures = build_indicators(raw, areas, report)
    job = ProviderJob(raw, ProviderPlacer(areas, lsoa_polygons, postcodes), report)
    providers = build_providers(job, settings)
    benchmarks = build_benchmarks(raw, areas, report)
    places = build_places(raw, postcodes, report)
    maps = {
        "map_places.csv": places,
        "map_lines.csv": build_lines(raw, lsoa_polygons, report),
        "map_labels.csv": build_labels(raw, lsoa_polygons, places, report),
    }
    evidence = read_evidence(raw / files["evidence"])
    unanswered = evidence.loc[~evidence["outcome_id"].isin(list(settings.outcomes)), "evidence_id"]
    notes = ["matched = outcome in config.toml"]
    report.add(files["evidence"], len(evidence), len(evidence) - len(unanswered), not_matched=unanswered, notes=notes)
    maps["area_names.csv"] = name_areas(areas, maps["map_places.csv"], postcodes)
    return {**figures, **providers, **benchmarks, **maps, "evidence.csv": evidence, "sources.csv": sources}
