"""What is different between two states of the tables: rows by key, and indicators that moved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.contract.columns import ALL_TABLES, KEYS

Tables = Mapping[str, pd.DataFrame]

_VALUES: Final = "indicator_values.csv"
_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True)
class Diff:
    """What a merge changes.

    Parameters
    ----------
    tables : DataFrame
        Index: file name, changed tables only. Columns: before, after, added, removed, changed (rows).
    indicators : DataFrame
        Index: indicator_id, those with a value that is new, gone or different. Columns: period_before, period_after (the latest),
        areas_before, areas_after (values in it), median_before, median_after (over the areas that have both; missing if none has).
    """

    tables: pd.DataFrame
    indicators: pd.DataFrame


def compare(before: Tables, after: Tables) -> Diff:
    """Count rows added, removed and changed by key, and tell which indicators moved.

    Parameters
    ----------
    before, after : mapping of str to DataFrame of str
        Two states of the tables.
    """
    counts = {}
    for name in ALL_TABLES:
        if after[name] is before[name]:
            continue
        old, new = (_keyed(name, state[name]) for state in (before, after))
        both = old.index.intersection(new.index)
        changed = int((old.loc[both] != new.loc[both]).any(axis=1).sum())
        row = {"before": len(old), "after": len(new), "added": len(new) - len(both), "removed": len(old) - len(both), "changed": changed}
        if row["added"] or row["removed"] or changed:
            counts[name] = row
    order = ["before", "after", "added", "removed", "changed"]
    frame = pd.DataFrame.from_dict(counts, orient="index", columns=order).astype("int64").rename_axis("file")
    return Diff(frame, _moved(before[_VALUES], after[_VALUES]))


def keys(name: str, rows: pd.DataFrame) -> pd.Series[str]:
    """Give the key of each row of a table as one text."""
    first, *others = KEYS[name]
    return rows[first].str.cat(rows[others], sep=_SEPARATOR) if others else rows[first]


def _keyed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by key, numbers written one way, so that ``869.0`` and ``869`` are no difference."""
    plain = rows.reindex(columns=list(ALL_TABLES[name]), fill_value="").copy()
    for column in (column for column, kind in ALL_TABLES[name].items() if kind != "text"):
        read = pd.to_numeric(plain[column], errors="coerce")
        plain[column] = plain[column].where(read.isna(), read.map(lambda value: cell(value, number=True)))
    plain.index = pd.Index(keys(name, plain))
    return plain[~plain.index.duplicated()]


def cell(value: object, *, number: bool) -> str:
    """Write a value as the data folder holds it: missing is empty, whole numbers are plain."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if number and not isinstance(value, str):
        exact = float(value)  # type: ignore[arg-type]
        return str(int(exact)) if exact.is_integer() else repr(exact)
    return str(value)


# --- indicators ------------------------------------------------------------------------------------------------------


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    columns = ["period_before", "period_after", "areas_before", "areas_after", "median_before", "median_after"]
    old, new = _keyed(_VALUES, before), _keyed(_VALUES, after)
    both = old.index.intersection(new.index)
    differ = both[(old.loc[both] != new.loc[both]).any(axis=1)]
    touched = pd.concat([old.drop(index=both), new.drop(index=both), new.loc[differ]])["indicator_id"].unique()
    rows = {indicator: _indicator(old, new, indicator) for indicator in sorted(touched)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("indicator_id")


def _indicator(old: pd.DataFrame, new: pd.DataFrame, indicator: str) -> list[object]:
    (period_before, before), (period_after, after) = (_latest(state, indicator) for state in (old, new))
    both = before.dropna().index.intersection(after.dropna().index)
    medians = [float(values[both].median()) if len(both) else math.nan for values in (before, after)]
    return [period_before, period_after, int(before.notna().sum()), int(after.notna().sum()), *medians]


def _latest(values: pd.DataFrame, indicator: str) -> tuple[str, pd.Series[float]]:
    """Values by area in the latest period of an indicator."""
    own = values[values["indicator_id"] == indicator]
    period = str(own["period"].max()) if len(own) else ""
    rows = own[own["period"] == period]
    return period, pd.to_numeric(rows.set_index("area_code")["value"], errors="coerce")
