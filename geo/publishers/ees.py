"""DfE, Explore Education Statistics: one file holds several geographic levels, and a figure is of the area of its row's own level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVEL: Final = {"level": ("geographic_level",)}
# Codes of the areas that a row lies in, smallest first. The row of a county names its region too, the row of a district all of them.
CODES: Final = {
    "district": ("lad_code", "lad_code_pupil"),
    "authority": ("new_la_code",),
    "region": ("region_code", "region_code_pupil"),
    "country": ("country_code",),
}
COLUMNS: Final = {**LEVEL, **CODES}
# As the publisher writes levels, in small letters -> the column that holds the area's own code.
OWN: Final = {
    "national": "country",
    "regional": "region",
    "local authority": "authority",
    "local authority district": "district",
}
LEFT_OUT: Final = "Rows of other geographic levels are left out: {kinds}."


def levels_of(rows: pd.DataFrame) -> pd.Series[str]:
    """Tell the level of each row: ``country``, ``region``, ``authority``, ``district``, or the publisher's word for any other.

    Without the publisher's column of levels, the smallest area that a row names is its own. A row that names the country alone is then of
    the country only if the file has columns for the smaller areas, all empty; otherwise it may be of a region, and has no level.

    Parameters
    ----------
    rows : DataFrame of str
        Columns `COLUMNS`, as many as the file has.
    """
    if "level" in rows:
        said = rows["level"].str.strip().str.casefold()
        return said.map(OWN).fillna(said)
    level = pd.Series("", index=rows.index, dtype="str")
    if {"authority", "region"} <= set(rows.columns):
        level = level.mask(_filled(rows, "country"), "country")
    for name in ("region", "authority", "district"):
        level = level.mask(_filled(rows, name), name)
    return level


def codes_of(rows: pd.DataFrame, levels: pd.Series[str]) -> pd.Series[str]:
    """Give the code of the area that a row is of: that of its own level, never that of a larger area; empty for other levels."""
    code = pd.Series("", index=rows.index, dtype="str")
    for name in CODES:
        if name in rows:
            code = code.mask(levels == name, rows[name].str.strip())
    return code


def left_out(rows: pd.DataFrame, levels: pd.Series[str], kept: Iterable[str]) -> tuple[str, ...]:
    """Say how many rows of which levels are not among those that are kept; nothing if all are."""
    others = ~levels.isin(list(kept))
    words = rows.get("level", levels)
    counts = words[others].replace("", "not said").value_counts()
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in counts.items())
    return (LEFT_OUT.format(kinds=kinds),) if kinds else ()


def _filled(rows: pd.DataFrame, name: str) -> pd.Series[bool]:
    return rows[name].str.strip() != "" if name in rows else pd.Series(data=False, index=rows.index)
