"""Children in low income families by ward (Department for Work and Pensions)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.intake.matching.figures import Figures, to_intake
from geo.intake.matching.layout import Layout
from geo.intake.reading.cells import to_number
from geo.publishers.licences import OGL
from geo.publishers.published_tables import numbers, published_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

# Of a ward or an authority; the table ends with lines for the country.
AREA_CODE: Final = r"[ENSW]\d{8}"
YEARS: Final = range(2015, 2041)
AUTHORITY: Final = ("Local Authority [note 2]", "Local Authority", "Local Authority [note 1]")
# "Percentage of children FYE 2025 (%) [note 3]", "Percentage of children FYE 2021 (%) [p] [note 3]".
PERCENTAGE: Final = tuple(
    f"Percentage of children FYE {year}{sign}{status}{note}"
    for year in YEARS
    for sign in (" (%)", "")
    for status in ("", " [p]", " [r]")
    for note in (" [note 3]", " [note 2]", " [note 4]", "")
)
NUMBER: Final = tuple(f"Number of children FYE {year}{status}" for year in YEARS for status in ("", " [p]", " [r]"))
BY_AUTHORITY: Final = {"authority": AUTHORITY, "area_code": ("Area Code",), "percentage": PERCENTAGE}
BY_WARD: Final = {
    "authority": AUTHORITY,
    "district_code": ("Area Code",),
    "ward": ("Ward [note 2]", "Ward", "Ward [note 1]"),
    "area_code": ("Area Code (2)",),
    "percentage": PERCENTAGE,
}
MEASURE: Final = re.compile(r"(number|percentage) of children fye (\d{4})", re.IGNORECASE)
RELATIVE: Final = re.compile(r"(?<![a-z])(relative|absolute)(?![a-z])", re.IGNORECASE)
COSTS: Final = re.compile(r"(?<![a-z])(after|before)[ _-]housing|(?<![a-z])(ahc|bhc)(?![a-z])", re.IGNORECASE)
# The one measure of wards that the product scores has had this name from the start.
SCORED: Final = ("relative", "after", "ward")
SCORED_ID: Final = "low_income_ahc"
UNTOLD: Final = (
    "does not say whether it is relative or absolute low income, before or after housing costs. Bring the publisher's table with the rows "
    "above its header, or put it into the name of the file, such as relative-ahc.csv."
)
WORKED_OUT: Final = "The number of children that the share is of is worked out from the published number and percentage."


def read_low_income(path: Path) -> pd.DataFrame:
    """Read children under 16 in relative low income families after housing costs.

    Parameters
    ----------
    path : Path
        DWP, Children in low income families, table 4 "Relative, after housing costs, ward", saved as CSV. The column
        "Area Code" stands in it twice; the ward's is the one after "Ward".

    Returns
    -------
    DataFrame
        Columns ``area_code`` (ward), ``district_code``, ``period`` (``FYE 2025``), ``value`` (per cent), ``numerator`` (children),
        ``denominator`` (worked back from the two), ``flag`` (the publisher's symbol where a figure is withheld); sorted.

    Raises
    ------
    DataError
        The file is missing or its header is not found.
    """
    sheet = published_sheet(path, {**BY_WARD, "number": NUMBER})
    cells = _cells(sheet, sheet.pick(BY_WARD), SCORED_ID).drop(columns="indicator_id").reset_index(drop=True)
    cells = cells[cells["area_code"].str.fullmatch(AREA_CODE)]
    figures = {name: numbers(cells[name]) for name in ("value", "numerator", "denominator")}
    flag = cells["value"].where(figures["value"].isna(), "")
    return cells.assign(**figures, flag=flag).sort_values(["area_code", "period"], ignore_index=True)


def read_by_ward(sheet: Sheet, setting: Setting) -> Intake:
    """Read the table by ward: all years in it."""
    return _read(sheet, setting, "ward", sheet.pick(BY_WARD))


def read_by_authority(sheet: Sheet, setting: Setting) -> Intake:
    """Read the table by local authority, which are districts: all years in it."""
    return _read(sheet, setting, "district", sheet.pick(BY_AUTHORITY))


def measure_of(sheet: Sheet) -> tuple[str, str]:
    """Tell ``relative`` or ``absolute``, and ``after`` or ``before`` housing costs; empty where the file does not say."""
    texts = [sheet.above, sheet.name, sheet.file]
    kind = next((match[1].lower() for text in texts if (match := RELATIVE.search(text))), "")
    costs = next((match[0].lower() for text in texts if (match := COSTS.search(text.replace("_", " ")))), "")
    return kind, {"a": "after", "b": "before", "": ""}[costs[:1]]


def _read(sheet: Sheet, setting: Setting, level: str, rows: pd.DataFrame) -> Intake:
    kind, costs = measure_of(sheet)
    is_known = bool(kind and costs)
    indicator_id = _id(kind, costs, level) if is_known else "low_income"
    cells = _cells(sheet, rows, indicator_id)
    source = {
        "source_id": "dwp_low_income" if (kind, costs, level) == SCORED else f"dwp_{indicator_id}",
        "title": f"Children in low income families, local area statistics: {kind}, {costs} housing costs, by {level}",
        "publisher": "Department for Work and Pensions",
        "url": "https://www.gov.uk/government/collections/children-in-low-income-families-local-area-statistics",
        **OGL,
        "period": "; ".join(sorted(set(cells["period"]))),
    }
    known = indicator_id in setting.atlas.indicators.index
    own = None if known or not is_known else pd.DataFrame([_definition(indicator_id, kind, costs, level, source["source_id"])])
    problems = () if is_known else (Problem(sheet.file, UNTOLD),)
    layout = "dwp_low_income_ward" if level == "ward" else "dwp_low_income_authority"
    return to_intake(sheet, setting, Figures(layout, source, cells, {indicator_id: level}, own, (WORKED_OUT,), problems))


def _cells(sheet: Sheet, rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Turn the columns of each year into rows, as published."""
    columns = {(m[1].lower(), m[2]): column for column in sheet.frame.columns if (m := MEASURE.match(str(column)))}
    parts = []
    for year in sorted({year for kind, year in columns if kind == "percentage"}):
        value = _per_cent(sheet.frame[columns["percentage", year]])
        part = pd.DataFrame({"indicator_id": indicator, "area_code": rows["area_code"], "period": f"FYE {year}", "value": value})
        if ("number", year) in columns:
            count = sheet.frame[columns["number", year]]
            number, share = to_number(count).value, to_number(value).value
            # The publisher divides by an estimate of the area's children and prints only the result, to 0.1: worked back, within 2%.
            everyone = (100 * number / share.where(share > 0)).round().astype("str").replace("nan", "")
            part = part.assign(numerator=count, denominator=everyone)
        parts.append(part.assign(district_code=rows["district_code"]) if "district_code" in rows else part)
    return pd.concat(parts)


def _per_cent(cells: pd.Series[str]) -> pd.Series[str]:
    """Write shares as per cent: a workbook holds 0.367 where it shows 36.7%."""
    share = to_number(cells).value
    if cells.str.contains("%").any() or not share.notna().any() or share.max() > 1:
        return cells
    return (100 * share).round(4).astype("str").where(share.notna(), cells)


def _id(kind: str, costs: str, level: str) -> str:
    measure = SCORED_ID if (kind, costs) == SCORED[:2] else f"low_income_{kind}_{'ahc' if costs == 'after' else 'bhc'}"
    return measure if level == "ward" else f"{measure}_{level}"


def _definition(indicator_id: str, kind: str, costs: str, level: str, source_id: str) -> dict[str, str]:
    line = "60% of the median income" if kind == "relative" else "60% of the median income of 2010/11, raised by prices"
    counted = "once housing costs are paid" if costs == "after" else "before housing costs are paid"
    return {
        "indicator_id": indicator_id,
        "name": f"Children in {kind} low-income families {costs} housing costs, by {level}",
        "definition": f"Share of children under 16 in families with less than {line} {counted}. Modelled from records of benefits and tax.",
        "unit": "per cent of children under 16",
        "polarity": "higher_is_worse",
        "published_level": level,
        "basis": "residence",
        "kind": "modelled",
        "source_id": source_id,
    }


LAYOUTS: Final = (
    Layout("dwp_low_income_ward", "DWP, Children in low income families, by ward", BY_WARD, read_by_ward),
    Layout("dwp_low_income_authority", "DWP, Children in low income families, by local authority", BY_AUTHORITY, read_by_authority),
)
