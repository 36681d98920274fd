"""Figures with codes of another year: carried to the areas of today by the official lookup, or refused with the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.store.vintage import abolished_districts, codes_of_one_year, lsoa_vintage, old_code_advice, read_changes, recoded_districts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.intake.matching.register import Rejects
    from geo.intake.reading.sheet import Sheet
    from geo.store.atlas import Atlas

LSOA_OF_2011: Final = re.compile(r"lsoa[ _]?(?:code )?\(?(?:20)?11\)?", re.IGNORECASE)
MERGED: Final = "was merged with a neighbour in 2021, and a figure of a part is not one of the whole. Bring figures for LSOAs of 2021."
MIXED: Final = "has codes of LSOAs of 2011 ({old}) and of 2021 ({new}) that never existed together. Bring the figures of one year."
NO_LOOKUP: Final = (
    "is by LSOA of 2011, and this data folder has no lookup to those of 2021 (lsoa_changes.csv). Bring figures by LSOA of 2021, or make "
    "the data folder again with the ONS lookup LSOA (2011) to LSOA (2021)."
)
RECODED: Final = "{code} is {ours} in this atlas: the same authority, whose code changed. Its figures were taken."
NOTE: Final = (
    "The codes are those of LSOAs of 2011. {split:,} of them were split in 2021: each part has the figure of the whole, without counts of "
    "its own (ONS lookup LSOA 2011 to 2021)."
)


def carry(cells: pd.DataFrame, levels: Mapping[str, str], atlas: Atlas, rejects: Rejects) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Give figures the codes of today.

    Parameters
    ----------
    cells : DataFrame of str
        As in `geo.intake.matching.figures.Figures`.
    levels : mapping of str to str
        Level of each indicator.
    atlas : Atlas
        Areas of today.
    rejects : Rejects
        Receives rows whose code cannot be carried.

    Returns
    -------
    DataFrame of str
        Rows of LSOAs that were split repeated for each part; rows that were refused left out.
    tuple of str
        What was done.
    """
    level = cells["indicator_id"].map(levels)
    ours = {*atlas.areas.index, *atlas.areas["utla_code"].dropna()}
    abolished = [old for old, (new, _) in abolished_districts().items() if new in ours and old not in ours]
    gone = level.isin(["district", "county"]) & cells["area_code"].isin(abolished)
    cells, recoded = _under_our_codes(cells, level.isin(["district", "county"]), ours)
    first = cells[gone & ~cells.index.duplicated()]
    for code in sorted(first["area_code"].unique()):
        rejects.add(first.loc[first["area_code"] == code, "area_code"], "area_code", old_code_advice(code))
    changes = read_changes(atlas)
    if lsoa_vintage(cells.loc[level == "lsoa", "area_code"], changes) != "2011":
        return cells[~gone], recoded
    merged = level.eq("lsoa") & cells["area_code"].isin(changes.loc[changes["change_code"].isin(["M", "X"]), "lsoa11_code"])
    rejects.add(cells.loc[merged & ~cells.index.duplicated(), "area_code"], "area_code", MERGED)
    split = changes[changes["change_code"] == "S"]
    parts = level.eq("lsoa") & cells["area_code"].isin(split["lsoa11_code"])
    heirs = cells[parts].reset_index(names="row").merge(split, left_on="area_code", right_on="lsoa11_code")
    heirs = heirs.assign(area_code=heirs["lsoa_code"], numerator="", denominator="").set_index("row")[list(cells.columns)]
    note = NOTE.format(split=cells.loc[parts, "area_code"].nunique())
    return pd.concat([cells[~gone & ~merged & ~parts], heirs.rename_axis(None)]).sort_index(kind="stable"), (*recoded, note)


def _under_our_codes(cells: pd.DataFrame, upper: pd.Series[bool], ours: set[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Give authorities that went on under another code the one that the atlas has."""
    both = {new: old for new, (old, _) in recoded_districts().items()}
    both |= {old: new for new, old in both.items()}
    here = upper & cells["area_code"].isin([code for code, other in both.items() if other in ours and code not in ours])
    codes = sorted(cells.loc[here, "area_code"].unique())
    renamed = cells.assign(area_code=cells["area_code"].where(~here, cells["area_code"].map(both)))
    return renamed, tuple(RECODED.format(code=code, ours=both[code]) for code in codes)


def year_problems(sheet: Sheet, codes: pd.Series[str], atlas: Atlas) -> tuple[Problem, ...]:
    """Say what stands in the way of LSOA codes: two years in one file, or an older year that nothing converts.

    Parameters
    ----------
    sheet : Sheet
        The table as brought; its header may name the year.
    codes : Series of str
        The codes that are of LSOAs.
    atlas : Atlas
        Areas of today.
    """
    changes = read_changes(atlas)
    old, new = codes_of_one_year(codes, changes)
    if old and new:
        some = {name: ", ".join(sorted(codes_of_year)[:3]) for name, codes_of_year in (("old", old), ("new", new))}
        return (Problem(sheet.file, MIXED.format(**some), column="LSOA code"),)
    # Where somebody chose the column of codes, its header alone says of which year they are.
    headers = [sheet.chosen["area_code"]] if "area_code" in sheet.chosen else sheet.frame.columns
    if changes.empty and LSOA_OF_2011.search(" ".join(map(str, headers))):
        return (Problem(sheet.file, NO_LOOKUP),)
    return ()
