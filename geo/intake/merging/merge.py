"""Put rows that were brought in the place of older ones, say what that changes, and write a complete data folder."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import ContractError, DataError, Problem
from geo.base.files import write_table
from geo.base.plain_text import restored
from geo.contract.check import check_folder
from geo.contract.columns import ALL_TABLES, KEYS, OPTIONAL_TABLES
from geo.contract.datapackage import write_package
from geo.intake.merging.diff import cell, compare, keys
from geo.intake.merging.fitting import redraw
from geo.intake.merging.origin import at_home, marked, unmarked
from geo.intake.merging.outlines import made_official
from geo.store.workspace import with_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from geo.intake.matching.result import Intake, Outlines
    from geo.intake.merging.diff import Diff, Tables
    from geo.intake.merging.origin import Origins
    from geo.settings.model import Settings


@dataclass(frozen=True)
class Merged:
    """New tables, cells as text, what is different in them, from which files their new rows came, and outlines that were brought."""

    tables: dict[str, pd.DataFrame]
    diff: Diff
    origins: Origins
    outlines: tuple[Outlines, ...] = ()


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
            table = pd.read_csv(folder / name, dtype="str", keep_default_na=False, quoting=csv.QUOTE_MINIMAL)
        except (OSError, ValueError) as error:
            problems.append(Problem(f"{folder.name}/{name}", f"cannot be read ({error}). Run `python -m geo check`."))
            continue
        texts = [column for column in table.columns if columns.get(column) == "text"]
        tables[name] = table.assign(**{column: table[column].map(restored) for column in texts})
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


def merge(tables: Tables, intakes: Sequence[Intake]) -> Merged:
    """Replace rows, one intake after the other: a later one wins.

    Parameters
    ----------
    tables : mapping of str to DataFrame of str
        Tables of today, as `read_tables` gives them.
    intakes : sequence of Intake
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
    outlines = tuple(intake.outlines for intake in intakes if intake.outlines is not None)
    merged["areas.csv"] = made_official(merged["areas.csv"], outlines)
    apart = {name: unmarked(table) for name, table in merged.items()}
    merged = {name: table for name, (table, _) in apart.items()}
    return Merged(merged, compare(tables, merged), {name: origins for name, (_, origins) in apart.items()}, outlines)


def as_text(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Write the cells of rows for a table as the data folder holds them: contract columns, empty = missing, whole numbers plain."""
    columns = {}
    for column, kind in ALL_TABLES[name].items():
        cells = rows[column] if column in rows else pd.Series("", index=rows.index)
        columns[column] = [cell(value, number=kind != "text") for value in cells.tolist()]
    return pd.DataFrame(columns, dtype="str")


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
    ContractError
        The tables break the contract; all problems at once, those of brought rows with their file and row.
    """
    shutil.copytree(base, target)
    old = read_tables(base)
    for name, table in merged.tables.items():
        if not table.equals(old[name]):
            write_table(table, target / name)
    redraw(target, merged.tables["areas.csv"], merged.outlines, settings.limits)
    write_package(target, settings.area.name)
    report = check_folder(with_folder(settings, target))
    if report.problems:
        raise ContractError(at_home(report.problems, merged.origins))


# --- rows ------------------------------------------------------------------------------------------------------------


def _replaced(name: str, old: pd.DataFrame, new: pd.DataFrame, replaces: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    goes = _named(old, replaces) | keys(name, old).isin(keys(name, new))
    # Rows that the file repeats stay: the check of the contract names them.
    return pd.concat([old[~goes], new], ignore_index=True).sort_values(list(KEYS[name]), kind="stable", ignore_index=True)


def _named(rows: pd.DataFrame, replaces: Mapping[str, tuple[str, ...]]) -> pd.Series[bool]:
    """Mark the rows that hold one of the values in every named column; none if no column is named."""
    marked = pd.Series(bool(replaces), index=rows.index)
    for column, values in replaces.items():
        marked &= rows[column].isin(values)
    return marked
