"""Ofsted and ONS, Changes to access to childcare: the file by county and unitary authority, which is no level of the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.intake.matching.figures import Figures, to_intake
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.cells import to_number
from geo.publishers.early_years import FREE_SCHOOL_MEALS, TOTAL, academic_year
from geo.publishers.published_tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

NEEDS: Final = {"area_code": ("AREACD",), "march_2020": ("March20Score",), "march_2024": ("March24Score",)}
TOO_COARSE: Final = (
    "has one figure for a whole county or unitary authority, and access to childcare is shown here by neighbourhood: nothing is taken from "
    "it. Bring the file by LSOA of the same publication (data_lsoa.csv)."
)
COUNTY: Final = "is a county or unitary authority, not a neighbourhood. Bring the file by LSOA."
OGL: Final = {
    "licence": "Open Government Licence v3.0",
    "attribution": "Contains public sector information licensed under the Open Government Licence v3.0.",
}
ACCESS: Final = {"area_code": ("code", "LSOA21CD"), "2020-03-31": ("scoreMarch20",), "2024-03-31": ("scoreMarch24",)}
PROFILE: Final = {
    "country": ("country_code",),
    "authority": ("new_la_code",),
    "period": ("time_period",),
    "topic": ("breakdown_topic", "characteristic_type"),
    "breakdown": ("breakdown", "characteristic"),
    "sex": ("sex", "gender"),
    "value": ("gld_children_percent", "gld_percentage"),
    "numerator": ("gld_children_count", "gld_number"),
    "denominator": ("children_count", "children_number"),
}


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
    scores = {"2020-03-31": ("scoreMarch20",), "2024-03-31": ("scoreMarch24",)}
    text = read_table(path, {"area_code": ("code", "LSOA21CD", "lsoa21_code"), **scores})
    frame = text.melt("area_code", list(scores), "period")
    return frame.assign(value=numbers(frame["value"])).sort_values(["area_code", "period"], ignore_index=True)


def read_access(sheet: Sheet, setting: Setting) -> Intake:
    """Read accessible places per 100 children aged 0 to 7 (shown, never scored)."""
    rows = sheet.pick(ACCESS)
    dates = [name for name in ACCESS if name != "area_code"]
    parts = [
        pd.DataFrame({"indicator_id": "accessible_places", "area_code": rows["area_code"], "period": day, "value": rows[day]})
        for day in dates
    ]
    source = {
        "source_id": "ofsted_ons_access",
        "title": "Changes to access to childcare in England: accessible places by LSOA",
        "publisher": "Ofsted and Office for National Statistics",
        "url": "https://www.gov.uk/government/publications/changes-to-access-to-childcare-in-england",
        "period": "; ".join(dates),
        "published_on": "2024-10",
        **OGL,
    }
    return to_intake(sheet, setting, Figures("ofsted_ons_access", source, pd.concat(parts), {"accessible_places": "lsoa"}))


def read_profile(sheet: Sheet, setting: Setting) -> Intake:
    """Read the good level of development by authority: all children, and those eligible for free school meals."""
    rows = sheet.pick(PROFILE)
    rows = rows[rows["sex"] == TOTAL]
    area = rows["authority"].where(rows["authority"] != "", rows["country"])
    kind = pd.Series("", index=rows.index).mask(rows["topic"] == TOTAL, "gld").mask(rows["breakdown"] == FREE_SCHOOL_MEALS, "gld_fsm")
    figures = {name: rows[name] for name in ("value", "numerator", "denominator")}
    cells = pd.DataFrame({"indicator_id": kind, "area_code": area, "period": academic_year(rows["period"]), **figures})
    cells = pd.concat([cells[kind != ""], _added_up(rows.assign(area_code=area), set(area[rows["topic"] == TOTAL]))])
    source = {
        "source_id": "dfe_profile",
        "title": "Early years foundation stage profile results: headline measures",
        "publisher": "Department for Education",
        "url": "https://explore-education-statistics.service.gov.uk/find-statistics/early-years-foundation-stage-profile-results",
        "period": "; ".join(sorted(set(cells["period"]))[-1:]),
        **OGL,
    }
    levels = dict.fromkeys(sorted(set(cells["indicator_id"])) or ["gld"], "county")
    note = (
        "Rows by sex and by other characteristics than free school meals are not used; where the total of an authority is missing, it is "
        "added up from a breakdown that all others agree with."
    )
    return to_intake(sheet, setting, Figures("dfe_profile", source, cells, levels, notes=(note,)))


def _added_up(rows: pd.DataFrame, with_total: set[str]) -> pd.DataFrame:
    """Add up a complete breakdown where an authority's total is not in the file; nothing where the breakdowns disagree."""
    parts = []
    for (area, period), own in rows[~rows["area_code"].isin(list(with_total))].groupby(["area_code", "period"]):
        figures = own.assign(**{name: to_number(own[name]).value for name in ("numerator", "denominator")})
        sums = figures.groupby("topic")[["numerator", "denominator"]].sum()
        number, everyone = sums.iloc[0]
        if len(sums.drop_duplicates()) == 1 and everyone > 0:
            value = f"{round(100 * number / everyone, 6)}"
            row = {"indicator_id": "gld", "area_code": area, "period": academic_year(pd.Series([period])).iloc[0], "value": value}
            parts.append(pd.DataFrame({**row, "numerator": f"{number:g}", "denominator": f"{everyone:g}"}, index=own.index[:1]))
    return pd.concat(parts) if parts else pd.DataFrame()


LAYOUTS: Final = (
    Layout("ofsted_ons_access", "Ofsted and ONS, Changes to access to childcare, by LSOA", ACCESS, read_access),
    Layout("dfe_profile", "DfE, Early years foundation stage profile, headline measures", PROFILE, read_profile),
    Layout(
        "ofsted_ons_access_authority",
        "Ofsted and ONS, Changes to access to childcare, by county or unitary",
        NEEDS,
        read_access_by_authority,
    ),
)
