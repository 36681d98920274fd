"""Ofsted and ONS, "Changes to access to childcare". The table by LSOA is read, the one by county refused: no figure here is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.intake.matching.figures import Figures, to_intake
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.publishers.licences import OGL
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

YEARS: Final = range(20, 41)
NEEDS: Final = {"area_code": ("AREACD",), "score": tuple(f"March{year}Score" for year in YEARS)}
TOO_COARSE: Final = (
    "has one figure for a whole county or unitary authority, and access to childcare is shown here by neighbourhood: nothing is taken from "
    "it. Bring the file by LSOA of the same publication (data_lsoa.csv)."
)
COUNTY: Final = "is a county or unitary authority, not a neighbourhood. Bring the file by LSOA."
SCORES: Final = {"2020-03-31": ("scoreMarch20",), "2024-03-31": ("scoreMarch24",)}
CODE: Final = {"area_code": ("code", "LSOA21CD", "lsoa21_code")}
ACCESS: Final = {**CODE, **SCORES}
# The columns name their day, so a later edition is read as what it is.
OF_ANY_YEAR: Final = {f"20{year}-03-31": (f"scoreMarch{year}",) for year in YEARS}
ANY_SCORE: Final = {**CODE, "score": tuple(column for columns in OF_ANY_YEAR.values() for column in columns)}
# Days of the edition of October 2024; of others the day of publication is not in the file.
PUBLISHED: Final = {tuple(SCORES): "2024-10"}


def read_access_by_authority(sheet: Sheet, setting: Setting) -> Intake:
    """Refuse the file with one sentence that says what to bring instead."""
    codes = sheet.pick(NEEDS)["area_code"]
    ours = set(setting.atlas.at("district")["utla_code"]) | set(setting.atlas.at("district").index)
    here = codes[codes.isin(ours)]
    rejected = pd.DataFrame({"row": here.index, "column": "area_code", "found": here.to_numpy(), "reason": COUNTY})
    counts = Counts(len(codes), 0, 0, len(codes) - len(here), len(here))
    return Intake("ofsted_ons_access_authority", sheet.file, {}, {}, counts, rejected, (Problem(sheet.file, TOO_COARSE),))


def read_accessible_places(path: Path) -> pd.DataFrame:
    """Read accessible Ofsted-registered places per 100 children aged 0 to 7.

    Parameters
    ----------
    path : Path
        Ofsted and ONS, data by LSOA 2021 of "Changes to access to childcare in England", October 2024.

    Returns
    -------
    DataFrame
        Columns ``area_code`` (LSOA 2021), ``period`` (``2020-03-31``, ``2024-03-31``), ``value``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    cells = _cells(read_published(path, ACCESS))
    return cells.assign(value=numbers(cells["value"])).sort_values(["area_code", "period"], ignore_index=True)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Turn the column of each day into rows; the index repeats."""
    return rows.melt("area_code", var_name="period", ignore_index=False)


def read_access(sheet: Sheet, setting: Setting) -> Intake:
    """Read accessible places per 100 children aged 0 to 7 (shown, never scored)."""
    rows = sheet.pick({**CODE, **OF_ANY_YEAR})
    days = tuple(rows.columns.drop("area_code"))
    cells = _cells(rows).assign(indicator_id="accessible_places")
    source = {
        "source_id": "ofsted_ons_access",
        "title": "Changes to access to childcare in England: accessible places by LSOA",
        "publisher": "Ofsted and Office for National Statistics",
        "url": "https://www.gov.uk/government/publications/changes-to-access-to-childcare-in-england",
        "period": "; ".join(days),
        "published_on": PUBLISHED.get(days, ""),
        **OGL,
    }
    return to_intake(sheet, setting, Figures("ofsted_ons_access", source, cells, {"accessible_places": "lsoa"}))


LAYOUTS: Final = (
    Layout("ofsted_ons_access", "Ofsted and ONS, Changes to access to childcare, by LSOA", ANY_SCORE, read_access),
    Layout(
        "ofsted_ons_access_authority",
        "Ofsted and ONS, Changes to access to childcare, by county or unitary",
        NEEDS,
        read_access_by_authority,
    ),
)
