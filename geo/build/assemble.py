"""From what is known of the areas to their tables and boundaries, wherever it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo.base.coverage import clean_coverage, dissolve_rounded, mend_holes, round_coverage
from geo.base.errors import DataError, Problem
from geo.base.vocabulary import BRITISH_GRID
from geo.build.children import KnownTotals, counts_table, estimate_children
from geo.build.lsoa import BASIS, lsoa21_polygons
from geo.build.polygons import land_polygon, place_postcodes, ward_polygons
from geo.build.surroundings import Neighbours, surroundings_table
from geo.publishers.geography.boundaries import LSOA11_FILE, read_lsoa11
from geo.publishers.population import AGES_0_4
from geo.store.vintage import LsoaChange, carry_counts

if TYPE_CHECKING:
    from geo.build.postcodes import Postcodes
    from geo.build.report import BuildReport
    from geo.settings.model import Settings

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
    counts : DataFrame, optional
        ``children_counts.csv``, where children were counted in several years.
    """

    areas: pd.DataFrame
    surroundings: pd.DataFrame
    boundaries: dict[str, gpd.GeoSeries]
    lsoa_polygons: gpd.GeoDataFrame
    postcodes: Postcodes
    counts: pd.DataFrame | None = None


@dataclass(frozen=True)
class AreaInputs:
    """What has to be known before areas can be put together.

    Parameters
    ----------
    wards : DataFrame
        Index ``lsoa_code``, sorted; ``lsoa_name``, ``ward_code``, ``ward_name``, ``district_code``, ``district_name``.
    changes : DataFrame
        Pairs ``lsoa11_code``, ``lsoa_code`` with their ``change_code``.
    groups : list of LsoaChange
        The same pairs in groups.
    postcodes : Postcodes
        Those of the atlas and of its surroundings.
    assigned : Series of str
        LSOA 2021 of each residential postcode, index ``postcode``.
    counts : DataFrame of int
        Children by single year, index ``lsoa11_code``: ``AGES_0_15`` where they are raked to known totals, else ``AGES_0_4``.
    counts_file : str
        Where they come from, for the report.
    rural_urban : Series of str
        Class of each LSOA 2021.
    neighbours : Neighbours
        What is known of the children around the atlas.
    known : KnownTotals, optional
        What the children are raked to; without it they are taken as counted.
    """

    wards: pd.DataFrame
    changes: pd.DataFrame
    groups: list[LsoaChange]
    postcodes: Postcodes
    assigned: pd.Series[str]
    counts: pd.DataFrame
    counts_file: str
    rural_urban: pd.Series[str]
    neighbours: Neighbours
    known: KnownTotals | None = None


def residential_postcodes(postcodes: Postcodes) -> pd.DataFrame:
    """Return the postcodes that people live in and whose LSOA 2011 is known."""
    return postcodes.frame.loc[~postcodes.frame["large_user"] & (postcodes.frame["lsoa11_code"] != "")]


def assemble(inputs: AreaInputs, settings: Settings, report: BuildReport) -> AreaBuild:
    """Build the tables and boundaries of areas.

    Parameters
    ----------
    inputs : AreaInputs
        What is known.
    settings : Settings
        The districts of the atlas and the width of the surroundings.
    report : BuildReport
        Receives what was read and what could not be placed.

    Returns
    -------
    AreaBuild
        Tables, rounded boundaries, and what the build of the figures needs.

    Raises
    ------
    DataError
        An LSOA of the atlas lacks a boundary or its children.
    """
    wards, groups, changes = inputs.wards, inputs.groups, inputs.changes
    residential = residential_postcodes(inputs.postcodes)
    lsoa11 = read_lsoa11()
    inside11 = sorted(set(changes["lsoa11_code"]))
    require(LSOA11_FILE, inside11, lsoa11.index)
    outlines = clean_coverage(mend_holes(lsoa11.geometry.loc[inside11]), GAP_M)
    report.add(LSOA11_FILE, len(lsoa11), len(inside11), notes=["rows beyond the atlas serve the surroundings and the background land"])
    polygons = clean_coverage(lsoa21_polygons(groups, outlines, residential, inputs.assigned), GAP_M)
    postcodes = place_postcodes(inputs.postcodes, inputs.assigned, polygons, changes, settings.area.districts)

    boundaries = {"lsoa": round_coverage(polygons)}
    boundaries["district"] = dissolve_rounded(boundaries["lsoa"], wards["district_code"])
    boundaries["ward"] = ward_polygons(polygons, boundaries["district"], postcodes, wards)
    boundaries["land"] = land_polygon(lsoa11.geometry, polygons)

    carried = _carried(inputs, residential, report)
    children = _children(carried, inputs, report)
    areas = _areas_table(wards, changes, children, inputs.rural_urban, postcodes.frame)
    surroundings = surroundings_table(
        inputs.neighbours,
        inside11=inside11,
        polygons=polygons,
        postcodes=postcodes.frame,
        children=children,
        settings=settings,
        report=report,
    )
    frame = gpd.GeoDataFrame(geometry=polygons, crs=BRITISH_GRID)
    counts = None if inputs.known is None else counts_table(carried, inputs.known)
    return AreaBuild(areas, surroundings, boundaries, frame, postcodes, counts)


def require(file: str, wanted: list[str], present: pd.Index[str]) -> None:
    """Refuse to go on while areas of the atlas are missing in a file."""
    missing = [code for code in wanted if code not in present]
    if missing:
        raise DataError([Problem(file, f"lacks {len(missing)} areas of the atlas: {', '.join(missing[:5])}. Check [area] in config.toml.")])


def _carried(inputs: AreaInputs, residential: pd.DataFrame, report: BuildReport) -> pd.DataFrame:
    """Carry the children from LSOAs 2011 to LSOAs 2021."""
    wanted = sorted(code for group in inputs.groups for code in group.lsoa11)
    require(inputs.counts_file, wanted, inputs.counts.index)
    counts, assigned = inputs.counts.loc[wanted], inputs.assigned
    shared = residential.loc[assigned.index, "lsoa11_code"].to_frame().assign(lsoa_code=assigned).value_counts()
    carried = carry_counts(counts, inputs.groups, shared)
    under_5 = list(AGES_0_4)
    note = f"children 0-4: {counts[under_5].to_numpy().sum()} read, {carried[under_5].to_numpy().sum()} carried to LSOAs 2021"
    report.add(inputs.counts_file, len(inputs.counts), len(wanted), notes=[note])
    return carried


def _children(carried: pd.DataFrame, inputs: AreaInputs, report: BuildReport) -> pd.DataFrame:
    """Rake the children to what is known of them."""
    if inputs.known is not None:
        carried = estimate_children(carried, inputs.wards["district_code"], inputs.known, report)
    return carried.assign(children_0_4=carried[list(AGES_0_4)].sum(axis=1))


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
