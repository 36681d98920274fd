"""What the tables and their sources are: columns with their rules, and sources with their age and use. For pages and downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.periods import last_year
from geo.contract.columns import ALL_TABLES, KEYS
from geo.contract.rules import SCHEMAS

if TYPE_CHECKING:
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

# Five years on, every child who was counted as under five has left that age group; three years on, most have.
OLD_AFTER_YEARS: Final = 3


def data_dictionary() -> pd.DataFrame:
    """List every column of every table, as the contract holds it.

    Returns
    -------
    DataFrame
        Columns ``table``, ``column``, ``kind`` (text, whole, number), ``key`` and ``may_be_empty`` (bool), ``rule`` (text, empty if none).
    """
    rows = []
    for table, columns in ALL_TABLES.items():
        rules = SCHEMAS[table].columns
        for column, kind in columns.items():
            checks = [str(check.error).partition(". Correct")[0] for check in rules[column].checks] if column in rules else []
            empty = column not in rules or bool(rules[column].nullable)
            rows.append((table, column, kind, column in KEYS[table], empty, "; ".join(checks)))
    return pd.DataFrame(rows, columns=["table", "column", "kind", "key", "may_be_empty", "rule"])


def source_register(atlas: Atlas, settings: Settings, this_year: int) -> pd.DataFrame:
    """Give the sources with their age and what rests on them.

    Parameters
    ----------
    atlas : Atlas
        Sources, and the indicators and providers that name them.
    settings : Settings
        Which source the children were counted by.
    this_year : int
        Year from which the age is counted.

    Returns
    -------
    DataFrame
        The columns of ``sources.csv`` with index ``source_id``, and ``age_years`` (NaN where no period is given), ``old`` (bool),
        ``indicators`` (names, tuple), ``service_types`` (ids, tuple), ``children`` (bool).
    """
    table = atlas.sources.copy()
    years = table["period"].map(last_year).fillna(table["published_on"].map(last_year))
    table["age_years"] = this_year - years
    table["old"] = table["age_years"] > OLD_AFTER_YEARS
    named = {source: tuple(sorted(names)) for source, names in atlas.indicators.groupby("source_id")["name"]}
    served = {source: tuple(sorted(set(types))) for source, types in atlas.providers.groupby("source_id")["service_type"]}
    table["indicators"] = [named.get(source, ()) for source in table.index]
    table["service_types"] = [served.get(source, ()) for source in table.index]
    table["children"] = table.index == settings.data.children_source
    return table
