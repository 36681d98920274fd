"""What is known of the areas of the atlas: districts, wards, LSOAs, their children and classes, from files as published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.build.assemble import AreaBuild, AreaInputs, assemble, require, residential_postcodes
from geo.build.children import ESTIMATE_NEEDS, KnownTotals
from geo.build.lsoa import assign_postcodes
from geo.build.surroundings import DENOMINATORS_FILE, Neighbours
from geo.publishers.census_children import read_census_children
from geo.publishers.geography.boundaries import read_lsoa21
from geo.publishers.geography.lookups import read_lsoa_changes, read_lsoa_wards, read_population_centroids, read_rural_urban
from geo.publishers.population import AGES_0_15, read_dependent_children, read_single_years
from geo.store.vintage import change_groups

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geo.build.postcodes import Postcodes
    from geo.build.report import BuildReport
    from geo.settings.model import Settings

CHANGES_FILE = "boundaries/lookup_lsoa11_lsoa21_lad22_area.csv"
WARDS_FILE = "boundaries/lookup_lsoa21_ward24_lad24_area.csv"
RURAL_URBAN_FILE = "boundaries/rural_urban_2021_lsoa21_area.csv"
POPULATION_FILE = "population/population_mid2020_single_year_lsoa11_area.csv"
CENSUS_CHILDREN_FILE = "population/census2021_age6_lsoa21_area_and_neighbours.csv"
# In the order of ESTIMATE_NEEDS.
ESTIMATE_FILES = (
    POPULATION_FILE,
    "population/census2021_single_year_lad_area.csv",
    CENSUS_CHILDREN_FILE,
    "population/iod2025_population_mid2022_lsoa21_area.csv",
)
RAW_FILES = (CHANGES_FILE, WARDS_FILE, RURAL_URBAN_FILE, DENOMINATORS_FILE, *ESTIMATE_FILES)
# Used when they are there: with the second, six postcodes of seven in a split LSOA find the right part; with the first, all but a few.
CENTROIDS_FILE = "boundaries/LSOA_PopCentroids_EW_2021.csv"
LSOA21_FILE = "boundaries/lsoa_2021_area.geojson"


def build_areas(raw: Path, settings: Settings, postcodes: Postcodes, report: BuildReport) -> AreaBuild:
    """Build the tables and boundaries of areas.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    settings : Settings
        The districts of the atlas and the width of the surroundings.
    postcodes : Postcodes
        Postcodes of the atlas and at least the surroundings.
    report : BuildReport
        Receives what was read and what could not be placed.

    Returns
    -------
    AreaBuild
        Tables, rounded boundaries, and what the build of the figures needs.

    Raises
    ------
    DataError
        A file is missing or broken, or an LSOA of the atlas lacks a boundary, a predecessor, a class or its children.
    """
    wards = _wards_of_atlas(raw / WARDS_FILE, settings, report)
    changes = _changes_of_atlas(raw / CHANGES_FILE, wards, report)
    groups = change_groups(changes)
    residential = residential_postcodes(postcodes)
    census = read_census_children(raw / CENSUS_CHILDREN_FILE)
    inputs = AreaInputs(
        wards=wards,
        changes=changes,
        groups=groups,
        postcodes=postcodes,
        assigned=assign_postcodes(groups, residential, wards["ward_code"], _places_at_hand(raw, report)),
        counts=read_single_years(raw / POPULATION_FILE, AGES_0_15),
        counts_file=POPULATION_FILE,
        rural_urban=_rural_urban(raw / RURAL_URBAN_FILE, wards, report),
        neighbours=Neighbours(read_dependent_children(raw / DENOMINATORS_FILE), DENOMINATORS_FILE, census, CENSUS_CHILDREN_FILE),
        known=KnownTotals.read(raw, dict(zip(ESTIMATE_NEEDS, ESTIMATE_FILES, strict=True))),
    )
    return assemble(inputs, settings, report)


def _places_at_hand(raw: Path, report: BuildReport) -> gpd.GeoSeries | None:
    """Read where the LSOAs 2021 are, from the better of two optional files, or say what their absence means."""
    for file, read in ((LSOA21_FILE, read_lsoa21), (CENTROIDS_FILE, read_population_centroids)):
        if (raw / file).is_file():
            places = read(raw / file)
            report.add(file, len(places), len(places), notes=["only tells which part of a split LSOA 2011 a postcode is in"])
            return places
    report.note(
        f"Neither {LSOA21_FILE} nor {CENTROIDS_FILE} is at hand: where an LSOA of 2011 was split, which part has which code is a guess "
        "(boundary_basis = approximate), unless the parts lie in different wards."
    )
    return None


def _wards_of_atlas(path: Path, settings: Settings, report: BuildReport) -> pd.DataFrame:
    """Return the LSOAs of the atlas with their ward and district."""
    lookup = read_lsoa_wards(path)
    kept = lookup.loc[lookup["district_code"].isin(settings.area.districts)]
    absent = sorted(set(settings.area.districts) - set(kept["district_code"]))
    if absent:
        raise DataError([Problem(path.name, f"has no LSOA of {', '.join(absent)}. Check area.districts in config.toml.")])
    report.add(WARDS_FILE, len(lookup), len(kept))
    return kept


def _changes_of_atlas(path: Path, wards: pd.DataFrame, report: BuildReport) -> pd.DataFrame:
    changes = read_lsoa_changes(path)
    kept = changes.loc[changes["lsoa_code"].isin(wards.index)]
    require(path.name, list(wards.index), pd.Index(kept["lsoa_code"]))
    counts = ", ".join(f"{code} {count}" for code, count in kept["change_code"].value_counts().sort_index().items())
    report.add(CHANGES_FILE, len(changes), len(kept), notes=[f"change codes: {counts}"])
    return kept


def _rural_urban(path: Path, wards: pd.DataFrame, report: BuildReport) -> pd.Series[str]:
    classes = read_rural_urban(path)
    require(path.name, list(wards.index), classes.index)
    report.add(RURAL_URBAN_FILE, len(classes), len(wards))
    return classes.loc[wards.index]
