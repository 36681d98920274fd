"""Ofsted and ONS, "Changes to access to childcare". The table by LSOA is read, the one by county refused: no figure here is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.intake.matching.figures import Figures, to_intake
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.cells import to_number
from geo.publishers.licences import OGL
from geo.publishers.published_tables import numbers, published_sheet

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
DECILES: Final = {f"20{year}-03-31": (f"decileMarch{year}",) for year in YEARS}
# Each of our indicators and its column of each day. A file may come without the deciles.
FIGURES: Final = {"accessible_places": OF_ANY_YEAR, "accessible_places_decile": DECILES}
# Deciles of England as published: 0 has the least access. Here they are counted from 1 to 10, as people count.
PUBLISHED_DECILES: Final = {str(number): str(number + 1) for number in range(10)}
OTHER_DECILES: Final = (
    "in row {row}: this publication counts the deciles of England from 0 (least access) to 9, and another way of counting cannot be told "
    "apart from it row by row. Is it another edition? To take its scores, bring it without the columns decileMarch20 and decileMarch24."
)


def read_access_by_authority(sheet: Sheet, setting: Setting) -> Intake:
    """Refuse the file with one sentence that says what to bring instead."""
    codes = sheet.pick(NEEDS)["area_code"]
    ours = set(setting.atlas.at("district")["utla_code"]) | set(setting.atlas.at("district").index)
    here = codes[codes.isin(ours)]
    rejected = pd.DataFrame({"row": here.index, "column": "area_code", "found": here.to_numpy(), "reason": COUNTY})
    counts = Counts(len(codes), 0, 0, len(codes) - len(here), len(here))
    return Intake("ofsted_ons_access_authority", sheet.file, {}, {}, counts, rejected, (Problem(sheet.file, TOO_COARSE),))


def read_accessible_places(path: Path) -> pd.DataFrame:
    """Read accessible Ofsted-registered places per 100 children aged 0 to 7, and the decile of England by them.

    Parameters
    ----------
    path : Path
        Ofsted and ONS, data by LSOA 2021 of "Changes to access to childcare in England", October 2024.

    Returns
    -------
    DataFrame
        Columns ``area_code`` (LSOA 2021), ``indicator_id`` (keys of `FIGURES`), ``period`` (``2020-03-31``, ``2024-03-31``), ``value``;
        sorted.

    Raises
    ------
    DataError
        The file or a column is missing, or a decile is none.
    """
    sheet = published_sheet(path, ACCESS)
    cells, problems = _cells(sheet)
    if problems:
        raise DataError(problems)
    return cells.assign(value=numbers(cells["value"])).sort_values(["indicator_id", "area_code", "period"], ignore_index=True)


def _cells(sheet: Sheet) -> tuple[pd.DataFrame, list[Problem]]:
    """Turn the columns of each day into rows, whose index repeats, and name the first decile that is none."""
    rows = {indicator: sheet.pick({**CODE, **days}) for indicator, days in FIGURES.items()}
    parts = [
        found.melt("area_code", var_name="period", ignore_index=False).assign(indicator_id=indicator)
        for indicator, found in rows.items()
        if len(found.columns) > 1
    ]
    cells = pd.concat(parts)
    deciles = cells.loc[cells["indicator_id"] == "accessible_places_decile", "value"].str.strip()
    # What is no number at all is a mark of the publisher, or refused with the other figures.
    other = deciles[to_number(deciles).value.notna() & ~deciles.isin(list(PUBLISHED_DECILES))]
    problems = [Problem(sheet.file, f"found '{found}' {OTHER_DECILES.format(row=row)}") for row, found in other.head(1).items()]
    counted = cells["value"].where(
        cells["indicator_id"] != "accessible_places_decile", cells["value"].str.strip().replace(PUBLISHED_DECILES)
    )
    return cells.assign(value=counted), problems


def read_access(sheet: Sheet, setting: Setting) -> Intake:
    """Read accessible places per 100 children aged 0 to 7, and the decile of England by them (shown, never scored)."""
    cells, problems = _cells(sheet)
    days = tuple(sorted(cells["period"].unique()))
    source = {
        "source_id": "ofsted_ons_access",
        "title": "Changes to access to childcare in England: accessible places by LSOA",
        "publisher": "Ofsted and Office for National Statistics",
        "url": "https://www.gov.uk/government/publications/changes-to-access-to-childcare-in-england",
        "period": "; ".join(days),
        "published_on": PUBLISHED.get(days, ""),
        **OGL,
    }
    levels = dict.fromkeys(cells["indicator_id"].unique(), "lsoa")
    return to_intake(sheet, setting, Figures("ofsted_ons_access", source, cells, levels, problems=tuple(problems)))


LAYOUTS: Final = (
    Layout(
        "ofsted_ons_access",
        "Ofsted and ONS, Changes to access to childcare, by LSOA",
        ANY_SCORE,
        read_access,
        knows={"decile": tuple(column for columns in DECILES.values() for column in columns)},
    ),
    Layout(
        "ofsted_ons_access_authority",
        "Ofsted and ONS, Changes to access to childcare, by county or unitary",
        NEEDS,
        read_access_by_authority,
    ),
)
