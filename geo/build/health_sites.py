"""Hospitals and the maternity units in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.build.hubs import slug
from geo.build.place_providers import near_pairs, same_site_notes
from geo.publishers.health import read_curated_hospitals, read_hospitals

if TYPE_CHECKING:
    from geo.build.place_providers import ProviderJob

CURATED = Path("curated") / "hospitals.csv"
# Two rows of one hospital are this close together and share a word of the name that is not one of these.
SAME_HOSPITAL_M = 250.0
COMMON_WORDS = {"and", "community", "general", "health", "hospital", "nhs", "royal", "the"}


def build_hospitals(job: ProviderJob, data: Path) -> pd.DataFrame:
    """Place hospitals, each site once, and the maternity units in them.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report; curated hospitals that are not in the published list are reported.
    data : Path
        The data folder; ``curated/hospitals.csv`` in it names private hospitals and maternity units.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that are known, service types ``hospital`` and ``maternity_unit``.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    rows = read_hospitals(job.path("nhs_hospitals"))
    merged = merged_hospitals(job.placer.place(rows).frame)
    notes = same_site_notes(rows["name"], merged)
    placed = job.place(rows.drop(index=list(merged)), "nhs_hospitals", notes, rows=len(rows))
    curated = read_curated_hospitals(data / CURATED)
    absent = curated.index.difference(pd.Index(placed["name"]))
    job.report.add(f"data/{CURATED.as_posix()}", len(curated), len(curated) - len(absent), not_matched=absent)
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
    names: dict[int, str] = dict(zip(placed.index, placed["name"], strict=True))
    words = {row: set(re.findall(r"[a-z]{3,}", name.casefold())) - COMMON_WORDS for row, name in names.items()}

    def plainness(row: int) -> tuple[bool, int, str]:
        name = names[row]
        return "(" in name or " at " in name.casefold(), len(name), name

    merged = {}
    for pair in near_pairs(placed["easting"], placed["northing"], SAME_HOSPITAL_M):
        if words[pair[0]] & words[pair[1]]:
            kept, gone = sorted(pair, key=plainness)
            merged[gone] = kept
    return merged
