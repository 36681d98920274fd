"""Hospitals, maternity units and GP surgeries."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from geo.build_hubs import slug
from geo.place_providers import Gazetteer, near_pairs
from geo.report import BuildReport
from geo.sources.health_sites import read_curated_hospitals, read_hospitals, read_surgeries

CURATED = Path("curated") / "hospitals.csv"
# Two rows of one hospital are this close together and share a word of the name that is not one of these.
SAME_HOSPITAL_M = 250.0
COMMON_WORDS = {"at", "community", "cuh", "general", "health", "hospital", "nhs", "of", "royal", "the"}
# OpenStreetMap may hold a surgery as a building and as a point in it.
SAME_SURGERY_M = 30.0


def build_hospitals(path: Path, file: str, data: Path, gazetteer: Gazetteer, report: BuildReport) -> pd.DataFrame:
    """Place hospitals, each site once, and the maternity units in them.

    Parameters
    ----------
    path : Path
        The list of hospitals.
    file : str
        The same, for the report.
    data : Path
        The data folder; ``curated/hospitals.csv`` in it names private hospitals and maternity units.
    gazetteer : Gazetteer
        Finds points and areas.
    report : BuildReport
        Receives the rows, the merged rows and curated hospitals that are not in the list.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that are known, service types ``hospital`` and ``maternity_unit``.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    rows = read_hospitals(path)
    merged = merged_hospitals(gazetteer.place(rows, file, BuildReport()))
    notes = [f"one site twice, kept once: {rows.loc[gone, 'name']} = {rows.loc[kept, 'name']}" for gone, kept in sorted(merged.items())]
    placed = gazetteer.place(rows.drop(index=list(merged)), file, report, (f"{len(rows)} rows", *notes))
    curated = read_curated_hospitals(data / CURATED)
    absent = curated.index.difference(pd.Index(placed["name"]))
    report.add(f"data/{CURATED.as_posix()}", len(curated), len(curated) - len(absent), not_matched=absent)
    known = placed.join(curated, on="name").fillna({"sector": "public", "maternity_unit": "", "only_maternity": ""})
    hospitals = known.loc[known["only_maternity"] == ""]
    units = known.loc[known["maternity_unit"] != ""]
    return pd.concat(
        [
            hospitals.assign(provider_id="hospital-" + hospitals["name"].map(slug), service_type="hospital", source_id="nhs_hospitals"),
            units.assign(
                provider_id="maternity-" + units["name"].map(slug), name=units["maternity_unit"], service_type="maternity_unit",
                url=units["maternity_url"], source_id=units["maternity_source_id"],
            ),
        ]
    )  # fmt: skip


def merged_hospitals(placed: pd.DataFrame) -> dict[int, int]:
    """Find rows of one hospital.

    Parameters
    ----------
    placed : DataFrame
        Index 0 ... n-1; columns ``name``, ``easting``, ``northing`` (metres).

    Returns
    -------
    dict of int to int
        Row to leave out -> row that stands for it: the one without brackets or a trust's name before it, then the shortest name.
    """
    words = placed["name"].map(lambda name: set(re.findall(r"[a-z]+", name.casefold())) - COMMON_WORDS)

    def plainness(row: int) -> tuple[bool, int, str]:
        name = placed.loc[row, "name"]
        return "(" in name or " at " in name.casefold(), len(name), name

    merged = {}
    for pair in near_pairs(placed["easting"], placed["northing"], SAME_HOSPITAL_M):
        if words[pair[0]] & words[pair[1]]:
            kept, gone = sorted(pair, key=plainness)
            merged[gone] = kept
    return merged


def build_surgeries(path: Path, file: str, gazetteer: Gazetteer, report: BuildReport) -> pd.DataFrame:
    """Place GP surgeries from OpenStreetMap.

    Parameters
    ----------
    path : Path
        Points by category.
    file : str
        The same, for the report.
    gazetteer : Gazetteer
        Finds points and areas.
    report : BuildReport
        Receives the rows and the points left out because another one is within 30 m.

    Returns
    -------
    DataFrame
        Columns of ``providers_osm.csv`` that are known. The points carry no names: a surgery is called after its ward.

    Raises
    ------
    DataError
        The file is missing or broken.
    """
    surgeries, rows = read_surgeries(path)
    placed = gazetteer.place(surgeries.assign(name="GP surgery"), file, BuildReport())
    twice = sorted({second for _, second in near_pairs(placed["easting"], placed["northing"], SAME_SURGERY_M)})
    notes = [
        f"within {SAME_SURGERY_M:g} m of another surgery, left out: {surgeries.loc[row, 'lat']}, {surgeries.loc[row, 'lon']}" for row in twice
    ]
    kept = surgeries.drop(index=twice).assign(name="GP surgery")
    placed = gazetteer.place(kept, file, report, (f"of {rows} points of all categories; {len(surgeries)} are GP surgeries", *notes))
    wards = gazetteer.areas.loc[gazetteer.areas["level"] == "ward"].set_index("area_code")["name"]
    return placed.assign(
        provider_id=[f"osm-gp-{lat:.5f}_{lon:.5f}" for lat, lon in zip(placed["lat"], placed["lon"], strict=True)],
        name="GP surgery in " + placed["ward_code"].map(wards).fillna("an unknown ward"),
        service_type="gp", sector="public", source_id="osm_surgeries",
    )  # fmt: skip
