"""Files that group LSOAs into other borders: two columns, every LSOA of the atlas once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem
from geo.contract.reading import read_table
from geo.contract.texts import text_problems

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import pandas as pd

    from geo.contract.columns import Kind
    from geo.contract.reading import Table

COLUMNS: Final[dict[str, Kind]] = {"lsoa_code": "text", "group": "text"}
KEY: Final = ("lsoa_code",)
NAMED: Final = 5


def read_grouping(path: Path, lsoas: Collection[str]) -> pd.Series[str]:
    """Read and check a two-column CSV (``lsoa_code, group``) that puts every LSOA of the atlas into one group.

    Parameters
    ----------
    path : Path
        The file, UTF-8 with a header.
    lsoas : collection of str
        Codes of the LSOAs of the atlas; each must stand in the file once.

    Returns
    -------
    Series
        Group name by LSOA code.

    Raises
    ------
    DataError
        Everything that `grouping_problems` finds.
    """
    table = read_table(path, COLUMNS, KEY)
    problems = _all_problems(table, lsoas)
    if problems:
        raise DataError(problems)
    grouping: pd.Series[str] = table.frame.set_index("lsoa_code")["group"].str.strip()
    return grouping


def grouping_problems(path: Path, lsoas: Collection[str]) -> list[Problem]:
    """List the rows that name no LSOA of the atlas, repeat one or have no group, and the LSOAs that are missing."""
    return _all_problems(read_table(path, COLUMNS, KEY), lsoas)


def _all_problems(table: Table, lsoas: Collection[str]) -> list[Problem]:
    if table.problems:
        return table.problems
    return _codes(table, set(lsoas)) + text_problems(table, COLUMNS) + _groups(table)


def _codes(table: Table, lsoas: set[str]) -> list[Problem]:
    codes = table.frame["lsoa_code"]
    problems = [
        table.problem(line, "lsoa_code", f"{code!r} is no LSOA of this atlas. Delete the row or correct the code.")
        for line, code in codes.items()
        if code not in lsoas
    ]
    missing = sorted(lsoas.difference(codes))
    if missing:
        listed = ", ".join(missing[:NAMED]) + (f" and {len(missing) - NAMED} more" if len(missing) > NAMED else "")
        problems.append(
            Problem(table.file, f"{len(missing)} LSOAs of the atlas have no row: {listed}. Add one for each.", column="lsoa_code")
        )
    return problems


def _groups(table: Table) -> list[Problem]:
    groups = table.frame["group"].fillna("").str.strip()
    unnamed = groups[groups.map(group_code) == ""]
    problems = [
        table.problem(line, "group", "has no name in letters or figures. Write which group the LSOA is in.") for line in unnamed.index
    ]
    names: dict[str, str] = {}
    for line, name in groups.drop(unnamed.index).items():
        first = names.setdefault(group_code(name), name)
        if first != name:
            problems.append(table.problem(line, "group", f"'{name}' and '{first}' differ only in signs or capitals. Write it one way."))
    return problems


def group_code(name: str) -> str:
    """Code of a group: its name in small letters and hyphens, fit for an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
