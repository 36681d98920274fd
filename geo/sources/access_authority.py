"""Ofsted and ONS, Changes to access to childcare: the file by county and unitary authority, which is no level of the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.errors import Problem
from geo.intake.layout import Layout
from geo.intake.result import Counts, Intake

if TYPE_CHECKING:
    from geo.intake.layout import Setting
    from geo.intake.sheet import Sheet

NEEDS: Final = {"area_code": ("AREACD",), "march_2020": ("March20Score",), "march_2024": ("March24Score",)}
TOO_COARSE: Final = (
    "has one figure for a whole county or unitary authority, and access to childcare is shown here by neighbourhood: nothing is taken from "
    "it. Bring the file by LSOA of the same publication (data_lsoa.csv)."
)
COUNTY: Final = "is a county or unitary authority, not a neighbourhood. Bring the file by LSOA."


def read_access_by_authority(sheet: Sheet, setting: Setting) -> Intake:
    """Refuse the file with one sentence that says what to bring instead."""
    codes = sheet.pick(NEEDS)["area_code"]
    ours = set(setting.atlas.at("district")["utla_code"]) | set(setting.atlas.at("district").index)
    here = codes[codes.isin(ours)]
    rejected = pd.DataFrame({"row": here.index, "column": "area_code", "found": here.to_numpy(), "reason": COUNTY})
    counts = Counts(len(codes), 0, 0, len(codes) - len(here), len(here))
    return Intake("ofsted_ons_access_authority", sheet.file, {}, {}, counts, rejected, (Problem(sheet.file, TOO_COARSE),))


LAYOUTS: Final = (
    Layout(
        "ofsted_ons_access_authority",
        "Ofsted and ONS, Changes to access to childcare, by county or unitary",
        NEEDS,
        read_access_by_authority,
    ),
)
