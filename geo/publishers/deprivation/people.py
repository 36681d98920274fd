"""Indices of Deprivation, file 6 (the people that the index divides by) and summaries by district: known, and nothing is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.publishers.deprivation.raw import LSOA11_CODE, LSOA_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

PEOPLE_2019: Final = {
    "people": ("Total population: mid 2015 (excluding prisoners)",),
    "children": ("Dependent Children aged 0-15: mid 2015 (excluding prisoners)",),
    "adults": ("Population aged 16-59: mid 2015 (excluding prisoners)",),
    "older": ("Older population aged 60 and over: mid 2015 (excluding prisoners)",),
    "working_age": ("Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners)",),
}
PEOPLE_2025: Final = {
    "people": ("Total population: mid 2022", "Total population: mid 2022 (excluding prisoners)"),
    "children": ("Dependent Children aged 0-15: mid 2022", "Dependent Children aged 0-15: mid 2022 (excluding prisoners)"),
    "older": ("Older population aged 60 and over: mid 2022", "Older population aged 60 and over: mid 2022 (excluding prisoners)"),
    "working_age": ("Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022",),
}
NOTHING: Final = (
    "This file holds the numbers of people that the index of {year} divides by, and no figure that this product scores: nothing is "
    "taken from it. For deprivation bring file 5 or 7 of 2025, for newer numbers of children the ONS estimates by single year of age."
)

# Files 10 to 13, by lower and upper tier, clinical commissioning group or integrated care board.
SUMMARY: Final = {"average": ("IMD - Average rank", "IMD - Average score", "IDACI - Average rank", "IDACI - Average score")}
TOO_COARSE: Final = (
    "has one figure of deprivation for a whole district or county, and deprivation is shown here by neighbourhood: nothing is taken from "
    "it. Bring file 1, 3, 5 or 7 of the same index."
)


def read_summary(sheet: Sheet, setting: Setting) -> Intake:  # noqa: ARG001 - every layout is read with both
    """Refuse a summary with one sentence that says what to bring instead."""
    rows = len(sheet.frame)
    return Intake("iod_summary", sheet.file, {}, {}, Counts(rows, 0, 0, rows, 0), problems=(Problem(sheet.file, TOO_COARSE),))


def read_2019(sheet: Sheet, setting: Setting) -> Intake:  # noqa: ARG001 - every layout is read with both
    """Take nothing from file 6 of 2019, and say so."""
    return _nothing(sheet, "2019")


def read_2025(sheet: Sheet, setting: Setting) -> Intake:  # noqa: ARG001 - every layout is read with both
    """Take nothing from file 6 of 2025, and say so."""
    return _nothing(sheet, "2025")


def _nothing(sheet: Sheet, year: str) -> Intake:
    rows = len(sheet.frame)
    return Intake(f"iod{year}_file6", sheet.file, {}, {}, Counts(rows, 0, 0, rows, 0), notes=(NOTHING.format(year=year),))


def _layout(year: str, code: tuple[str, ...], people: Mapping[str, tuple[str, ...]], read: Callable[[Sheet, Setting], Intake]) -> Layout:
    needs = {"area_code": code, "people": people["people"], "children": people["children"]}
    return Layout(f"iod{year}_file6", f"MHCLG, Indices of deprivation {year}, file 6 (numbers of people)", needs, read, people)


LAYOUTS: Final = (
    _layout("2019", LSOA11_CODE, PEOPLE_2019, read_2019),
    _layout("2025", LSOA_CODE, PEOPLE_2025, read_2025),
    Layout("iod_summary", "MHCLG, Indices of deprivation, summaries by district or county (nothing is taken)", SUMMARY, read_summary),
)
