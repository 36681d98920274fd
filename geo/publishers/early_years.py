"""Child development: the ASQ-3 at 2 to 2.5 years (OHID) and the EYFS profile at the end of the reception year (DfE)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.intake.matching.figures import Figures, to_intake
from geo.intake.matching.layout import Layout
from geo.publishers import ees
from geo.publishers.licences import OGL
from geo.publishers.published_tables import numbers, published_sheet, read_published

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

ANNUAL = "Annual"
TOTAL = "Total"
# The second is that of 2021/22.
FREE_SCHOOL_MEALS: Final = ("Eligible for free school meals", "Known to be eligible for free school meals")
_FIGURES = ("value", "numerator", "denominator")
# Of every year since 2012/13.
TOTALS: Final = {
    "country": ("country_code",),
    "authority": ("new_la_code",),
    "period": ("time_period",),
    "sex": ("sex", "gender"),
    "value": ("gld_children_percent", "gld_percentage", "gld_percent"),
    "numerator": ("gld_children_count", "gld_number"),
    "denominator": ("children_count", "children_number", "number_of_children"),
}
# The names with "characteristic" are those of 2021/22.
BREAKDOWN: Final = {"topic": ("breakdown_topic", "characteristic"), "breakdown": ("breakdown", "characteristic_type")}
HEADLINES: Final = {**TOTALS, **BREAKDOWN}
# Columns of the other tables of the publication, which have a row for each of these and none for all children together.
OTHER_TABLES: Final = {
    "idaci_decile",
    "early_learning_goal",
    "area_of_learning",
    "elgs_expected_number",
    "ethnicity_minor",
    "fsm_eligibility",
}
LEVELS: Final = ("country", "authority")
# By residence, of 2013/14 to 2018/19.
DISTRICTS: Final = {
    "district": ("lad_code_pupil",),
    "period": ("time_period",),
    "value": ("gld_percent",),
    "numerator": ("gld_number",),
    "denominator": ("all_pupils",),
}
PROFILE: Final = {
    "publisher": "Department for Education",
    "url": "https://explore-education-statistics.service.gov.uk/find-statistics/early-years-foundation-stage-profile-results",
    **OGL,
}
HEADLINE_CELLS: Final = ("indicator_id", "area_code", "period", *_FIGURES)
# The profile was made anew for 2021/22; there was none in the two years before.
FIRST_OF_TODAY: Final = "2021/22"
NOT_USED: Final = (
    "Rows by sex and by other characteristics than free school meals are not used; where the total of an authority is missing, it is "
    "added up from a breakdown that all others agree with."
)
NO_AUTHORITY: Final = (
    "has no rows of local authorities, whose figures are wanted here. Bring the publisher's whole file of headline measures. {left_out}"
)
REVISED: Final = "The profile was revised in September 2021: figures to 2018/19 are not to be compared with those from 2021/22 on."
UNEQUAL: Final = "breakdowns of {area} give different totals, so none of them is complete. Add its Total row."


def read_development(path: Path, period: str) -> pd.DataFrame:
    """Read the share of children at or above the expected level in all five areas of development.

    Parameters
    ----------
    path : Path
        OHID, Child development outcomes at 2 to 2.5 years, with quarters and the year in the column ``date``.
    period : str
        The year that the annual rows stand for (``2021/22``); the file does not name it.

    Returns
    -------
    DataFrame
        Columns ``area_code`` (county or unitary), ``period``, ``value`` (per cent), ``numerator``, ``denominator`` (children
        reviewed), ``flag``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "area_code": ("ONS code",),
        "date": ("date",),
        "value": ("p_above_avg_overall",),
        "numerator": ("n_above_avg_overall",),
        "denominator": ("total_overall",),
    }
    text = read_published(path, columns)
    text = text.loc[text["date"] == ANNUAL].sort_values("area_code", ignore_index=True)
    share = numbers(text["value"])
    return pd.DataFrame(
        {
            "area_code": text["area_code"],
            "period": period,
            "value": (100 * share).round(6),
            "numerator": numbers(text["numerator"]),
            "denominator": numbers(text["denominator"]),
            "flag": text["value"].where(share.isna(), ""),
        }
    )


def academic_year(period: pd.Series[str]) -> pd.Series[str]:
    """Write ``202425`` as ``2024/25``."""
    return period.str.slice(0, 4) + "/" + period.str.slice(4, 6)


def read_districts(path: Path) -> pd.DataFrame:
    """Read the good level of development by district of the pupil's residence.

    Parameters
    ----------
    path : Path
        DfE, EYFSP additional tables by local authority district, 2013/14 to 2018/19 (xlsx).

    Returns
    -------
    DataFrame
        Columns ``area_code``, ``period``, ``value`` (per cent, whole numbers as published), ``numerator``, ``denominator`` (children),
        ``flag``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    sheet = published_sheet(path, DISTRICTS)
    cells = _district_cells(sheet.pick({**DISTRICTS, **ees.COLUMNS}).reset_index(drop=True))
    figures = cells[list(_FIGURES)].apply(numbers)
    flag = cells["value"].where(figures["value"].isna(), "")
    frame = figures.assign(area_code=cells["area_code"], period=cells["period"], flag=flag)
    return frame[["area_code", "period", *_FIGURES, "flag"]].sort_values(["area_code", "period"], ignore_index=True)


def read_district_table(sheet: Sheet, setting: Setting) -> Intake:
    """Read the good level of development by district, 2013/14 to 2018/19."""
    rows = sheet.pick({**DISTRICTS, **ees.COLUMNS})
    cells = _district_cells(rows).assign(indicator_id="gld_district")
    source = {
        **PROFILE,
        "source_id": "dfe_profile_districts",
        "title": "Early years foundation stage profile results: additional tables by local authority district",
        "period": "; ".join(sorted(set(cells["period"]))),
    }
    notes = (*ees.left_out(rows, ees.levels_of(rows), ("district",)), REVISED)
    return to_intake(sheet, setting, Figures("dfe_profile_districts", source, cells, {"gld_district": "district"}, notes=notes))


def _district_cells(text: pd.DataFrame) -> pd.DataFrame:
    levels = ees.levels_of(text)
    rows = text[levels == "district"]
    return rows.assign(area_code=ees.codes_of(rows, levels), period=academic_year(rows["period"]))


def read_headlines(path: Path) -> pd.DataFrame:
    """Read the good level of development by local authority: all children, and those eligible for free school meals.

    Rows of regions, districts and other levels are left out.

    Parameters
    ----------
    path : Path
        DfE Explore Education Statistics, EYFSP headline measures (CSV with a row a breakdown).

    Returns
    -------
    DataFrame
        Columns ``indicator_id`` (``gld``, ``gld_fsm``), ``area_code`` (county, unitary, or E92000001), ``period``, ``value`` (per cent),
        ``numerator``, ``denominator`` (children), ``flag``; sorted. Where the "Total" row of an authority is missing, its total is the sum
        of the complete breakdowns, which must all agree.

    Raises
    ------
    DataError
        The file or a column is missing, or the breakdowns of an authority give different totals.
    """
    sheet = published_sheet(path, HEADLINES)
    cells, unequal = _headline_cells(sheet.pick({**HEADLINES, **ees.COLUMNS}).reset_index(drop=True))
    if unequal:
        raise DataError([Problem(path.name, UNEQUAL.format(area=area), column="breakdown_topic") for area in unequal])
    figures = {name: numbers(cells[name]) for name in _FIGURES}
    cells = cells.assign(**figures, flag=cells["value"].where(figures["value"].isna(), ""))
    return cells.sort_values(["indicator_id", "area_code", "period"], ignore_index=True)


def read_profile(sheet: Sheet, setting: Setting) -> Intake:
    """Read the good level of development by authority: all children, and those eligible for free school meals."""
    rows = sheet.pick({**HEADLINES, **ees.COLUMNS})
    cells, _ = _headline_cells(rows)
    source = {
        **PROFILE,
        "source_id": "dfe_profile",
        "title": "Early years foundation stage profile results: headline measures",
        "period": "; ".join(sorted(set(cells["period"]))[-1:]),
    }
    levels = dict.fromkeys(sorted(set(cells["indicator_id"])) or ["gld"], "county")
    revised = (REVISED,) if (cells["period"] < FIRST_OF_TODAY).any() else ()
    kinds = ees.levels_of(rows)
    left_out = ees.left_out(rows, kinds, LEVELS)
    problems = () if (kinds == "authority").any() else (Problem(sheet.file, NO_AUTHORITY.format(left_out=" ".join(left_out)).strip()),)
    return to_intake(sheet, setting, Figures("dfe_profile", source, cells, levels, None, (*left_out, NOT_USED, *revised), problems))


def _headline_cells(text: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Turn a row a breakdown into figures as published; also name the areas whose total is missing and cannot be added up."""
    levels = ees.levels_of(text)
    rows = text[levels.isin(LEVELS) & (text["sex"] == TOTAL)]
    rows = rows.assign(area_code=ees.codes_of(rows, levels), period=academic_year(rows["period"]), indicator_id="")
    if "topic" not in rows:
        rows = rows.assign(topic=TOTAL, breakdown=TOTAL)
    rows.loc[rows["topic"] == TOTAL, "indicator_id"] = "gld"
    rows.loc[rows["breakdown"].isin(FREE_SCHOOL_MEALS), "indicator_id"] = "gld_fsm"
    added, unequal = _added_up(rows)
    return pd.concat([rows.loc[rows["indicator_id"] != "", list(HEADLINE_CELLS)], added]), unequal


def _added_up(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Add up a complete breakdown where an authority's total of a year is not in the file; nothing where the breakdowns disagree."""
    totals, unequal = [], []
    counts = rows.assign(**{name: numbers(rows[name]) for name in ("numerator", "denominator")})
    for (area, period), own in counts.groupby(["area_code", "period"]):
        if (own["topic"] == TOTAL).any():
            continue
        sums = own.groupby("topic")[["numerator", "denominator"]].sum()
        number, everyone = sums.iloc[0]
        if len(sums.drop_duplicates()) != 1:
            unequal.append(str(area))
        elif everyone > 0:
            cells = (area, period, f"{round(100 * number / everyone, 6)}", f"{number:.0f}", f"{everyone:.0f}")
            totals.append(pd.DataFrame([("gld", *cells)], columns=list(HEADLINE_CELLS), index=own.index[:1]))
    return pd.concat(totals) if totals else pd.DataFrame(columns=list(HEADLINE_CELLS), dtype="str"), unequal


LAYOUTS: Final = (
    Layout(
        "dfe_profile_districts",
        "DfE, Early years foundation stage profile, by district (2013/14 to 2018/19)",
        DISTRICTS,
        read_district_table,
        knows={name: columns for name, columns in ees.COLUMNS.items() if name not in DISTRICTS},
    ),
    Layout("dfe_profile", "DfE, Early years foundation stage profile, headline measures", HEADLINES, read_profile, knows=ees.COLUMNS),
    Layout(
        "dfe_profile_totals",
        "DfE, Early years foundation stage profile, totals alone (2012/13 to 2018/19)",
        TOTALS,
        read_profile,
        knows=ees.COLUMNS,
        contradicts=lambda sheet: not OTHER_TABLES.isdisjoint(sheet.frame.columns),
    ),
)
