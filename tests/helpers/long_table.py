"""A layout of the tests' own: ``area_code, period, value`` of one new indicator, and a list of providers at an area's centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pyproj import Transformer

from geo.intake.matching.layout import Layout, Setting
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.sheet import REJECTED, ROW

if TYPE_CHECKING:
    from geo.intake.reading.sheet import Sheet

VALUES = {"area_code": ("area_code", "LSOA code"), "period": ("period", "year"), "value": ("value",)}
SITES = {"name": ("name",), "lsoa": ("lsoa",)}
_SOURCE = {
    "source_id": "council",
    "title": "The council's figures",
    "publisher": "A council",
    "licence": "OGL v3.0",
    "attribution": "A council.",
    "period": "2026",
}
_INDICATOR = {
    "indicator_id": "visits",
    "name": "Visits",
    "definition": "Home visits.",
    "unit": "visits",
    "polarity": "higher_is_better",
    "published_level": "lsoa",
    "basis": "residence",
    "kind": "observed",
    "source_id": "council",
}


def _read_values(sheet: Sheet, setting: Setting) -> Intake:
    picked = sheet.pick(VALUES)
    known = picked["area_code"].isin(setting.atlas.areas.index)
    hidden = known & (picked["value"] == "c")
    numbers = pd.to_numeric(picked["value"], errors="coerce")
    bad = known & ~hidden & numbers.isna()
    good = known & ~bad
    rows = pd.DataFrame({"indicator_id": "visits", "area_code": picked["area_code"], "period": picked["period"], "value": numbers})
    rows["flag"] = picked["value"].where(hidden, "")
    rejected = [(row, "value", cell, "is no number. Correct it.") for row, cell in picked.loc[bad, "value"].items()]
    return Intake(
        layout="long",
        file=sheet.file,
        tables={
            "indicator_values.csv": rows[good].rename_axis(ROW),
            "indicators.csv": pd.DataFrame([_INDICATOR]),
            "sources.csv": pd.DataFrame([_SOURCE]),
        },
        replaces={"indicator_values.csv": {"indicator_id": ("visits",)}},
        counts=Counts(len(picked), int((good & ~hidden).sum()), int(hidden.sum()), int((~known).sum()), int(bad.sum())),
        rejected=pd.DataFrame(rejected, columns=list(REJECTED)),
        notes=("Years are taken as they are written.",),
    )


def _read_sites(sheet: Sheet, setting: Setting) -> Intake:
    picked = sheet.pick(SITES)
    found = picked[picked["lsoa"].isin(setting.atlas.areas.index)]
    areas = setting.atlas.areas.loc[found["lsoa"]]
    lon, lat = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform(areas["centroid_e"], areas["centroid_n"])
    rows = pd.DataFrame(
        {
            "provider_id": "site-" + found["name"],
            "name": found["name"],
            "service_type": "advice",
            "sector": "public",
            "status": "open",
            "easting": areas["centroid_e"].to_numpy(),
            "northing": areas["centroid_n"].to_numpy(),
            "lon": lon,
            "lat": lat,
            "lsoa_code": found["lsoa"],
            "ward_code": areas["ward_code"].to_numpy(),
            "district_code": areas["district_code"].to_numpy(),
            "source_id": "council",
        }
    )
    return Intake(
        layout="sites",
        file=sheet.file,
        tables={"providers.csv": rows, "sources.csv": pd.DataFrame([_SOURCE])},
        replaces={"providers.csv": {"service_type": ("advice",)}},
        counts=Counts(len(picked), len(found), 0, len(picked) - len(found), 0),
    )


LAYOUTS = (
    Layout("long", "Long table of the tests", VALUES, _read_values),
    Layout("sites", "Sites of the tests", SITES, _read_sites),
)
