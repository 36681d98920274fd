"""LSOAs 2011 and 2021 matched without the official lookup: by their codes, and where these changed by their names."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from geo.base.errors import DataError, Problem

COLUMNS = ["lsoa11_code", "lsoa_code", "change_code"]


def match_changes(before: pd.Series[str], now: pd.Series[str], all_now: pd.Index[str]) -> pd.DataFrame:
    """Guess the lookup LSOA 2011 -> LSOA 2021 of some districts.

    An LSOA whose code is in both vintages is the same area. ONS gave new codes, and new letters in the same middle-layer area
    (``Leeds 063D`` -> ``Leeds 063F``, ``Leeds 063G``), to those that were split or merged.

    Parameters
    ----------
    before : Series of str
        Names of the LSOAs 2011 whose residents live in the districts, index ``lsoa11_code``.
    now : Series of str
        Names of the LSOAs 2021 of the districts, index ``lsoa_code``.
    all_now : Index of str
        Codes of all LSOAs 2021 of England: an LSOA 2011 that still exists elsewhere has not vanished.

    Returns
    -------
    DataFrame
        Columns ``lsoa11_code``, ``lsoa_code``, ``change_code``: U the same code, S split, M merged, X neither can be told.

    Raises
    ------
    DataError
        A new LSOA has no vanished one that it can have come from.
    """
    same = sorted(set(before.index) & set(now.index))
    vanished = before[~before.index.isin(all_now)].sort_values()
    new = now[~now.index.isin(before.index)].sort_values()
    rows = [(code, code, "U") for code in same]
    old_by, new_by = _grouped(vanished.map(middle_layer)), _grouped(new.map(middle_layer))
    for name in sorted({*old_by, *new_by}):
        if name in old_by and name in new_by:
            rows += _pairs(old_by[name], new_by[name])
    paired_old, paired_new = {row[0] for row in rows}, {row[1] for row in rows}
    rows += _leftovers(vanished[~vanished.index.isin(paired_old)], new[~new.index.isin(paired_new)], _renamed(before, now))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["lsoa_code", "lsoa11_code"], ignore_index=True)


def middle_layer(name: str) -> str:
    """Return the middle-layer area of an LSOA: its name without the last letter."""
    return name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def district_of(name: str) -> str:
    """Return the district of an LSOA as its name has it."""
    return middle_layer(name).rstrip("0123456789").strip()


def _renamed(before: pd.Series[str], now: pd.Series[str]) -> dict[str, str]:
    """Return the name of 2021 of each district of 2011, by its LSOAs that kept their codes."""
    both = pd.DataFrame({"old": before.map(district_of), "new": now.map(district_of)}).dropna()
    counts = both.value_counts().reset_index().sort_values(["old", "count", "new"], ascending=[True, False, True])
    return dict(counts.drop_duplicates("old")[["old", "new"]].itertuples(index=False, name=None))


def _grouped(names: pd.Series[str]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        codes[name].append(str(code))
    return dict(codes)


def _pairs(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    """Pair the vanished and the new LSOAs of one middle-layer area, both in the order of their names."""
    if len(new) == 2 * len(old):
        return [(old[place // 2], code, "S") for place, code in enumerate(new)]
    if len(old) == 2 * len(new):
        return [(code, new[place // 2], "M") for place, code in enumerate(old)]
    kind = "S" if len(old) == 1 else "M" if len(new) == 1 else "X"
    return [(old_code, new_code, kind) for old_code in old for new_code in new]


def _leftovers(old: pd.Series[str], new: pd.Series[str], renamed: dict[str, str]) -> list[tuple[str, str, str]]:
    """Match those whose middle-layer area was renamed or divided as well: all with all in a district; their outlines stay approximate."""
    old_by = _grouped(old.map(district_of).map(lambda name: renamed.get(name, name)))
    rows = []
    for name, codes in _grouped(new.map(district_of)).items():
        if name not in old_by:
            message = f"{', '.join(codes[:5])} came from no LSOA of 2011 that can be told by name. Put the official lookup into --raw."
            raise DataError([Problem("LSOA (2011) to LSOA (2021)", message)])
        # One with several is a split and several with one a merger: their outline together is right.
        rows += [(old_code, new_code, "X") for old_code in old_by[name] for new_code in codes]
    # A vanished LSOA without a new one lies in a district that borders on the atlas.
    return rows
