"""Put rows that were brought in the place of older ones, say what that changes, and write a complete data folder."""

from __future__ import annotations

import csv
import math
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.contract.check import check_folder
from geo.contract.columns import ALL_TABLES, KEYS, OPTIONAL_TABLES
from geo.errors import DataError, Problem
from geo.intake.origin import at_home, marked, unmarked
from geo.sources.tables import write_table
from geo.workspace import with_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from geo.intake.origin import Origins
    from geo.intake.result import Intake
    from geo.settings import Settings

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


@dataclass(frozen=True)
class Merged:
    """New tables, cells as text, what is different in them, and from which files their new rows came."""

    tables: dict[str, pd.DataFrame]
    diff: Diff
    origins: Origins


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every table of a data folder with its cells as text, so that rows that nobody touches keep their bytes.

    Raises
    ------
    DataError
        A table is missing or is no CSV.
    """
    tables, problems = {}, []
    for name, columns in ALL_TABLES.items():
        if name in OPTIONAL_TABLES and not (folder / name).exists():
            tables[name] = pd.DataFrame(columns=list(columns), dtype="str")
            continue
        try:
            tables[name] = pd.read_csv(folder / name, dtype="str", keep_default_na=False, quoting=csv.QUOTE_MINIMAL)
        except (OSError, ValueError) as error:
            problems.append(Problem(f"{folder.name}/{name}", f"cannot be read ({error}). Run `python -m geo check`."))
    if problems:
        raise DataError(problems)
    return tables


def stamped(intake: Intake, sha256: str, day: date) -> Intake:
    """Write into the rows of ``sources.csv`` which file was read, and when.

    Parameters
    ----------
    intake : Intake
        As a layout read it.
    sha256 : str
        Of the file that was brought, 64 hexadecimal digits.
    day : date
        Day on which it was brought.
    """
    if "sources.csv" not in intake.tables:
        return intake
    sources = intake.tables["sources.csv"].assign(retrieved_on=day.isoformat(), sha256=sha256)
    return replace(intake, tables={**intake.tables, "sources.csv": sources})


def merge(tables: Tables, intakes: Iterable[Intake]) -> Merged:
    """Replace rows, one intake after the other: a later one wins.

    Parameters
    ----------
    tables : mapping of str to DataFrame of str
        Tables of today, as `read_tables` gives them.
    intakes : iterable of Intake
        What was brought. Old rows that an intake names in ``replaces``, or whose key it brings, go; all its rows enter.

    Returns
    -------
    Merged
        New tables in the order of their keys; the given ones are not changed.
    """
    merged = dict(tables)
    for intake in intakes:
        for name, rows in intake.tables.items():
            text = marked(as_text(name, rows), rows, intake.file)
            merged[name] = _replaced(name, merged[name], text, intake.replaces.get(name, {}))
        # What is replaced by nothing goes too.
        for name in set(intake.replaces) - set(intake.tables):
            merged[name] = merged[name][~_named(merged[name], intake.replaces[name])]
    apart = {name: unmarked(table) for name, table in merged.items()}
    merged = {name: table for name, (table, _) in apart.items()}
    return Merged(merged, compare(tables, merged), {name: origins for name, (_, origins) in apart.items()})


def as_text(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Write the cells of rows for a table as the data folder holds them: contract columns, empty = missing, whole numbers plain."""
    columns = {}
    for column, kind in ALL_TABLES[name].items():
        cells = rows[column] if column in rows else pd.Series("", index=rows.index)
        columns[column] = [_cell(value, number=kind != "text") for value in cells.tolist()]
    return pd.DataFrame(columns, dtype="str")


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


def write_folder(base: Path, merged: Merged, target: Path, settings: Settings) -> None:
    """Write a complete data folder: ``base`` with other tables, checked against the contract.

    Parameters
    ----------
    base : Path
        Data folder that everything else (boundaries, other borders) is copied from.
    merged : Merged
        Tables to write, and where their rows came from.
    target : Path
        New folder; must not be there. Its caller removes it when this fails.
    settings : Settings
        The contract depends on them.

    Raises
    ------
    DataError
        The tables break the contract; all problems at once, those of brought rows with their file and row.
    """
    shutil.copytree(base, target)
    old = read_tables(base)
    for name, table in merged.tables.items():
        if not table.equals(old[name]):
            write_table(table, target / name)
    report = check_folder(with_folder(settings, target))
    if report.problems:
        raise DataError(at_home(report.problems, merged.origins))


# --- rows ------------------------------------------------------------------------------------------------------------


def _replaced(name: str, old: pd.DataFrame, new: pd.DataFrame, replaces: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    goes = _named(old, replaces) | _keys(name, old).isin(_keys(name, new))
    # Rows that the file repeats stay: the check of the contract names them.
    return pd.concat([old[~goes], new], ignore_index=True).sort_values(list(KEYS[name]), kind="stable", ignore_index=True)


def _named(rows: pd.DataFrame, replaces: Mapping[str, tuple[str, ...]]) -> pd.Series[bool]:
    """Mark the rows that hold one of the values in every named column; none if no column is named."""
    found = pd.Series(bool(replaces), index=rows.index)
    for column, values in replaces.items():
        found &= rows[column].isin(values)
    return found


def _keys(name: str, rows: pd.DataFrame) -> pd.Series[str]:
    first, *others = KEYS[name]
    return rows[first].str.cat(rows[others], sep=_SEPARATOR) if others else rows[first]


def _keyed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by key, numbers written one way, so that ``869.0`` and ``869`` are no difference."""
    plain = rows.reindex(columns=list(ALL_TABLES[name]), fill_value="").copy()
    for column in (column for column, kind in ALL_TABLES[name].items() if kind != "text"):
        read = pd.to_numeric(plain[column], errors="coerce")
        plain[column] = plain[column].where(read.isna(), read.map(lambda value: _cell(value, number=True)))
    plain.index = pd.Index(_keys(name, plain))
    return plain[~plain.index.duplicated()]


def _cell(value: object, *, number: bool) -> str:
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
