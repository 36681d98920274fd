"""The tables and boundaries of areas: districts, wards, LSOAs and the children around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.build.geometry import clean_coverage, round_coverage
from geo.build.lsoa import BASIS, assign_postcodes, lsoa21_polygons
from geo.build.polygons import dissolve_rounded, land_polygon, place_postcodes, ward_polygons
from geo.build.report import BuildReport
from geo.build.surroundings import DENOMINATORS_FILE, surroundings_table
from geo.errors import DataError, Problem
from geo.settings import Settings
from geo.sources.boundaries import BRITISH_GRID, LSOA11_FILE, read_lsoa11, read_lsoa21
from geo.sources.lookups import read_lsoa_changes, read_lsoa_wards, read_population_centroids, read_rural_urban
from geo.sources.population import AGES_0_4, read_single_years
from geo.sources.postcodes import Postcodes
from geo.vintage import Change, carry_counts, change_groups

CHANGES_FILE = "boundaries/lookup_lsoa11_lsoa21_lad22_area.csv"
WARDS_FILE = "boundaries/lookup_lsoa21_ward24_lad24_area.csv"
RURAL_URBAN_FILE = "boundaries/rural_urban_2021_lsoa21_area.csv"
POPULATION_FILE = "population/population_mid2020_single_year_lsoa11_area.csv"
RAW_FILES = (CHANGES_FILE, WARDS_FILE, RURAL_URBAN_FILE, POPULATION_FILE, DENOMINATORS_FILE)
# Used when they are there: with the second, six postcodes of seven in a split LSOA find the right part; with the first, all but a few.
CENTROIDS_FILE = "boundaries/LSOA_PopCentroids_EW_2021.csv"
LSOA21_FILE = "boundaries/lsoa_2021_area.geojson"

AREA_COLUMNS = [
    "area_code", "level", "name", "label", "ward_code", "district_code", "utla_code", "rural_urban", "centroid_e", "centroid_n",
    "children_0_4", *AGES_0_4, "boundary_basis",
]  # fmt: skip
# Gaps and overlaps of the super-generalised source are narrower than this.
GAP_M = 50.0


@dataclass(frozen=True)
class AreaBuild:
    """What the build of the areas hands on.

    Parameters
    ----------
    areas : DataFrame
        ``areas.csv``.
    surroundings : DataFrame
        ``surroundings.csv``.
    boundaries : dict of str to GeoSeries
        ``district``, ``ward``, ``lsoa``, ``land``: polygons by area code, EPSG:4326, rounded.
    lsoa_polygons : GeoDataFrame
        LSOA polygons in EPSG:27700, index ``lsoa_code``.
    postcodes : Postcodes
        With ``lsoa_code`` filled.
    """

    areas: pd.DataFrame
    surroundings: pd.DataFrame
    boundaries: dict[str, gpd.GeoSeries]
    lsoa_polygons: gpd.GeoDataFrame
    postcodes: Postcodes


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
    lsoa11 = read_lsoa11()
    inside11 = sorted(set(changes["lsoa11_code"]))
    _require(LSOA11_FILE, inside11, lsoa11.index)
    outlines = clean_coverage(lsoa11.geometry.loc[inside11], GAP_M)
    report.add(LSOA11_FILE, len(lsoa11), len(inside11), notes=["rows beyond the atlas serve the surroundings and the background land"])

    residential = postcodes.frame.loc[~postcodes.frame["large_user"] & (postcodes.frame["lsoa11_code"] != "")]
    assigned = assign_postcodes(groups, residential, wards["ward_code"], _places_at_hand(raw, report))
    polygons = clean_coverage(lsoa21_polygons(groups, outlines, residential, assigned), GAP_M)
    postcodes = place_postcodes(postcodes, assigned, polygons, changes, settings.area.districts)

    boundaries = {"lsoa": round_coverage(polygons)}
    boundaries["district"] = dissolve_rounded(boundaries["lsoa"], wards["district_code"])
    boundaries["ward"] = ward_polygons(polygons, boundaries["district"], postcodes, wards)
    boundaries["land"] = land_polygon(lsoa11.geometry, polygons)

    children = _children(raw / POPULATION_FILE, groups, residential, assigned, report)
    areas = _areas_table(wards, changes, children, _rural_urban(raw / RURAL_URBAN_FILE, wards, report), postcodes.frame)
    surroundings = surroundings_table(
        raw / DENOMINATORS_FILE,
        inside11=inside11,
        polygons=polygons,
        postcodes=postcodes.frame,
        children=children,
        settings=settings,
        report=report,
    )
    frame = gpd.GeoDataFrame(geometry=polygons, crs=BRITISH_GRID)
    return AreaBuild(areas, surroundings, boundaries, frame, postcodes)


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


def _require(file: str, wanted: list[str], found: pd.Index[str]) -> None:
    missing = [code for code in wanted if code not in found]
    if missing:
        raise DataError([Problem(file, f"lacks {len(missing)} areas of the atlas: {', '.join(missing[:5])}. Check [area] in config.toml.")])


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
    _require(path.name, list(wards.index), pd.Index(kept["lsoa_code"]))
    counts = ", ".join(f"{code} {count}" for code, count in kept["change_code"].value_counts().sort_index().items())
    report.add(CHANGES_FILE, len(changes), len(kept), notes=[f"change codes: {counts}"])
    return kept


def _rural_urban(path: Path, wards: pd.DataFrame, report: BuildReport) -> pd.Series[str]:
    classes = read_rural_urban(path)
    _require(path.name, list(wards.index), classes.index)
    report.add(RURAL_URBAN_FILE, len(classes), len(wards))
    return classes.loc[wards.index]


def _children(path: Path, groups: list[Change], residential: pd.DataFrame, assigned: pd.Series[str], report: BuildReport) -> pd.DataFrame:
    """Carry the children from LSOAs 2011 to LSOAs 2021."""
    counts = read_single_years(path)
    wanted = sorted(code for group in groups for code in group.lsoa11)
    _require(path.name, wanted, counts.index)
    shared = residential.loc[assigned.index, "lsoa11_code"].to_frame().assign(lsoa_code=assigned).value_counts()
    carried = carry_counts(counts.loc[wanted], groups, shared)
    carried["children_0_4"] = carried[list(AGES_0_4)].sum(axis=1)
    note = (
        f"children 0-4: {counts.loc[wanted, list(AGES_0_4)].to_numpy().sum()} read, {carried['children_0_4'].sum()} carried to LSOAs 2021"
    )
    report.add(POPULATION_FILE, len(counts), len(wanted), notes=[note])
    return carried


def _areas_table(
    wards: pd.DataFrame, changes: pd.DataFrame, children: pd.DataFrame, rural_urban: pd.Series[str], postcodes: pd.DataFrame
) -> pd.DataFrame:
    """Put together ``areas.csv``: LSOAs first, then wards and districts added up from them."""
    basis = changes.sort_values("change_code").drop_duplicates("lsoa_code", keep="last").set_index("lsoa_code")["change_code"].map(BASIS)
    lsoa = wards.join(children[["children_0_4", *AGES_0_4]]).join(rural_urban)
    lsoa = lsoa.join(_centroids(postcodes)).join(basis.rename("boundary_basis"))
    lsoa["utla_code"] = lsoa["district_code"].map(_utla_codes(postcodes))
    lsoa = lsoa.rename_axis("area_code").reset_index()
    lsoa["level"], lsoa["name"] = "lsoa", lsoa["lsoa_name"]
    lsoa["label"] = lsoa["ward_name"] + " (" + lsoa["lsoa_name"] + ")"
    ward = _add_up(lsoa, "ward_code", ["ward_code", "district_code", "utla_code"]).assign(level="ward", boundary_basis="approximate")
    district = _add_up(lsoa, "district_code", ["district_code", "utla_code"]).assign(
        level="district", ward_code="", boundary_basis="official"
    )
    ward["name"] = ward["area_code"].map(lsoa.drop_duplicates("ward_code").set_index("ward_code")["ward_name"])
    district["name"] = district["area_code"].map(lsoa.drop_duplicates("district_code").set_index("district_code")["district_name"])
    upper = pd.concat([district, ward]).assign(rural_urban="")
    table = pd.concat([lsoa, upper.assign(label=upper["name"])])
    table[["centroid_e", "centroid_n"]] = table[["centroid_e", "centroid_n"]].round(1)
    return table.sort_values("area_code", ignore_index=True)[AREA_COLUMNS]


def _centroids(postcodes: pd.DataFrame) -> pd.DataFrame:
    """Mean of an LSOA's residential postcodes: about where its people live, which the middle of a fen LSOA is not."""
    homes = postcodes.loc[(postcodes["lsoa_code"] != "") & ~postcodes["large_user"]]
    means = homes.groupby("lsoa_code")[["easting", "northing"]].mean()
    return means.rename(columns={"easting": "centroid_e", "northing": "centroid_n"})


def _utla_codes(postcodes: pd.DataFrame) -> dict[str, str]:
    """County of each district; a unitary authority is its own."""
    first = postcodes.loc[postcodes["district_code"] != ""].drop_duplicates("district_code")
    county = first["county_code"].where(first["county_code"] != "", first["district_code"])
    return dict(zip(first["district_code"].astype(str), county.astype(str), strict=True))


def _add_up(lsoa: pd.DataFrame, key: str, codes: list[str]) -> pd.DataFrame:
    """Add LSOAs up to wards or districts; the centroid is where their children live on average."""
    people = ["children_0_4", *AGES_0_4]
    # Where an area has no child at all its LSOAs count alike.
    weight = lsoa["children_0_4"].where(lsoa.groupby(key)["children_0_4"].transform("sum") > 0, 1)
    weighted = lsoa[[key]].assign(weight=weight, e=lsoa["centroid_e"] * weight, n=lsoa["centroid_n"] * weight)
    sums = weighted.groupby(key)[["weight", "e", "n"]].sum()
    table = lsoa.groupby(key)[people].sum()
    table["centroid_e"], table["centroid_n"] = sums["e"] / sums["weight"], sums["n"] / sums["weight"]
    parents = lsoa.drop_duplicates(key).set_index(key, drop=False)[codes]
    return table.join(parents).rename_axis("area_code").reset_index()
