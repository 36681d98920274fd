"""Indices of Deprivation 2010 and 2015: known, so that no figure of theirs enters as one of a newer index; nothing is taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.publishers.deprivation import files_2019
from geo.publishers.deprivation.people import NOTHING
from geo.publishers.deprivation.release import releases_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

OLDER: Final = (
    "is of the indices of deprivation of {release}, for LSOAs of {lsoas}. This product shows those of 2019 and 2025, with which ranks and "
    "scores of other years are not to be compared: nothing is taken. Bring file 1, 3, 5 or 7 of 2025 or of 2019."
)
LSOAS: Final = {"2010": "2001", "2015": "2011"}
NEEDS_2010: Final = {
    "area_code": ("LSOA CODE", "LSOA01CD", "lsoa01_code"),
    "rank": (
        "RANK OF IMD SCORE (where 1 is most deprived)",
        "Rank of IMD score",
        "RANK OF INCOME SCORE (where 1 is most deprived)",
        "Rank of IDACI (where 1 is most deprived)",
        "Rank of IDACI Score (where 1 is most deprived)",
        "IMD_rank",
    ),
}
PEOPLE_2015: Final = {
    "people": ("Total population: mid 2012 (excluding prisoners)",),
    "children": ("Dependent Children aged 0-15: mid 2012 (excluding prisoners)",),
}


def read_older(sheet: Sheet, setting: Setting, layout: str, release: str) -> Intake:  # noqa: ARG001 - every layout is read with the setting
    """Take nothing, and say which index it is and which one is wanted."""
    rows, message = len(sheet.frame), OLDER.format(release=release, lsoas=LSOAS[release])
    return Intake(layout, sheet.file, {}, {}, Counts(rows, 0, 0, rows, 0), problems=(Problem(sheet.file, message),))


def read_people(sheet: Sheet, setting: Setting) -> Intake:  # noqa: ARG001 - every layout is read with both
    """Take nothing from file 6 of 2015, and say so."""
    rows = len(sheet.frame)
    return Intake("iod2015_file6", sheet.file, {}, {}, Counts(rows, 0, 0, rows, 0), notes=(NOTHING.format(year="2015"),))


def _layout(release: str, file: str, needs: Mapping[str, Sequence[str]], knows: Mapping[str, Sequence[str]]) -> Layout:
    layout_id = f"iod{release}{file.replace(', file ', '_file')}"
    read = partial(read_older, layout=layout_id, release=release)
    title = f"MHCLG, Indices of deprivation {release}{file} (nothing is taken)"
    return Layout(layout_id, title, needs, read, knows, contradicts=lambda sheet: release not in releases_of(sheet))


def _layouts() -> tuple[Layout, ...]:
    # The files of 2015 have the columns of 2019.
    twins = [_layout("2015", f", file {layout.id[-1]}", layout.needs, PEOPLE_2015 if layout.knows else {}) for layout in files_2019.LAYOUTS]
    people = Layout("iod2015_file6", "MHCLG, Indices of deprivation 2015, file 6 (numbers of people)", PEOPLE_2015, read_people)
    return (*twins, people, _layout("2010", "", NEEDS_2010, {}))


LAYOUTS: Final = _layouts()
