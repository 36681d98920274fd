"""Indices of Deprivation 2019 as MHCLG publishes them: files 1, 3, 5 and 7, by LSOA of 2011."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.intake.matching.figures import Figures, product_definitions, to_intake
from geo.intake.matching.layout import Layout
from geo.intake.reading.cells import to_number
from geo.publishers.deprivation.files_2025 import CUT, ENGLAND_LSOAS_AT_LEAST, IMD, IMD_RANK, SCORES, national_place, source_row
from geo.publishers.deprivation.people import PEOPLE_2019
from geo.publishers.deprivation.raw import IDACI_RANK, LSOA11_CODE
from geo.publishers.deprivation.release import release_problems, releases_of
from geo.store.vintage import read_changes, unchanged_lsoas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

RELEASE: Final = "2019"
# As the files of 2015 and 2019 and the extracts of them call it.
RANK: Final = (*IMD_RANK, "IMD Rank (where 1 is most deprived)", "IMD Rank", "IMD_Rank", "IMDRank")
COLUMNS: Final = {"imd_2019": RANK, "idaci_place": IDACI_RANK, **{f"{name}_2019": (column,) for name, column in SCORES.items()}}
# Places among the 32,844 neighbourhoods of 2011. A place is not shared out and not added up.
RANKS: Final = ("imd_2019", "idaci_place")
UNCHANGED: Final = (
    "The index of 2019 is for neighbourhoods of 2011. Only the {count:,} whose border stayed the same have a place of 2019; ranks are not "
    "shared out or added up. The index of 2025 counts housing costs and the one of 2019 does not."
)
WHOLE: Final = "is cut to one area, and the place in England needs the ranks of all neighbourhoods. Bring the whole file of England."
APART: Final = (
    "The scores of 2019 are made in another way than those of 2025. They are kept as measures of their own, shown and never scored: the "
    "two are not to be subtracted."
)


def read_2019(sheet: Sheet, setting: Setting) -> Intake:
    """Read ranks for the neighbourhoods whose border stayed the same, and scores for all that the official lookup can carry."""
    rows = sheet.pick({"area_code": LSOA11_CODE, **COLUMNS})
    names = [name for name in COLUMNS if name in rows]
    # Files 3 and 7 repeat the overall index; it is a figure of its own in file 1 only.
    names = [name for name in names if name != "imd_2019" or names == ["imd_2019"]]
    same = unchanged_lsoas(read_changes(setting.atlas))
    parts: dict[str, pd.DataFrame] = {}
    notes: list[str] = []
    for name in names:
        value = _places(rows[name]) if name == "idaci_place" else rows[name]
        if value is None:
            notes.append(CUT)
            continue
        part = pd.DataFrame({"indicator_id": name, "area_code": rows["area_code"], "period": RELEASE, "value": value})
        parts[name] = part[part["area_code"].isin(same)] if name in RANKS else part
    if ranks := [len(part) for name, part in parts.items() if name in RANKS]:
        notes.append(UNCHANGED.format(count=ranks[0]))
    new = [name for name in parts if name.endswith("_2019")]
    if any(name not in RANKS for name in new):
        notes.append(APART)
    cells = pd.concat(parts.values()) if parts else pd.DataFrame(columns=["indicator_id", "area_code", "period", "value"])
    source = source_row(RELEASE, sheet, "iod2019_file" if new else "iod2019_idaci")
    own = _definitions(new, source["source_id"]) if new else None
    problems = release_problems(sheet, RELEASE) or (() if parts else (Problem(sheet.file, WHOLE),))
    return to_intake(sheet, setting, Figures("iod2019", source, cells, dict.fromkeys(parts, "lsoa"), own, tuple(notes), problems))


def _places(cells: pd.Series[str]) -> pd.Series[str] | None:
    """Turn ranks of all of England into places; None for a file that is cut."""
    rank = to_number(cells).value
    return national_place(rank).astype("str").where(rank.notna(), cells) if rank.count() >= ENGLAND_LSOAS_AT_LEAST else None


def _definitions(names: list[str], source_id: str) -> pd.DataFrame:
    """Rows of ``indicators.csv``: as for 2025, under names that say the year."""
    known: dict[str, Mapping[str, str]] = {**product_definitions(), "imd": IMD}
    rows = []
    for name in names:
        row = known[name.removesuffix("_2019")]
        kept = {key: text for key, text in row.items() if key != "column"}
        definition = f"{row['definition']} As in the index of 2019, which is made in another way than the one of 2025."
        named = {"indicator_id": name, "name": f"{row['name']}, index of 2019", "definition": definition, "source_id": source_id}
        rows.append({**kept, **named})
    return pd.DataFrame(rows)


def _layouts() -> tuple[Layout, ...]:
    def layout(number: str, title: str, *names: str) -> Layout:
        needs = {"area_code": LSOA11_CODE, **{name: COLUMNS[name] for name in names}}
        knows = PEOPLE_2019 if number == "7" else {}
        named = f"MHCLG, Indices of deprivation 2019, file {number} ({title})"
        return Layout(f"iod2019_file{number}", named, needs, read_2019, knows, contradicts=lambda sheet: RELEASE not in releases_of(sheet))

    scores = [name for name in COLUMNS if name not in RANKS]
    return (
        layout("1", "overall rank", "imd_2019"),
        layout("3", "IDACI", "imd_2019", "idaci_place"),
        layout("5", "scores", *scores),
        layout("7", "all ranks and scores", *COLUMNS),
    )


LAYOUTS: Final = _layouts()
